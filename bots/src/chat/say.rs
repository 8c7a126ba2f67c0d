//! A need or a voice begins: the thread in the vault, its place in the room, and the preview.

use hearback_anonymise::Roster;
use hearback_store::Tx;
use hearback_wire::chance::draw;
use hearback_wire::content::Origin;
use hearback_wire::id::Hash;
use hearback_wire::intake::FindSimilar;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Voice;

use super::act::{Act, Later};
use super::edit::need_of;
use super::heard::{Ear, HeardWhat, Original};
use super::scene::Scene;
use super::speak::SAID;
use super::{marks, origin, words};
use crate::bots::Bots;
use crate::dialogue::{self, Draft, State};
use crate::draft::{DraftError, Masker};
use crate::vault::VaultError;
use crate::vault::chat::{Place, To};

/// Similar needs that are offered.
pub(super) const OFFERED: u8 = 3;

/// A need that begins.
pub(super) struct Begin {
    draft: Draft,
    place: Place,
    preview: To,
    /// What stands before the preview, where somebody else picked the words.
    before: Option<String>,
    /// A line in the room, where the preview goes to the person alone.
    notice: Option<String>,
}

/// A voice that begins.
pub(super) struct AddVoice {
    pub(super) reference: NeedRef,
    pub(super) voice: Voice,
    pub(super) place: Place,
    /// Where a line goes if the voice was counted before.
    pub(super) to: To,
}

impl Bots {
    /// The masked words with what is like them, for chat: a line that begins with “why:” says what
    /// the need would help with.
    pub(super) async fn chat_draft(
        &self,
        text: &str,
        roster: &Roster,
        origin: Origin,
    ) -> Result<Draft, DraftError> {
        let masker = Masker {
            anonymiser: &self.anonymiser,
            roster,
        };
        let text = without_looks(text);
        let (need, use_) = split(&text);
        let mut draft = masker.draft(need, use_, origin)?;
        draft.similar = self
            .node
            .similar(&FindSimilar {
                statement: draft.content.statement.clone(),
                top: OFFERED,
            })
            .await;
        Ok(draft)
    }
}

/// Without the signs that choose how an emoji looks or join several into one: no word needs them, and
/// words with hidden characters are refused.
fn without_looks(text: &str) -> String {
    let looks = |c: &char| matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{200D}');
    text.chars().filter(|c| !looks(c)).collect()
}

/// Words, and what they would help with, where a line says so.
fn split(text: &str) -> (&str, &str) {
    let mut rest = text;
    while let Some(at) = rest.find('\n') {
        let (_, after) = rest.split_at(at + 1);
        if let Some(head) = after.get(..4)
            && head.eq_ignore_ascii_case("why:")
        {
            let (need, _) = text.split_at(text.len() - after.len());
            return (need.trim(), after.get(4..).unwrap_or_default().trim());
        }
        rest = after;
    }
    (text, "")
}

/// Begins a need of whoever said these words.
pub(super) async fn begin(scene: &Scene<'_>, ear: &impl Ear, text: &str) -> Result<Act, Later> {
    let HeardWhat::Words { root, .. } = &scene.heard.what else {
        return Ok(Act::Nothing);
    };
    let event = &scene.heard.event;
    let place = place(
        scene,
        &scene.heard.by,
        root.as_ref().unwrap_or(event),
        event,
    );
    start(scene, ear, (text, false), place).await
}

/// Begins a need of whoever wrote the message that this one replies to.
pub(super) async fn begin_for(
    scene: &Scene<'_>,
    ear: &impl Ear,
    replied: &str,
) -> Result<Act, Later> {
    let (by, text, root) = match ear.message(&scene.heard.room, replied).await? {
        Original::Readable { by, text, root, .. } => (by, text, root),
        Original::Sealed => return Ok(scene.notice(words::unreadable(scene.tongue))),
        Original::Gone => return Ok(scene.notice(words::no_words_there(scene.tongue))),
    };
    if by == ear.name() {
        return Ok(scene.notice(words::help(scene.tongue, &scene.bots.settings.intermediary)));
    }
    if was_asked(scene, replied, &by).await? {
        return Ok(scene.notice(words::asked_before(scene.tongue)));
    }
    let place = place(scene, &by, root.as_deref().unwrap_or(replied), replied);
    start(scene, ear, (need_of(&text), by != scene.heard.by), place).await
}

/// Whether a message is a need already. Its author may begin again with it after they stopped; others
/// may suggest it once.
pub(super) async fn was_asked(
    scene: &Scene<'_>,
    message: &str,
    author: &str,
) -> Result<bool, Later> {
    let heard = scene.heard;
    let vault = &scene.bots.vault;
    for anchor in vault
        .anchors((heard.platform, &heard.room, message))
        .await?
    {
        let Some(thread) = vault.thread_by_id(&anchor.thread).await? else {
            continue;
        };
        let again = author == heard.by && thread.state.is_final();
        if anchor.kind == SAID && !again {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn start(
    scene: &Scene<'_>,
    ear: &impl Ear,
    (text, suggested): (&str, bool),
    place: Place,
) -> Result<Act, Later> {
    let roster = scene.roster(ear).await?;
    let origin = origin::of(scene, ear).await;
    let draft = match scene.bots.chat_draft(text, &roster, origin).await {
        Ok(draft) => draft,
        Err(error) => {
            return Ok(scene.notice(words::not_like_this(
                scene.tongue,
                &error.error.words(scene.tongue),
            )));
        }
    };
    let preview = scene.bots.preview_to(&place).await?;
    let alone = matches!(preview, To::Direct { .. });
    let notice = alone.then(|| words::sent_alone(scene.tongue));
    let by = (!alone).then_some(scene.heard.by.as_str());
    let before = suggested.then(|| words::suggested(scene.tongue, by));
    Ok(Act::Begin(Box::new(Begin {
        draft,
        place,
        preview,
        before,
        notice,
    })))
}

/// Where a thread lives that began with `source` under `root`.
pub(super) fn place(scene: &Scene<'_>, person: &str, root: &str, source: &str) -> Place {
    Place {
        platform: scene.heard.platform,
        room: scene.heard.room.clone(),
        root: root.to_owned(),
        person: person.to_owned(),
        source: source.to_owned(),
        threaded: scene.threaded(),
        last: None,
        rootless: false,
        reaction: matches!(scene.heard.what, HeardWhat::Reacted { .. }),
        reply: None,
        server: None,
        way: None,
        tongue: scene.tongue,
        quiet: false,
    }
}

/// Where a thread lives that begins with a press: the thread that it was pressed in, or one that begins
/// under the bot's next line.
pub(super) fn pressed_place(scene: &Scene<'_>) -> Place {
    let event = &scene.heard.event;
    let mut made = place(scene, &scene.heard.by, event, event);
    if let HeardWhat::Asked {
        way,
        server,
        thread,
        ..
    } = &scene.heard.what
    {
        made.rootless = thread.is_none();
        made.root.clone_from(thread.as_ref().unwrap_or(event));
        made.server = Some(server.clone());
        made.way = Some(way.clone());
    }
    made
}

impl Begin {
    /// A need that somebody wrote into the form.
    pub(super) fn pressed(scene: &Scene<'_>, draft: Draft) -> Self {
        let place = pressed_place(scene);
        Self {
            draft,
            preview: place.own(),
            place,
            before: None,
            notice: None,
        }
    }

    /// A need in somebody else's message: its author is asked, where it stands.
    pub(super) fn suggested(
        scene: &Scene<'_>,
        draft: Draft,
        (message, author): (&str, &str),
    ) -> Self {
        let place = Place {
            person: author.to_owned(),
            source: message.to_owned(),
            way: None,
            ..pressed_place(scene)
        };
        let by = marks::person(&scene.heard.by);
        Self {
            draft,
            preview: place.to(),
            place,
            before: Some(words::suggested(scene.tongue, Some(&by))),
            notice: None,
        }
    }
}

/// Opens the thread and shows the preview. Returns the thread's id.
pub(super) async fn open(bots: &Bots, tx: &mut Tx, begin: Begin) -> Result<String, VaultError> {
    let state = State::Preview(Box::new(begin.draft.clone()));
    let place = begin.place;
    let thread = add_thread(bots, tx, state, &place).await?;
    let source = (place.platform, place.room.as_str(), place.source.as_str());
    bots.vault.anchor(tx, source, &thread.id, SAID).await?;
    if let Some(notice) = begin.notice {
        bots.notice(tx, place.platform, place.to(), notice).await?;
    }
    bots.show_preview(
        tx,
        &thread,
        &place,
        &begin.draft,
        begin.preview,
        begin.before,
    )
    .await?;
    Ok(thread.id)
}

/// Counts a voice in; a person who was counted before is told so.
pub(super) async fn add_voice(
    bots: &Bots,
    tx: &mut Tx,
    add: AddVoice,
) -> Result<Option<String>, VaultError> {
    let AddVoice {
        reference,
        voice,
        place,
        to,
    } = add;
    let (state, effects) = dialogue::add_voice(place.tongue, reference, voice);
    let mark = bots.vault.mark(&place.person, reference);
    if bots.vault.has_voice(tx, &mark, reference).await? {
        if place.reaction {
            return Ok(None);
        }
        let text = words::voiced_before(place.tongue, reference);
        bots.notice(tx, place.platform, to, text).await?;
        return Ok(None);
    }
    let mut thread = add_thread(bots, tx, state.clone(), &place).await?;
    bots.vault
        .add_voice(tx, &mark, reference, &thread.id)
        .await?;
    let source = (place.platform, place.room.as_str(), place.source.as_str());
    bots.vault.anchor(tx, source, &thread.id, SAID).await?;
    bots.carry_out(tx, &mut thread, state, effects, None)
        .await?;
    Ok(Some(thread.id))
}

/// Counts the voice of a thread's person in; a person who was counted before is told so.
pub(super) async fn count_in(
    bots: &Bots,
    tx: &mut Tx,
    thread: &str,
    reference: NeedRef,
) -> Result<bool, VaultError> {
    let Some(place) = bots.vault.place(tx, thread).await? else {
        return Ok(false);
    };
    let mark = bots.vault.mark(&place.person, reference);
    let first = bots.vault.add_voice(tx, &mark, reference, thread).await?;
    if !first {
        let text = words::voiced_before(place.tongue, reference);
        bots.notice(tx, place.platform, place.own(), text).await?;
    }
    Ok(first)
}

/// A thread of the vault with its place. Chat finds it by its place: the secret of its address is
/// drawn and not kept.
async fn add_thread(
    bots: &Bots,
    tx: &mut Tx,
    state: State,
    place: &Place,
) -> Result<crate::vault::Thread, VaultError> {
    let token = Hash::of(&[&draw::<32>(bots.chance.as_ref())]);
    let thread = bots
        .vault
        .add_thread(tx, token, place.platform.code(), state, bots.clock.now())
        .await?;
    bots.vault.save_place(tx, &thread.id, place).await?;
    Ok(thread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_says_why_is_the_use() {
        assert_eq!(split("We need it\nWhy: to plan"), ("We need it", "to plan"));
        assert_eq!(split("One\nTwo\nwhy:three"), ("One\nTwo", "three"));
        assert_eq!(split("why: only"), ("why: only", ""));
        assert_eq!(split("No reason"), ("No reason", ""));
    }
}
