//! For how long things are kept. The notice, the deletion and `hearback check` read the same numbers.

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
pub(crate) fn in_words(days: u16) -> String {
    match days {
        1 => "one day".to_owned(),
        365 => "one year".to_owned(),
        730 => "two years".to_owned(),
        days => format!("{days} days"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_years_are_years() {
        let kept = Kept::default();
        assert_eq!(in_words(kept.threads), "two years");
        assert_eq!(in_words(kept.closed), "90 days");
        assert_eq!(in_words(1), "one day");
    }
}
