//! What is to be done about something pressed. Decides only; nothing is written here.
//!
//! It must never act on a thread of somebody else than whoever pressed.

use hearback_wire::content::ThemeTag;
use hearback_wire::intake::FindSimilar;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Theme, Verdict, Voice};

use super::asked::{About, Ask};
use super::control::{Control, head};
use super::own::{Mine, mine, under};
use super::perform::Deed;
use super::{desk, marks, setup, words};
use crate::chat::ask::{self, speaks_for};
use crate::chat::deal::{Act, Later, Scene};
use crate::chat::heard::Ear;
use crate::chat::order::Order;
use crate::chat::reply::Reply;
use crate::chat::say::{self, AddVoice, Begin, OFFERED};
use crate::dialogue::{Draft, Event, Question, State};
use crate::draft::{DraftError, Masker};

/// What somebody asks for by pressing.
pub(in crate::chat) async fn asked(
    scene: &Scene<'_>,
    ear: &impl Ear,
    ask: &Ask,
) -> Result<Act, Later> {
    match ask {
        Ask::BadReference => return Ok(scene.notice(words::no_reference())),
        Ask::SetUp(chosen) => return setup::set_up(scene, chosen).await,
        Ask::Check(limits) => return setup::check(scene, limits).await,
        Ask::Decide { decision, seen } => {
            return desk::decide(scene, decision.clone(), seen.as_deref()).await;
        }
        _ => {}
    }
    match ask {
        Ask::Need { need, use_, thread } => form(scene, (need, use_), thread.as_deref()).await,
        Ask::Suggest {
            message,
            author,
            text,
        } => suggest(scene, message, author, text).await,
        Ask::Order(order) => ordered(scene, ear, order.clone()).await,
        Ask::Press { control, message } => pressed(scene, control, message.as_deref()).await,
        Ask::Topic { thread, theme } => topic(scene, thread, *theme).await,
        Ask::Reply { about, words } => reply(scene, about, words).await,
        Ask::Appeal { thread, words } => appeal(scene, thread, words).await,
        Ask::BadReference | Ask::SetUp(_) | Ask::Check(_) | Ask::Decide { .. } => Ok(Act::Nothing),
    }
}

async fn ordered(scene: &Scene<'_>, ear: &impl Ear, order: Order) -> Result<Act, Later> {
    match order {
        Order::Mine => {
            let threads = ask::own(scene).await?;
            let states: Vec<(String, State)> =
                threads.into_iter().map(|(_, t)| (t.id, t.state)).collect();
            let quiet = scene
                .bots
                .vault
                .quiet(scene.heard.platform, &scene.heard.by);
            Ok(scene.show(
                words::mine(&states),
                words::mine_controls(&states, quiet.await?),
            ))
        }
        Order::Privacy => {
            let settings = &scene.bots.settings;
            let notice = crate::words::notice(&settings.room, &settings.intermediary);
            Ok(scene.notice(words::privacy(&notice)))
        }
        Order::Help => Ok(scene.notice(words::help(&scene.bots.settings.intermediary))),
        other => ask::act(scene, ear, other).await,
    }
}

/// Whether needs can begin in this server; if not, what is said.
async fn closed(scene: &Scene<'_>) -> Result<Option<Act>, Later> {
    let server = setup::server(scene).await?;
    let open = server.is_some_and(|server| server.room.is_some());
    Ok((!open).then(|| scene.notice(words::not_set_up())))
}

async fn form(scene: &Scene<'_>, typed: (&str, &str), thread: Option<&str>) -> Result<Act, Later> {
    if let Some(id) = thread {
        return revised(scene, typed, id).await;
    }
    if closed(scene).await?.is_some() {
        return Ok(scene.show(words::not_set_up_yet(typed), vec![Control::Again]));
    }
    Ok(match draft(scene, typed).await {
        Ok(draft) => Act::Begin(Box::new(Begin::pressed(scene, draft))),
        Err(error) => again(scene, &error, typed),
    })
}

async fn revised(scene: &Scene<'_>, typed: (&str, &str), id: &str) -> Result<Act, Later> {
    let Some(Mine { thread, .. }) = mine(scene, id).await? else {
        return Ok(again_gone(scene, typed));
    };
    let State::Preview(before) = &thread.state else {
        return Ok(again_gone(scene, typed));
    };
    Ok(match draft(scene, typed).await {
        Ok(mut draft) => {
            draft.content.themes.clone_from(&before.content.themes);
            step(thread.id, Event::Revised(Box::new(draft)))
        }
        Err(error) => again(scene, &error, typed),
    })
}

/// The masked words, with what is like them.
async fn draft(scene: &Scene<'_>, (need, use_): (&str, &str)) -> Result<Draft, DraftError> {
    // Shown between three of these, so that nothing in them is read as a sign.
    let plain = |text: &str| marks::bare(text).replace("```", "'''");
    let mut draft = masker(scene).draft(&plain(need), &plain(use_))?;
    let ask = FindSimilar {
        statement: draft.content.statement.clone(),
        top: OFFERED,
    };
    draft.similar = scene.bots.node.similar(&ask).await;
    Ok(draft)
}

pub(super) fn masker<'a>(scene: &Scene<'a>) -> Masker<'a> {
    Masker {
        anonymiser: &scene.bots.anonymiser,
        roster: &scene.bots.roster,
    }
}

/// Words that do not fit come back to their writer.
fn again(scene: &Scene<'_>, error: &DraftError, typed: (&str, &str)) -> Act {
    scene.show(words::does_not_fit(error, typed), vec![Control::Again])
}

fn again_gone(scene: &Scene<'_>, typed: (&str, &str)) -> Act {
    scene.show(words::too_late_to_change(typed), vec![Control::Again])
}

/// Somebody else's message: its author is asked, where they wrote it.
async fn suggest(scene: &Scene<'_>, message: &str, author: &str, text: &str) -> Result<Act, Later> {
    if let Some(closed) = closed(scene).await? {
        return Ok(closed);
    }
    if say::was_asked(scene, message, author).await? {
        return Ok(scene.notice(crate::chat::words::asked_before()));
    }
    Ok(match draft(scene, (text, "")).await {
        Ok(draft) => {
            let begin = Begin::suggested(scene, draft, (message, author));
            let thanks = scene.notice(words::asked_author());
            Act::All(vec![Act::Begin(Box::new(begin)), thanks])
        }
        Err(error) => scene.notice(words::message_does_not_fit(&error)),
    })
}

async fn pressed(
    scene: &Scene<'_>,
    control: &Control,
    message: Option<&str>,
) -> Result<Act, Later> {
    let quiet = |quiet| {
        let said = scene.notice(words::quieted(quiet));
        Ok(Act::All(vec![Act::Quiet(quiet), said]))
    };
    match control {
        Control::Quiet { quiet: on } => quiet(*on),
        Control::Voice { reference } => voice(scene, *reference).await,
        Control::Judge { verdict } => judge(scene, *verdict, message).await,
        Control::Read => read(scene, message).await,
        Control::Approve { reference, seen } => desk::confirm(scene, *reference, seen).await,
        Control::Approved { reference, seen } => desk::approve(scene, *reference, seen).await,
        Control::Decline { reference, seen } => Ok(desk::reasons(scene, *reference, seen)),
        Control::Retry { post } => Ok(desk::retry(scene, post)),
        _ => in_own_thread(scene, control).await,
    }
}

/// What can be pressed only by the person of a thread.
async fn in_own_thread(scene: &Scene<'_>, control: &Control) -> Result<Act, Later> {
    let Some(id) = control.thread() else {
        // These open forms, which the platform's adapter does at once.
        return Ok(Act::Nothing);
    };
    let Some(Mine { thread, place }) = mine(scene, id).await? else {
        return Ok(scene.notice(words::not_yours()));
    };
    if let (Control::Open { .. }, State::Preview(_)) = (control, &thread.state) {
        let deed = Deed::Preview { thread: thread.id };
        return Ok(Act::Pressed(Box::new(deed)));
    }
    Ok(match (control, &thread.state) {
        (Control::Send { seen, .. }, State::Preview(draft)) => {
            if *seen == head(&scene.bots.words_hash(&draft.content.canonical())) {
                step(thread.id, Event::Approved)
            } else {
                scene.notice(words::newer_words())
            }
        }
        (Control::Cancel { .. }, State::Preview(_)) => step(thread.id, Event::Stopped),
        (Control::Same { reference, .. }, State::Preview(_)) => {
            if speaks_for(scene, *reference).await? {
                return Ok(scene.notice(crate::chat::words::voiced_before(*reference)));
            }
            let (reference, voice) = (*reference, Voice::UsesIt);
            step(thread.id, Event::AddedVoice { reference, voice })
        }
        (Control::Different { .. }, State::Preview(draft)) => {
            let mut draft = draft.clone();
            draft.similar = Vec::new();
            step(thread.id, Event::Revised(draft))
        }
        (Control::QuietHere { .. }, _) => {
            let quiet = Act::Pressed(Box::new(Deed::QuietHere { thread: thread.id }));
            Act::All(vec![quiet, scene.notice(words::quiet_here())])
        }
        (Control::Agree { seen, yes, .. }, State::Asked { open, .. }) => {
            agree(scene, thread.id, open, (seen, *yes))
        }
        (Control::SendReply { seen, .. }, _) => {
            let fits = |words: &hearback_wire::text::Words| {
                *seen == head(&scene.bots.words_hash(words.as_str()))
            };
            match &place.reply {
                Some(words) if fits(words) => replied(thread.id, Reply::Send),
                Some(_) => scene.notice(words::newer_words()),
                None => scene.notice(crate::chat::words::nothing_waits()),
            }
        }
        (Control::DropReply { .. }, _) => replied(thread.id, Reply::Drop),
        (_, state) => scene.notice(words::done_already(state)),
    })
}

fn agree(scene: &Scene<'_>, thread: String, open: &[Question], (seen, yes): (&str, bool)) -> Act {
    let after = open.iter().find_map(|question| match question {
        Question::Edit { after, .. } => Some(after),
        _ => None,
    });
    match after {
        Some(after) if *seen == head(&scene.bots.words_hash(&after.canonical())) => {
            step(thread, Event::Decided { yes })
        }
        _ => scene.notice(words::newer_words()),
    }
}

async fn topic(scene: &Scene<'_>, id: &str, theme: Option<Theme>) -> Result<Act, Later> {
    let Some(Mine { thread, .. }) = mine(scene, id).await? else {
        return Ok(scene.notice(words::not_yours()));
    };
    let State::Preview(draft) = &thread.state else {
        return Ok(scene.notice(words::done_already(&thread.state)));
    };
    let mut draft = draft.clone();
    let tag = theme.map(|theme| ThemeTag { theme, topic: None });
    draft.content.themes = tag.into_iter().collect();
    Ok(step(thread.id, Event::Revised(draft)))
}

/// A voice for a need that is there.
async fn voice(scene: &Scene<'_>, reference: NeedRef) -> Result<Act, Later> {
    if let Some(closed) = closed(scene).await? {
        return Ok(closed);
    }
    if speaks_for(scene, reference).await? {
        return Ok(scene.notice(crate::chat::words::voiced_before(reference)));
    }
    Ok(Act::Voice(Box::new(AddVoice {
        reference,
        voice: Voice::UsesIt,
        place: say::pressed_place(scene),
        to: scene.here(),
    })))
}

async fn judge(scene: &Scene<'_>, verdict: Verdict, message: Option<&str>) -> Result<Act, Later> {
    let Some((Mine { thread, .. }, _)) = under(scene, message).await? else {
        return Ok(scene.notice(words::not_yours()));
    };
    let felt_heard = None;
    Ok(step(
        thread.id,
        Event::Judged {
            verdict,
            felt_heard,
        },
    ))
}

/// What only the person of a thread may read, said to them alone.
async fn read(scene: &Scene<'_>, message: Option<&str>) -> Result<Act, Later> {
    let Some((Mine { thread, .. }, kind)) = under(scene, message).await? else {
        return Ok(scene.notice(words::not_yours()));
    };
    let messages = scene.bots.vault.messages(&thread.id).await?;
    let last = messages.iter().rev().find(|message| message.kind == kind);
    Ok(match last {
        Some(last) => {
            let hash = |words: &str| head(&scene.bots.words_hash(words));
            let controls = words::read_controls(&thread.id, &thread.state, &kind, hash);
            scene.show(last.text.clone(), controls)
        }
        None => scene.notice(words::done_already(&thread.state)),
    })
}

async fn about(scene: &Scene<'_>, about: &About) -> Result<Option<Mine>, Later> {
    match about {
        About::Thread(id) => mine(scene, id).await,
        About::Message(id) => Ok(under(scene, Some(id)).await?.map(|(mine, _)| mine)),
    }
}

async fn reply(scene: &Scene<'_>, meant: &About, typed: &str) -> Result<Act, Later> {
    let Some(Mine { thread, .. }) = about(scene, meant).await? else {
        return Ok(scene.show(words::not_yours_but(typed), Vec::new()));
    };
    let waits = |question: &Question| !matches!(question, Question::Edit { .. });
    let open = matches!(&thread.state, State::Asked { open, .. } if open.iter().any(waits));
    if !open {
        return Ok(scene.show(words::nothing_waits(typed), Vec::new()));
    }
    Ok(
        match masker(scene).reply(&marks::bare(typed).replace("```", "'''")) {
            Ok((words, removed)) => replied(thread.id, Reply::Show { words, removed }),
            Err(error) => {
                let about = About::Thread(thread.id);
                let text = words::answer_does_not_fit(&error.to_string(), typed);
                scene.show(text, vec![Control::Answer { about }])
            }
        },
    )
}

async fn appeal(scene: &Scene<'_>, id: &str, typed: &str) -> Result<Act, Later> {
    let Some(Mine { thread, .. }) = mine(scene, id).await? else {
        return Ok(scene.show(words::not_yours_but(typed), Vec::new()));
    };
    Ok(match masker(scene).words(&marks::bare(typed)) {
        Ok(words) => step(thread.id, Event::Appealed(words)),
        Err(error) => {
            let text = words::answer_does_not_fit(&error.to_string(), typed);
            scene.show(text, vec![Control::Appeal { thread: thread.id }])
        }
    })
}

fn step(thread: String, event: Event) -> Act {
    Act::Step {
        thread,
        event: Box::new(event),
    }
}

fn replied(thread: String, reply: Reply) -> Act {
    Act::Reply { thread, reply }
}

/// How a need stands, with a way to add a voice to it.
pub(in crate::chat) fn with_voice(scene: &Scene<'_>, reference: NeedRef, text: String) -> Act {
    scene.show(text, vec![Control::Voice { reference }])
}
