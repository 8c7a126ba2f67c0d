//! Reading what is pressed, from bodies as Discord documents them.

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn base(kind: u8, data: &Value) -> Value {
    json!({
        "id": "1", "token": "tok", "type": kind, "version": 1, "application_id": "9",
        "guild_id": "50", "channel_id": "70", "app_permissions": "2048",
        "channel": { "id": "70", "type": 0 },
        "member": { "user": { "id": "7", "username": "ann" }, "permissions": "8192" },
        "data": data,
    })
}

#[test]
fn a_command_with_parts_and_rooms_is_read() {
    let data = json!({
        "id": "3", "name": "hearback", "type": 1,
        "options": [{ "name": "setup", "type": 1, "options": [
            { "name": "channel", "type": 7, "value": "71" },
        ]}],
        "resolved": { "channels": { "71": { "id": "71", "type": 15 } } },
    });
    let call = call(base(2, &data)).unwrap();
    assert_eq!((call.rank, call.may), (Rank::Moderator, 2048));
    let What::Command {
        name,
        part,
        options,
        ..
    } = call.what
    else {
        panic!("a command");
    };
    assert_eq!(
        (name.as_str(), part.as_deref()),
        ("hearback", Some("setup"))
    );
    assert_eq!(options["channel"].room_kind, Some(15));
}

#[test]
fn a_thread_is_known_with_its_room_and_whether_it_is_locked() {
    let mut value = base(2, &json!({ "name": "need-mine" }));
    value["channel"] = json!({
        "id": "70", "type": 11, "parent_id": "60",
        "thread_metadata": { "archived": false, "locked": true },
    });
    let call = call(value).unwrap();
    assert_eq!(
        (call.room.as_str(), call.thread.as_deref()),
        ("60", Some("70"))
    );
    assert!(call.locked);
}

#[test]
fn answers_are_found_in_rows_and_under_labels() {
    let rows = json!({ "custom_id": "need", "components": [
        { "type": 1, "components": [{ "type": 4, "custom_id": "need", "value": "We need it" }] },
        { "type": 18, "component": { "type": 4, "custom_id": "use", "value": "to plan" } },
    ]});
    let What::Form { form, answers } = call(base(5, &rows)).unwrap().what else {
        panic!("a form");
    };
    assert_eq!(form, Some(Form::Need));
    assert_eq!(answers["need"], "We need it");
    assert_eq!(answers["use"], "to plan");
}

#[test]
fn what_the_library_writes_as_null_is_nothing() {
    let data = json!({ "custom_id": "say", "component_type": 2, "values": null, "resolved": null });
    let mut value = base(3, &data);
    value["message"] = json!({ "id": "8", "content": null, "flags": 64, "author": null });
    let What::Control { control, under, .. } = call(value).unwrap().what else {
        panic!("a control");
    };
    assert_eq!(control, Some(Control::Say));
    assert!(under.alone);
}

#[test]
fn words_in_blocks_come_back_as_they_were() {
    let text = "Here:\n```\nWe need it\n```\nIt will help with:\n```\nto plan\n```\nend";
    assert_eq!(blocks(text), ["We need it", "to plan"]);
    assert!(blocks("none").is_empty());
}

proptest! {
    #[test]
    fn nothing_that_comes_can_make_it_panic(kind in 0_u8..7, name in ".{0,40}", n in any::<u32>()) {
        let data = json!({ "name": name, "custom_id": name, "options": n, "components": [n, name] });
        let _read = call(base(kind, &data));
        let _blocks = blocks(&name);
    }
}
