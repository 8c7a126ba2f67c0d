//! A person asks what is kept of them, seen by them alone, and is forgotten.

use super::*;
use crate::room::tests::answered;

#[tokio::test]
async fn a_person_takes_all_of_theirs_away_and_is_forgotten() {
    let (world, handle, thread) = heard().await;
    let ada = &world.ada;
    let bea = world.server.add_person("bea", "en-GB");
    let asked = ada.run_command(&world.general, "need-export", &[]).unwrap();
    says(&asked, "all that I keep about you").await;
    let piece = says(&asked, "\"version\": 1").await;
    assert_eq!(piece.only_for, Some(ada.id()));
    assert!(piece.content.contains(&ada.id().to_string()));
    says(&asked, "\"read_first_by\": \"The Society\"").await;
    let nothing = bea.run_command(&world.general, "need-export", &[]).unwrap();
    says(&nothing, "\"threads\": []").await;

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
    says(&again, "I keep 0 threads").await;
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
