//! Servers: set up, checked, served or not, and left.

use hearback_rig::discord::Permissions;

use serde_json::json;

use super::*;
use crate::chat::Platform;
use crate::room::tests::{ORIGIN, answered};

#[tokio::test]
async fn before_it_is_set_up_it_says_who_can_do_that_and_only_an_admin_can() {
    let world = World::bare().await;
    let written = world.write(&world.ada, &world.general, NEED, "").await;
    let said = says(&written, "/hearback setup").await;
    assert!(said.content.contains(NEED), "words are given back");
    let room = world.general.id().to_string();
    let refused = world.ada.run_command(
        &world.general,
        "hearback setup",
        &[("channel", json!(room))],
    );
    assert!(refused.is_err(), "the client does not even show it");
    world.set_up(&world.general, &[]).await;
    let panel = world
        .general
        .message("the panel", |m| !m.buttons().is_empty())
        .await
        .unwrap();
    let form = world
        .ada
        .press_labelled(&panel, "Tell statistics producers what you need")
        .unwrap();
    assert_eq!(form.form().await.unwrap().fields.len(), 2);
    world.is_clean();
}

#[tokio::test]
async fn the_message_with_the_one_button_is_pinned_once() {
    let world = World::bare().await;
    let may = Permissions::everyone().and(Permissions::PIN_MESSAGES);
    world
        .server
        .set_role(world.server.bots_role().unwrap(), may);
    world.set_up(&world.general, &[]).await;
    let is_panel = |m: &Message| {
        m.button("Tell statistics producers what you need")
            .is_some()
    };
    let pinned = |m: &Message| m.pinned && is_panel(m);
    let panel = world.general.message("the pinned panel", pinned).await;
    assert_eq!(panel.unwrap().author, world.fake.bot());
    world.need(&world.ada, &world.general).await;
    let (thread, line) = world.home().await;
    let all = [world.general.messages(), thread.messages()].concat();
    assert!(!line.pinned, "nothing else is pinned");
    assert_eq!(all.iter().filter(|m| m.pinned).count(), 1);
    world.is_clean();
}

#[tokio::test]
async fn each_missing_right_is_named_in_words() {
    let world = World::new().await;
    world.general.deny_bot(Permissions::CREATE_PUBLIC_THREADS);
    let asked = world
        .admin()
        .run_command(&world.general, "hearback check", &[])
        .unwrap();
    let told = says(&asked, "People find me in").await;
    assert!(told.content.contains("Create Public Threads"), "{told}");
    assert!(!told.content.contains("Send Messages in Threads"), "{told}");
    world.is_clean();
}

#[tokio::test]
async fn in_a_server_that_is_not_on_the_list_it_does_nothing_and_says_so() {
    let world = World::new().await;
    let other = world.fake.add_server("Elsewhere");
    let room = other.add_channel("general");
    let eve = other.add_person("eve", "en-GB");
    let asked = eve.run_command(&room, "need", &[]).unwrap();
    says(&asked, "has not put this server on their list").await;
    world.is_clean();
}

#[tokio::test]
async fn in_a_server_that_chose_welsh_a_need_is_said_and_answered_in_welsh() {
    let world = World::bare().await;
    let general = &world.general;
    let id = general.id().to_string();
    let options = [("channel", json!(id)), ("language", json!("cy"))];
    let admin = world.admin();
    let asked = admin.run_command(general, "hearback setup", &options);
    says(&asked.unwrap(), "Rwy’n siarad Cymraeg yma").await;
    let panel = hears(general, "Dywedwch hynny yma").await;
    let label = "Dweud wrth gynhyrchwyr ystadegau beth sydd ei angen arnoch";
    let asked = world.ada.press_labelled(&panel, label).unwrap();
    let form = asked.form().await.unwrap();
    assert_eq!(form.title, "Dywedwch beth sydd ei angen o ystadegau");
    let written = world.ada.submit(&asked, &[("need", NEED), ("use", "")]);
    let preview = says(&written.unwrap(), "Dyma’n union").await;
    let labels: Vec<String> = preview.buttons().into_iter().map(|b| b.label).collect();
    assert_eq!(labels, ["Anfon", "Golygu", "Canslo"]);
    let sent = world.ada.press_labelled(&preview, "Anfon").unwrap();
    says(&sent, "Ei gyfeirnod yw").await;
    let put = world.house.first_put("/intake/v1/needs").await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();
    let (thread, line) = world.home().await;
    assert!(line.content.contains("edefyn"), "{}", line.content);
    world.house.bring(put.handle, answered());
    let answer = hears(&thread, "Atebodd The Office").await;
    let judged = world.ada.press_labelled(&answer, "Yn rhannol").unwrap();
    says(&judged, "Fe ddywedoch").await;
    world.is_clean();
}

#[tokio::test]
async fn commands_are_there_once_however_often_it_starts_and_in_peoples_languages() {
    let mut world = World::new().await;
    let count = world.fake.commands().len();
    world.stop().await;
    world.start().await;
    assert_eq!(world.fake.commands().len(), count);
    for locale in ["pl", "xx-YY", "ja"] {
        world.ada.set_locale(locale);
        let asked = world
            .ada
            .run_command(&world.general, "need-help", &[])
            .unwrap();
        says(&asked, "I bring needs").await;
    }
    world.is_clean();
}

#[tokio::test]
async fn after_the_grace_period_nothing_of_a_server_that_was_left_is_kept() {
    let world = World::new().await;
    let handle = world.need(&world.ada, &world.general).await;
    world.home().await;
    world.server.kick_bot();
    let vault = &world.house.bots.vault;
    let person = world.ada.id().to_string();
    while !vault.servers(Platform::Discord).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert_eq!(
        vault
            .of_person(Platform::Discord, &person)
            .await
            .unwrap()
            .len(),
        1
    );
    let day = 24 * 3600;
    for (days, left) in [(13, 1), (2, 0)] {
        world.house.clock.advance_seconds(days * day);
        let before = hearback_wire::clock::Clock::now(world.house.clock.as_ref());
        let mut tx = vault.begin().await.unwrap();
        let grace = before.plus_seconds(-14 * day);
        vault.forget_servers(&mut tx, grace).await.unwrap();
        tx.commit().await.unwrap();
        let kept = vault.of_person(Platform::Discord, &person).await.unwrap();
        assert_eq!(kept.len(), left, "after {days} more days");
    }
    let outcome = world.house.bring(handle, answered());
    world.comes(&outcome, "gone").await;
}

#[tokio::test]
async fn references_and_topics_are_offered_and_whatever_is_typed_is_checked() {
    let world = World::new().await;
    world.need(&world.ada, &world.general).await;
    let typing = world
        .ada
        .autocomplete(&world.general, "need-withdraw", &[], ("reference", "hb-"))
        .unwrap();
    assert_eq!(typing.choices().await.unwrap().len(), 1);
    let typing = world
        .ada
        .autocomplete(&world.general, "who", &[], ("about", "health"))
        .unwrap();
    assert_eq!(
        typing.choices().await.unwrap()[0].0,
        "Health and social care"
    );
    let wrong = world
        .ada
        .run_command(
            &world.general,
            "need-withdraw",
            &[("reference", json!("the one of ada"))],
        )
        .unwrap();
    says(&wrong, "That is no reference").await;
    let reference = crate::room::tests::reference().to_string();
    let bob = world.server.add_person("bob", "en-GB");
    let other = bob.run_command(
        &world.general,
        "need-withdraw",
        &[("reference", json!(reference))],
    );
    says(&other.unwrap(), "I find no need of yours").await;
    let own = world.ada.run_command(
        &world.general,
        "need-withdraw",
        &[("reference", json!(reference))],
    );
    says(&own.unwrap(), "You withdrew").await;
    world.house.first_put("/intake/v1/withdraw").await;
    world.is_clean();
}

#[tokio::test]
async fn needs_from_a_server_of_twenty_say_where_they_come_from_unless_an_admin_hides_it() {
    const SAID: &str = "It will say that it comes from: charity, England.";
    const NOTHING: &str = "It will say nothing of where it comes from.";
    let mut world = World::new().await;
    // With Ada, the owner and whoever set it up, nineteen; the bot does not count.
    for n in 0..16 {
        world.server.add_person(&format!("one{n}"), "en-GB");
    }
    world.again().await;
    assert!(world.previewed().await.content.contains(NOTHING));
    world.server.add_person("another", "en-GB");
    world.again().await;
    let preview = world.previewed().await;
    assert!(preview.content.contains(SAID), "{preview}");
    let edit = world.ada.press_labelled(&preview, "Edit").unwrap();
    edit.form().await.unwrap();
    let words = "We need waiting times for each dentist in the country";
    let written = world.ada.submit(&edit, &[("need", words), ("use", "")]);
    let preview = says(&written.unwrap(), "each dentist").await;
    assert!(preview.content.contains(SAID), "{preview}");
    let sent = world.ada.press_labelled(&preview, "Send it").unwrap();
    says(&sent, "It has the reference").await;
    let put = world.house.first_put("/intake/v1/needs").await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();
    assert_eq!(put.content.origin.to_string(), ORIGIN);

    for (how, told, line) in [
        ("hide", "needs from here say nothing", NOTHING),
        (
            "show",
            "needs from here say that they come from: charity",
            SAID,
        ),
    ] {
        let id = world.general.id().to_string();
        let options = [("channel", json!(id)), ("origin", json!(how))];
        let asked = world
            .admin()
            .run_command(&world.general, "hearback setup", &options);
        says(&asked.unwrap(), told).await;
        assert!(world.previewed().await.content.contains(line), "{how}");
    }
    world.is_clean();
}

#[tokio::test]
async fn in_a_server_of_few_an_admin_is_told_that_nothing_is_said() {
    let world = World::bare().await;
    let id = world.general.id().to_string();
    let options = [("channel", json!(id)), ("origin", json!("show"))];
    let asked = world
        .admin()
        .run_command(&world.general, "hearback setup", &options);
    says(&asked.unwrap(), "fewer than 20 people").await;
    world.is_clean();
}

impl World {
    /// Starts the bot again, which is then told anew who is there.
    async fn again(&mut self) {
        self.stop().await;
        self.start().await;
    }

    /// The preview of a need of Ada's.
    async fn previewed(&self) -> Message {
        let written = self.write(&self.ada, &self.general, NEED, "").await;
        says(&written, "exactly what would be shared").await
    }
}
