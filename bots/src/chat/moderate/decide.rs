//! What moderators decide, by a reaction on a card or by an order: read, checked against what the
//! card shows, and written down for the node.
//!
//! It must never take a decision about a card that is being drawn anew: nobody has read that yet.

use hearback_store::Tx;
use hearback_wire::reference::NeedRef;
use hearback_wire::text::Words;

use super::card::{self, Shown};
use super::deed::{Approval, Decided, Deed};
use super::stage::Stage;
use super::words;
use crate::bots::Bots;
use crate::chat::act::{Act, Later};
use crate::chat::heard::{HeardWhat, Rank};
use crate::chat::order::{self, Decision, Wording};
use crate::chat::react::bare_key;
use crate::chat::scene::Scene;
use crate::tongue::Tongue;
use crate::vault::chat::{Card, Role, To};
use crate::vault::{Parcel, VaultError};

/// What words said in the moderators' room decide; none if they are no order of a moderator.
pub(in crate::chat) async fn spoken(scene: &Scene<'_>, text: &str) -> Result<Option<Act>, Later> {
    if scene.room.role != Role::Moderators {
        return Ok(None);
    }
    let Some(read) = order::decision(text, under(scene).await?) else {
        return Ok(None);
    };
    let act = match read {
        Ok(Decision::Queue) => queue(scene).await,
        _ if scene.heard.rank < Rank::Moderator => scene.notice(words::moderators_only()),
        Ok(decision) => ordered(scene, decision, None).await?,
        Err(how) => scene.notice(how),
    };
    Ok(Some(act))
}

/// The need under whose card something was said.
async fn under(scene: &Scene<'_>) -> Result<Option<NeedRef>, Later> {
    let HeardWhat::Words {
        root, replies_to, ..
    } = &scene.heard.what
    else {
        return Ok(None);
    };
    for event in [root, replies_to].into_iter().flatten() {
        let found = need_at(scene, event).await?;
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

async fn need_at(scene: &Scene<'_>, event: &str) -> Result<Option<NeedRef>, VaultError> {
    let heard = scene.heard;
    let at = (heard.platform, heard.room.as_str(), event);
    scene.bots.vault.card_at(at).await
}

async fn queue(scene: &Scene<'_>) -> Act {
    match scene.bots.node.at_the_door().await {
        Ok(all) => scene.notice(words::queue(&all)),
        Err(_) => scene.notice(crate::chat::words::node_away(Tongue::English)),
    }
}

/// A moderator's order; `seen` is the head of the hash of the words that they read, where that is known.
pub(in crate::chat) async fn ordered(
    scene: &Scene<'_>,
    decision: Decision,
    seen: Option<&str>,
) -> Result<Act, Later> {
    match decision {
        Decision::Queue => Ok(queue(scene).await),
        Decision::Approve(reference) => {
            decide(scene, (reference, seen), |_| Ok(Deed::Approve)).await
        }
        Decision::ApproveAs(reference, how) => {
            let approve = |shown: &Shown| Ok(Deed::ApproveAs(Approval::of(how, &shown.held)));
            decide(scene, (reference, seen), approve).await
        }
        Decision::Merge(reference, into, why) => {
            let merge = |_: &Shown| read_words("words", &why).map(|words| Deed::Merge(into, words));
            decide(scene, (reference, seen), merge).await
        }
        Decision::Undo(reference) => decide(scene, (reference, seen), |_| Ok(Deed::Undo)).await,
        Decision::Alone(reference) => decide(scene, (reference, seen), |_| Ok(Deed::Alone)).await,
        Decision::Edit(reference, after, why) => {
            let edit = |shown: &Shown| edited(shown, after, &why);
            decide(scene, (reference, seen), edit).await
        }
        Decision::Ask(reference, question) => {
            let ask = |_: &Shown| read_words("question", &question).map(Deed::Ask);
            decide(scene, (reference, seen), ask).await
        }
        Decision::Decline(reference, reason, why) => {
            let decline =
                |_: &Shown| read_words("words", &why).map(|words| Deed::Decline(reason, words));
            decide(scene, (reference, seen), decline).await
        }
    }
}

/// What whoever lets a need leave should know.
#[derive(Default)]
pub(in crate::chat) struct Conditions {
    /// What they answer for, and whether another moderator has to approve.
    pub(in crate::chat) lines: Vec<String>,
    /// Whether one moderator is enough for connected organisations and not for everybody.
    pub(in crate::chat) for_everybody: bool,
}

/// Of a need that has a card in this room; nothing of any other.
pub(in crate::chat) async fn conditions_of(
    scene: &Scene<'_>,
    reference: NeedRef,
) -> Result<Conditions, VaultError> {
    let platform = scene.heard.platform;
    let card = scene.bots.vault.card::<Shown>(platform, reference).await?;
    let held = card.map(|card| card.state.held);
    Ok(held.map_or_else(Conditions::default, |held| Conditions {
        lines: words::conditions(&held),
        for_everybody: !held.public.is_empty(),
    }))
}

fn edited(shown: &Shown, after: Wording, why: &str) -> Result<Deed, String> {
    let mut content = shown.held.content.clone();
    let wrong = |error| words::wrong("new words", error);
    match after {
        Wording::Statement(words) => content.statement = words.parse().map_err(wrong)?,
        Wording::Use(words) if words.is_empty() => content.use_ = None,
        Wording::Use(words) => content.use_ = Some(words.parse().map_err(wrong)?),
    }
    Ok(Deed::Edit(Box::new(content), read_words("reason", why)?))
}

fn read_words(what: &str, text: &str) -> Result<Words, String> {
    text.parse().map_err(|error| words::wrong(what, error))
}

/// Decides about the words that a card shows, if they can be decided about just now.
async fn decide(
    scene: &Scene<'_>,
    (reference, seen): (NeedRef, Option<&str>),
    deed: impl FnOnce(&Shown) -> Result<Deed, String>,
) -> Result<Act, Later> {
    let vault = &scene.bots.vault;
    let platform = scene.heard.platform;
    let card = vault.card::<Shown>(platform, reference).await?;
    let card = card.filter(|card| card.state.room == scene.heard.room);
    let Some(card) = card else {
        return Ok(scene.notice(words::no_card(platform, reference)));
    };
    let to = thread_or_here(scene, &card).await?;
    let deed = deed(&card.state);
    let fits = match &deed {
        Ok(deed) => deed.fits(&card.state),
        Err(_) => card.state.stage == Stage::Waits,
    };
    if !fits {
        return Ok(Act::Notice(to, words::too_late(&card.state)));
    }
    let read = seen.is_none_or(|seen| card.state.hash.to_string().starts_with(seen));
    // Whoever pressed says which words they read, however lately they were drawn.
    let waits = seen.is_none() && vault.post_waits(&card.state.drawn).await?;
    let lost = seen.is_none() && card::is_lost(scene.bots, &card).await?;
    if !read || waits || lost {
        return Ok(Act::Notice(to, words::being_drawn(reference)));
    }
    Ok(match deed {
        Ok(deed) => Act::Decide(Box::new(Decided {
            platform,
            reference,
            hash: card.state.hash,
            turn: card.state.turn,
            who: scene.named(),
            to,
            deed,
            moderator: None,
            first_of_two: false,
        })),
        Err(wrong) => Act::Notice(to, wrong),
    })
}

async fn thread_or_here(scene: &Scene<'_>, card: &Card<Shown>) -> Result<To, VaultError> {
    if scene.heard.platform.presses() {
        return Ok(scene.here());
    }
    let thread = card::thread(scene.bots, card).await?;
    Ok(thread.unwrap_or_else(|| scene.here()))
}

/// What a reaction on a card does; none if it is not on a card.
pub(in crate::chat) async fn reacted(
    scene: &Scene<'_>,
    to: &str,
    key: &str,
) -> Result<Option<Act>, Later> {
    if scene.room.role != Role::Moderators {
        return Ok(None);
    }
    let Some(reference) = need_at(scene, to).await? else {
        return Ok(None);
    };
    let Some(pressed) = Pressed::of(bare_key(key)) else {
        return Ok(Some(Act::Nothing));
    };
    if scene.heard.rank < Rank::Moderator {
        tell_once(scene, to).await?;
        return Ok(Some(Act::Nothing));
    }
    Ok(Some(match pressed {
        Pressed::Approve => decide(scene, (reference, None), |_| Ok(Deed::Approve)).await?,
        Pressed::Edit => scene.notice(words::how_to_edit()),
        Pressed::Ask => scene.notice(words::how_to_ask()),
        Pressed::Decline => scene.notice(words::how_to_decline()),
    }))
}

/// A reaction that means something on a card.
enum Pressed {
    Approve,
    Edit,
    Ask,
    Decline,
}

impl Pressed {
    fn of(key: &str) -> Option<Self> {
        match key {
            "✅" => Some(Self::Approve),
            "✏" => Some(Self::Edit),
            "❓" => Some(Self::Ask),
            "⛔" => Some(Self::Decline),
            _ => None,
        }
    }
}

/// Somebody who may not decide is told so once under each card, however often they press.
async fn tell_once(scene: &Scene<'_>, card: &str) -> Result<(), VaultError> {
    let heard = scene.heard;
    let bots = scene.bots;
    let hash =
        bots.vault
            .event_hash((heard.platform, &heard.room, &format!("{card} {}", heard.by)));
    let mut tx = bots.vault.begin().await?;
    bots.notice_once(
        &mut tx,
        heard.platform,
        scene.here(),
        words::moderators_only(),
        &format!("{hash}/moderators only"),
    )
    .await?;
    Ok(tx.commit().await?)
}

/// Writes a decision down for the node, if the card still shows what was decided about. Of two
/// moderators at once the node lets one win.
pub(in crate::chat) async fn hand_on(
    bots: &Bots,
    tx: &mut Tx,
    mut decided: Decided,
) -> Result<(), VaultError> {
    let reference = decided.reference;
    let who = [decided.platform.code(), &decided.who];
    decided.moderator = Some(bots.vault.person_key("moderator", &who));
    let platform = decided.platform;
    let Some(mut card) = bots
        .vault
        .lock_card::<Shown>(tx, platform, reference)
        .await?
    else {
        return Ok(());
    };
    let shown = &mut card.state;
    if !decided.deed.fits(shown) {
        let text = words::too_late(shown);
        bots.notice(tx, decided.platform, decided.to, text).await?;
        return Ok(());
    }
    if (shown.hash, shown.turn) != (decided.hash, decided.turn) {
        let text = words::being_drawn(reference);
        bots.notice(tx, decided.platform, decided.to, text).await?;
        return Ok(());
    }
    let mine = (decided.who.clone(), decided.did());
    if shown.pending.as_ref() == Some(&mine) {
        return Ok(());
    }
    decided.first_of_two = decided.deed.is_first_of_two(&shown.held);
    shown.pending.get_or_insert(mine);
    bots.vault
        .save_card(tx, (platform, reference), &card, None)
        .await?;
    let now = bots.clock.now();
    let parcel = Parcel::Decided(Box::new(decided));
    bots.vault.enqueue(tx, None, &parcel, now).await
}
