//! Reads what was taken out of a draft: today as kinds and counts, in older rows as English words such
//! as "a postcode (2 times)".
//!
//! It must never refuse a row that an older version wrote: the person's thread would be lost with it.

use hearback_wire::vocabulary::Removed;
use serde::de::Error;
use serde::{Deserialize, Deserializer};

#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Counted(Removed, usize),
    Said(String),
}

/// Each kind, and how often, from either form.
pub(super) fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<(Removed, usize)>, D::Error> {
    let stored = Vec::<Stored>::deserialize(from)?;
    let kinds = stored.into_iter().map(|one| match one {
        Stored::Counted(kind, count) => Ok((kind, count)),
        Stored::Said(words) => said(&words).ok_or_else(|| D::Error::custom("not a kind of thing")),
    });
    kinds.collect()
}

fn said(words: &str) -> Option<(Removed, usize)> {
    let times = words.strip_suffix(" times)");
    let (label, count) = match times.and_then(|words| words.rsplit_once(" (")) {
        Some((label, count)) => (label, count.parse().ok()?),
        None => (words, 1),
    };
    let kind = Removed::ALL.iter().find(|kind| kind.label() == label)?;
    Some((*kind, count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, serde::Serialize, Deserialize)]
    struct Row {
        #[serde(deserialize_with = "read")]
        removed: Vec<(Removed, usize)>,
    }

    #[test]
    fn rows_of_both_forms_are_read() {
        let row = Row {
            removed: vec![(Removed::Phone, 1), (Removed::Postcode, 2)],
        };
        let now = serde_json::to_string(&row).unwrap();
        assert_eq!(now, r#"{"removed":[["phone",1],["postcode",2]]}"#);
        let before = r#"{"removed":["a phone number","a postcode (2 times)"]}"#;
        for text in [now.as_str(), before] {
            assert_eq!(serde_json::from_str::<Row>(text).unwrap(), row, "{text}");
        }
        assert!(serde_json::from_str::<Row>(r#"{"removed":["a secret"]}"#).is_err());
    }

    #[test]
    fn every_kind_is_known_by_the_words_of_older_rows() {
        for kind in Removed::ALL {
            assert_eq!(said(kind.label()), Some((*kind, 1)));
            let twice = format!("{} (12 times)", kind.label());
            assert_eq!(said(&twice), Some((*kind, 12)));
        }
    }
}
