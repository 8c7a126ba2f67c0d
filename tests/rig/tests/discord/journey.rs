//! From a command to a thread, with every kind of interaction on the way.

use serde_json::json;

use crate::{Started, assert_honest, bot, discord, started};

#[tokio::test]
async fn a_need_goes_from_a_command_to_a_thread() {
    let Started {
        discord,
        general,
        ada,
        bot: _bot,
    } = started("en-GB").await;

    let asked = ada.run_command(&general, "need", &[]).unwrap();
    let form = asked.form().await.unwrap();
    assert_eq!(form.title, "A need");
    assert!(form.fields[0].required && !form.fields[1].required);
    let sent = ada
        .submit(&asked, &[("what", "Child poverty by ward")])
        .unwrap();
    let ack = sent.acknowledged().await.unwrap();
    assert_eq!((ack.kind, ack.ephemeral), (5, true));
    assert!(ack.after.as_millis() < 3_000);
    let preview = sent.reply().await.unwrap();
    assert_eq!(preview.content, "We would share: Child poverty by ward");
    assert_eq!(preview.only_for, Some(ada.id()));
    assert!(general.messages().is_empty());

    let pressed = ada.press_labelled(&preview, "Send").unwrap();
    assert_eq!(pressed.acknowledged().await.unwrap().kind, 7);
    assert_eq!(pressed.reply().await.unwrap().content, "Thank you");
    let thread = general.thread().await.unwrap();
    let told = thread
        .message("the ping", |one| one.content.contains("is in"))
        .await
        .unwrap();
    assert_eq!(told.pinged, [ada.id()]);
    assert!(!told.pinged_everyone);
    assert_honest(&discord);
}

#[tokio::test]
async fn a_message_becomes_a_need_though_the_bot_may_not_read_messages() {
    let Started {
        discord,
        general,
        ada,
        bot: _bot,
    } = started("en-GB").await;

    let said = ada.say(&general, "we need bus times by day").unwrap();
    let asked = ada.message_command(&said, "Turn into a need").unwrap();
    let form = asked.form().await.unwrap();
    assert_eq!(form.fields[0].value, "we need bus times by day");
    assert_honest(&discord);
}

#[tokio::test]
async fn letters_are_completed_and_a_name_in_another_language_is_known() {
    let Started {
        discord,
        general,
        ada,
        bot: _bot,
    } = started("fr").await;

    let typed = ada
        .autocomplete(&general, "besoin-statut", &[], ("reference", "HB-7"))
        .unwrap();
    assert_eq!(
        typed.choices().await.unwrap(),
        [("HB-7".to_owned(), json!("HB-7"))]
    );
    assert_honest(&discord);
}

#[tokio::test]
async fn registering_twice_leaves_the_same_commands() {
    let discord = discord().await;
    let first = bot::start(&discord).await;
    let before = discord.commands_reach(3).await.unwrap();
    first.stop().await;
    discord.gateway().disconnected().await.unwrap();
    let _second = bot::start(&discord).await;
    let again = |one: &hearback_rig::discord::Request| one.method == "PUT";
    let puts = || discord.requests().into_iter().filter(again).count();
    discord
        .request("a second registration", |_| puts() == 2)
        .await
        .unwrap();
    let ids =
        |all: &[serde_json::Value]| all.iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&before), ids(&discord.commands()));
}
