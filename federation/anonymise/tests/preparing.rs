//! What a person is shown before their words leave: the words, and what still points at few people.

use hearback_anonymise::{Anonymiser, Concern, ConcernKind, Prepared, Roster, coarsen};
use proptest::prelude::*;
use std::sync::LazyLock;

static ANONYMISER: LazyLock<Anonymiser> = LazyLock::new(Anonymiser::new);

fn prepare(text: &str) -> Prepared {
    ANONYMISER.prepare(text, &Roster::default())
}

/// The words after every offer was taken.
fn coarse(text: &str) -> String {
    let made = prepare(text);
    coarsen(&made.text, &made.concerns).0
}

fn quoted(text: &str, one: &Concern) -> String {
    text.chars()
        .skip(one.start)
        .take(one.end - one.start)
        .collect()
}

#[test]
fn a_place_a_day_and_an_age_have_coarser_words() {
    for (typed, want) in [
        (
            "How many buses are there in Oakham on Sundays?",
            "How many buses are there in the East Midlands on Sundays?",
        ),
        (
            "How many people in Rutland wait for a dentist?",
            "How many people in the East Midlands wait for a dentist?",
        ),
        (
            "Ferry fares to the mainland from the Shetland Islands, please",
            "Ferry fares to the mainland from Scotland, please",
        ),
        (
            "How many people fell ill on the 14th of March 2026?",
            "How many people fell ill in March 2026?",
        ),
        (
            "Bus cuts since 9 November 2021 by week",
            "Bus cuts since November 2021 by week",
        ),
        (
            "I'm 67 and want figures on pensions",
            "I'm aged 65 to 74 and want figures on pensions",
        ),
        (
            "My 67-year-old mother cannot find a dentist",
            "My mother aged 65 to 74 cannot find a dentist",
        ),
        (
            "He is 7 years old and waits for a school",
            "He is aged 5 to 9 and waits for a school",
        ),
        (
            "A carer aged 41 needs figures on respite",
            "A carer aged 35 to 44 needs figures on respite",
        ),
    ] {
        assert_eq!(coarse(typed), want);
    }
}

#[test]
fn a_role_has_a_hint_and_no_words() {
    let made = prepare("I am the only wheelchair user here and need figures on ramps");
    let role = made
        .concerns
        .iter()
        .find(|one| one.kind == ConcernKind::UniqueRole)
        .unwrap();
    assert_eq!(role.instead, None);
    assert!(quoted(&made.text, role).starts_with("the only wheelchair"));
    assert_eq!(coarsen(&made.text, &made.concerns).0, made.text);
}

#[test]
fn what_is_about_many_is_not_marked() {
    for text in [
        "Rents for people aged 65 to 74, and for those aged 85 and over",
        "Incomes by age of the head of household in each region",
        "The only survey of carers stopped in March 2020",
        "Deaths in the year to 31 March 2024 by county",
        "Rents in Reading, Bath and North East Somerset, and Kent",
    ] {
        assert_eq!(prepare(text).concerns, [], "{text}");
    }
}

#[test]
fn the_age_of_many_is_told_and_stays() {
    let made = prepare("How many children aged 11 get free school meals in Leeds?");
    assert_eq!(made.concerns.len(), 1);
    assert!(
        made.concerns
            .iter()
            .all(|one| one.kind == ConcernKind::ExactAge)
    );
    assert_eq!(coarsen(&made.text, &made.concerns).0, made.text);
}

#[test]
fn a_name_is_no_place_where_nothing_says_that_one_follows() {
    let made = prepare("Harris wants figures on ferries and Langham too");
    assert!(
        made.concerns.iter().all(|one| one.instead.is_none()),
        "{:?}",
        made.concerns
    );
}

#[test]
fn reasons_that_are_left_stand_at_their_words() {
    let made =
        prepare("In Oakham I am the only carer; since 3 May 2021 no bus comes to our village");
    let (text, left) = coarsen(&made.text, &made.concerns);
    assert_eq!(
        text,
        "In the East Midlands I am the only carer; since May 2021 no bus comes to our village"
    );
    let said: Vec<String> = left.iter().map(|one| quoted(&text, one)).collect();
    assert!(said.iter().any(|said| said == "the only carer"), "{said:?}");
    assert!(said.iter().any(|said| said == "our village"), "{said:?}");
}

#[test]
fn every_area_that_can_be_offered_passes_unchanged() {
    let rows = include_str!("../data/small_places.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'));
    let mut areas = 0;
    for area in rows.filter_map(|line| line.split('\t').next()) {
        let text = format!("How many homes are empty in {area}, by year?");
        let made = prepare(&text);
        assert_eq!(
            (made.text.as_str(), made.concerns.len()),
            (text.as_str(), 0)
        );
        areas += 1;
    }
    assert!(areas > 150, "{areas}");
}

/// How long it takes to prepare so many sentences: the best of three, because others use the machine too.
fn spent(sentences: usize) -> f64 {
    let one =
        "In Oakham we NEED rents since 3 May 2021!!! I am 67 and the only carer 😀, says Zelmira. ";
    let text = one.repeat(sentences);
    let time = || {
        let started = std::time::Instant::now();
        assert!(!prepare(&text).concerns.is_empty());
        started.elapsed().as_secs_f64()
    };
    (0..3).map(|_| time()).fold(f64::INFINITY, f64::min)
}

#[test]
fn time_grows_with_the_text_and_not_with_its_square() {
    let (few, many) = (spent(10), spent(80));
    assert!(
        many < few * 24.0,
        "{few} s for 10 sentences, {many} s for 80"
    );
}

/// Words with something in them that has coarser words, or nearly.
fn told() -> impl Strategy<Value = String> {
    const MONTHS: [&str; 12] = [
        "January", "Feb", "march", "April", "May", "june", "July", "August", "Sept", "October",
        "nov", "December",
    ];
    let day = (1_u8..29, prop::sample::select(&MONTHS), 1950_u16..2030)
        .prop_map(|(day, month, year)| format!("{day} {month} {year}"));
    let place = prop::sample::select(vec![
        "Oakham",
        "Rutland",
        "Didcot",
        "Edith Weston",
        "Ash",
        "Lerwick",
        "the Isles of Scilly",
        "City of London",
        "Market Rasen",
        "Leeds",
        "Nether Wibbleton",
    ]);
    prop_oneof![
        ("(on|on the|since|by|On|from)", day).prop_map(|(before, day)| format!("{before} {day}")),
        ("(in|near|from|In)", place).prop_map(|(before, place)| format!("{before} {place}")),
        ("(I'm|I am|she is|aged|a carer aged|who was)", 0_u8..110)
            .prop_map(|(before, age)| format!("{before} {age}")),
        (0_u8..110, "(-year-old| years old|-year-old mother|yo)")
            .prop_map(|(age, after)| format!("my {age}{after}")),
        "(😀|!!!|\\?\\?|\\.\\.\\.|,|:\\)|“|—|I|i dont|color|NEED)",
        "[a-z]{2,7}",
        Just("[name]".to_owned()),
        Just("my son has autism".to_owned()),
        Just("the only nurse".to_owned()),
    ]
}

proptest! {
    #[test]
    fn taking_every_offer_leaves_none_and_passes_the_masker_unchanged(
        words in prop::collection::vec(told(), 0..9),
    ) {
        let made = prepare(&words.join(" "));
        prop_assume!(made.other.is_none());
        let (text, left) = coarsen(&made.text, &made.concerns);
        let again = prepare(&text);
        prop_assert_eq!(&again.text, &text);
        prop_assert!(again.concerns.iter().all(|one| one.instead.is_none()), "{} {:?}", text, again.concerns);
        prop_assert!(left.iter().all(|one| one.instead.is_none()));
    }

    #[test]
    fn reasons_stand_inside_the_text_and_offers_stand_apart(
        words in prop::collection::vec(told(), 0..9), tail in any::<String>(),
    ) {
        let made = prepare(&format!("{} {tail}", words.join(" ")));
        let length = made.text.chars().count();
        let mut from = 0;
        for one in &made.concerns {
            prop_assert!(one.start < one.end && one.end <= length);
            if one.instead.is_some() {
                prop_assert!(from <= one.start);
                from = one.end;
            }
        }
    }

    #[test]
    fn reasons_of_anywhere_are_taken_without_harm(
        text in any::<String>(), places in prop::collection::vec((0_usize..40, 0_usize..40, any::<bool>()), 0..5),
    ) {
        let concerns: Vec<Concern> = places
            .into_iter()
            .map(|(start, end, offers)| Concern {
                kind: ConcernKind::SmallPlace,
                start,
                end,
                words: String::new(),
                instead: offers.then(|| "Kent".to_owned()),
            })
            .collect();
        let (said, left) = coarsen(&text, &concerns);
        prop_assert!(said.chars().count() <= text.chars().count() + 4 * concerns.len());
        prop_assert!(left.len() <= concerns.len());
    }
}

#[test]
fn a_text_in_another_language_keeps_its_words_and_loses_what_looks_like_a_name() {
    for (text, want) in [
        (
            "Mae angen amseroedd aros ar gyfer pob ysbyty yng Nghymru, yn ôl Rhian Quillfeather o Wynedd.",
            "Mae angen amseroedd aros ar gyfer pob ysbyty yng Nghymru, yn ôl [word] o Wynedd.",
        ),
        (
            "Faint o blant sy’n aros am le mewn ysgol Gymraeg? Ffoniwch 07700 900123.",
            "Faint o blant sy’n aros am le mewn ysgol Gymraeg? Ffoniwch [phone number].",
        ),
    ] {
        let prepared = prepare(text);
        assert_eq!(prepared.other, Some("cy"));
        assert_eq!(prepared.text, want);
    }
    let english = prepare("We need waiting times for each hospital in Wales");
    assert_eq!(english.other, None);
    // A row of names is no language: no word stays that no list knows.
    let names = prepare("rhian quillfeather, zebedee prendergast, olumide okafor");
    assert!(!names.text.contains("quillfeather"), "{}", names.text);
    let french = prepare("Combien de patients attendent dans les hôpitaux de la région");
    assert_eq!(french.other, Some("fr"));
}
