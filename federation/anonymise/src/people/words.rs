//! The words that tell names from other words by their company.

/// True for "-ing", "-ed" and "-ly", and for an "-s" where "-ing" fits as well: "sings", but not "mars".
pub(super) fn is_verb_form(word: &str) -> bool {
    let ends = |ending: &str| word.ends_with(ending);
    let deed = word.strip_suffix('s').is_some_and(|stem| {
        let bare = stem.strip_suffix('e').unwrap_or(stem);
        [stem, bare]
            .iter()
            .any(|stem| wordnik_list::word_exists(&format!("{stem}ing")))
    });
    ends("ing") || ends("ed") || ends("ly") || deed
}
