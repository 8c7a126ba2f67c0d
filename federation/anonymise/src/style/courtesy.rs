//! Greetings and thanks: everybody has their own, and a need is the same without.

/// How people begin.
const GREETINGS: &[&str] = &[
    "dear sir or madam",
    "good afternoon",
    "good morning",
    "good evening",
    "hello everyone",
    "hello everybody",
    "hi everyone",
    "hi everybody",
    "hey everyone",
    "morning all",
    "hello there",
    "hi there",
    "hey there",
    "hi folks",
    "hello all",
    "dear all",
    "hey all",
    "hi all",
    "hello",
    "hiya",
    "hey",
    "hi",
];
/// How people end.
const THANKS: &[&str] = &[
    "please and thank you",
    "thank you very much",
    "thank you in advance",
    "thank you so much",
    "thanks in advance",
    "thanks so much",
    "thanks very much",
    "kind regards",
    "best wishes",
    "many thanks",
    "thank you",
    "regards",
    "thanks",
    "cheers",
    "ta",
];
/// Words before thanks that are given, and not meant for whoever reads.
const GIVEN: &[&str] = &[
    "say", "says", "said", "of", "for", "with", "no", "and", "or", "give", "gives", "gave", "the",
    "in", "to",
];

/// The text without a greeting before it and thanks after it; as it is where nothing else is there.
pub(super) fn without(text: &str) -> &str {
    let begun = without_greeting(text).unwrap_or(text);
    let ended = without_thanks(begun).unwrap_or(begun);
    if ended.contains(char::is_alphanumeric) {
        ended
    } else {
        text
    }
}

fn without_greeting(text: &str) -> Option<&str> {
    GREETINGS.iter().find_map(|greeting| {
        let head = text.get(..greeting.len())?;
        let rest = text.get(greeting.len()..)?;
        let parted = rest.starts_with([',', '.', ':']) || rest.starts_with(" -");
        (head.eq_ignore_ascii_case(greeting) && parted)
            .then(|| rest.trim_start_matches([',', '.', ':', '-', ' ']))
    })
}

fn without_thanks(text: &str) -> Option<&str> {
    let bare = text.trim_end_matches(['.', ',', ' ']);
    THANKS.iter().find_map(|thanks| {
        let start = bare.len().checked_sub(thanks.len())?;
        let (before, last) = bare.split_at_checked(start)?;
        let rest = before.trim_end_matches([' ', ',', '-']);
        let given = rest
            .rsplit(' ')
            .next()
            .is_some_and(|word| GIVEN.iter().any(|one| word.eq_ignore_ascii_case(one)));
        let parted = rest.len() < before.len() && !given;
        (last.eq_ignore_ascii_case(thanks) && parted).then_some(rest)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_said_to_the_reader_goes() {
        for (text, want) in [
            ("Hi all, how many wait?", "how many wait?"),
            (
                "hello. We need rents by county, thanks.",
                "We need rents by county",
            ),
            ("How many wait? Many thanks", "How many wait?"),
            ("Hi-tech firms by county", "Hi-tech firms by county"),
            ("Hidden homes by county", "Hidden homes by county"),
            ("Carers who get no thanks", "Carers who get no thanks"),
            ("Hello, thanks", "thanks"),
        ] {
            assert_eq!(without(text), want);
        }
    }
}
