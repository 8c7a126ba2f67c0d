//! Names that are words, told from words by what stands around them. All examples are ours.

use hearback_anonymise::{Anonymiser, Roster};
use std::sync::LazyLock;

static ANONYMISER: LazyLock<Anonymiser> = LazyLock::new(Anonymiser::new);

fn mask(text: &str) -> String {
    ANONYMISER.mask(text, &Roster::default()).text
}

#[test]
fn company_shows_a_name_that_is_a_word() {
    for (text, masked) in [
        ("fern you forgot the keys", "[name] you forgot the keys"),
        ("Bishop your list was long", "[name] your list was long"),
        ("Rose you can do it", "[name] you can do it"),
        ("Sterling I miss your talks", "[name] I miss your talks"),
        (
            "Green is a wonderful singer",
            "[name] is a wonderful singer",
        ),
        (
            "White was not the best player",
            "[name] was not the best player",
        ),
        ("Rose and I went home", "[name] and I went home"),
        ("me and rose went home", "me and [name] went home"),
        ("Hunter should stop that", "[name] should stop that"),
        ("Grace woz here", "[name] [word] here"),
        ("my uncle drew got one", "my uncle [name] got one"),
        ("wow grace", "wow [name]"),
        ("nobody talks about rusty", "nobody talks about [name]"),
        ("you were right, rusty", "you were right, [name]"),
        ("lol hunter", "lol [name]"),
        ("mark's face", "[name] face"),
        ("Zoe marsh was late", "[name] was late"),
        ("Grace looks tired", "[name] looks tired"),
        ("Stone sings well", "[name] sings well"),
        ("the mum of sarah moon paid", "the mum of [name] paid"),
        (
            "it was fun when rose said so",
            "it was fun when [name] said so",
        ),
        ("I like grace's songs", "I like [name] songs"),
        (
            "better than barber and Zelmira",
            "better than barber and [name]",
        ),
        (
            "better than barber and zelmira",
            "better than [name] and [word]",
        ),
        ("K. winter was late", "[name] was late"),
        ("i met jimmy cricket there", "i met [name] there"),
        ("we talked of wally the walrus", "we talked of [name]"),
        ("Zelda bee Quillon was there", "[name] was there"),
        ("the Quillon brothers ran it", "the [name] ran it"),
        ("nobody told captain maggie", "nobody told [name]"),
        (
            "they share the surname wolf",
            "they share the surname [name]",
        ),
        ("a song sung by FIG", "a song sung by [name]"),
        ("happy birthday grace", "happy birthday [name]"),
    ] {
        assert_eq!(mask(text), masked, "{text}");
    }
}

#[test]
fn what_was_a_name_once_is_one_again() {
    for (text, masked) in [
        (
            "Grace Quillon sang. We love grace",
            "[name] sang. We love [name]",
        ),
        (
            "We know Harper and the others. Harpers songs are good",
            "We know [name] and the others. [name] songs are good",
        ),
        (
            "Robinette came. Robin left early",
            "[name] came. [name] left early",
        ),
        (
            "My name is Hope Quillon. I hope you reply",
            "My name is [name]. I hope you reply",
        ),
    ] {
        assert_eq!(mask(text), masked, "{text}");
    }
}

#[test]
fn words_of_needs_stay_although_they_are_names() {
    for text in [
        "Green belt figures are wrong",
        "Grace period data would help tenants",
        "Bill payers in Leeds need help",
        "Bills you pay are higher now",
        "May was the worst month",
        "Hope you can publish this by ward",
        "Hope is not a plan",
        "Mark as provisional where needed",
        "Mark your changes in the table",
        "Chance you could publish this by ward?",
        "Love your dashboard",
        "Rose from 3 to 5 per cent",
        "Rich and poor areas differ",
        "Black and minority ethnic pupils are missed",
        "White is the largest group",
        "Young carers and old people wait longest",
        "Summer is when deaths peak",
        "Cash you get from benefits is not counted",
        "Price has doubled since 2019",
        "Grant has not been paid",
        "1000 watts per hour",
        "River should be tested",
        "we heard about rain and about storm, but it was mild, honey",
        "her and cherry orchards",
        "come to think of it, oh dear",
        "Page looks broken on my phone",
        "Table C. Rents by area",
        "hepatitis b. Rates by region",
        "B. Young people not in work",
        "burns and scalds by age",
        "Brothers and sisters in foster care",
        "the river's edge and the baker's shop",
        "my last name is not shown in the census",
        "name is missing on the form",
    ] {
        assert_eq!(mask(text), text);
    }
}

#[test]
fn a_placeholder_announces_nothing() {
    let masked = mask("[name] is due in April, and [name] was mild");
    assert_eq!(masked, "[name] is due in April, and [name] was mild");
}
