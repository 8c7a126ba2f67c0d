//! Is this English? Counted by words, because every other layer is.

use crate::{
    lexicon::Lexicon,
    text::{Shape, tokens},
};

/// Words so common that a sentence of English hardly does without them.
const COMMON: &[&str] = &[
    "the", "of", "and", "to", "a", "in", "is", "for", "on", "that", "with", "are", "we", "i",
    "how", "by", "need", "what", "there", "it", "be", "my", "from", "as", "do", "have", "not",
    "this", "our", "at", "many", "data", "no",
];

/// Small words of other languages, by their codes: those in which people find the bot's commands. None is
/// an everyday word of English.
const OTHERS: &[(&str, &[&str])] = &[
    (
        "cy",
        &[
            "y", "yr", "yn", "yng", "ym", "ac", "ar", "gan", "gyda", "mae", "maen", "sydd", "sy'n",
            "mewn", "pob", "gyfer", "faint", "angen", "nid", "neu", "rhwng", "ein", "eu", "fod",
            "beth", "sut",
        ],
    ),
    (
        "fr",
        &[
            "de", "la", "le", "les", "des", "du", "et", "en", "un", "une", "pour", "que", "qui",
            "dans", "sur", "par", "est", "sont", "nous", "aux", "combien", "avec",
        ],
    ),
    (
        "pl",
        &[
            "w", "na", "z", "ze", "nie", "jest", "dla", "od", "ile", "jak", "czy", "przez", "oraz",
            "tym", "lub",
        ],
    ),
    (
        "ro",
        &[
            "de", "si", "la", "cu", "pe", "pentru", "este", "nu", "ca", "din", "sunt", "cate",
            "un", "ale", "fiecare",
        ],
    ),
];

/// Words from which on a text can be told to be in another language.
const ENOUGH: usize = 5;

/// The code of the other language that a text is in: at least one of its words in five is a small one of
/// that language, and few of the others are on the English lists. A row of names is in none.
pub(crate) fn other(lexicon: &Lexicon, text: &str) -> Option<&'static str> {
    let words = tokens(text).into_iter();
    let words = words.filter(|token| !matches!(token.shape, Shape::Number | Shape::Code));
    let words: Vec<String> = words
        .map(|token| token.folded.replace('\u{2019}', "'"))
        .collect();
    let count = |fits: &dyn Fn(&str) -> bool| words.iter().filter(|word| fits(word)).count();
    let small = |own: &[&str]| count(&|word| own.contains(&word));
    let (code, own) = OTHERS.iter().max_by_key(|(_, own)| small(own))?;
    let english = count(&|word| !own.contains(&word) && lexicon.is_english(word));
    let told = words.len() >= ENOUGH && small(own) * 5 >= words.len();
    (told && english * 10 < words.len() * 4).then_some(*code)
}

/// True when most words are on the English lists, or the text is too short to tell.
pub(crate) fn looks_english(lexicon: &Lexicon, text: &str) -> bool {
    let words: Vec<_> = tokens(text)
        .into_iter()
        .filter(|token| !matches!(token.shape, Shape::Number | Shape::Code))
        .collect();
    let known = words
        .iter()
        .filter(|token| lexicon.is_english(&token.folded))
        .count();
    let common = words
        .iter()
        .filter(|token| COMMON.contains(&&*token.folded))
        .count();
    match words.len() {
        0 => true,
        1..4 => known * 2 >= words.len(),
        count => known * 10 >= count * 6 && (count < 8 || common * 12 >= count),
    }
}
