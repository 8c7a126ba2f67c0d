//! How one made-up person writes. Every habit is drawn apart from every other, so that no two hands are
//! quite alike and none stands alone by one habit.

use crate::bench::privacy::dice::Dice;

const OPENERS: &[&str] = &[
    "",
    "",
    "",
    "hi all, ",
    "Hello, ",
    "so ",
    "Basically, ",
    "just wondering, ",
    "Quick one: ",
    "ok so ",
    "Dear all, ",
    "right, ",
    "I was thinking, ",
    "Sorry if this is obvious but ",
    "Does anyone know: ",
    "Honestly ",
];
const CLOSERS: &[&str] = &[
    "",
    "",
    "",
    " Thanks",
    " thanks in advance",
    " cheers",
    " Many thanks.",
    " pls",
    " ta",
    " Thank you so much",
    " Anyone?",
    " It would really help us.",
    " please and thank you",
    " Any pointers welcome.",
];
const FACES: &[&str] = &[
    "", "", "", " 😊", " 🙏", " 😡", " 🤔", " 👍", " 😂", " :)", " ;-)", " ❤️", " 🤷",
];
const ENDS: &[&str] = &["", ".", ".", "!", "!!", "!!!", "...", "…", "??", " ."];
const DASHES: &[&str] = &[" - ", " – ", " — ", "... ", ", "];
const FILLERS: &[&str] = &[
    "",
    "",
    "",
    "really ",
    "actually ",
    "just ",
    "tbh ",
    "also ",
    "honestly ",
    "literally ",
];

/// Words for one another, one of which a person prefers.
const CHOICES: &[&[&str]] = &[
    &["and", "&", "plus", "as well as"],
    &["but", "however", "though", "yet"],
    &["because", "since", "as", "cos"],
    &["about", "regarding", "around", "on"],
    &["like", "such as", "for example", "e.g."],
    &["need", "want", "would like", "require"],
    &["show", "give", "tell us", "set out"],
    &["each", "every", "all of the"],
    &["not", "never", "not really"],
    &["is", "'s", "is really"],
    &["do not", "don't", "dont"],
    &["cannot", "can't", "cant", "are unable to"],
    &["who", "that"],
    &["which", "that"],
    &["many", "a lot of", "lots of"],
    &["people", "folk", "ppl", "persons"],
    &["please", "pls", "kindly"],
    &["you", "u", "you lot"],
];

/// How letters are written.
#[derive(Clone, Copy)]
enum Case {
    Usual,
    Small,
    Shouts,
}

/// One person's habits.
pub(super) struct Hand {
    opener: &'static str,
    closer: &'static str,
    face: &'static str,
    end: &'static str,
    dash: &'static str,
    filler: &'static str,
    case: Case,
    american: bool,
    spaced: bool,
    chosen: Vec<&'static str>,
}

impl Hand {
    /// Somebody new.
    pub(super) fn draw(dice: &Dice) -> Self {
        let pick = |all: &'static [&'static str]| dice.pick(all).copied().unwrap_or_default();
        Self {
            opener: pick(OPENERS),
            closer: pick(CLOSERS),
            face: pick(FACES),
            end: pick(ENDS),
            dash: pick(DASHES),
            filler: pick(FILLERS),
            case: *dice
                .pick(&[Case::Usual, Case::Usual, Case::Small, Case::Shouts])
                .unwrap_or(&Case::Usual),
            american: dice.percent(30),
            spaced: dice.percent(15),
            chosen: CHOICES.iter().map(|ways| pick(ways)).collect(),
        }
    }

    /// The need as this person would write it. Nobody keeps to a habit every time.
    pub(super) fn write(&self, need: &str, dice: &Dice) -> String {
        let mut text = self.in_own_words(need, dice);
        if self.american {
            text = text.replace("ise ", "ize ").replace("ised ", "ized ");
            text = text.replace("isation", "ization").replace("our ", "or ");
        }
        text = text.replace(" - ", self.dash).replace(": ", self.dash);
        if self.spaced {
            text = text.replace(", ", " , ");
        }
        text = text.trim_end_matches(['.', '?']).to_owned() + self.end;
        let mostly = |habit: &'static str| if dice.percent(80) { habit } else { "" };
        let whole = [
            mostly(self.opener),
            &text,
            mostly(self.closer),
            mostly(self.face),
        ]
        .concat();
        self.in_own_case(&whole, dice)
    }

    /// With the words for one another that this person prefers.
    fn in_own_words(&self, need: &str, dice: &Dice) -> String {
        let word = |word: &str| {
            let choice = CHOICES
                .iter()
                .zip(&self.chosen)
                .find(|(ways, _)| ways.contains(&word));
            let chosen = choice
                .filter(|_| dice.percent(85))
                .map_or(word, |(_, chosen)| *chosen);
            if dice.percent(6) {
                format!("{}{chosen}", self.filler)
            } else {
                chosen.to_owned()
            }
        };
        let words: Vec<String> = need.split(' ').map(word).collect();
        words.join(" ").replace(" 's", "'s")
    }

    fn in_own_case(&self, text: &str, dice: &Dice) -> String {
        match self.case {
            Case::Usual => text.to_owned(),
            Case::Small => text.to_lowercase(),
            Case::Shouts => text
                .split(' ')
                .map(|word| {
                    let long = word.chars().count() > 4 && dice.percent(15);
                    if long {
                        word.to_uppercase()
                    } else {
                        word.to_owned()
                    }
                })
                .collect::<Vec<_>>()
                .join(" "),
        }
    }
}
