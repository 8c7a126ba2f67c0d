//! For how long the vault keeps things. The notice that people read says the first of these.

use hearback_bots::Kept;
use serde::Deserialize;

use super::days;
use crate::fault::Outcome;

/// Days after which things are deleted.
#[derive(Debug, Clone, Deserialize)]
#[serde(default)]
pub(crate) struct VaultSection {
    /// A thread, after its last message.
    #[serde(rename = "thread_days")]
    threads: u16,
    /// A thread in which nothing can come any more.
    #[serde(rename = "closed_days")]
    closed: u16,
    /// Words that wait for their person to say yes.
    #[serde(rename = "draft_days")]
    drafts: u16,
    /// The card of a need about which nothing can be decided.
    #[serde(rename = "card_days")]
    cards: u16,
    /// What was heard, posted or sent to the node, once that is done.
    #[serde(rename = "sent_days")]
    sent: u16,
}

impl Default for VaultSection {
    fn default() -> Self {
        let kept = Kept::default();
        Self {
            threads: kept.threads,
            closed: kept.closed,
            drafts: kept.drafts,
            cards: kept.cards,
            sent: kept.sent,
        }
    }
}

impl VaultSection {
    /// The days, if they fit together.
    ///
    /// # Errors
    /// When a number is outside what works, in words that say which.
    pub(crate) fn kept(&self) -> Outcome<Kept> {
        // What is heard or posted again within two days must be known again, so that it happens once.
        let ranges = [
            ("thread_days", self.threads, 30, 3650),
            ("closed_days", self.closed, 1, self.threads),
            ("draft_days", self.drafts, 1, self.threads),
            ("card_days", self.cards, 1, 730),
            ("sent_days", self.sent, 2, 30),
        ];
        days::within("vault", &ranges)?;
        Ok(Kept {
            threads: self.threads,
            closed: self.closed,
            drafts: self.drafts,
            cards: self.cards,
            sent: self.sent,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_do_not_fit_are_named_with_those_that_do() {
        let section = |text: &str| toml::from_str::<VaultSection>(text).unwrap();
        assert_eq!(section("").kept().unwrap(), Kept::default());
        let shorter = section("thread_days = 365\nclosed_days = 30")
            .kept()
            .unwrap();
        assert_eq!((shorter.threads, shorter.closed), (365, 30));
        for (text, named) in [
            ("thread_days = 7", "thread_days is 7"),
            (
                "thread_days = 60\nclosed_days = 90",
                "closed_days is 90: please choose 1 to 60",
            ),
            ("sent_days = 1", "2 to 30"),
        ] {
            let fault = section(text).kept().unwrap_err().to_string();
            assert!(fault.contains(named), "{fault}");
        }
    }
}
