//! A channel or a thread as a test handles it: what stands there, waiting for it, and the acts of people
//! with power.

use std::sync::Arc;

use super::fake::{Fake, Waited};
use super::id::Id;
use super::people::Person;
use super::rules::Permissions;
use super::seen::Message;
use super::world::{Channel as Place, World};

/// A channel, a thread, or a conversation with one person.
#[derive(Clone)]
pub struct Channel {
    pub(super) fake: Arc<Fake>,
    pub(super) id: Id,
}

impl Channel {
    /// Its id.
    pub fn id(&self) -> Id {
        self.id
    }

    fn look<T>(&self, look: impl FnOnce(&Place) -> T) -> Option<T> {
        self.fake
            .look(|world| world.channels.get(&self.id).map(look))
    }

    /// Its name. None once it is deleted.
    pub fn name(&self) -> Option<String> {
        self.look(|place| place.name.clone())
    }

    /// Whether it is still there.
    pub fn exists(&self) -> bool {
        self.look(|_| ()).is_some()
    }

    /// The channel of a thread.
    pub fn parent(&self) -> Option<Id> {
        self.look(|place| place.parent).flatten()
    }

    /// The tags of a forum: id and name.
    pub fn tags(&self) -> Vec<(Id, String)> {
        let tags = |place: &Place| {
            place
                .tags
                .iter()
                .map(|tag| (tag.id, tag.name.clone()))
                .collect()
        };
        self.look(tags).unwrap_or_default()
    }

    /// Whether a thread is archived.
    pub fn is_archived(&self) -> bool {
        let archived = |place: &Place| place.thread.as_ref().is_some_and(|thread| thread.archived);
        self.look(archived).unwrap_or(false)
    }

    /// Whether a thread is locked.
    pub fn is_locked(&self) -> bool {
        let locked = |place: &Place| place.thread.as_ref().is_some_and(|thread| thread.locked);
        self.look(locked).unwrap_or(false)
    }

    /// What everybody sees in it, oldest first.
    pub fn messages(&self) -> Vec<Message> {
        self.fake.look(|world| self.visible(world, None))
    }

    /// What one person sees in it, with what only they see, oldest first.
    pub fn messages_for(&self, person: &Person) -> Vec<Message> {
        self.fake.look(|world| self.visible(world, Some(person.id)))
    }

    fn visible(&self, world: &World, viewer: Option<Id>) -> Vec<Message> {
        let place = world.channels.get(&self.id);
        let all = place.into_iter().flat_map(|place| &place.messages);
        let all = all.filter_map(|id| world.messages.get(id));
        let seen = all.filter(|one| one.only_for.is_none() || one.only_for == viewer);
        seen.map(Message::of).collect()
    }

    /// Waits for a message that everybody sees and that fits.
    ///
    /// # Errors
    /// When none comes in time.
    pub async fn message(
        &self,
        what: &str,
        fits: impl Fn(&Message) -> bool,
    ) -> Result<Message, Waited> {
        let seen = |world: &World| self.visible(world, None).into_iter().find(&fits);
        self.fake.until(what, seen).await
    }

    /// The threads of a channel, archived ones too, oldest first.
    pub fn threads(&self) -> Vec<Channel> {
        let ids = self.fake.look(|world| threads_of(world, self.id));
        ids.into_iter().map(|id| self.other(id)).collect()
    }

    /// Waits until a channel has a thread, and gives the newest.
    ///
    /// # Errors
    /// When it has none in time.
    pub async fn thread(&self) -> Result<Channel, Waited> {
        let seen = |world: &World| threads_of(world, self.id).last().copied();
        let id = self.fake.until("a thread in a channel", seen).await?;
        Ok(self.other(id))
    }

    /// A person with power archives a thread, or wakes it.
    pub fn archive(&self, archived: bool) {
        self.turn(Some(archived), None);
    }

    /// A person with power locks a thread, or unlocks it.
    pub fn lock(&self, locked: bool) {
        self.turn(None, Some(locked));
    }

    fn turn(&self, archived: Option<bool>, locked: Option<bool>) {
        // An error means that it is deleted, or no thread.
        let _gone = self
            .fake
            .change(|world| world.turn(self.id, archived, locked));
    }

    /// A person with power deletes it.
    pub fn delete(&self) {
        // An error means that it is deleted already.
        let _gone = self.fake.change(|world| world.remove_channel(self.id));
    }

    /// Somebody deletes a message in it.
    pub fn delete_message(&self, message: Id) {
        // An error means that it is deleted already.
        let _gone = self.fake.change(|world| world.delete(message));
    }

    /// Changes what a role or a person may do in it.
    pub fn overwrite(&self, of: Id, allow: Permissions, deny: Permissions) {
        // An error means that the channel is deleted.
        let _gone = self
            .fake
            .change(|world| world.overwrite(self.id, of, allow, deny));
    }

    /// Takes permissions from the bot in this channel, whatever its roles say.
    pub fn deny_bot(&self, deny: Permissions) {
        let bot = self.fake.look(|world| world.bot);
        self.overwrite(bot, Permissions::NONE, deny);
    }

    fn other(&self, id: Id) -> Channel {
        let fake = Arc::clone(&self.fake);
        Channel { fake, id }
    }
}

fn threads_of(world: &World, channel: Id) -> Vec<Id> {
    let inside = world
        .channels
        .values()
        .filter(|one| one.parent == Some(channel));
    inside.map(|one| one.id).collect()
}
