//! The layers in their order, run again on their own result until nothing more is found: a mask can
//! bring words together that only then look like a name.

use std::ops::Range;

use crate::{
    Concern, Kind, Masked, Prepared, Roster, Span,
    concern::Concerns,
    deny, language,
    lexicon::Lexicon,
    members, neighbours,
    patterns::Patterns,
    people, placeholders, prepared,
    span::{Found, settle, spans},
    streets, style,
    text::{fold, words},
    triggers,
    walk::Walk,
};

/// Runs after which a text is as masked as it gets. Two are enough in practice.
const MOST_RUNS: usize = 8;

/// Holds the rules and the word lists. Build one and share it: it has no state that changes.
pub struct Anonymiser {
    patterns: Patterns,
    concerns: Concerns,
    lexicon: Lexicon,
}

impl Default for Anonymiser {
    fn default() -> Self {
        Self::new()
    }
}

impl Anonymiser {
    /// Reads the rules and word lists that are built in.
    pub fn new() -> Self {
        Self {
            patterns: Patterns::new(),
            concerns: Concerns::new(),
            lexicon: Lexicon::new(),
        }
    }

    /// The roster of a room whose members chose their names themselves. Of such a name only what tells
    /// its bearer counts: nothing of "The Data Person", and the surname of "Dr Quillfeather".
    pub fn roster(&self, names: impl IntoIterator<Item = impl AsRef<str>>) -> Roster {
        Roster::new(
            names
                .into_iter()
                .flat_map(|name| self.telling(name.as_ref())),
        )
    }

    /// The words of a chosen name that tell its bearer. Several words of plain English are a
    /// description; one alone is a nickname.
    fn telling(&self, name: &str) -> Vec<String> {
        let mut all: Vec<String> = words(name).map(fold).collect();
        let several = all.len() > 1;
        all.retain(|word| !self.lexicon.is_everyday(word));
        let tells =
            |word: &String| !self.lexicon.is_english(word) || self.lexicon.is_also_name(word);
        if several && !all.iter().any(tells) {
            all.clear();
        }
        all
    }

    /// Masks everything in `text` that could point at a person, the names of the room among it.
    pub fn mask(&self, text: &str, roster: &Roster) -> Masked {
        let (masked, settled) = self.masked(text, roster);
        Masked {
            text: masked,
            spans: spans(text, &settled),
        }
    }

    /// Masks what can be found in a text whose words are on no list: shapes, the names of the room, names
    /// that are announced, and capitals that their place does not explain. People must look for the rest.
    pub fn mask_foreign(&self, text: &str, roster: &Roster) -> Masked {
        let (masked, settled) = self.runs(text, roster, true);
        Masked {
            text: masked,
            spans: spans(text, &settled),
        }
    }

    /// Masks words that their writer would let leave, takes their hand out of them, and tells what in
    /// them still points at few people, with coarser words. In another language than English all of that
    /// but the masks is for people.
    pub fn prepare(&self, text: &str, roster: &Roster) -> Prepared {
        let other = self.other_language(text);
        if other.is_some() {
            let masked = self.mask_foreign(text, roster);
            return Prepared {
                text: masked.text,
                removed: masked.spans.iter().map(|span| span.kind).collect(),
                concerns: Vec::new(),
                other,
            };
        }
        let (masked, settled) = self.masked(text, roster);
        let styled = style::plain(&self.lexicon, &masked);
        let (last, more) = self.masked(&styled, roster);
        let lists = (self.concerns.places(), &self.lexicon);
        let offers = prepared::offers((text, &settled), lists);
        let kept = prepared::followed((&masked, &styled), (&settled, &more), offers);
        let told = self.single_out(&last);
        Prepared {
            concerns: prepared::concerns(&last, kept, told),
            text: last,
            removed: [settled, more]
                .concat()
                .iter()
                .map(|one| one.kind)
                .collect(),
            other,
        }
    }

    /// The masked text, and what was masked in the input.
    fn masked(&self, text: &str, roster: &Roster) -> (String, Vec<Found>) {
        self.runs(text, roster, false)
    }

    /// What was found is masked until nothing more is.
    fn runs(&self, text: &str, roster: &Roster, foreign: bool) -> (String, Vec<Found>) {
        let mut settled = self.find(text, roster, foreign);
        let (mut masked, mut pieces) = placeholders::put(text, &settled);
        for _ in 1..MOST_RUNS {
            if settled.is_empty() {
                break;
            }
            let more = self.find(&masked, roster, foreign);
            if more.is_empty() {
                break;
            }
            settled.extend(
                more.iter()
                    .filter_map(|one| placeholders::back(&pieces, one)),
            );
            settled.sort_by_key(|one| one.range.start);
            (masked, pieces) = placeholders::put(text, &settled);
        }
        (masked, settled)
    }

    /// Reasons why the text could single a person out although it names nobody.
    pub fn single_out(&self, text: &str) -> Vec<Concern> {
        self.concerns.find(text, &self.lexicon)
    }

    /// What a producer's reply must not hold: identifiers, and names that it introduces as names.
    /// A reply may name public bodies and publications, so unknown words pass.
    pub fn scan_reply(&self, text: &str) -> Vec<Span> {
        let certain = self.certain(text, &placeholders::ranges(text));
        let mut walk = Walk::new(text, &self.lexicon, &certain, &[]);
        triggers::apply(&mut walk);
        spans(text, &settle([certain, walk.found()].concat()))
    }

    /// True when most words are English, or the text is too short to tell.
    pub fn looks_english(&self, text: &str) -> bool {
        language::looks_english(&self.lexicon, text)
    }

    /// The code of the other language that the text is in, where it is one whose small words are known:
    /// it goes the manual way. Everything else is masked as English is.
    pub fn other_language(&self, text: &str) -> Option<&'static str> {
        language::other(&self.lexicon, text)
    }

    /// One run of every layer: what is found outside placeholders, settled.
    fn find(&self, text: &str, roster: &Roster, foreign: bool) -> Vec<Found> {
        let kept = placeholders::ranges(text);
        let certain = self.certain(text, &kept);
        let mut walk = Walk::new(text, &self.lexicon, &certain, &kept);
        walk.foreign = foreign;
        members::apply(&mut walk, roster);
        self.small_places(&mut walk);
        triggers::apply(&mut walk);
        deny::apply(&mut walk);
        people::apply(&mut walk);
        streets::apply(&mut walk);
        neighbours::apply(&mut walk);
        streets::apply(&mut walk);
        people::apply(&mut walk);
        triggers::titles(&mut walk);
        members::repeat(&mut walk);
        placeholders::join_names(text, settle([certain, walk.found()].concat()))
    }

    /// Masks small places by their names, where a word before them says that a place follows.
    fn small_places(&self, walk: &mut Walk<'_>) {
        let places = self.concerns.places().find(&walk.tokens, &self.lexicon);
        let mut from = 0;
        for (range, _) in places {
            while let Some(token) = walk
                .token(from)
                .filter(|token| token.range.start < range.end)
            {
                if range.start <= token.range.start {
                    walk.mask(from, Kind::Place, "small_place");
                }
                from += 1;
            }
        }
    }

    /// What the shapes find outside placeholders.
    fn certain(&self, text: &str, kept: &[Range<usize>]) -> Vec<Found> {
        placeholders::outside(text, settle(self.patterns.find(text)), kept)
    }
}
