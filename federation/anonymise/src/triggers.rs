//! Layer 3: words that announce a name. After them even a small, ordinary word is taken for one.

use crate::{Kind, walk::Walk};

/// How sure an announcement is that a name follows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sureness {
    /// A name follows, however it is written ("my name is").
    Name,
    /// A name follows if the word has a capital or is a given name ("ask").
    Perhaps,
    /// A name follows if the word has a capital that its place does not explain ("by").
    IfCapital,
}

/// Announcements, longest first.
const ANNOUNCEMENTS: &[(&[&str], Sureness)] = &[
    (&["my", "name", "is"], Sureness::Name),
    (&["my", "names"], Sureness::Name),
    (&["name", "is"], Sureness::Name),
    (&["name", "was"], Sureness::Name),
    (&["surname"], Sureness::Perhaps),
    (&["i", "am", "called"], Sureness::Name),
    (&["i'm", "called"], Sureness::Name),
    (&["goes", "by"], Sureness::Name),
    (&["known", "as"], Sureness::Perhaps),
    (&["calls", "me"], Sureness::Perhaps),
    (&["call", "me"], Sureness::Perhaps),
    (&["named"], Sureness::Perhaps),
    (&["called"], Sureness::Perhaps),
    (&["cc"], Sureness::Perhaps),
    (&["mr"], Sureness::Name),
    (&["mrs"], Sureness::Name),
    (&["ms"], Sureness::Perhaps),
    (&["miss"], Sureness::Perhaps),
    (&["dr"], Sureness::Name),
    (&["prof"], Sureness::Name),
    (&["professor"], Sureness::Perhaps),
    (&["doctor"], Sureness::Perhaps),
    (&["sir"], Sureness::Perhaps),
    (&["dame"], Sureness::Perhaps),
    (&["lord"], Sureness::Perhaps),
    (&["lady"], Sureness::Perhaps),
    (&["cllr"], Sureness::Name),
    (&["councillor"], Sureness::Perhaps),
    (&["rev"], Sureness::Perhaps),
    (&["nurse"], Sureness::Perhaps),
    (&["pc"], Sureness::Perhaps),
    (&["i'm"], Sureness::Perhaps),
    (&["im"], Sureness::Perhaps),
    (&["i", "am"], Sureness::Perhaps),
    (&["it's"], Sureness::Perhaps),
    (&["this", "is"], Sureness::Perhaps),
    (&["hi"], Sureness::Perhaps),
    (&["hello"], Sureness::Perhaps),
    (&["hey"], Sureness::Perhaps),
    (&["dear"], Sureness::Perhaps),
    (&["regards"], Sureness::Perhaps),
    (&["thanks"], Sureness::Perhaps),
    (&["cheers"], Sureness::Perhaps),
    (&["sincerely"], Sureness::Perhaps),
    (&["ask"], Sureness::Perhaps),
    (&["ask", "for"], Sureness::Perhaps),
    (&["asked"], Sureness::Perhaps),
    (&["tell"], Sureness::Perhaps),
    (&["told"], Sureness::Perhaps),
    (&["contact"], Sureness::Perhaps),
    (&["ring"], Sureness::Perhaps),
    (&["phone"], Sureness::Perhaps),
    (&["message"], Sureness::Perhaps),
    (&["email"], Sureness::Perhaps),
    (&["call"], Sureness::Perhaps),
    (&["met"], Sureness::Perhaps),
    (&["speak", "to"], Sureness::Perhaps),
    (&["spoke", "to"], Sureness::Perhaps),
    (&["talk", "to"], Sureness::Perhaps),
    (&["talked", "to"], Sureness::Perhaps),
    (&["spoke", "with"], Sureness::Perhaps),
    (&["signed"], Sureness::Name),
    (&["with"], Sureness::IfCapital),
    (&["by"], Sureness::IfCapital),
    (&["as"], Sureness::IfCapital),
];

/// Members of a family and others who are called "my".
const KIN: &[&str] = &[
    "mum",
    "mam",
    "mom",
    "mother",
    "dad",
    "da",
    "father",
    "son",
    "daughter",
    "brother",
    "sister",
    "nan",
    "nana",
    "gran",
    "granny",
    "grandad",
    "granddad",
    "grandma",
    "grandmother",
    "grandfather",
    "grandson",
    "granddaughter",
    "aunt",
    "auntie",
    "aunty",
    "uncle",
    "cousin",
    "niece",
    "nephew",
    "wife",
    "husband",
    "partner",
    "boyfriend",
    "girlfriend",
    "friend",
    "mate",
    "neighbour",
    "colleague",
    "boss",
    "carer",
    "twin",
    "baby",
    "kid",
    "child",
    "teacher",
    "gp",
    "landlord",
    "client",
    "mr",
    "tutor",
    "manager",
];

/// Words that follow a person who does something.
const DEEDS: &[&str] = &[
    "here",
    "said",
    "says",
    "told",
    "tells",
    "asked",
    "asks",
    "thinks",
    "thought",
    "wants",
    "wanted",
    "lives",
    "lived",
    "works",
    "worked",
    "knows",
    "knew",
    "mentioned",
    "reckons",
    "replied",
    "wrote",
    "writes",
    "emailed",
    "rang",
    "phoned",
    "suggested",
    "agrees",
    "agreed",
    "went",
    "came",
    "loves",
    "likes",
    "hates",
    "died",
    "got",
    "has",
    "had",
    "needs",
    "smiled",
    "laughed",
    "spent",
    "told",
    "gave",
    "takes",
    "takes",
    "turned",
    "moved",
    "left",
    "joined",
    "explained",
];

/// Shy names that an announcement shows even without a capital. "Ask young people" is not one.
const SMALL_GIVEN_NAMES: &[&str] = &[
    "mark", "bill", "pat", "rob", "rose", "grace", "faith", "penny", "dean", "sue", "nick", "jack",
    "drew", "june", "april", "ivy", "olive", "dawn", "daisy", "ruby", "lily", "hope", "basil",
    "holly", "poppy", "dale", "guy",
];

/// True for what a person is said to do.
pub(crate) fn is_deed(folded: &str) -> bool {
    DEEDS.contains(&folded)
}

/// Small words that no name is, so that "my name is not on the list" keeps its words.
const NEVER_NAMES: &[&str] = &[
    "a", "an", "the", "not", "on", "in", "at", "and", "or", "but", "to", "of", "for", "from",
    "with", "about", "it", "if", "is", "was", "are", "be", "no", "so", "very", "just", "also",
    "because", "that", "this", "there", "your", "my", "our", "his", "her", "their", "what", "who",
    "how", "why", "when", "where", "by", "as", "i", "we", "you", "they", "he", "she", "please",
    "can", "could", "need", "needs", "wanting", "looking", "trying", "sure", "sorry", "me", "us",
    "them", "him", "all", "any", "some", "one", "up", "out", "back", "down", "off", "over", "more",
    "does", "do",
];

/// Forms of address and nicknames that go with the name: "Cllr" and "Big" narrow down who it is.
const TITLES: &[&str] = &[
    "sir",
    "dame",
    "lord",
    "lady",
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "doctor",
    "prof",
    "professor",
    "rev",
    "revd",
    "reverend",
    "cllr",
    "councillor",
    "nurse",
    "pc",
    "captain",
    "uncle",
    "auntie",
    "aunty",
    "big",
    "little",
    "wee",
    "old",
    "young",
    "poor",
];

/// Masks what announcements announce.
pub(crate) fn apply(walk: &mut Walk<'_>) {
    for at in 0..walk.len() {
        if let Some(sureness) = announced_at(walk, at) {
            mask_name(walk, at, sureness);
        }
        if is_doer(walk, at) || is_speaker(walk, at) {
            walk.mask(at, Kind::Person, "does_what_people_do");
        }
    }
}

/// Masks what stands before a masked name and belongs to it: "Sir", "Cllr", "Big", and the initial of
/// "J. Quillfeather".
pub(crate) fn titles(walk: &mut Walk<'_>) {
    for at in (1..walk.len()).rev() {
        let before = at - 1;
        let gap = walk.token(at).map_or("", |token| token.gap);
        let title = TITLES.contains(&walk.word(before)) && matches!(gap, " " | ". " | " . ");
        let initial = walk.word(before).chars().count() == 1 && matches!(gap, "." | ". " | " . ");
        let capital = walk.is_capitalised(before);
        if capital && (title || initial) && walk.kind(at) == Some(Kind::Person) {
            walk.mask(before, Kind::Person, "title_of_a_name");
        }
    }
}

/// How sure the words before `at` are that a name starts there.
fn announced_at(walk: &Walk<'_>, at: usize) -> Option<Sureness> {
    let before = at.checked_sub(1)?;
    let gap = walk.token(at)?.gap;
    if gap.contains(['.', '?', '!']) && !matches!(gap, ". " | "." | " . ") {
        return None;
    }
    let kin = KIN.contains(&walk.word(before))
        && before.checked_sub(1).is_some_and(|owner| {
            matches!(
                walk.word(owner),
                "my" | "our" | "his" | "her" | "your" | "their" | "old" | "late"
            )
        });
    if kin {
        return Some(Sureness::Perhaps);
    }
    ANNOUNCEMENTS
        .iter()
        .find(|(words, _)| ends_with(walk, at, words))
        .map(|(_, sureness)| *sureness)
}

fn ends_with(walk: &Walk<'_>, at: usize, words: &[&str]) -> bool {
    at.checked_sub(words.len()).is_some_and(|start| {
        words
            .iter()
            .zip(start..)
            .all(|(word, place)| walk.word(place) == *word)
    })
}

/// Masks the name that starts at `at`: one word, and the words of a name that follow it.
fn mask_name(walk: &mut Walk<'_>, at: usize, sureness: Sureness) {
    if !is_name(walk, at, sureness) {
        return;
    }
    walk.mask(at, Kind::Person, "announced");
    let follow = if sureness == Sureness::Name { 2 } else { 1 };
    for next in at + 1..=at + follow {
        let continues = walk.adjoins(next)
            && !NEVER_NAMES.contains(&walk.word(next))
            && (walk.lexicon.is_also_name(walk.word(next)) && walk.is_capitalised(next)
                || sureness == Sureness::Name && walk.lexicon.is_also_name(walk.word(next))
                || !walk.lexicon.is_english(walk.word(next)));
        if !continues {
            return;
        }
        walk.mask(next, Kind::Person, "announced");
    }
}

fn is_name(walk: &Walk<'_>, at: usize, sureness: Sureness) -> bool {
    let word = walk.word(at);
    let Some(token) = walk.token(at) else {
        return false;
    };
    if !token.text.starts_with(char::is_alphabetic) || NEVER_NAMES.contains(&word) {
        return false;
    }
    let usual = walk.is_usual_capital(at) && !walk.lexicon.is_also_name(word);
    match sureness {
        Sureness::Name => true,
        Sureness::Perhaps if walk.is_capitalised(at) => {
            !usual && (!token.opens || walk.lexicon.is_also_name(word))
        }
        Sureness::Perhaps => walk.lexicon.is_given_name(word) || SMALL_GIVEN_NAMES.contains(&word),
        Sureness::IfCapital => {
            walk.stands_out(at) && walk.lexicon.is_also_name(word) && !walk.is_usual_capital(at)
        }
    }
}

/// A name-like word at the start of a sentence that does something only a person does.
fn is_doer(walk: &Walk<'_>, at: usize) -> bool {
    walk.is_capitalised(at)
        && walk.lexicon.is_also_name(walk.word(at))
        && is_deed(walk.word(at + 1))
        && walk.adjoins(at + 1)
        && !walk
            .lexicon
            .is_acronym(walk.token(at).map_or("", |token| token.text))
}

/// A name-like word that labels a line of talk, or is a whole sentence.
fn is_speaker(walk: &Walk<'_>, at: usize) -> bool {
    let Some(token) = walk.token(at) else {
        return false;
    };
    let name_like =
        token.opens && walk.is_capitalised(at) && walk.lexicon.is_also_name(&token.folded);
    let alone = walk
        .token(at + 1)
        .is_none_or(|next| next.opens || next.gap.starts_with(':') || next.gap.starts_with(','));
    name_like && alone && !walk.is_usual_capital(at)
}
