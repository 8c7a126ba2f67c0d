//! What can be decided here and from where: the codes of the table and the words of the page.

/// Something that is done here and looked back on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Act {
    Approve,
    FirstKey,
    Edit,
    Ask,
    Refuse,
    Merge,
    Undo,
    Alone,
    Refer,
    Retract,
    Link,
    ApproveReply,
    Respond,
    Withdraw,
    Hello,
    ConfirmPeer,
    PausePeer,
    RemovePeer,
    SignIn,
}

/// From where something was done. Never who did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Via {
    /// A form of the console.
    Console,
    /// A bot.
    Chat,
    /// The command line.
    Command,
    /// Another node.
    Peer,
}

impl Act {
    const ALL: [Self; 19] = [
        Self::Approve,
        Self::FirstKey,
        Self::Edit,
        Self::Ask,
        Self::Refuse,
        Self::Merge,
        Self::Undo,
        Self::Alone,
        Self::Refer,
        Self::Retract,
        Self::Link,
        Self::ApproveReply,
        Self::Respond,
        Self::Withdraw,
        Self::Hello,
        Self::ConfirmPeer,
        Self::PausePeer,
        Self::RemovePeer,
        Self::SignIn,
    ];

    /// Its code, its words, and the role in which it is done.
    const fn entry(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Approve => ("approve", "Let the words leave", "moderator"),
            Self::FirstKey => (
                "first_key",
                "Approved as the first of two moderators",
                "moderator",
            ),
            Self::Edit => ("edit", "Proposed other words", "moderator"),
            Self::Ask => ("ask", "Asked the person", "moderator"),
            Self::Refuse => ("refuse", "Did not let the words leave", "moderator"),
            Self::Merge => ("merge", "Joined it with another need", "moderator"),
            Self::Undo => ("undo", "Took back that the words may leave", "moderator"),
            Self::Alone => ("alone", "Let the words leave among fewer", "moderator"),
            Self::Refer => ("refer", "Sent to a producer", "moderator"),
            Self::Retract => (
                "retract",
                "Took back what was released by mistake",
                "moderator",
            ),
            Self::Link => ("link", "Said that two needs are alike", "moderator"),
            Self::ApproveReply => ("approve_reply", "Let a reply leave", "moderator"),
            Self::Respond => ("respond", "Answered a referral", "responder"),
            Self::Withdraw => ("withdraw", "Taken back by the person", "person"),
            Self::Hello => ("hello", "A node took up an invitation", "peer"),
            Self::ConfirmPeer => ("confirm_peer", "Confirmed a peer", "admin"),
            Self::PausePeer => ("pause_peer", "Paused a peer or went on", "admin"),
            Self::RemovePeer => ("remove_peer", "Ended the trust in a peer", "admin"),
            Self::SignIn => ("staff signed in", "Somebody signed in", "staff"),
        }
    }

    pub(super) const fn code(self) -> &'static str {
        self.entry().0
    }

    pub(super) const fn role(self) -> &'static str {
        self.entry().2
    }
}

impl Via {
    const ALL: [Self; 4] = [Self::Console, Self::Chat, Self::Command, Self::Peer];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Chat => "chat",
            Self::Command => "command",
            Self::Peer => "peer",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Console => "console",
            Self::Chat => "chat",
            Self::Command => "command line",
            Self::Peer => "another node",
        }
    }
}

/// A code in words. One that this version does not know, such as one of a newer version, stands as
/// it is.
pub(super) fn told(code: &str) -> &str {
    let known = Act::ALL.into_iter().find(|act| act.code() == code);
    known.map_or(code, |act| act.entry().1)
}

/// The code of a place in words.
pub(super) fn place(code: &str) -> &str {
    let known = Via::ALL.into_iter().find(|via| via.code() == code);
    known.map_or(code, |via| via.label())
}
