//! What people's words can and cannot do in a message.

use proptest::prelude::*;

use super::*;
use crate::tongue::Tongue;
use crate::vault::chat::To;

fn sending(text: &str, mentions: &[&str]) -> Sending {
    Sending {
        to: To::Room {
            room: "1".to_owned(),
            root: None,
        },
        text: text.to_owned(),
        push: !mentions.is_empty(),
        mentions: mentions.iter().map(|m| (*m).to_owned()).collect(),
        seeds: Vec::new(),
        kind: "answered".to_owned(),
        threads: Vec::new(),
        controls: Vec::new(),
        tongue: Tongue::English,
    }
}

fn set(text: &str) -> String {
    parts(&sending(text, &[]), false)[0]["content"]
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn words_cannot_mention_link_or_format() {
    insta::assert_snapshot!(set("@everyone <@123> <#4> **b** [x](https://evil.example) `c` ||s||\n# big\n- list"), @r"
    \@everyone \<\@123\> \<\#4\> \*\*b\*\* \[x\]\(https:\//evil.example\) \`c\` \|\|s\|\|
    \# big
    \- list
    ");
    let body = &parts(&sending("hello", &[]), false)[0];
    assert_eq!(body["allowed_mentions"]["parse"], json!([]));
    assert_eq!(body["allowed_mentions"]["users"], json!([]));
}

#[test]
fn only_the_person_is_mentioned_and_only_in_a_push() {
    let body = &parts(&sending("An answer came.", &["42"]), false)[0];
    assert_eq!(body["content"], "<@42>\nAn answer came.");
    assert_eq!(
        body["allowed_mentions"],
        json!({ "parse": [], "users": ["42"], "replied_user": false })
    );
    assert_eq!(body["flags"], NO_EMBEDS);
    let quiet = &parts(&sending("An answer came.", &[]), false)[0];
    assert_eq!(quiet["flags"], NO_EMBEDS | SILENT);
}

#[test]
fn the_producers_own_link_can_be_followed() {
    assert_eq!(
        set("More: https://example.org/a"),
        "More: https://example.org/a"
    );
    assert_eq!(
        set("x More: https://example.org/a"),
        r"x More: https:\//example.org/a"
    );
}

#[test]
fn words_in_a_block_stand_as_they_are_and_come_back() {
    let text = format!("Here:\n{}\nEnd", marks::block("*We* need <it>"));
    assert_eq!(set(&text), "Here:\n```\n*We* need <it>\n```\nEnd");
    assert_eq!(super::super::read::blocks(&set(&text)), ["*We* need <it>"]);
}

#[test]
fn a_form_holds_what_was_written_and_no_more_than_fits() {
    let long = "w".repeat(3000);
    let made = form(Tongue::English, &Form::Need, &[long, "to plan".to_owned()]);
    let input = |at: usize| &made["components"][at]["components"][0];
    assert_eq!(input(0)["value"].as_str().unwrap().len(), 1000);
    assert_eq!(input(1)["value"], "to plan");
}

proptest! {
    #[test]
    fn every_part_fits_and_nothing_is_lost(words in proptest::collection::vec("[a-z]{1,40}", 0..400)) {
        let text = words.join(" ");
        let all: Vec<String> = parts(&sending(&text, &["42"]), false)
            .iter()
            .map(|part| part["content"].as_str().unwrap().to_owned())
            .collect();
        prop_assert!(all.iter().all(|part| part.chars().count() <= MOST));
        let back = all.join("\n");
        let back = back.strip_prefix("<@42>\n").or(back.strip_prefix("<@42>")).unwrap();
        prop_assert_eq!(back.replace('\n', ""), text);
    }

    #[test]
    fn no_typed_text_ever_mentions(text in "[<@#!&0-9a-z*`\u{E000}\u{E003} :/.\n]{0,60}") {
        let typed = marks::bare(&text);
        let shown = set(&typed);
        let mut before = ' ';
        for c in shown.chars() {
            prop_assert!(!matches!(c, '<' | '@' | '`') || before == '\\', "{}", shown);
            before = if before == '\\' && c == '\\' { ' ' } else { c };
        }
    }
}
