//! The contents of Matrix events. Pure.
//!
//! It must never let a person's or a producer's words mention anyone, or be read as HTML.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::vault::chat::Sending;

/// A message: noticed only if it is a push, mentioning exactly those who are `there`, in the thread
/// of `root`. Every message says whom it mentions, so that no old rule reads names in it.
pub(super) fn message(
    sending: &Sending,
    there: &BTreeSet<String>,
    root: Option<&str>,
    last: Option<&str>,
) -> Value {
    let names: Vec<&str> = there.iter().map(String::as_str).collect();
    let text = &sending.text;
    let (body, html) = if names.is_empty() {
        (text.clone(), html(text))
    } else {
        let pills: Vec<String> = names.iter().map(|name| pill(name)).collect();
        (
            format!("{}: {text}", names.join(", ")),
            format!("{}: {}", pills.join(", "), html(text)),
        )
    };
    let mut content = json!({
        "msgtype": if sending.push { "m.text" } else { "m.notice" },
        "body": body,
        "format": "org.matrix.custom.html",
        "formatted_body": html,
        "m.mentions": if names.is_empty() { json!({}) } else { json!({ "user_ids": names }) },
    });
    if let (Some(root), Some(content)) = (root, content.as_object_mut()) {
        content.insert("m.relates_to".to_owned(), thread(root, last));
    }
    content
}

/// In the thread of `root`; apps without threads show it as a reply to its last message.
fn thread(root: &str, last: Option<&str>) -> Value {
    json!({
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": true,
        "m.in_reply_to": { "event_id": last.unwrap_or(root) },
    })
}

/// A reaction.
pub(super) fn reaction(to: &str, key: &str) -> Value {
    json!({ "m.relates_to": { "rel_type": "m.annotation", "event_id": to, "key": key } })
}

/// Other words in the place of a message.
pub(super) fn redrawn(event: &str, text: &str) -> Value {
    let new = json!({
        "msgtype": "m.notice",
        "body": text,
        "format": "org.matrix.custom.html",
        "formatted_body": html(text),
        "m.mentions": {},
    });
    json!({
        "msgtype": "m.notice",
        "body": format!("* {text}"),
        "m.mentions": {},
        "m.new_content": new,
        "m.relates_to": { "rel_type": "m.replace", "event_id": event },
    })
}

fn pill(user: &str) -> String {
    let escaped = escape(user);
    format!("<a href=\"https://matrix.to/#/{escaped}\">{escaped}</a>")
}

fn html(text: &str) -> String {
    escape(text).replace('\n', "<br>")
}

fn escape(text: &str) -> String {
    text.chars()
        .fold(String::with_capacity(text.len()), |mut out, c| {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                '\'' => out.push_str("&#39;"),
                _ => out.push(c),
            }
            out
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tongue::Tongue;
    use crate::vault::chat::To;

    fn sending(push: bool) -> Sending {
        Sending {
            to: To::Room {
                room: "!r:x".to_owned(),
                root: Some("$root".to_owned()),
            },
            text: "<b>@room</b> & \"all\"\nnext".to_owned(),
            push,
            mentions: vec!["@ann:x".to_owned()],
            seeds: Vec::new(),
            kind: "answered".to_owned(),
            threads: Vec::new(),
            controls: Vec::new(),
            tongue: Tongue::English,
        }
    }

    #[test]
    fn a_push_mentions_its_person_and_nobody_else() {
        let there = BTreeSet::from(["@ann:x".to_owned()]);
        let content = message(&sending(true), &there, Some("$root"), Some("$last"));
        insta::assert_snapshot!(serde_json::to_string_pretty(&content).unwrap(), @r##"
        {
          "body": "@ann:x: <b>@room</b> & \"all\"\nnext",
          "format": "org.matrix.custom.html",
          "formatted_body": "<a href=\"https://matrix.to/#/@ann:x\">@ann:x</a>: &lt;b&gt;@room&lt;/b&gt; &amp; &quot;all&quot;<br>next",
          "m.mentions": {
            "user_ids": [
              "@ann:x"
            ]
          },
          "m.relates_to": {
            "event_id": "$root",
            "is_falling_back": true,
            "m.in_reply_to": {
              "event_id": "$last"
            },
            "rel_type": "m.thread"
          },
          "msgtype": "m.text"
        }
        "##);
    }

    #[test]
    fn a_notice_says_that_it_mentions_nobody() {
        let content = message(&sending(false), &BTreeSet::new(), None, None);
        assert_eq!(content["msgtype"], "m.notice");
        assert_eq!(content["m.mentions"], json!({}));
        assert!(content.get("m.relates_to").is_none());
    }
}
