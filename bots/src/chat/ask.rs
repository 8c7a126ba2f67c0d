//! What people ask the bot outright: a need, a voice, how things stand, what is theirs.

use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::Voice;

use super::act::{Act, Later};
use super::heard::{Ear, HeardWhat};
use super::order::Order;
use super::say::{self, AddVoice};
use super::scene::Scene;
use super::{about_me, pressed, words};
use crate::dialogue::{Event, State};
use crate::mine::words::receipt;
use crate::node::Failed;
use crate::vault::Thread;
use crate::vault::chat::{Place, Placed};

/// What an order does. Orders about the room itself are [`super::setup`]'s.
pub(super) async fn act(scene: &Scene<'_>, ear: &impl Ear, order: Order) -> Result<Act, Later> {
    let settings = &scene.bots.settings;
    match order {
        Order::Need(text) if text.is_empty() => from_reply(scene, ear).await,
        Order::Need(text) => say::begin(scene, ear, &text).await,
        Order::Same(reference) => same(scene, reference).await,
        Order::Status(Some(reference)) => status_of(scene, reference).await,
        Order::Status(None) => status(scene).await,
        Order::Mine => mine(scene).await,
        Order::Export => about_me::export(scene).await,
        Order::Erase => about_me::ask(scene).await,
        Order::EraseNow(released) => Ok(Act::Erase(released)),
        Order::Withdraw(reference) => withdraw(scene, reference).await,
        Order::Who(about) => who(scene, &about).await,
        Order::Quiet(quiet) => {
            let said = scene.notice(words::quieted(scene.tongue, quiet));
            Ok(Act::All(vec![Act::Quiet(quiet), said]))
        }
        Order::Privacy => {
            let notice = crate::words::notice(scene.tongue, settings);
            Ok(scene.notice(words::privacy(scene.tongue, &notice)))
        }
        Order::Help | Order::Language(_) | Order::Origin(_) | Order::Switch(_) | Order::Leave => {
            Ok(scene.notice(words::help(scene.tongue, &settings.intermediary)))
        }
    }
}

/// `!need` as a reply turns that message into a need; alone it asks for help.
async fn from_reply(scene: &Scene<'_>, ear: &impl Ear) -> Result<Act, Later> {
    match &scene.heard.what {
        HeardWhat::Words {
            replies_to: Some(replied),
            ..
        } => say::begin_for(scene, ear, replied).await,
        _ => Ok(scene.notice(words::help(scene.tongue, &scene.bots.settings.intermediary))),
    }
}

async fn same(scene: &Scene<'_>, reference: NeedRef) -> Result<Act, Later> {
    match scene.bots.node.need(reference).await {
        Ok(Some(_)) => {}
        Ok(None) => return Ok(scene.notice(words::no_need(scene.tongue, reference))),
        Err(Failed::Later(_) | Failed::Never(_)) => {
            return Ok(scene.notice(words::node_away(scene.tongue)));
        }
    }
    if speaks_for(scene, reference).await?.is_some() {
        return Ok(scene.notice(words::voiced_before(scene.tongue, reference)));
    }
    let event = &scene.heard.event;
    let root = root(scene).unwrap_or(event);
    if let Some(thread) = previewed(scene, root).await? {
        let voice = Voice::UsesIt;
        return Ok(Act::Step {
            thread,
            event: Box::new(Event::AddedVoice { reference, voice }),
        });
    }
    Ok(Act::Voice(Box::new(AddVoice {
        reference,
        voice: Voice::UsesIt,
        place: say::place(scene, &scene.heard.by, root, event),
        to: scene.here(),
    })))
}

/// The person's need or voice under this reference.
pub(super) async fn speaks_for(
    scene: &Scene<'_>,
    reference: NeedRef,
) -> Result<Option<Thread>, Later> {
    let speaks =
        |thread: &Thread| !thread.state.is_final() && thread.state.reference() == Some(reference);
    let mut threads = own(scene).await?.into_iter().map(|(_, thread)| thread);
    Ok(threads.find(speaks))
}

/// The chat thread in which something was said.
fn root<'a>(scene: &Scene<'a>) -> Option<&'a String> {
    match &scene.heard.what {
        HeardWhat::Words { root, .. } => root.as_ref(),
        _ => None,
    }
}

/// The person's thread here whose preview waits: the voice is for the need in its place.
async fn previewed(scene: &Scene<'_>, root: &str) -> Result<Option<String>, Later> {
    let heard = scene.heard;
    let fits = |(place, thread): &(Place, Thread)| {
        let here = place.room == heard.room && (place.root == *root || !scene.threaded());
        here && matches!(thread.state, State::Preview(_))
    };
    let found = own(scene).await?.into_iter().find(fits);
    Ok(found.map(|(_, thread)| thread.id))
}

async fn status_of(scene: &Scene<'_>, reference: NeedRef) -> Result<Act, Later> {
    let (text, known) = status_words(scene, reference).await;
    Ok(if known && scene.heard.platform.presses() {
        pressed::with_voice(scene, reference, text)
    } else {
        scene.notice(text)
    })
}

/// How a need stands, and whether there is one.
async fn status_words(scene: &Scene<'_>, reference: NeedRef) -> (String, bool) {
    match scene.bots.node.need(reference).await {
        Ok(Some(need)) => {
            let latest = need.latest.as_ref();
            let latest = latest.map(|words| format!("\nThe latest answer: {words}"));
            let text = format!(
                "{}{}",
                words::summary(scene.tongue, &need),
                latest.unwrap_or_default()
            );
            (text, true)
        }
        Ok(None) => (words::no_need(scene.tongue, reference), false),
        Err(_) => (words::node_away(scene.tongue), false),
    }
}

/// Without a reference: the need of this thread, whoever asked for it, or else the person's last.
async fn status(scene: &Scene<'_>) -> Result<Act, Later> {
    let heard = scene.heard;
    let mut placed: Vec<Placed> = Vec::new();
    if let Some(root) = root(scene) {
        let vault = &scene.bots.vault;
        placed = vault.at_home(heard.platform, &heard.room, root).await?;
    }
    for placed in placed {
        let thread = scene.bots.vault.thread_by_id(&placed.thread).await?;
        if let Some(reference) = thread.and_then(|thread| thread.state.reference()) {
            return status_of(scene, reference).await;
        }
    }
    let threads = own(scene).await?;
    let last = threads.iter().find_map(|(_, t)| t.state.reference());
    match last {
        Some(reference) => status_of(scene, reference).await,
        None => Ok(scene.notice(words::nothing_of_yours(scene.tongue, scene.heard.platform))),
    }
}

/// A person's list goes to them alone.
async fn mine(scene: &Scene<'_>) -> Result<Act, Later> {
    let all = scene.bots.own(&about_me::who(scene)).await?;
    let states: Vec<&State> = all.iter().map(|own| &own.thread.state).collect();
    let mut lines = vec![words::mine(scene.tongue, &states)];
    for own in &all {
        let reference = own.thread.state.reference().map(|r| r.to_string());
        let receipts = own.receipts.iter();
        lines.extend(receipts.map(|given| receipt(scene.tongue, given, reference.as_deref())));
    }
    if !all.is_empty() {
        lines.push(words::more_about_me(scene.tongue));
    }
    Ok(Act::Notice(scene.alone(), lines.join("\n")))
}

/// Takes back the named need or voice, or that of this thread, or in a direct room the only one.
async fn withdraw(scene: &Scene<'_>, reference: Option<NeedRef>) -> Result<Act, Later> {
    let direct = !scene.threaded();
    let fits = |(place, thread): &(Place, Thread)| {
        let meant = match reference {
            Some(_) => thread.state.reference() == reference,
            None => direct || (place.room == scene.heard.room && Some(&place.root) == root(scene)),
        };
        meant && !thread.state.is_final()
    };
    let found: Vec<(Place, Thread)> = own(scene).await?.into_iter().filter(fits).collect();
    Ok(match found.as_slice() {
        [] => scene.notice(words::nothing_of_yours(scene.tongue, scene.heard.platform)),
        [_, _, ..] if direct && reference.is_none() => {
            let states: Vec<&State> = found.iter().map(|(_, thread)| &thread.state).collect();
            scene.notice(words::which(scene.tongue, &states))
        }
        [(place, thread), ..] => take_back(thread, place),
    })
}

/// Takes a thread back because its person said so.
pub(super) fn take_back(thread: &Thread, place: &Place) -> Act {
    let event = match thread.state {
        State::Preview(_) => Event::Stopped,
        _ => Event::TookBack,
    };
    let step = Act::Step {
        thread: thread.id.clone(),
        event: Box::new(event),
    };
    match (place.reaction, thread.state.reference()) {
        (true, Some(reference)) => {
            let said = Act::Notice(place.to(), words::voice_back(place.tongue, reference));
            Act::All(vec![step, said])
        }
        _ => step,
    }
}

async fn who(scene: &Scene<'_>, about: &str) -> Result<Act, Later> {
    let text = match scene.bots.node.who(about).await {
        Ok(found) => words::who(scene.tongue, &found),
        Err(_) => words::node_away(scene.tongue),
    };
    Ok(scene.notice(text))
}

/// The person's threads, the one that was touched last first.
pub(super) async fn own(scene: &Scene<'_>) -> Result<Vec<(Place, Thread)>, Later> {
    let vault = &scene.bots.vault;
    let placed = vault
        .of_person(scene.heard.platform, &scene.heard.by)
        .await?;
    let mut threads = Vec::with_capacity(placed.len());
    for Placed { thread, place } in placed {
        if let Some(thread) = vault.thread_by_id(&thread).await? {
            threads.push((place, thread));
        }
    }
    Ok(threads)
}
