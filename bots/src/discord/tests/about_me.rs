//! A person asks what is kept of them, seen by them alone, and is forgotten.

use super::*;
use crate::chat::Platform;
use crate::room::tests::answered;

/// What stands in the blocks of the messages that only this person sees, once all are there.
async fn export(world: &World, person: &Person) -> serde_json::Value {
    let vault = &world.bots.vault;
    while vault.next_post(Platform::Discord).await.unwrap().is_some() {
        tokio::task::yield_now().await;
    }
    let seen = world.general.messages_for(person).into_iter();
    let seen = seen.filter(|message| message.only_for == Some(person.id()));
    let blocks = seen.flat_map(|message| {
        let parts = message.content.split("```").skip(1).step_by(2);
        parts
            .map(|part| part.trim_matches('\n').to_owned())
            .collect::<Vec<_>>()
    });
    serde_json::from_str(&blocks.collect::<Vec<_>>().join("\n")).unwrap()
}

#[tokio::test]
async fn a_person_takes_all_of_theirs_away_and_is_forgotten() {
    let (world, handle, thread) = heard().await;
    let ada = &world.ada;
    let bea = world.server.add_person("bea", "en-GB");
    let asked = ada.run_command(&world.general, "need-export", &[]).unwrap();
    says(&asked, "all that I keep about you").await;
    let all = export(&world, ada).await;
    assert_eq!(all["you"]["account"], ada.id().to_string());
    assert_eq!(all["threads"][0]["receipts"][0]["way"], "discord");
    assert_eq!(
        all["threads"][0]["state"]["of"]["content"]["statement"],
        NEED
    );
    let nothing = bea.run_command(&world.general, "need-export", &[]).unwrap();
    says(&nothing, "all that I keep about you").await;
    assert_eq!(export(&world, &bea).await["threads"], json!([]));

    let asked = ada.run_command(&world.general, "need-erase", &[]).unwrap();
    let before = says(&asked, "it cannot be undone").await;
    assert_eq!(before.only_for, Some(ada.id()));
    let pressed = ada.press_labelled(&before, "Erase all of it").unwrap();
    let after = says(&pressed, "Done. I deleted one thread").await;
    assert_eq!(after.only_for, Some(ada.id()));
    let told = world.house.first_put("/intake/v1/withdraw").await;
    assert!(told.contains(&handle.to_string()) && told.contains("\"keep_released\":true"));
    let outcome = world.house.bring(handle, answered());
    world.comes(&outcome, "gone").await;
    let said = thread.messages();
    assert!(
        !said
            .iter()
            .any(|m| m.content.contains("The Office answered"))
    );

    let again = ada.run_command(&world.general, "need-erase", &[]).unwrap();
    says(&again, "This is kept of you here: 0 threads").await;
    world.is_clean();
}

#[tokio::test]
async fn needs_are_taken_off_the_lists_too_where_that_was_pressed() {
    let (world, handle, _) = heard().await;
    let ada = &world.ada;
    let asked = ada.run_command(&world.general, "need-erase", &[]).unwrap();
    let before = says(&asked, "it cannot be undone").await;
    let label = "Erase, and take my needs off the lists";
    let pressed = ada.press_labelled(&before, label).unwrap();
    says(&pressed, "are being taken off the lists too").await;
    let told = world.house.first_put("/intake/v1/withdraw").await;
    assert!(told.contains(&handle.to_string()) && !told.contains("keep_released"));
    world.is_clean();
}

#[tokio::test]
async fn somebody_in_danger_is_led_to_people_who_help_and_nothing_is_kept() {
    let world = World::new().await;
    let typed = "I cannot go on and I want to kill myself";
    let written = world.write(&world.ada, &world.general, typed, "").await;
    let answer = says(&written, "116 123").await;
    assert_eq!(answer.only_for, Some(world.ada.id()));
    assert!(
        !answer.content.contains("cannot go on"),
        "{}",
        answer.content
    );
    assert_eq!(world.house.threads().await, 0);
    world.is_clean();
}
