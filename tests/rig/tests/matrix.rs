//! The rig's own client against a real Synapse: what each says the other understands.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on must stop")]

use std::time::Duration;

use hearback_rig::matrix::{Event, MatrixError, Mentions, Person, RoomSpec};
use hearback_rig::synapse::{Rate, Storage, Synapse, SynapseSettings, shared};
use serde_json::json;

const SOON: Duration = Duration::from_mins(1);

/// Two people and a room with both in it.
async fn two_in_a_room() -> (Person, Person, String) {
    let server = shared().await.unwrap();
    let (ada, ben) = (
        server.person("ada").await.unwrap(),
        server.person("ben").await.unwrap(),
    );
    let spec = RoomSpec {
        name: "Needs",
        invite: &[ben.user_id()],
        ..RoomSpec::default()
    };
    let room = ada.create_room(&spec).await.unwrap();
    ben.join(&room).await.unwrap();
    (ada, ben, room)
}

async fn sees(person: &Person, id: &str) -> Event {
    let same = |event: &Event| event.id == id;
    person.wait_for(None, same, SOON).await.unwrap()
}

#[tokio::test]
async fn a_message_and_its_thread_arrive_with_all_their_parts() {
    let (ada, ben, room) = two_in_a_room().await;
    let first = ada.say(&room, "!need a ramp").await.unwrap();
    let seen = sees(&ben, &first).await;
    assert_eq!(seen.sender, ada.user_id());
    assert_eq!(seen.kind, "m.room.message");
    assert_eq!(seen.body.as_deref(), Some("!need a ramp"));
    assert_eq!(seen.msgtype.as_deref(), Some("m.text"));
    assert_eq!(seen.mentions, Some(Mentions::default()));
    assert_eq!((seen.relates_to, seen.transaction_id), (None, None));

    let next = ben.reply_in_thread(&room, &first, "where?").await.unwrap();
    let last = ada.reply_to(&room, &next, "the hall").await.unwrap();
    assert_eq!(sees(&ada, &next).await.thread_root(), Some(first.as_str()));
    let outside = sees(&ben, &last).await;
    assert_eq!(
        (outside.thread_root(), outside.answers()),
        (None, Some(next.as_str()))
    );
    let thread: Vec<String> = ids(&ada.thread(&room, &first).await.unwrap());
    assert_eq!(thread, [next]);
}

fn ids(events: &[Event]) -> Vec<String> {
    events.iter().map(|event| event.id.clone()).collect()
}

#[tokio::test]
async fn a_room_is_made_as_asked() {
    let (ada, ben, _) = two_in_a_room().await;
    let spec = RoomSpec {
        name: "Open needs",
        public: true,
        encrypted: true,
        power_levels: Some(json!({"events_default": 50})),
        version: Some("11"),
        ..RoomSpec::default()
    };
    let room = ada.create_room(&spec).await.unwrap();
    let part = async |kind| ada.state(&room, kind, "").await.unwrap();
    assert_eq!(part("m.room.name").await["name"], "Open needs");
    assert_eq!(part("m.room.create").await["room_version"], "11");
    let encryption = part("m.room.encryption").await;
    assert_eq!(encryption["algorithm"], "m.megolm.v1.aes-sha2");
    // Nobody invited Ben: the room is open, but only moderators may speak.
    ben.join(&room).await.unwrap();
    let refused = ben.say(&room, "hello?").await.unwrap_err();
    assert!(
        matches!(refused, MatrixError::Refused { status: 403, .. }),
        "{refused}"
    );
}

#[tokio::test]
async fn an_edit_names_what_it_replaces() {
    let (ada, ben, room) = two_in_a_room().await;
    let said = ada.say(&room, "!need a rump").await.unwrap();
    let edit = ada.edit(&room, &said, "!need a ramp").await.unwrap();
    let seen = sees(&ben, &edit).await;
    let relation = seen.relates_to.unwrap();
    assert_eq!(relation.rel_type.as_deref(), Some("m.replace"));
    assert_eq!(relation.event_id, Some(said));
    assert_eq!(seen.raw["content"]["m.new_content"]["body"], "!need a ramp");
}

#[tokio::test]
async fn reactions_and_redactions_arrive() {
    let (ada, ben, room) = two_in_a_room().await;
    let said = ada.say(&room, "!need a ramp").await.unwrap();
    let sign = ben.react(&room, &said, "👍").await.unwrap();
    assert_eq!(
        sees(&ada, &sign).await.reaction(),
        Some((said.as_str(), "👍"))
    );

    let taken = ada.redact(&room, &said).await.unwrap();
    assert_eq!(sees(&ben, &taken).await.takes_back(), Some(said.as_str()));
    let left = ben.event(&room, &said).await.unwrap();
    assert!(left.is_taken_back());
    assert_eq!(left.body, None);
}

#[tokio::test]
async fn the_same_mark_twice_is_one_event() {
    let (ada, ben, room) = two_in_a_room().await;
    let content = json!({"msgtype": "m.text", "body": "once"});
    let one = ada
        .send(&room, "m.room.message", &content, "mark")
        .await
        .unwrap();
    let two = ada
        .send(&room, "m.room.message", &content, "mark")
        .await
        .unwrap();
    assert_eq!(one, two);
    let end = ada.say(&room, "the end").await.unwrap();
    sees(&ben, &end).await;
    let timeline = ben.timeline(&room).await;
    let found = timeline
        .iter()
        .filter(|event| event.body.as_deref() == Some("once"));
    assert_eq!(found.count(), 1);
    assert_eq!(
        sees(&ada, &one).await.transaction_id.as_deref(),
        Some("mark")
    );
}

#[tokio::test]
async fn a_gap_in_what_the_server_shows_is_filled_in_order() {
    let (ada, ben, room) = two_in_a_room().await;
    ben.catch_up().await.unwrap();
    let mark = ben.mark().await;
    let mut said = Vec::new();
    for number in 0..120 {
        said.push(ada.say(&room, &number.to_string()).await.unwrap());
    }
    let last = said.last().unwrap().clone();
    let found = ben.wait_after(mark, Some(&room), |event| event.id == last, SOON);
    assert_eq!(found.await.unwrap().body.as_deref(), Some("119"));
    let timeline = ben.timeline(&room).await;
    let from = timeline.len() - said.len();
    assert_eq!(ids(&timeline[from..]), said);
}

#[tokio::test]
async fn people_come_go_and_are_put_out() {
    let (ada, ben, room) = two_in_a_room().await;
    ada.set_power(&room, ben.user_id(), 50).await.unwrap();
    let levels = ada.state(&room, "m.room.power_levels", "").await.unwrap();
    assert_eq!(levels["users"][ben.user_id()], 50);
    ben.leave(&room).await.unwrap();
    assert_eq!(ada.members(&room).await.unwrap()[ben.user_id()], "leave");
    ada.invite(&room, ben.user_id()).await.unwrap();
    assert_eq!(
        ben.wait_for_invite(ada.user_id(), SOON).await.unwrap(),
        room
    );
    ben.join(&room).await.unwrap();
    ada.kick(&room, ben.user_id()).await.unwrap();
    let refused = ben.say(&room, "hello?").await.unwrap_err();
    assert!(
        matches!(refused, MatrixError::Refused { status: 403, .. }),
        "{refused}"
    );
}

#[tokio::test]
async fn an_upgraded_room_names_its_successor() {
    let (ada, ben, room) = two_in_a_room().await;
    let new = ada.upgrade(&room, "12").await.unwrap();
    let sign = |event: &Event| event.kind == "m.room.tombstone";
    let tombstone = ben.wait_for(Some(&room), sign, SOON).await.unwrap();
    assert_eq!(tombstone.raw["content"]["replacement_room"], json!(new));
    let made = ada.state(&new, "m.room.create", "").await.unwrap();
    assert_eq!(made["room_version"], "12");
}

#[tokio::test]
async fn two_people_find_the_same_room_for_talking_alone() {
    let (ada, ben, _) = two_in_a_room().await;
    let room = ada.dm_with(ben.user_id()).await.unwrap();
    assert_eq!(ben.dm_with(ada.user_id()).await.unwrap(), room);
    assert_eq!(ada.dm_with(ben.user_id()).await.unwrap(), room);
    let said = ben.say(&room, "hello").await.unwrap();
    assert_eq!(sees(&ada, &said).await.room, room);
}

#[tokio::test]
async fn waiting_for_what_does_not_come_ends_and_tells_what_was_seen() {
    let (ada, _, room) = two_in_a_room().await;
    ada.say(&room, "only this").await.unwrap();
    ada.catch_up().await.unwrap();
    let late = ada
        .wait_for(None, |_| false, Duration::ZERO)
        .await
        .unwrap_err();
    assert!(late.to_string().contains("only this"), "{late}");
}

#[tokio::test]
async fn a_low_limit_is_met_and_says_how_long_to_wait() {
    let settings = SynapseSettings {
        storage: Storage::Memory,
        messages: Some(Rate {
            per_second: 0.2,
            burst_count: 2,
        }),
        ..SynapseSettings::default()
    };
    let server = Synapse::start(&settings).await.unwrap();
    let ada = server.person("ada").await.unwrap();
    let room = ada.create_room(&RoomSpec::default()).await.unwrap();
    ada.say(&room, "one").await.unwrap();
    let MatrixError::Refused {
        status,
        code,
        retry_after_ms,
        ..
    } = ada.say(&room, "two").await.unwrap_err()
    else {
        panic!("not refused")
    };
    assert_eq!((status, code.as_str()), (429, "M_LIMIT_EXCEEDED"));
    assert!(retry_after_ms.unwrap() > 0);
}
