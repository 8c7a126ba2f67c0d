//! What the canary tests say in rooms, and how they look for it afterwards.

use std::borrow::Cow;

use data_encoding::BASE64;

/// What is planted: a sentence that says it, and the part that must not survive.
pub(crate) const PLANTED: &[(&str, &str)] = &[
    (
        "Hello, my name is Zebedee Quillfeather and we need figures on food bank use by district.",
        "Quillfeather",
    ),
    (
        "Write to zebedee.q@quillmail.example: how many children miss school because of asthma?",
        "quillmail",
    ),
    (
        "Ring me on 07700 900417. We need waiting times for housing repairs, every three months.",
        "07700 900417",
    ),
    (
        "I live at ZE3 9JW and want bus use figures for small places, published each year.",
        "ZE3 9JW",
    ),
    (
        "@zebquorn7:rooms.quill.example asked first: are there figures on young carers by county?",
        "zebquorn7",
    ),
    (
        "My NI number is AB123456C. How many people wait more than a year for a pension?",
        "AB123456C",
    ),
    (
        "Ask Wilhelmina Brackenthorpe too: we want energy debt figures by type of meter.",
        "Brackenthorpe",
    ),
    (
        "NHS number 943 476 5919 was mine. How long do people wait for a hearing test?",
        "943 476 5919",
    ),
];

/// Symbols of base64 that a trace has at least.
const LEAST_SYMBOLS: usize = 8;

/// The forms in which a planted text could stand in a file.
pub(crate) fn traces(planted: &str) -> Vec<String> {
    let squeezed: String = planted.chars().filter(|c| *c != ' ').collect();
    let mut forms = Vec::new();
    for text in [
        planted.to_owned(),
        planted.to_lowercase(),
        planted.to_uppercase(),
        squeezed,
    ] {
        forms.push(text.clone());
        // In base64 the same bytes look different at each of three offsets; the outermost symbols
        // mix with the neighbours' bits and are left off.
        for offset in 0..3 {
            let shifted = [vec![0; offset], text.clone().into_bytes()].concat();
            let whole = BASE64.encode(&shifted).trim_end_matches('=').to_owned();
            let skipped = [0, 2, 3].get(offset).copied().unwrap_or_default();
            let inner: String = whole.chars().skip(skipped).collect();
            let kept = inner.chars().count().saturating_sub(1);
            // Of a short text so little is left that a signature holds it by chance.
            if kept >= LEAST_SYMBOLS {
                forms.push(inner.chars().take(kept).collect());
            }
        }
    }
    forms
}

/// Bytes as text that can be searched fast; every trace is plain ASCII, which stays as it is.
pub(crate) fn searchable(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}
