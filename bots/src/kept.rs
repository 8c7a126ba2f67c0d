//! For how long things are kept. The notice, the deletion and `hearback check` read the same numbers.

use crate::tongue::{Tongue, say};

/// Days after which things are deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// A thread, after its last message.
    pub threads: u16,
    /// A thread in which nothing can come any more.
    pub closed: u16,
    /// Words that wait for their person to say yes.
    pub drafts: u16,
    /// The card of a need about which nothing can be decided.
    pub cards: u16,
    /// What was heard, posted or sent to the node, once that is done.
    pub sent: u16,
}

impl Default for Kept {
    fn default() -> Self {
        Self {
            threads: 2 * 365,
            closed: 90,
            drafts: 30,
            cards: 30,
            sent: 7,
        }
    }
}

/// Days as people say them.
pub(crate) fn in_words(t: Tongue, days: u16) -> String {
    match days {
        365 => say!(t, "mine-days-year"),
        730 => say!(t, "mine-days-two-years"),
        days => say!(t, "mine-days"; count = usize::from(days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_years_are_years() {
        let kept = Kept::default();
        for (days, english, welsh) in [
            (kept.threads, "two years", "dwy flynedd"),
            (365, "one year", "un flwyddyn"),
            (kept.closed, "90 days", "90 diwrnod"),
            (2, "2 days", "dau ddiwrnod"),
            (1, "one day", "un diwrnod"),
        ] {
            assert_eq!(in_words(Tongue::English, days), english);
            assert_eq!(in_words(Tongue::Welsh, days), welsh);
        }
    }
}
