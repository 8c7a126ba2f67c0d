//! Welsh words that have a capital inside a sentence and point at nobody: nations, large places, days,
//! months, languages and public bodies. Places are those of the 22 principal councils of Wales.

/// Without the changes that a first letter goes through.
const CAPITALS: &[&str] = &[
    "cymru",
    "cymraeg",
    "cymry",
    "cymreig",
    "saesneg",
    "lloegr",
    "alban",
    "iwerddon",
    "prydain",
    "teyrnas",
    "unedig",
    "ewrop",
    "ewropeaidd",
    "senedd",
    "llywodraeth",
    "cyngor",
    "swyddfa",
    "ystadegau",
    "gwladol",
    "gwladolion",
    "cenedlaethol",
    "iechyd",
    "gig",
    "bwrdd",
    "prifysgol",
    "comisiynydd",
    "cyfrifiad",
    "credyd",
    "cynhwysol",
    "abertawe",
    "caerdydd",
    "casnewydd",
    "wrecsam",
    "gwynedd",
    "ceredigion",
    "conwy",
    "dinbych",
    "fflint",
    "powys",
    "penfro",
    "caerfyrddin",
    "castell-nedd",
    "port",
    "pen-y-bont",
    "bro",
    "morgannwg",
    "rhondda",
    "cynon",
    "taf",
    "merthyr",
    "tudful",
    "caerffili",
    "blaenau",
    "gwent",
    "torfaen",
    "mynwy",
    "môn",
    "ynys",
    "sir",
    "mon",
    "ionawr",
    "chwefror",
    "mawrth",
    "ebrill",
    "mehefin",
    "gorffennaf",
    "awst",
    "hydref",
    "tachwedd",
    "rhagfyr",
    "llun",
    "iau",
    "gwener",
    "sadwrn",
    "sul",
    "nadolig",
    "pasg",
];

/// First letters as they change, and what they were.
const CHANGES: &[(&str, &str)] = &[
    ("ngh", "c"),
    ("mh", "p"),
    ("nh", "t"),
    ("ng", "g"),
    ("ch", "c"),
    ("ph", "p"),
    ("th", "t"),
    ("m", "b"),
    ("n", "d"),
    ("g", "c"),
    ("b", "p"),
    ("d", "t"),
    ("f", "b"),
    ("f", "m"),
    ("dd", "d"),
    ("l", "ll"),
    ("r", "rh"),
    ("h", ""),
    ("", "g"),
];

/// Whether Welsh writes this folded word with a capital that tells nothing of anybody.
pub(crate) fn has_capital(word: &str) -> bool {
    let is_one = |word: &str| CAPITALS.contains(&word);
    is_one(word)
        || CHANGES.iter().any(|(now, before)| {
            let rest = word.strip_prefix(now);
            rest.is_some_and(|rest| is_one(&format!("{before}{rest}")))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_first_letter_that_changed_is_the_same_word() {
        for word in [
            "cymru",
            "gymru",
            "nghymru",
            "chymru",
            "gaerdydd",
            "nghaerdydd",
            "bowys",
            "mhowys",
            "wynedd",
            "ngwynedd",
            "fangor",
            "lywodraeth",
            "ddinbych",
        ] {
            assert_eq!(has_capital(word), word != "fangor", "{word}");
        }
    }
}
