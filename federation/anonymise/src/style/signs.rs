//! Signs between words: emoji and faces go, runs become one, quotation marks and dashes are those of a
//! plain keyboard.

/// Text with plain signs and single spaces.
pub(super) fn plain(text: &str) -> String {
    let letters: Vec<char> = text.chars().filter_map(keyboard).collect();
    let words: Vec<String> = runs(&letters)
        .split_whitespace()
        .filter(|word| !is_face(word))
        .map(str::to_owned)
        .collect();
    tight(&words.join(" "))
}

/// The sign that a plain keyboard has for it; none for emoji.
fn keyboard(c: char) -> Option<char> {
    match c {
        '“' | '”' | '„' | '«' | '»' => Some('"'),
        '‘' | '’' | 'ʼ' | '`' | '´' => Some('\''),
        '–' | '—' | '―' | '‐' | '‑' => Some('-'),
        '~' | '*' | '_' => Some(' '),
        _ if is_emoji(c) => Some(' '),
        '\u{FE0E}' | '\u{FE0F}' | '\u{200D}' | '\u{20E3}' => None,
        other => Some(other),
    }
}

fn is_emoji(c: char) -> bool {
    matches!(
        c,
        '\u{1F000}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}'
            | '\u{2190}'..='\u{21FF}' | '\u{2300}'..='\u{23FF}'
    )
}

/// One sign for every run of signs that end or part a sentence.
fn runs(letters: &[char]) -> String {
    let mut said = String::new();
    let mut at = 0;
    while let Some(c) = letters.get(at) {
        let run: Vec<char> = letters
            .iter()
            .skip(at)
            .take_while(|c| matches!(c, '.' | '!' | '?' | '…' | ',' | ' '))
            .copied()
            .collect();
        let signs: String = run.iter().filter(|c| **c != ' ').collect();
        if signs.is_empty() {
            said.push(*c);
            at += 1;
            continue;
        }
        at += run.len();
        let next = letters.get(at).copied();
        let spaced = run.contains(&' ');
        said.push_str(one_sign(&signs, next, spaced));
        if spaced || said.ends_with(',') && next.is_some_and(char::is_alphabetic) {
            said.push(' ');
        }
    }
    said
}

/// "?!" asks, "!" ends, and three dots before a small letter only wait.
fn one_sign(signs: &str, next: Option<char>, spaced: bool) -> &'static str {
    let dots = signs.contains('…') || signs.contains("..");
    match signs {
        _ if signs.contains('?') => "?",
        "," => ",",
        "." if !spaced => ".",
        _ if signs.contains('!') => ".",
        _ if dots && next.is_some_and(char::is_lowercase) => ",",
        _ if dots && next.is_some_and(char::is_alphanumeric) && !spaced => ". ",
        _ if signs.chars().all(|c| c == ',') => ",",
        _ => ".",
    }
}

/// ":-)" and the like.
fn is_face(word: &str) -> bool {
    let mut signs = word.chars();
    let eyes = signs.next().is_some_and(|c| matches!(c, ':' | ';' | '='));
    let rest: Vec<char> = signs.filter(|c| !matches!(c, '-' | '\'' | '.')).collect();
    let mouth = |c: &char| {
        matches!(
            c,
            ')' | '(' | 'D' | 'P' | 'p' | 'O' | 'o' | '/' | '|' | '3' | ']' | '['
        )
    };
    eyes && (1..=3).contains(&rest.len()) && rest.iter().all(mouth)
        || matches!(word, "<3" | "xD" | "XD" | "^^")
}

/// Without spaces before signs that close.
fn tight(text: &str) -> String {
    let mut said = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, ',' | '.' | '?' | ';' | ')') && said.ends_with(' ') {
            said.pop();
        }
        said.push(c);
    }
    said
}
