//! One thing that was heard, with what is known of its room, and where answers to it go.

use std::sync::Arc;

use hearback_anonymise::Roster;

use super::act::Act;
use super::heard::{Ear, Heard, HeardWhat, Unheard};
use crate::bots::Bots;
use crate::tongue::Tongue;
use crate::vault::VaultError;
use crate::vault::chat::{ChatRoom, Role, Server, To};

/// One thing that was heard, with what is known of its room.
pub(super) struct Scene<'a> {
    pub(super) bots: &'a Bots,
    pub(super) heard: &'a Heard,
    pub(super) room: ChatRoom,
    /// The language in which whoever was heard is answered.
    pub(super) tongue: Tongue,
    /// Whether an admin chose that needs from here say nothing of where they come from.
    pub(super) origin_hidden: bool,
}

impl<'a> Scene<'a> {
    /// What was heard, where it was heard.
    pub(super) async fn of(bots: &'a Bots, heard: &'a Heard) -> Result<Self, VaultError> {
        let known = bots.vault.chat_room(heard.platform, &heard.room).await?;
        let room = known.unwrap_or_else(|| ChatRoom::new(heard.platform, &heard.room));
        let (tongue, origin_hidden) = match &heard.what {
            HeardWhat::Asked { server: id, .. } => {
                let server = bots.vault.server(heard.platform, id).await?;
                let server = server.unwrap_or_else(|| Server::new(id));
                (server.tongue(), server.origin_hidden)
            }
            _ => (room.tongue(), room.info.origin_hidden),
        };
        Ok(Self {
            bots,
            heard,
            room,
            tongue,
            origin_hidden,
        })
    }

    /// Where an answer goes: to the thread of what was said, never to a thread inside a thread, and
    /// in a direct room into the conversation.
    pub(super) fn here(&self) -> To {
        let root = match &self.heard.what {
            HeardWhat::Words { root, .. } | HeardWhat::Unreadable { root } => root.clone(),
            HeardWhat::Reacted { to, .. } => Some(to.clone()),
            HeardWhat::Edited { what, .. } => Some(what.clone()),
            HeardWhat::Deleted { .. } => None,
            HeardWhat::Asked { way, .. } => return To::Answer(way.clone()),
        };
        To::Room {
            room: self.heard.room.clone(),
            root: self
                .threaded()
                .then(|| root.unwrap_or_else(|| self.heard.event.clone())),
        }
    }

    /// Whether the bot answers in threads here.
    pub(super) fn threaded(&self) -> bool {
        self.room.role != Role::Direct
    }

    /// To the person alone.
    pub(super) fn alone(&self) -> To {
        if self.room.role == Role::Direct || self.heard.platform.presses() {
            return self.here();
        }
        To::Direct {
            person: self.heard.by.clone(),
        }
    }

    /// The names to mask in what was said.
    pub(super) async fn roster(&self, ear: &impl Ear) -> Result<Arc<Roster>, Unheard> {
        ear.names(&self.heard.room, &self.heard.by).await
    }

    /// Whoever did it, as others are shown them.
    pub(super) fn named(&self) -> String {
        if self.heard.platform.presses() {
            super::marks::person(&self.heard.by)
        } else {
            self.heard.by.clone()
        }
    }

    /// A line in answer.
    pub(super) fn notice(&self, text: String) -> Act {
        Act::Notice(self.here(), text)
    }
}
