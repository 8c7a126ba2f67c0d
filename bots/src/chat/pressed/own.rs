//! A thread of whoever pressed, and how they are answered.

use hearback_store::Tx;

use super::words;
use crate::bots::Bots;
use crate::chat::act::{Act, Later};
use crate::chat::heard::{Heard, HeardWhat};
use crate::chat::react::place_of;
use crate::chat::scene::Scene;
use crate::tongue::Tongue;
use crate::vault::chat::{Place, Post, Sending, To, With};
use crate::vault::{Thread, VaultError};

use super::asked::ANSWERED_FOR;
use super::{Control, Deed, Private};

/// A thread of the person who pressed.
pub(super) struct Mine {
    pub(super) thread: Thread,
    pub(super) place: Place,
}

/// The thread of an id, if it is theirs.
pub(super) async fn mine(scene: &Scene<'_>, id: &str) -> Result<Option<Mine>, Later> {
    let (thread, place) = (
        scene.bots.vault.thread_by_id(id).await?,
        place_of(scene, id).await?,
    );
    let (Some(thread), Some(place)) = (thread, place) else {
        return Ok(None);
    };
    let heard = scene.heard;
    let theirs = (place.platform, &place.person) == (heard.platform, &heard.by);
    Ok(theirs.then_some(Mine { thread, place }))
}

/// How long after a press it may be about a message that the bot has yet to hear of, in seconds: after a
/// few failures of the platform the next look at what stands there is a minute away.
const ON_ITS_WAY: i64 = 300;

/// Their thread among those that a message is for, and what the message is to it. What is pressed under
/// a message before the platform has said which message it became waits for that.
pub(super) async fn under(
    scene: &Scene<'_>,
    message: Option<&str>,
) -> Result<Option<(Mine, String)>, Later> {
    let Some(message) = message else {
        return Ok(None);
    };
    let heard = scene.heard;
    let at = (heard.platform, heard.room.as_str(), message);
    let mut anchors = scene.bots.vault.anchors(at).await?;
    if anchors.is_empty() && is_new(scene) {
        if news_waits(scene).await? {
            return Err(Later::Unheard);
        }
        // It may have been heard of between the two looks.
        anchors = scene.bots.vault.anchors(at).await?;
    }
    for anchor in anchors {
        if let Some(found) = mine(scene, &anchor.thread).await? {
            return Ok(Some((found, anchor.kind)));
        }
    }
    Ok(None)
}

/// Whether it was pressed just now.
fn is_new(scene: &Scene<'_>) -> bool {
    let pressed = scene
        .heard
        .way()
        .map(|way| way.until.plus_seconds(-ANSWERED_FOR));
    pressed.is_some_and(|at| scene.bots.clock.now() < at.plus_seconds(ON_ITS_WAY))
}

/// Whether something is on its way to a thread of theirs.
async fn news_waits(scene: &Scene<'_>) -> Result<bool, VaultError> {
    let (vault, heard) = (&scene.bots.vault, scene.heard);
    for placed in vault.of_person(heard.platform, &heard.by).await? {
        if vault.news_waits(heard.platform, &placed).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Scene<'_> {
    /// An answer with something to press.
    pub(super) fn show(&self, text: String, controls: Vec<Control>) -> Act {
        let deed = Deed::Show(answer(self.tongue, self.here(), text, controls));
        Act::Pressed(Box::new(deed))
    }
}

/// A quiet message to one place, for no thread.
pub(super) fn answer(tongue: Tongue, to: To, text: String, controls: Vec<Control>) -> Sending {
    Sending {
        tongue,
        to,
        text,
        push: false,
        mentions: Vec::new(),
        seeds: Vec::new(),
        kind: "notice".to_owned(),
        threads: Vec::new(),
        controls,
    }
}

impl Heard {
    /// How whoever pressed is answered.
    pub(in crate::chat) const fn way(&self) -> Option<&Private> {
        match &self.what {
            HeardWhat::Asked { way, .. } => Some(way),
            _ => None,
        }
    }
}

impl Place {
    /// To the person alone, where that is another place than the thread.
    pub(in crate::chat) fn own(&self) -> To {
        if !self.platform.presses() {
            return self.to();
        }
        let ended = || Private::ended(&self.person, self.thread_or_room());
        To::Answer(self.way.clone().unwrap_or_else(ended))
    }

    fn thread_or_room(&self) -> &str {
        if self.rootless {
            &self.room
        } else {
            &self.root
        }
    }
}

/// Remembers how the person of a thread is answered from now on.
pub(in crate::chat) async fn remember(
    bots: &Bots,
    tx: &mut Tx,
    heard: &Heard,
    thread: &str,
) -> Result<(), VaultError> {
    let Some(way) = heard.way() else {
        return Ok(());
    };
    let Some(mut place) = bots.vault.place(tx, thread).await? else {
        return Ok(());
    };
    if place.person == heard.by {
        place.way = Some(way.clone());
        bots.vault.save_place(tx, thread, &place).await?;
    }
    Ok(())
}

/// Whoever pressed is told how things are, where the press changed nothing.
pub(in crate::chat) async fn nothing_to_do(
    bots: &Bots,
    tx: &mut Tx,
    heard: &Heard,
    thread: &str,
) -> Result<(), VaultError> {
    let Some(way) = heard.way() else {
        return Ok(());
    };
    let now = bots.clock.now();
    let Some(thread) = bots.vault.lock_by_id(tx, thread, now).await? else {
        return Ok(());
    };
    let place = bots.vault.place(tx, &thread.id).await?;
    let tongue = place.map(|place| place.tongue).unwrap_or_default();
    let text = words::done_already(tongue, &thread.state);
    let sending = answer(tongue, To::Answer(way.clone()), text, Vec::new());
    bots.post(tx, heard.platform, Post::Words(sending), With::default())
        .await
        .map(|_| ())
}
