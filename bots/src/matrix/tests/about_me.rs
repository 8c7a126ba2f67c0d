//! A person asks what is kept of them, alone, and is forgotten.

use super::*;
use crate::room::tests::answered;

/// Needs of others stay theirs.
const OTHER: &str = "We need bus times that are true in every town of the county";

#[tokio::test]
async fn a_person_takes_all_of_theirs_away_and_is_forgotten() {
    let world = World::new().await;
    let (ann, bob) = (person("ann").await, person("bob").await);
    let room = world.room(&ann, &[&bob]).await;
    let (said, handle) = world.need(&ann, &room).await;
    let others = bob.say(&room, &format!("!need {OTHER}")).await.unwrap();
    world.preview(&bob, &room, &others).await;
    let alone = world.alone(&ann).await;

    ann.say(&room, "!need mine").await.unwrap();
    let mine = world.bot_says(&ann, &alone, "Your needs and voices").await;
    assert!(has(
        &mine,
        "on Matrix, you agreed that these words may be sent"
    ));
    ann.say(&room, "!need export").await.unwrap();
    let all = world.bot_says(&ann, &alone, "\"version\": 1").await;
    let all: serde_json::Value = serde_json::from_str(all.body.as_deref().unwrap()).unwrap();
    assert_eq!(all["you"]["account"], ann.user_id());
    let threads = all["threads"].as_array().unwrap();
    assert_eq!(threads.len(), 1);
    assert_eq!(threads[0]["place"]["source"], said.as_str());
    assert_eq!(threads[0]["state"]["of"]["content"]["statement"], NEED);
    assert!(!all.to_string().contains(OTHER));

    ann.say(&room, "!need erase").await.unwrap();
    world
        .bot_says(&ann, &alone, "!need erase and withdraw yes")
        .await;
    ann.say(&alone, "erase yes").await.unwrap();
    world
        .bot_says(&ann, &alone, "Done. I deleted one thread")
        .await;
    world.membership(&ann, &alone, "leave").await;
    let told = world.house.first_put("/intake/v1/withdraw").await;
    assert!(told.contains(&handle.to_string()) && told.contains("\"keep_released\":true"));
    let outcome = world.house.bring(handle, answered());
    assert_eq!(
        world.house.first_put(&outcome).await,
        r#"{"outcome":"gone"}"#
    );
    assert_eq!(
        world.times_said(&bob, &room, "The Office answered").await,
        0
    );
    assert_eq!(world.times_said(&bob, &room, "version").await, 0);

    // The other goes on as if nothing had been, and the forgotten may begin again.
    bob.say(&room, "!need mine").await.unwrap();
    let again = ann.say(&room, &format!("!need {NEED}")).await.unwrap();
    world.preview(&ann, &room, &again).await;
}

#[tokio::test]
async fn somebody_in_danger_is_led_to_people_who_help_and_nothing_is_kept() {
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let said = "!need I cannot go on and I want to kill myself";
    let said = ann.say(&room, said).await.unwrap();
    world.in_thread(&ann, &room, &said, "116 123").await;
    assert_eq!(world.house.threads().await, 0);
}
