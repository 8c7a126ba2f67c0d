//! Discord's permission bits: what an account may do, and what the bot needs.

use crate::chat::{Rank, Right};

const ADMINISTRATOR: u64 = 1 << 3;
const MANAGE_GUILD: u64 = 1 << 5;
const VIEW_CHANNEL: u64 = 1 << 10;
const SEND_MESSAGES: u64 = 1 << 11;
const MANAGE_MESSAGES: u64 = 1 << 13;
const READ_MESSAGE_HISTORY: u64 = 1 << 16;
const MANAGE_THREADS: u64 = 1 << 34;
const CREATE_PUBLIC_THREADS: u64 = 1 << 35;
const SEND_MESSAGES_IN_THREADS: u64 = 1 << 38;

/// Who may moderate by default, for the platform's own list of commands.
pub(super) const MODERATORS: u64 = MANAGE_MESSAGES;
/// Who may set up by default, for the platform's own list of commands.
pub(super) const ADMINS: u64 = MANAGE_GUILD;

/// Reads bits; none where there are none.
pub(super) fn bits(text: Option<&str>) -> u64 {
    text.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// What an account with these bits may do with the bot.
pub(super) const fn rank(bits: u64) -> Rank {
    if bits & (ADMINISTRATOR | MANAGE_GUILD) != 0 {
        Rank::Admin
    } else if bits & MANAGE_MESSAGES != 0 {
        Rank::Moderator
    } else {
        Rank::Member
    }
}

/// What a bot with these bits lacks.
pub(super) fn missing(bits: u64) -> Vec<Right> {
    if bits & ADMINISTRATOR != 0 {
        return Vec::new();
    }
    let all = Right::ALL.into_iter();
    all.filter(|right| bits & bit(*right) == 0).collect()
}

const fn bit(right: Right) -> u64 {
    match right {
        Right::See => VIEW_CHANNEL,
        Right::Write => SEND_MESSAGES,
        Right::WriteInThreads => SEND_MESSAGES_IN_THREADS,
        Right::MakeThreads => CREATE_PUBLIC_THREADS,
        Right::ReadBack => READ_MESSAGE_HISTORY,
        Right::LookAfterThreads => MANAGE_THREADS,
    }
}

/// The number that an invitation of the bot names: everything that it needs.
#[cfg(test)]
pub(super) fn all() -> u64 {
    Right::ALL
        .into_iter()
        .map(bit)
        .fold(0, |all, bit| all | bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_in_the_documentation_is_that_of_the_program() {
        let page = include_str!("../../../docs/operating.md");
        assert!(
            page.contains(&format!("permissions={}", all())),
            "{}",
            all()
        );
        assert!(missing(all()).is_empty());
        assert_eq!(missing(0).len(), Right::ALL.len());
        assert!(missing(ADMINISTRATOR).is_empty());
    }

    #[test]
    fn whoever_may_manage_messages_may_moderate_and_no_more() {
        assert_eq!(rank(0), Rank::Member);
        assert_eq!(rank(MANAGE_MESSAGES), Rank::Moderator);
        assert_eq!(rank(MANAGE_GUILD), Rank::Admin);
        assert_eq!(rank(ADMINISTRATOR), Rank::Admin);
    }
}
