//! Where a message goes when its thread cannot be reached: the thread, woken if it sleeps; a reply to
//! the message it began under; the room, with a link; the room where people find the bot; the person
//! alone, if they pressed something just now. After that it is recorded that nobody was reached.
//!
//! What can never be reached is not tried again until somebody presses something there.

use serde_json::json;

use super::super::rest::{Call, Code, Refused, id};
use super::super::{Discord, content};
use super::{Posted, later, put};
use crate::chat::{Private, Stands, about, marks};
use crate::vault::VaultError;
use crate::vault::chat::{DuePost, Place, Sending};

/// Minutes without a word after which a thread sleeps: the longest there is, a week.
const ASLEEP_AFTER: u32 = 10_080;

/// Tries of a thread that cannot be begun, while its message stands: about a minute.
const MOST_BEGUN: u32 = 8;

/// A message on its way.
struct Climb<'a> {
    discord: &'a Discord,
    due: &'a DuePost,
    sending: &'a Sending,
    room: &'a str,
    /// Its thread, where it has one.
    root: Option<String>,
    /// What is known of the person's thread.
    place: Option<Place>,
    /// What it is about.
    reference: Option<hearback_wire::reference::NeedRef>,
    /// What could never be reached on the way.
    shut: Vec<String>,
}

/// How a rung ended.
enum Rung {
    /// It holds.
    Holds(Posted),
    /// The next one.
    Next,
}

/// Posts a message at the first place that takes it.
pub(super) async fn climb(
    discord: &Discord,
    due: &DuePost,
    sending: &Sending,
    room: &str,
) -> Result<Posted, VaultError> {
    let mut climb = Climb::new(discord, due, sending, room).await?;
    let posted = climb.up().await?;
    let server = climb.place.as_ref().and_then(|place| place.server.clone());
    for address in &climb.shut {
        discord.shut(address, server.as_deref()).await?;
    }
    Ok(posted)
}

impl<'a> Climb<'a> {
    /// A thread may have moved since its message was written.
    async fn new(
        discord: &'a Discord,
        due: &'a DuePost,
        sending: &'a Sending,
        room: &'a str,
    ) -> Result<Self, VaultError> {
        let written = match &sending.to {
            crate::vault::chat::To::Room { root, .. } => root.clone(),
            _ => None,
        };
        let mut climb = Self {
            discord,
            due,
            sending,
            room,
            root: written,
            place: None,
            reference: None,
            shut: Vec::new(),
        };
        if let Some(id) = sending.threads.first() {
            let vault = &discord.bots.vault;
            let mut tx = vault.read().await?;
            climb.place = vault.place(&mut tx, id).await?;
            drop(tx);
            let thread = vault.thread_by_id(id).await?;
            climb.reference = thread.and_then(|thread| thread.state.reference());
        }
        if let Some(place) = climb.place.as_ref().filter(|place| place.room == room) {
            climb.root = (place.threaded && !place.rootless).then(|| place.root.clone());
        }
        Ok(climb)
    }

    async fn up(&mut self) -> Result<Posted, VaultError> {
        let Some(root) = self.root.clone() else {
            return self.at_room().await;
        };
        if !self.discord.is_shut(&root).await?
            && let Rung::Holds(posted) = self.in_thread(&root).await
        {
            return Ok(posted);
        }
        if !self.discord.is_shut(self.room).await? {
            if let Rung::Holds(posted) = self.reply(&root).await {
                return Ok(posted);
            }
            let link = format!("\n{}", marks::room(&root));
            if let Rung::Holds(posted) = self.beside(self.room, &link).await {
                return Ok(posted);
            }
        }
        self.elsewhere().await
    }

    /// A message that begins a thread, or stands beside all of them.
    async fn at_room(&mut self) -> Result<Posted, VaultError> {
        if !self.discord.is_shut(self.room).await? {
            let bodies = content::parts(self.sending, false);
            match self.try_at(self.room, bodies).await {
                Ok(event) => {
                    return Ok(match self.thread_under(&event).await {
                        Some(posted) => posted,
                        None => stands(self.room, event, true, false),
                    });
                }
                Err(Rung::Holds(posted)) => return Ok(posted),
                Err(Rung::Next) => {}
            }
        }
        self.elsewhere().await
    }

    /// Begins the thread of a message that stands, if it is one's. What may work again is tried again for
    /// a while, and the message is found there; without a thread, what follows comes as a reply.
    async fn thread_under(&self, message: &str) -> Option<Posted> {
        if self.sending.threads.is_empty() {
            return None;
        }
        match self.begin_thread(message).await {
            Err(refused @ (Refused::Slow(_) | Refused::Later))
                if self.due.attempts < MOST_BEGUN =>
            {
                Some(later(&refused, self.due))
            }
            Err(refused @ Refused::Token) => Some(later(&refused, self.due)),
            _ => None,
        }
    }

    async fn in_thread(&mut self, root: &str) -> Rung {
        let bodies = || content::parts(self.sending, false);
        let refused = match put(self.discord, self.due, root, bodies()).await {
            Ok(event) => return Rung::Holds(stands(root, event, false, false)),
            Err(refused) => refused,
        };
        let Refused::Never(code) = refused else {
            return Rung::Holds(later(&refused, self.due));
        };
        if code.is_filtered() {
            return Rung::Holds(Posted::Filtered);
        }
        let opened = if code.is_archived() {
            self.wake(root).await
        } else if code.is_gone() && self.is_new(root) {
            self.begin_thread(root).await
        } else {
            self.note(root, code);
            return Rung::Next;
        };
        match opened {
            Ok(()) => match put(self.discord, self.due, root, bodies()).await {
                Ok(event) => Rung::Holds(stands(root, event, false, false)),
                Err(refused) => self.fallen(root, &refused),
            },
            // Nothing is wrong with the thread: there is none, and none can be made just now.
            Err(Refused::Never(opened)) if code.is_gone() && !opened.is_gone() => Rung::Next,
            Err(refused) => self.fallen(root, &refused),
        }
    }

    /// Whether nothing but the line above it stands, so that the thread may never have begun.
    fn is_new(&self, root: &str) -> bool {
        let last = self.place.as_ref().and_then(|place| place.last.as_deref());
        last.is_none_or(|last| last == root)
    }

    async fn wake(&self, thread: &str) -> Result<(), Refused> {
        let body = json!({ "archived": false });
        let call = Call::wake_thread(thread, body);
        self.discord.rest.call(call).await.map(|_| ())
    }

    /// Begins the thread under a message of the room: it has the message's id.
    async fn begin_thread(&self, message: &str) -> Result<(), Refused> {
        const THERE_ALREADY: u64 = 160_004;
        let name = self
            .reference
            .map_or_else(|| "hearback".to_owned(), |r| r.to_string());
        let body = json!({ "name": name, "auto_archive_duration": ASLEEP_AFTER });
        let call = Call::begin_thread(self.room, message, body);
        match self.discord.rest.call(call).await {
            Ok(thread) if id(&thread).as_deref() == Some(message) => Ok(()),
            Ok(_) => Err(Refused::Never(Code { status: 0, code: 0 })),
            Err(Refused::Never(code)) if code.code == THERE_ALREADY => Ok(()),
            Err(refused) => Err(refused),
        }
    }

    /// Under the message that the thread hangs on, in the room.
    async fn reply(&mut self, root: &str) -> Rung {
        let bodies = content::parts(self.sending, false);
        let bodies = bodies
            .into_iter()
            .map(|body| content::replying(body, root, self.room));
        match self.try_at(self.room, bodies.collect()).await {
            Ok(event) => Rung::Holds(stands(self.room, event, false, true)),
            Err(rung) => rung,
        }
    }

    /// In a room, saying what it is about.
    async fn beside(&mut self, room: &str, link: &str) -> Rung {
        let said = Sending {
            text: format!(
                "{}{link}",
                about(self.sending.tongue, self.reference, &self.sending.text)
            ),
            ..self.sending.clone()
        };
        let bodies = content::parts(&said, false);
        match self.try_at(room, bodies).await {
            Ok(event) => Rung::Holds(stands(room, event, room == self.room, true)),
            Err(rung) => rung,
        }
    }

    /// The room where people find the bot, and then the person alone.
    async fn elsewhere(&mut self) -> Result<Posted, VaultError> {
        if let Some(main) = self.main_room().await?
            && !self.discord.is_shut(&main).await?
            && let Rung::Holds(posted) = self.beside(&main, "").await
        {
            return Ok(posted);
        }
        let way = self.place.as_ref().and_then(|place| place.way.clone());
        let now = self.discord.bots.clock.now();
        if let Some(way) = way.filter(|way| !way.token.is_empty() && now < way.until)
            && let Rung::Holds(posted) = self.alone(&way).await
        {
            return Ok(posted);
        }
        Ok(Posted::Gone("nobody_reached"))
    }

    async fn main_room(&self) -> Result<Option<String>, VaultError> {
        let Some(server) = self.place.as_ref().and_then(|place| place.server.as_ref()) else {
            return Ok(None);
        };
        let main = self.discord.main_room(server).await?;
        Ok(main.filter(|main| main != self.room))
    }

    async fn alone(&mut self, way: &Private) -> Rung {
        let said = Sending {
            text: about(self.sending.tongue, self.reference, &self.sending.text),
            ..self.sending.clone()
        };
        let mut event = None;
        for body in content::parts(&said, true) {
            let call = Call::follow_up(&self.discord.application, &way.token, body);
            match self.discord.rest.call(call).await {
                Ok(made) => event = id(&made),
                Err(Refused::Never(_)) => return Rung::Next,
                Err(refused) => return Rung::Holds(later(&refused, self.due)),
            }
        }
        match event {
            Some(event) => Rung::Holds(stands(&way.room, event, false, true)),
            None => Rung::Next,
        }
    }

    async fn try_at(&mut self, room: &str, bodies: Vec<serde_json::Value>) -> Result<String, Rung> {
        let refused = match put(self.discord, self.due, room, bodies).await {
            Ok(event) => return Ok(event),
            Err(refused) => refused,
        };
        Err(self.fallen(room, &refused))
    }

    /// What a refusal at one place means for the way up.
    fn fallen(&mut self, at: &str, refused: &Refused) -> Rung {
        match refused {
            Refused::Never(code) if code.is_filtered() => Rung::Holds(Posted::Filtered),
            Refused::Never(code) => {
                self.note(at, *code);
                Rung::Next
            }
            refused => Rung::Holds(later(refused, self.due)),
        }
    }

    /// A place that is gone or closed to the bot is left alone from now on.
    fn note(&mut self, at: &str, code: Code) {
        if code.is_gone() || code.is_forbidden() {
            self.shut.push(at.to_owned());
        }
    }
}

fn stands(room: &str, event: String, beside: bool, elsewhere: bool) -> Posted {
    Posted::Stands(Stands {
        room: room.to_owned(),
        event,
        beside,
        elsewhere,
    })
}
