use super::*;
use proptest::prelude::*;
use std::sync::LazyLock;

static PATTERNS: LazyLock<Patterns> = LazyLock::new(Patterns::new);

fn found(text: &str) -> Vec<(Kind, String)> {
    crate::span::settle(PATTERNS.find(text))
        .into_iter()
        .map(|one| (one.kind, text.get(one.range).unwrap().to_owned()))
        .collect()
}

/// Every line is a text with one identifier in it; the identifier is written between braces.
fn each_is_found(kind: Kind, texts: &[&str]) {
    for text in texts {
        let planted = text.split(['{', '}']).nth(1).unwrap();
        let plain = text.replace(['{', '}'], "");
        let hits = found(&plain);
        assert!(
            hits.iter()
                .any(|(hit, words)| *hit == kind && words.contains(planted)),
            "{plain}: {hits:?}"
        );
    }
}

#[test]
fn network_addresses() {
    each_is_found(
        Kind::Email,
        &[
            "write to {b.okoro+stats@example.org} soon",
            "{bo at example dot org}",
        ],
    );
    each_is_found(
        Kind::Url,
        &[
            "see {https://example.org/u/bo?x=1}.",
            "on {www.example.org}",
            "{example.co.uk/bo}",
        ],
    );
    each_is_found(
        Kind::Ip,
        &["from {203.0.113.9} today", "from {2001:db8::7} today"],
    );
}

#[test]
fn numbers_with_a_check_digit() {
    each_is_found(
        Kind::NhsNumber,
        &["NHS {943 476 5919}", "nhs no {9434765919}"],
    );
    each_is_found(
        Kind::Account,
        &[
            "card {4111 1111 1111 1111}",
            "{20-00-00 55779911}",
            "{GB29 NWBK 6016 1331 9268 19}",
        ],
    );
}

#[test]
fn numbers_by_their_shape() {
    each_is_found(
        Kind::NationalInsurance,
        &["my NI is {QQ 12 34 56 C}", "{qq123456c}"],
    );
    each_is_found(
        Kind::Phone,
        &[
            "{020 7946 0018}",
            "{+44 7700 900 123}",
            "{(0191) 498 0123}",
            "{01632-960123}",
        ],
    );
    each_is_found(
        Kind::CaseReference,
        &["{FOI-2231-77}", "re {case 118822}", "ref: {AB/2024/7781}"],
    );
    each_is_found(
        Kind::Vehicle,
        &["seen {AB51 XYZ} parked", "my reg is {K9 BOB}"],
    );
    each_is_found(
        Kind::Number,
        &["number {88234}", "i'm {47} now", "my {9} year old"],
    );
}

#[test]
fn places_on_the_map() {
    each_is_found(
        Kind::Postcode,
        &["in {SW1A 2AA}", "in {m1 1ae}", "around {NE4}", "near {M13}"],
    );
    each_is_found(
        Kind::Address,
        &["at {TQ 388 773}", "at {51.4778, -0.0014}", "{Flat 3b}"],
    );
}

#[test]
fn dates_of_one_person_and_exact_days() {
    each_is_found(
        Kind::DateOfBirth,
        &[
            "born {3 May 1971}",
            "dob: {03/05/1971}",
            "date of birth is {3rd of May 1971}",
        ],
    );
    each_is_found(Kind::Date, &["on {14 November 2023} it", "on {2023-11-14}"]);
}

#[test]
fn platform_artefacts() {
    each_is_found(
        Kind::Handle,
        &[
            "hey {<@112233445566>}",
            "{@bo:example.org} said",
            "{bo.k#0417}",
            "hi {@bo_k}",
        ],
    );
    each_is_found(
        Kind::Handle,
        &["{> <@bo:example.org> I live in a small village\n> and so on}\n\nsame here"],
    );
}

#[test]
fn what_statistics_are_made_of_passes() {
    for text in [
        "between 2011 and 2021-22, 12,500 people or 4.5% of 56 million",
        "in the year ending 31 March 2024, children aged 5 to 9",
        "SIC2007, COVID-19, PM2.5 and NO2 at KS2, in 2019-20 prices",
        "the 2021 Census, Q4 2022 and the HB-7K3Q-9M2X reply",
        "of the 10 may be missing",
    ] {
        assert_eq!(found(text), [], "{text}");
    }
}

proptest! {
    #[test]
    fn no_shape_is_in_a_text_that_lacks_what_it_needs(words in prop::collection::vec(
        prop_oneof![
            any::<String>(),
            "[A-Za-z]{0,6}[0-9]{0,9}[@:/.#-]{0,2}[a-z]{0,4}",
            "[<(\\[{]?(at|dot|AT|Dot)[>)\\]}]?",
            prop::sample::select(vec![
                "b.okoro@example.org", "www.example.org", "example.uK", "＠bo", "u/bobo", "-- Original Message --",
                "On day wrote:", "///one.two.three", "tel", "dob", "1 May", "SW1A 1AA", "aa:bb:cc:dd:ee:ff", "::1",
            ]).prop_map(str::to_owned),
        ],
        0..6,
    )) {
        let text = words.join(" ");
        let clues = Clues::new(&text);
        for pattern in &PATTERNS.0 {
            let found = !pattern.find(&text).is_empty();
            prop_assert!(!found || clues.allow(pattern.needs), "{}", pattern.rule);
        }
    }
}
