//! What must be masked, what must stay, and what must hold for any text at all. All examples are ours.

use hearback_anonymise::{Anonymiser, ConcernKind, Kind, Roster};
use proptest::prelude::*;
use std::sync::LazyLock;

static ANONYMISER: LazyLock<Anonymiser> = LazyLock::new(Anonymiser::new);

fn mask(text: &str) -> String {
    ANONYMISER.mask(text, &Roster::default()).text
}

#[test]
fn names_go_however_they_are_introduced() {
    for (text, name) in [
        (
            "my name is rosalba quint and I need rents data",
            "rosalba quint",
        ),
        ("Ask Mark about school places", "Mark"),
        ("Thanks, Hope", "Hope"),
        ("My mum Grace cares for two people", "Grace"),
        ("We heard from Mrs Field that buses stopped", "Field"),
        ("Blessing Stone wrote to the council", "Blessing Stone"),
        (
            "Will Okafor-Reed has asked for this before",
            "Will Okafor-Reed",
        ),
        (
            "the form was sent by olumide baker last year",
            "olumide baker",
        ),
        ("Olga: how many people wait?", "Olga"),
    ] {
        let masked = mask(text);
        for part in name.split([' ', '-']) {
            assert!(!masked.contains(part), "{text} -> {masked}");
        }
    }
}

#[test]
fn what_stands_before_a_name_and_narrows_it_down_goes_with_it() {
    for (text, masked) in [
        (
            "We asked Cllr Quillfeather for figures",
            "We asked [name] for figures",
        ),
        ("Rev. Quillfeather runs it", "[name] runs it"),
        ("Please ask J. Quillfeather", "Please ask [name]"),
        (
            "Big Zebedee says buses are late",
            "[name] says buses are late",
        ),
        ("Old people in Leeds wait", "Old people in Leeds wait"),
    ] {
        assert_eq!(mask(text), masked);
    }
}

#[test]
fn small_places_and_groups_go() {
    for (text, place) in [
        ("I live in Nether Wibbleton and buses are rare", "Wibbleton"),
        ("We are from the Harlow estate", "Harlow"),
        ("at 14 Juniper Lane there was a flood", "Juniper"),
        ("12 juniper lane flooded", "juniper"),
        (
            "For the Wibbleton Lunch Club: how many older people eat alone?",
            "Lunch Club",
        ),
        ("I need this in Ash", "Ash"),
        ("Write to 14 Juniper Lane\nBODØ norge 8003", "8003"),
    ] {
        let masked = mask(text);
        assert!(!masked.contains(place), "{text} -> {masked}");
    }
    for text in [
        "The flood at 14 Juniper Lane cost 4000",
        "Homes at 14 Juniper Lane by 2031",
    ] {
        let last = text.rsplit(' ').next().unwrap();
        assert!(mask(text).ends_with(last), "{text} -> {}", mask(text));
    }
}

#[test]
fn a_need_about_everyone_stays_as_it_is() {
    for text in [
        "How many disabled people in Leeds wait over 12 weeks for a home adaptation?",
        "The Family Resources Survey does not show rents by local authority in Wales.",
        "We need Universal Credit claimants by ethnic group from the DWP, each quarter since 2019.",
        "Will the ONS publish median pay for Kingston upon Hull and Stoke-on-Trent?",
        "Carers can't find statistics on respite care for children aged 5 to 9 in the North East.",
        "Ask young carers in Kent and Hull about transport; faith groups were not counted.",
        "Grants for insulation should be counted by households, not by homes.",
    ] {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn of_a_chosen_name_only_what_tells_its_bearer_is_masked() {
    let chosen = [
        "The Data Person",
        "Dr Quillfeather",
        "Badger",
        "we.need.rose",
    ];
    let roster = ANONYMISER.roster(chosen);
    let mask = |text: &str| ANONYMISER.mask(text, &roster).text;
    for kept in [
        "The number of people who wait, by county",
        "Data on each person who waits for a bus",
        "Person years that are lost to illness",
        "We need prices for each county",
    ] {
        assert_eq!(mask(kept), kept);
    }
    for (text, name) in [
        ("quillfeather asked for this", "quillfeather"),
        ("Badger says that buses are late", "Badger"),
        ("Rose wants bus figures", "Rose"),
    ] {
        assert!(!mask(text).contains(name), "{}", mask(text));
    }
}

#[test]
fn a_member_is_found_in_any_spelling() {
    let roster = Roster::new(["Siân Prendergast", "Will"]);
    let masked = ANONYMISER.mask("sian and PRENDERGST asked if Will will come", &roster);
    assert_eq!(masked.text, "[name] and [name] asked if [name] will come");
}

#[test]
fn a_name_is_masked_again_where_it_is_repeated() {
    let masked = mask("My name is Stone. Nobody asked Stone.");
    assert!(!masked.contains("Stone"), "{masked}");
}

#[test]
fn offsets_count_code_points() {
    let masked = ANONYMISER.mask("Größe 😀 bo@example.org", &Roster::default());
    let mail = masked
        .spans
        .iter()
        .find(|span| span.kind == Kind::Email)
        .unwrap();
    assert_eq!((mail.start, mail.end), (8, 22));
}

#[test]
fn spans_and_text_are_written_under_the_agreed_names() {
    let masked = ANONYMISER.mask("bo@example.org", &Roster::default());
    assert_eq!(
        serde_json::to_value(&masked).unwrap(),
        serde_json::json!({
            "masked": "[e-mail address]",
            "spans": [{ "start": 0, "end": 14, "kind": "email", "rule": "email" }],
        })
    );
}

#[test]
fn a_reply_may_name_bodies_and_publications() {
    let reply = "The Zorbil Data Service will publish this in its Quarterly Zorbil Bulletin.";
    assert_eq!(ANONYMISER.scan_reply(reply), []);
    let kinds: Vec<_> = ANONYMISER
        .scan_reply("Please contact Zelmira on 020 7946 0018.")
        .into_iter()
        .map(|span| span.kind)
        .collect();
    assert_eq!(kinds, [Kind::Person, Kind::Phone]);
}

#[test]
fn reasons_are_given_for_texts_that_name_nobody() {
    let kinds: Vec<_> = ANONYMISER
        .single_out("I'm the only wheelchair user in our village and my son has epilepsy")
        .into_iter()
        .map(|concern| concern.kind)
        .collect();
    for kind in [
        ConcernKind::UniqueRole,
        ConcernKind::SmallPlace,
        ConcernKind::KinCondition,
        ConcernKind::OwnSensitive,
    ] {
        assert!(kinds.contains(&kind), "{kind:?} not in {kinds:?}");
    }
    assert_eq!(
        ANONYMISER.single_out("How many households rent their home in Wales?"),
        []
    );
}

#[test]
fn english_is_told_from_other_languages() {
    for (text, english) in [
        (
            "How many people are waiting for a council house in our area?",
            true,
        ),
        ("no data on carers", true),
        (
            "Faint o bobl sy'n aros am dŷ cyngor yn ein hardal ni?",
            false,
        ),
        (
            "Ile osób czeka na mieszkanie komunalne w naszej okolicy?",
            false,
        ),
        ("كم عدد الأشخاص الذين ينتظرون سكنا", false),
    ] {
        assert_eq!(ANONYMISER.looks_english(text), english, "{text}");
    }
}

/// Identifiers that must not survive, however the text around them is made.
fn identifier() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{3,8}\\.[a-z]{3,8}@example\\.(org|com)",
        "0[1-9]{3} [1-9]{3} [1-9]{4}",
        "07[0-9]{9}",
        "https://example\\.org/[a-z]{4,9}",
        "(NE|LS|BS|EH)[1-9] [1-9][A-HJ]{2}",
        "[A-CEGHJ][A-CEGHJ][0-9]{6}[A-D]",
        "@[a-z]{4,9}:example\\.org",
        "(Zw|Qx|Xv|Vq)[a-z]{4,7}",
    ]
}

proptest! {
    #[test]
    fn any_text_is_masked_with_sound_offsets(text in any::<String>()) {
        let masked = ANONYMISER.mask(&text, &Roster::default());
        let length = text.chars().count();
        let mut from = 0;
        for span in &masked.spans {
            prop_assert!(from <= span.start && span.start < span.end && span.end <= length);
            from = span.end;
        }
        ANONYMISER.single_out(&text);
        ANONYMISER.scan_reply(&text);
    }

    #[test]
    fn masking_twice_changes_nothing(words in prop::collection::vec(
        prop_oneof![
            identifier(),
            "[A-Za-z]{1,8}",
            "[0-9]{1,6}[a-z]?",
            prop::sample::select(vec![
                "Will", "my", "name", "is", "the", "estate", "Lane", "St", "of", "Mark", "said", "May", "[name]", "[",
                "Smith", "Ltd", "in", ",", ".", "\n", "-", "aged", "call", "Mr", "[address]", "on", "IV",
            ]).prop_map(str::to_owned),
        ],
        0..14,
    )) {
        let once = mask(&words.join(" "));
        prop_assert_eq!(mask(&once), once);
    }

    #[test]
    fn no_identifier_survives(
        before in "[a-z]{2,6}( [a-z]{2,6}){0,3}",
        planted in identifier(),
        after in "[a-z]{2,6}( [a-z]{2,6}){0,3}",
    ) {
        let masked = mask(&format!("{before} {planted} {after}"));
        prop_assert!(!masked.to_lowercase().contains(&planted.to_lowercase()), "{}", masked);
    }

    #[test]
    fn placeholders_survive(index in 0..Kind::ALL.len(), after in "[a-z ]{0,20}") {
        let placeholder = Kind::ALL[index].placeholder();
        let text = format!("{placeholder} {after}");
        prop_assert!(mask(&text).starts_with(placeholder));
    }
}
