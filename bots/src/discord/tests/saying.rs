//! Saying a need: nothing typed is lost, nothing is sent twice, and nobody but its writer sees it.

use hearback_rig::discord::{Fault, Planned};

use super::*;
use crate::room::tests::reference;

#[tokio::test]
async fn a_press_is_answered_in_time_while_the_vault_is_locked_and_the_words_are_not_lost() {
    let world = World::new().await;
    let held = world.house.bots.vault.begin().await.unwrap();
    let written = world
        .write(&world.ada, &world.general, NEED, "to plan")
        .await;
    let first = written.acknowledged().await.unwrap();
    assert_eq!((first.kind, first.ephemeral), (5, true));
    assert!(first.after < Duration::from_secs(3), "{:?}", first.after);
    drop(held);
    says(&written, NEED).await;
    world.is_clean();
}

#[tokio::test]
async fn words_that_can_never_be_stored_are_given_back() {
    let mut world = World::new().await;
    let held = world.house.bots.vault.begin().await.unwrap();
    let written = world
        .write(&world.ada, &world.general, NEED, "to plan")
        .await;
    written.acknowledged().await.unwrap();
    // The bot stops before the vault comes back.
    let stopped = world.stop();
    let back = says(&written, "I could not keep this");
    let (back, ()) = tokio::join!(back, stopped);
    assert!(
        back.content.contains(NEED) && back.content.contains("to plan"),
        "{back}"
    );
    drop(held);
}

#[tokio::test]
async fn the_form_comes_back_with_what_was_written_and_other_words_need_another_yes() {
    let world = World::new().await;
    let ada = &world.ada;
    let written = world
        .write(ada, &world.general, "too short", "to plan")
        .await;
    let refused = says(&written, "About the first question").await;
    let again = ada.press_labelled(&refused, "Edit…").unwrap();
    let form = again.form().await.unwrap();
    let values: Vec<String> = form.fields.into_iter().map(|field| field.value).collect();
    assert_eq!(values, ["too short", "to plan"]);
    let written = ada.submit(&again, &[("need", NEED)]).unwrap();
    let first = says(&written, NEED).await;
    let edit = ada.press_labelled(&first, "Edit").unwrap();
    let form = edit.form().await.unwrap();
    assert_eq!(form.fields[0].value, NEED);
    assert_eq!(form.fields[1].value, "To plan");
    let other = "We need waiting times for each hospital, every month";
    let written = ada.submit(&edit, &[("need", other)]).unwrap();
    let second = says(&written, other).await;
    let stale = ada.press_labelled(&first, "Send it").unwrap();
    says(&stale, "There are newer words").await;
    let sent = ada.press_labelled(&second, "Send it").unwrap();
    says(&sent, "It has the reference").await;
    let put = world.house.first_put("/intake/v1/needs").await;
    assert!(put.contains("every month"), "{put}");
    world.is_clean();
}

#[tokio::test]
async fn a_topic_is_chosen_before_it_goes() {
    let world = World::new().await;
    let ada = &world.ada;
    let written = world.write(ada, &world.general, NEED, "").await;
    let preview = says(&written, NEED).await;
    let menu = &preview.menus()[0];
    assert_eq!(menu.options.len(), 16);
    let chosen = ada
        .select(&preview, &menu.custom_id, &["health-social-care"])
        .unwrap();
    let preview = says(&chosen, "Topic: Health and social care.").await;
    let sent = ada.press_labelled(&preview, "Send it").unwrap();
    says(&sent, "It has the reference").await;
    let put = world.house.first_put("/intake/v1/needs").await;
    assert!(put.contains("health-social-care"), "{put}");
    world.is_clean();
}

#[tokio::test]
async fn a_second_click_sends_nothing_more() {
    let world = World::new().await;
    let ada = &world.ada;
    let written = world.write(ada, &world.general, NEED, "").await;
    let preview = says(&written, NEED).await;
    let presses: Vec<Asked> = (0..3)
        .map(|_| ada.press_labelled(&preview, "Send it").unwrap())
        .collect();
    for press in &presses {
        press.acknowledged().await.unwrap();
    }
    world.home().await;
    // All answer in the same place: what stands there in the end depends on which is the last.
    let told = |r: &fake::Request| {
        r.body["content"]
            .as_str()
            .is_some_and(|c| c.contains("done before"))
    };
    world.fake.request("the second click", told).await.unwrap();
    assert_eq!(world.house.puts("/intake/v1/needs").len(), 1);
    assert_eq!(world.general.threads().len(), 1);
    world.is_clean();
}

#[tokio::test]
async fn a_cancelled_preview_sends_nothing() {
    let world = World::new().await;
    let written = world.write(&world.ada, &world.general, NEED, "").await;
    let preview = says(&written, NEED).await;
    let stopped = world.ada.press_labelled(&preview, "Cancel").unwrap();
    let said = says(&stopped, "You stopped here").await;
    assert!(said.buttons().is_empty(), "nothing can be pressed any more");
    assert!(world.house.puts("/intake/v1/needs").is_empty());
    world.is_clean();
}

#[tokio::test]
async fn a_bot_that_dies_between_the_words_and_the_answer_shows_them_later() {
    let mut world = World::new().await;
    // Every answer is lost until the bot is started again.
    let answers = "/webhooks/{webhook_id}/{webhook_token}/messages/@original";
    world
        .fake
        .fault(Planned::new("PATCH", answers, Fault::Broken(502)));
    let written = world.write(&world.ada, &world.general, NEED, "").await;
    written.acknowledged().await.unwrap();
    world
        .fake
        .request("an answer that was lost", |r| {
            r.method == "PATCH" && r.status == 502
        })
        .await
        .unwrap();
    world.kill().await;
    world.start().await;
    world.house.clock.advance_seconds(5);
    world.house.bots.posts.notify_one();
    says(&written, NEED).await;
    world.is_clean();
}

#[tokio::test]
async fn when_the_time_to_answer_is_over_the_person_learns_that_their_words_are_kept() {
    let world = World::new().await;
    let ada = &world.ada;
    let asked = ada.run_command(&world.general, "need", &[]).unwrap();
    asked.form().await.unwrap();
    let held = world.house.bots.vault.begin().await.unwrap();
    let written = ada.submit(&asked, &[("need", NEED), ("use", "")]).unwrap();
    written.acknowledged().await.unwrap();
    written.expire();
    drop(held);
    let kept = hears(&world.general, "/need-mine").await;
    assert_eq!(kept.pinged, [ada.id()]);
    assert!(!kept.content.contains("waiting times"), "{kept}");
    let mine = ada.run_command(&world.general, "need-mine", &[]).unwrap();
    let list = says(&mine, "Waits for your yes").await;
    let open = ada.press_labelled(&list, "See the words").unwrap();
    let preview = says(&open, "exactly what would be shared").await;
    let sent = ada.press_labelled(&preview, "Send it").unwrap();
    says(&sent, "It has the reference").await;
    world.is_clean();
}

#[tokio::test]
async fn an_own_message_fills_the_form_and_somebody_elses_writer_is_asked_first() {
    let world = World::new().await;
    let bob = world.server.add_person("bob", "en-GB");
    let said = bob.say(&world.general, NEED).unwrap();
    let own = bob
        .message_command(&said, super::super::commands::TURN)
        .unwrap();
    assert_eq!(own.form().await.unwrap().fields[0].value, NEED);

    let suggested = world
        .ada
        .message_command(&said, super::super::commands::TURN)
        .unwrap();
    says(&suggested, "I have asked the person").await;
    let asking = world
        .general
        .message("the question to its writer", |m| {
            m.content.contains("Only you can decide")
        })
        .await
        .unwrap();
    assert_eq!(asking.pinged, [bob.id()]);
    assert!(!asking.content.contains("waiting times"), "{asking}");
    let peek = world.ada.press_labelled(&asking, "See the words").unwrap();
    says(&peek, "for the person whose need it is").await;
    let open = bob.press_labelled(&asking, "See the words").unwrap();
    let preview = says(&open, "exactly what would be shared").await;
    assert_eq!(preview.only_for, Some(bob.id()));
    let again = world
        .ada
        .message_command(&said, super::super::commands::TURN)
        .unwrap();
    says(&again, "asked about that message before").await;
    world.is_clean();
}

#[tokio::test]
async fn a_voice_is_counted_once_and_hears_back_where_the_need_does() {
    let world = World::new().await;
    let handle = world.need(&world.ada, &world.general).await;
    let (thread, _) = world.home().await;
    world
        .house
        .bring(handle, hearback_wire::intake::What::Released {});
    let left = hears(&thread, "has left").await;
    let bob = world.server.add_person("bob", "en-GB");
    let voiced = bob.press_labelled(&left, "Add my voice").unwrap();
    says(&voiced, "You added your voice").await;
    let again = bob.press_labelled(&left, "Add my voice").unwrap();
    says(&again, "counted already").await;
    let own = world.ada.press_labelled(&left, "Add my voice").unwrap();
    says(&own, "counted already").await;
    let path = format!("/intake/v1/needs/{}/voices", reference());
    world.house.first_put(&path).await;
    assert_eq!(world.house.puts(&path).len(), 1);
    assert_eq!(world.general.threads().len(), 1, "one need, one thread");
    world.is_clean();
}

#[tokio::test]
async fn wider_words_are_one_press_and_are_shown_before_they_go() {
    let world = World::new().await;
    let ada = &world.ada;
    let typed = "How many people in Oakham fell ill on 3 March 2026, by age?";
    let written = world.write(ada, &world.general, typed, "").await;
    let first = says(&written, "exactly what would be shared").await;
    for part in [
        "How many people in [place] fell ill on [date], by age?",
        "the East Midlands",
        "reads it first",
        "theirs stays, with nothing about you in it",
        "These are your own words.",
    ] {
        assert!(first.content.contains(part), "{part} is not in {first}");
    }
    let pressed = ada.press_labelled(&first, "Use the wider words").unwrap();
    let wider = "How many people in the East Midlands fell ill in March 2026, by age?";
    let second = says(&pressed, wider).await;
    assert!(ada.press_labelled(&second, "Use the wider words").is_err());
    assert!(world.house.puts("/intake/v1/needs").is_empty());
    let sent = ada.press_labelled(&second, "Send it").unwrap();
    says(&sent, "It has the reference").await;
    let put = world.house.first_put("/intake/v1/needs").await;
    assert!(put.contains(wider), "{put}");
    world.is_clean();
}
