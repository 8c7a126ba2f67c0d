//! What erasing leaves in the tables: nothing of the person, and all of the others.

use hearback_store::with_pool;
use hearback_wire::chance::{Chance, draw};
use hearback_wire::content::Content;
use hearback_wire::id::Hash;
use hearback_wire::vocabulary::Voice;

use super::*;
use crate::dialogue::{Concerns, Draft, Event, State};
use crate::mine::Who;
use crate::room::tests::{House, house, reference};
use crate::tongue::Tongue;
use crate::vault::chat::{Place, Post, Sending, To, With};

const ANN: &str = "@ann:rooms.example";
const BOB: &str = "@bob:rooms.example";
const ROOM: &str = "!room:rooms.example";

fn place(person: &str, source: &str) -> Place {
    Place {
        platform: Platform::Matrix,
        room: ROOM.to_owned(),
        root: "$root".to_owned(),
        person: person.to_owned(),
        source: source.to_owned(),
        threaded: true,
        last: None,
        rootless: false,
        reaction: false,
        reply: None,
        server: None,
        way: None,
        tongue: Tongue::English,
        quiet: false,
    }
}

/// A thread of a person in the room, whose words were approved.
async fn thread(house: &House, person: &str) -> Thread {
    let bots = &house.bots;
    let words = "We need waiting times for each hospital in the country";
    let draft = Draft {
        content: Content::plain(words.parse().unwrap(), None),
        removed: Vec::new(),
        kinds: Vec::new(),
        similar: Vec::new(),
        first: String::new(),
        concerns: Concerns::default(),
    };
    let state = State::Preview(Box::new(draft));
    let token = Hash::of(&[&draw::<32>(bots.chance.as_ref() as &dyn Chance)]);
    let mut tx = bots.vault.begin().await.unwrap();
    let now = bots.clock.now();
    let mut thread = bots
        .vault
        .add_thread(&mut tx, token, "matrix", state, now)
        .await
        .unwrap();
    let place = place(person, "$source");
    bots.vault
        .save_place(&mut tx, &thread.id, &place)
        .await
        .unwrap();
    let at = (Platform::Matrix, ROOM, "$source");
    bots.vault
        .anchor(&mut tx, at, &thread.id, "said")
        .await
        .unwrap();
    let event = Event::AddedVoice {
        reference: reference(),
        voice: Voice::UsesIt,
    };
    let mark = bots.vault.mark(person, reference());
    bots.vault
        .add_voice(&mut tx, &mark, reference(), &thread.id)
        .await
        .unwrap();
    bots.apply(&mut tx, &mut thread, event, None).await.unwrap();
    bots.vault
        .set_quiet(&mut tx, Platform::Matrix, person, true)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    thread
}

/// Rows of each table that hold something of people.
async fn counts(house: &House) -> Vec<i64> {
    const TABLES: [&str; 9] = [
        "thread",
        "message",
        "place",
        "anchor",
        "voice",
        "consent",
        "post",
        "post_update",
        "kept",
    ];
    let mut all = Vec::new();
    for table in TABLES {
        let sql = sqlx::AssertSqlSafe(format!("SELECT COUNT(*) FROM {table}"));
        let count = with_pool!(house.pool(), |p| sqlx::query_scalar(sql).fetch_one(p).await);
        all.push(count.unwrap());
    }
    all
}

async fn erase(house: &House, person: &str) -> Erased {
    let bots = &house.bots;
    let mut tx = bots.vault.begin().await.unwrap();
    let who = Who::Account(Platform::Matrix, person.to_owned());
    let (_, erased) = bots.erase(&mut tx, &who, Released::Stay).await.unwrap();
    tx.commit().await.unwrap();
    erased
}

#[tokio::test]
async fn no_row_of_whoever_erases_stays_and_every_row_of_others_does() {
    let house = house("http://127.0.0.1:9").await;
    thread(&house, BOB).await;
    let before = counts(&house).await;
    let ann = thread(&house, ANN).await;
    let told = Sending {
        to: To::Room {
            room: ROOM.to_owned(),
            root: Some("$root".to_owned()),
        },
        text: "The Office answered: it is there.".to_owned(),
        push: true,
        mentions: vec![ANN.to_owned()],
        seeds: Vec::new(),
        kind: "answered".to_owned(),
        threads: vec![ann.id.clone()],
        controls: Vec::new(),
        tongue: Tongue::English,
    };
    let update = Hash::of(&[b"an update"]);
    let bots = &house.bots;
    let mut tx = bots.vault.begin().await.unwrap();
    let said = crate::dialogue::Message {
        from: crate::dialogue::Speaker::Producer,
        kind: crate::dialogue::Kind::Answered,
        text: told.text.clone(),
    };
    let now = bots.clock.now();
    bots.vault
        .say(&mut tx, &ann.id, &said, Some(update), now)
        .await
        .unwrap();
    let with = With {
        update: Some(update),
        ..With::default()
    };
    bots.vault
        .post(&mut tx, Platform::Matrix, &Post::Words(told), with, now)
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let erased = erase(&house, ANN).await;
    assert_eq!(erased.toll.voices, 1);
    assert_eq!(counts(&house).await, before);
    // The update that was on its way has an outcome, and the node learns that the thread ended.
    let due = bots.vault.due(now).await.unwrap();
    let outcome = due.iter().find(|row| row.path.ends_with("/outcome"));
    let parcel = outcome.map(|row| row.parcel.clone().payload().unwrap());
    assert_eq!(parcel.as_deref(), Some(r#"{"outcome":"gone"}"#));
    let late = bots.vault.due(now.plus_seconds(300)).await.unwrap();
    let ended = late.iter().filter(|row| row.path == "/withdraw");
    let ended: Vec<String> = ended
        .map(|row| row.parcel.clone().payload().unwrap())
        .collect();
    assert_eq!(ended.len(), 1, "{ended:?}");
    assert!(ended[0].contains(&ann.handle.to_string()));
    assert_eq!(erase(&house, ANN).await.toll, Toll::default());
}
