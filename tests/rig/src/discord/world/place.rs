//! Servers, their roles and members, and the channels and threads in them.

use std::collections::{BTreeMap, BTreeSet};

use crate::discord::id::Id;
use crate::discord::rules::{Overwrite, Permissions};

/// A server.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Guild {
    pub(in crate::discord) id: Id,
    pub(in crate::discord) name: String,
    pub(in crate::discord) owner: Id,
    pub(in crate::discord) locale: String,
    pub(in crate::discord) roles: BTreeMap<Id, Role>,
    pub(in crate::discord) members: BTreeMap<Id, Member>,
    /// Channels and threads, in the order in which they were made.
    pub(in crate::discord) channels: Vec<Id>,
    /// Discord itself cannot reach it at the moment.
    pub(in crate::discord) out: bool,
    /// Words that automatic moderation stops, lower case.
    pub(in crate::discord) stopped_words: BTreeSet<String>,
}

/// A role. The one whose id is the server's is everybody's.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Role {
    pub(in crate::discord) id: Id,
    pub(in crate::discord) name: String,
    pub(in crate::discord) permissions: Permissions,
    pub(in crate::discord) mentionable: bool,
    pub(in crate::discord) managed_by: Option<Id>,
}

/// Somebody's place in a server.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Member {
    pub(in crate::discord) roles: Vec<Id>,
    pub(in crate::discord) joined_ms: i64,
}

/// What sort of channel it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::discord) enum ChannelKind {
    Text,
    Direct,
    Announcement,
    AnnouncementThread,
    PublicThread,
    PrivateThread,
    Forum,
}

impl ChannelKind {
    /// Discord's number for it.
    pub(in crate::discord) fn number(self) -> u8 {
        match self {
            Self::Text => 0,
            Self::Direct => 1,
            Self::Announcement => 5,
            Self::AnnouncementThread => 10,
            Self::PublicThread => 11,
            Self::PrivateThread => 12,
            Self::Forum => 15,
        }
    }

    pub(in crate::discord) fn is_thread(self) -> bool {
        matches!(
            self,
            Self::AnnouncementThread | Self::PublicThread | Self::PrivateThread
        )
    }
}

/// A channel or a thread.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Channel {
    pub(in crate::discord) id: Id,
    pub(in crate::discord) kind: ChannelKind,
    pub(in crate::discord) name: String,
    /// None for a conversation with one person.
    pub(in crate::discord) guild: Option<Id>,
    /// The channel of a thread.
    pub(in crate::discord) parent: Option<Id>,
    pub(in crate::discord) overwrites: Vec<Overwrite>,
    /// In the order in which they were posted, those that only one person sees included.
    pub(in crate::discord) messages: Vec<Id>,
    pub(in crate::discord) thread: Option<Thread>,
    /// What posts in a forum can be marked with.
    pub(in crate::discord) tags: Vec<Tag>,
    pub(in crate::discord) tag_required: bool,
    /// Who a conversation is with.
    pub(in crate::discord) recipient: Option<Id>,
}

impl Channel {
    /// One with nothing in it.
    pub(super) fn new(id: Id, kind: ChannelKind, name: &str, guild: Option<Id>) -> Self {
        Self {
            id,
            kind,
            name: name.to_owned(),
            guild,
            parent: None,
            overwrites: Vec::new(),
            messages: Vec::new(),
            thread: None,
            tags: Vec::new(),
            tag_required: false,
            recipient: None,
        }
    }
}

/// What only threads have.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Thread {
    pub(in crate::discord) owner: Id,
    pub(in crate::discord) members: BTreeSet<Id>,
    pub(in crate::discord) archived: bool,
    pub(in crate::discord) locked: bool,
    /// When `archived` or `quiet_min` last changed.
    pub(in crate::discord) turned_ms: i64,
    pub(in crate::discord) made_ms: i64,
    /// Minutes of silence until it is archived.
    pub(in crate::discord) quiet_min: u64,
    pub(in crate::discord) tags: Vec<Id>,
    /// Messages ever sent in it, but for the first of a post.
    pub(in crate::discord) sent: u64,
    /// Of these, how many were deleted.
    pub(in crate::discord) deleted: u64,
}

/// A mark for posts in a forum.
#[derive(Clone, Debug)]
pub(in crate::discord) struct Tag {
    pub(in crate::discord) id: Id,
    pub(in crate::discord) name: String,
    pub(in crate::discord) moderated: bool,
}
