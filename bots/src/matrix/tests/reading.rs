//! What is taken from an event, and what is left unread.

use matrix_sdk::deserialized_responses::TimelineEvent;
use matrix_sdk::ruma::events::room::power_levels::{RoomPowerLevels, RoomPowerLevelsSource};
use matrix_sdk::ruma::room_version_rules::AuthorizationRules;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::user_id;
use serde_json::{Value, json};

use super::super::read::{Reader, heard, original};
use crate::chat::{HeardWhat, Original};

const BOT: &str = "@needs:x.org";

fn event(kind: &str, sender: &str, content: &Value) -> TimelineEvent {
    let event = json!({
        "type": kind,
        "event_id": "$e",
        "sender": sender,
        "origin_server_ts": 1,
        "content": content,
    });
    TimelineEvent::from_plaintext(Raw::from_json_string(event.to_string()).unwrap())
}

/// What a room where not everything is for the bot gives for a message of Ann.
fn read(content: Value) -> Option<HeardWhat> {
    let mut content = content;
    if content.get("msgtype").is_none() {
        content["msgtype"] = "m.text".into();
    }
    of(&event("m.room.message", "@ann:x.org", &content))
}

fn of(event: &TimelineEvent) -> Option<HeardWhat> {
    let levels = RoomPowerLevels::new(RoomPowerLevelsSource::None, &AuthorizationRules::V11, []);
    let reader = Reader {
        room: "!r:x.org",
        own: user_id!("@needs:x.org"),
        display: "Hearback",
        listens: false,
        levels: &levels,
    };
    heard(&reader, event).map(|heard| heard.what)
}

fn said(text: &str, root: Option<&str>, replies_to: Option<&str>, calls_us: bool) -> HeardWhat {
    HeardWhat::Words {
        text: text.to_owned(),
        root: root.map(str::to_owned),
        replies_to: replies_to.map(str::to_owned),
        calls_us,
    }
}

#[test]
fn ordinary_talk_is_left_unread_even_where_it_looks_like_an_order_or_a_name() {
    for body in [
        "We should meet at noon",
        "!important: the hall is closed",
        "!needs more salt",
        "Needs more salt, I think",
        "needs, wants and wishes",
        "hearback is a funny word",
        "write to needs: they know",
    ] {
        assert_eq!(read(json!({"body": body})), None, "{body}");
    }
    assert_eq!(
        read(json!({"body": "!need x", "msgtype": "m.notice"})),
        None
    );
    assert_eq!(read(json!({"body": "!need x", "msgtype": "m.image"})), None);
    let own = event(
        "m.room.message",
        BOT,
        &json!({"msgtype": "m.text", "body": "!need x"}),
    );
    assert_eq!(of(&own), None);
    assert_eq!(read(json!({"body": 7})), None);
}

#[test]
fn the_bot_is_called_by_its_id_its_name_or_a_mention() {
    let mention = json!({"user_ids": [BOT]});
    for (body, mentions) in [
        ("@needs:x.org: we need it", json!({})),
        ("@needs:x.org we need it", json!({})),
        ("Hearback: we need it", json!({})),
        ("needs: we need it", json!({})),
        ("Hearback we need it", mention.clone()),
        ("we need it @needs:x.org", mention.clone()),
        ("we need it, Hearback", mention.clone()),
        ("we need it", mention.clone()),
    ] {
        let got = read(json!({"body": body, "m.mentions": mentions}));
        assert_eq!(got, Some(said("we need it", None, None, true)), "{body}");
    }
    let others = json!({"user_ids": ["@ben:x.org"]});
    assert_eq!(
        read(json!({"body": "we need it", "m.mentions": others})),
        None
    );
}

#[test]
fn a_place_in_a_thread_is_not_a_reply_and_a_reply_loses_its_quote() {
    let in_thread = |falls_back: bool| {
        json!({"body": "yes", "m.relates_to": {"rel_type": "m.thread", "event_id": "$root",
            "is_falling_back": falls_back, "m.in_reply_to": {"event_id": "$last"}}})
    };
    assert_eq!(
        read(in_thread(true)),
        Some(said("yes", Some("$root"), None, false))
    );
    let replied = said("yes", Some("$root"), Some("$last"), false);
    assert_eq!(read(in_thread(false)), Some(replied));
    let quoted = json!({
        "body": "> <@ben:x.org> We lack numbers\n> for buses\n\n!need",
        "m.mentions": {"user_ids": [BOT]},
        "m.relates_to": {"m.in_reply_to": {"event_id": "$talk"}},
    });
    assert_eq!(
        read(quoted),
        Some(said("!need", None, Some("$talk"), false))
    );
}

#[test]
fn a_correction_brings_the_new_words_and_the_message_they_stand_for() {
    let content = json!({
        "body": "* !need other words",
        "m.new_content": {"msgtype": "m.text", "body": "!need other words"},
        "m.relates_to": {"rel_type": "m.replace", "event_id": "$first"},
    });
    let want = HeardWhat::Edited {
        what: "$first".to_owned(),
        text: "!need other words".to_owned(),
    };
    assert_eq!(read(content), Some(want));
    let without =
        json!({"body": "* x", "m.relates_to": {"rel_type": "m.replace", "event_id": "$f"}});
    assert_eq!(read(without), None);
}

#[test]
fn a_message_that_is_looked_up_has_its_newest_words() {
    let event = json!({
        "type": "m.room.message", "event_id": "$e", "sender": "@ann:x.org", "origin_server_ts": 1,
        "content": {"msgtype": "m.text", "body": "first words"},
        "unsigned": {"m.relations": {"m.replace": {"content": {
            "body": "* newer words",
            "m.new_content": {"msgtype": "m.text", "body": "newer words"}}}}},
    });
    let event = TimelineEvent::from_plaintext(Raw::from_json_string(event.to_string()).unwrap());
    match original(user_id!("@needs:x.org"), "Hearback", &event) {
        Original::Readable { by, text, .. } => {
            assert_eq!((by.as_str(), text.as_str()), ("@ann:x.org", "newer words"));
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn signs_and_deletions_name_what_they_are_about_in_every_room_version() {
    let sign = json!({"m.relates_to": {"rel_type": "m.annotation", "event_id": "$m", "key": "👍"}});
    let want = HeardWhat::Reacted {
        to: "$m".to_owned(),
        key: "👍".to_owned(),
    };
    assert_eq!(of(&event("m.reaction", "@ann:x.org", &sign)), Some(want));
    let deleted = HeardWhat::Deleted {
        what: "$m".to_owned(),
    };
    let inside = event("m.room.redaction", "@ann:x.org", &json!({"redacts": "$m"}));
    assert_eq!(of(&inside), Some(deleted.clone()));
    let beside = json!({"type": "m.room.redaction", "event_id": "$e", "sender": "@ann:x.org",
        "origin_server_ts": 1, "redacts": "$m", "content": {}});
    let beside = TimelineEvent::from_plaintext(Raw::from_json_string(beside.to_string()).unwrap());
    assert_eq!(of(&beside), Some(deleted));
}
