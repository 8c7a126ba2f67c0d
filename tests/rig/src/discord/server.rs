//! A server as a test handles it: the acts of people with power.

use std::sync::Arc;

use super::channel::Channel;
use super::fake::Fake;
use super::id::Id;
use super::people::Person;
use super::rules::Permissions;
use super::world::ChannelKind;

/// A server.
#[derive(Clone)]
pub struct Server {
    pub(super) fake: Arc<Fake>,
    pub(super) id: Id,
}

impl Server {
    /// Its id.
    pub fn id(&self) -> Id {
        self.id
    }

    /// A channel for texts.
    pub fn add_channel(&self, name: &str) -> Channel {
        self.add(name, ChannelKind::Text, &[], false)
    }

    /// A channel for announcements.
    pub fn add_announcements(&self, name: &str) -> Channel {
        self.add(name, ChannelKind::Announcement, &[], false)
    }

    /// A forum, with its tags, and whether each post needs one.
    pub fn add_forum(&self, name: &str, tags: &[&str], tag_required: bool) -> Channel {
        self.add(name, ChannelKind::Forum, tags, tag_required)
    }

    fn add(&self, name: &str, kind: ChannelKind, tags: &[&str], required: bool) -> Channel {
        let id = self
            .fake
            .change(|world| world.add_channel(self.id, name, kind, tags, required));
        self.channel(id)
    }

    /// The channel or thread with this id.
    pub fn channel(&self, id: Id) -> Channel {
        let fake = Arc::clone(&self.fake);
        Channel { fake, id }
    }

    /// A new person, with a language such as `en-GB`, who is a member.
    pub fn add_person(&self, name: &str, locale: &str) -> Person {
        let id = self.fake.change(|world| {
            let id = world.add_user(name, false, locale);
            world.join(self.id, id, &[]);
            id
        });
        let fake = Arc::clone(&self.fake);
        Person { fake, id }
    }

    /// Somebody joins.
    pub fn join(&self, person: &Person) {
        self.fake
            .change(|world| world.join(self.id, person.id, &[]));
    }

    /// Somebody leaves or is put out.
    pub fn leave(&self, person: &Person) {
        self.fake.change(|world| world.leave(self.id, person.id));
    }

    /// The bot is put out.
    pub fn kick_bot(&self) {
        self.fake.change(|world| {
            let bot = world.bot;
            world.leave(self.id, bot);
        });
    }

    /// The bot is put in again, with these permissions.
    pub fn invite_bot(&self, may: Permissions) {
        self.fake.change(|world| world.invite_bot(self.id, may));
    }

    /// A new role.
    pub fn add_role(&self, name: &str, may: Permissions) -> Id {
        self.fake.change(|world| world.add_role(self.id, name, may))
    }

    /// Somebody gets a role.
    pub fn give_role(&self, person: &Person, role: Id) {
        self.fake
            .change(|world| world.give_role(self.id, person.id, role));
    }

    /// Changes what a role may do. The role of everybody has the server's id.
    pub fn set_role(&self, role: Id, may: Permissions) {
        self.fake.change(|world| world.set_role(self.id, role, may));
    }

    /// The role that came with the bot.
    pub fn bots_role(&self) -> Option<Id> {
        self.fake.look(|world| {
            let guild = world.guilds.get(&self.id)?;
            guild.members.get(&world.bot)?.roles.first().copied()
        })
    }

    /// Automatic moderation stops messages of bots with this word from now on.
    pub fn stop_word(&self, word: &str) {
        self.fake.change(|world| {
            if let Some(guild) = world.guilds.get_mut(&self.id) {
                guild.stopped_words.insert(word.to_lowercase());
            }
        });
    }

    /// Discord cannot reach the server, or can again.
    pub fn outage(&self, out: bool) {
        self.fake.change(|world| world.outage(self.id, out));
    }

    /// Every thread in it, archived ones too.
    pub fn threads(&self) -> Vec<Channel> {
        let threads = self.fake.look(|world| {
            let guild = world.guilds.get(&self.id);
            let all = guild.into_iter().flat_map(|guild| &guild.channels);
            let is_thread = |id: &&Id| {
                world
                    .channels
                    .get(id)
                    .is_some_and(|one| one.kind.is_thread())
            };
            all.filter(is_thread).copied().collect::<Vec<_>>()
        });
        threads.into_iter().map(|id| self.channel(id)).collect()
    }
}
