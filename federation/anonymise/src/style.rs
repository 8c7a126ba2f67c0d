//! Takes the writer's hand out of their words: emoji, runs of signs, capitals, greetings and
//! thanks, American and chat spelling. What is left is what they said, in the way that anybody would write it.
//!
//! It must never touch a placeholder or a reference, nor change what is meant.

mod courtesy;
mod signs;
mod spelling;

use std::ops::Range;

use crate::{
    lexicon::Lexicon,
    placeholders,
    text::{Shape, Token, tokens},
    walk::{self, Style},
};

/// Letters in a shouted word.
const SHOUTED: usize = 4;
/// What ends in a full stop and no sentence with it.
const SHORT_FORMS: &[&str] = &[
    "eg", "ie", "etc", "vs", "approx", "no", "st", "dr", "mr", "mrs", "ms", "prof", "inc", "ltd",
    "cf", "incl", "max", "min", "fig", "vol", "pp",
];

/// The words in a plain style. Doing it twice changes nothing.
pub(crate) fn plain(lexicon: &Lexicon, text: &str) -> String {
    let mut now = text.to_owned();
    for _ in 0..MOST_RUNS {
        let next = once(lexicon, &now);
        if next == now {
            break;
        }
        now = next;
    }
    now
}

/// A change can make room for another one, as when an emoji stood between two signs.
const MOST_RUNS: usize = 4;

fn once(lexicon: &Lexicon, text: &str) -> String {
    let signs = signs::plain(text);
    let kept = placeholders::ranges(&signs);
    let mut ahead = kept.as_slice();
    let all = tokens(&signs);
    let style = walk::style(&all);
    let mut said = String::with_capacity(signs.len());
    let mut from = 0;
    for (at, token) in all.iter().enumerate() {
        while let Some((first, rest)) = ahead.split_first()
            && first.end <= token.range.start
        {
            ahead = rest;
        }
        if ahead.first().is_some_and(|kept| meet(kept, &token.range)) {
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| all.get(at));
        let opens = opens(token, before);
        said.push_str(signs.get(from..token.range.start).unwrap_or_default());
        said.push_str(&word(lexicon, token, style, opens));
        from = token.range.end;
    }
    said.push_str(signs.get(from..).unwrap_or_default());
    courtesy::without(&said).to_owned()
}

fn meet(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Whether a sentence starts here.
fn opens(token: &Token<'_>, before: Option<&Token<'_>>) -> bool {
    let Some(before) = before else {
        return token.range.start == 0 || !token.gap.contains(char::is_alphanumeric);
    };
    let gap = token.gap.trim_start_matches([']', ')', '"', '\'']);
    let spaced = gap.trim_end_matches(['"', '(', '[']).ends_with(' ');
    let short = before.text.chars().count() == 1 || SHORT_FORMS.contains(&&*before.folded);
    spaced && (gap.starts_with('?') || gap.starts_with('.') && !short)
}

/// One word as anybody would write it.
fn word(lexicon: &Lexicon, token: &Token<'_>, style: Style, opens: bool) -> String {
    let cased = cased(lexicon, token, style);
    let spelled = spelling::british(&cased).unwrap_or(cased);
    match spelled
        .chars()
        .next()
        .filter(|first| opens && first.is_ascii_lowercase())
    {
        Some(first) => {
            let rest = spelled.get(1..).unwrap_or_default();
            format!("{}{rest}", first.to_ascii_uppercase())
        }
        None => spelled,
    }
}

/// With the capitals that English gives it.
fn cased(lexicon: &Lexicon, token: &Token<'_>, style: Style) -> String {
    let word = &*token.folded;
    let known = lexicon.is_acronym(token.text);
    let shouted = token.shape == Shape::Upper
        && !known
        && (style == Style::Shouted
            || token.text.chars().count() >= SHOUTED && lexicon.is_english(word));
    let small = token.text.to_lowercase();
    let named = lexicon.is_large_place(word) || lexicon.may_be_capitalised(word);
    if token.text == "I" || known {
        return token.text.to_owned();
    }
    match token.shape {
        Shape::Upper if shouted && named && !is_plain(lexicon, word) => title(&small),
        Shape::Upper if shouted => small,
        Shape::Lower if is_i(word) => title(token.text),
        Shape::Lower if named && !is_plain(lexicon, word) => title(token.text),
        _ => token.text.to_owned(),
    }
}

/// A word of English that also stands in names of places: "reading", "bath". A wale and to welsh are
/// words as well, but hardly ever meant.
fn is_plain(lexicon: &Lexicon, word: &str) -> bool {
    lexicon.is_english(word) && !matches!(word, "wales" | "welsh")
}

fn is_i(word: &str) -> bool {
    matches!(word, "i" | "i'm" | "i'd" | "i've" | "i'll")
}

fn title(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

    #[test]
    fn habits_of_writing_go_and_what_was_said_stays() {
        for (written, want) in [
            (
                "omg!!! we NEED rents by county 😡😡 since 2019...",
                "Omg. We need rents by county since 2019.",
            ),
            (
                "i dont know how many carers there are?!?! pls publish it :)",
                "I don't know how many carers there are? Please publish it",
            ),
            (
                "How many neighbors organize childcare — and where?",
                "How many neighbours organise childcare - and where?",
            ),
            (
                "HOW MANY PEOPLE IN LEEDS WAIT FOR THE NHS?",
                "How many people in Leeds wait for the NHS?",
            ),
            (
                "rents in wales, e.g. for students … and for “others”",
                "Rents in Wales, e.g. for students, and for \"others\"",
            ),
            (
                "Hi all, ask [name] for hb and HB-7K3Q-9M2X ,thanks",
                "Ask [name] for hb and HB-7K3Q-9M2X",
            ),
            ("Deaths from AIDS, by year", "Deaths from AIDS, by year"),
        ] {
            assert_eq!(plain(&LEXICON, written), want);
        }
    }

    #[test]
    fn good_english_stays_as_it_is() {
        for text in [
            "How many disabled people in Leeds wait over 12 weeks for a home adaptation?",
            "The Family Resources Survey doesn't show rents by local authority in Wales.",
            "Costs (in £) at 3.5% of GDP, from 2019/20 to 2021; see SIC2007: A-F.",
            "Reading scores of pupils aged 5 to 9, and the size of classes.",
        ] {
            assert_eq!(plain(&LEXICON, text), text);
        }
    }

    proptest! {
        #[test]
        fn twice_is_once(text in "[a-zA-Z .,!?😀…“”'-]{0,60}") {
            let once = plain(&LEXICON, &text);
            prop_assert_eq!(plain(&LEXICON, &once), once);
        }

        #[test]
        fn any_text_can_be_made_plain(text in any::<String>()) {
            plain(&LEXICON, &text);
        }
    }
}
