//! What is to be done about something pressed. Decides only; nothing is written here.
//!
//! It must never act on a thread of somebody else than whoever pressed.

use hearback_wire::content::ThemeTag;
use hearback_wire::reference::NeedRef;
use hearback_wire::vocabulary::{Theme, Verdict, Voice};

use super::asked::{About, Ask};
use super::begin::step;
use super::control::{Control, head};
use super::own::{Mine, mine, under};
use super::perform::Deed;
use super::{begin, desk, marks, setup, words};
use crate::chat::act::{Act, Later};
use crate::chat::ask::{self, speaks_for};
use crate::chat::heard::Ear;
use crate::chat::order::{Decision, Order};
use crate::chat::reply::Reply;
use crate::chat::scene::Scene;
use crate::dialogue::{Draft, Event, Question, State};
use crate::mine::{Released, Toll};
use crate::tongue::Tongue;
use crate::vault::Thread;

/// What somebody asks for by pressing.
pub(in crate::chat) async fn asked(
    scene: &Scene<'_>,
    ear: &impl Ear,
    ask: &Ask,
) -> Result<Act, Later> {
    match ask {
        Ask::Need { need, use_, thread } => {
            begin::form(scene, ear, (need, use_), thread.as_deref()).await
        }
        Ask::Suggest {
            message,
            author,
            text,
        } => begin::suggest(scene, ear, (message, author), text).await,
        Ask::Order(order) => ordered(scene, ear, order.clone()).await,
        Ask::Press { control, message } => pressed(scene, control, message.as_deref()).await,
        Ask::Topic { thread, theme } => topic(scene, thread, *theme).await,
        Ask::Reply { about, words } => reply(scene, about, words).await,
        Ask::Appeal { thread, words } => appeal(scene, thread, words).await,
        Ask::Decide { decision, seen } => {
            desk::decide(scene, decision.clone(), seen.as_deref()).await
        }
        Ask::SetUp(chosen) => setup::set_up(scene, ear, chosen).await,
        Ask::Check(limits) => setup::check(scene, limits).await,
        Ask::NoOther { words } => {
            let text = words::with_typed(
                Tongue::English,
                words::no_other(),
                std::slice::from_ref(words),
            );
            Ok(scene.notice(text))
        }
        Ask::BadReference => Ok(scene.notice(words::no_reference(scene.tongue))),
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
                words::mine(scene.tongue, &states),
                words::mine_controls(&states, quiet.await?),
            ))
        }
        Order::Privacy => {
            let notice = crate::words::notice(scene.tongue, &scene.bots.settings);
            Ok(scene.notice(words::privacy(scene.tongue, &notice)))
        }
        Order::Help => {
            Ok(scene.notice(words::help(scene.tongue, &scene.bots.settings.intermediary)))
        }
        other => ask::act(scene, ear, other).await,
    }
}

async fn pressed(
    scene: &Scene<'_>,
    control: &Control,
    message: Option<&str>,
) -> Result<Act, Later> {
    let quiet = |quiet| {
        let said = scene.notice(words::quieted(scene.tongue, quiet));
        Ok(Act::All(vec![Act::Quiet(quiet), said]))
    };
    match control {
        Control::Quiet { quiet: on } => quiet(*on),
        Control::Erase { released } => Ok(Act::Erase(*released)),
        Control::Voice { reference } => begin::voice(scene, *reference).await,
        Control::Judge { verdict, about } => {
            let about = match (about, message) {
                (About::Message(_), Some(message)) => About::Message(message.to_owned()),
                (about, _) => about.clone(),
            };
            judge(scene, *verdict, &about).await
        }
        Control::Read => read(scene, message).await,
        Control::Approve { reference, seen } => desk::confirm(scene, *reference, seen).await,
        Control::Approved { reference, seen } => desk::approve(scene, *reference, seen).await,
        Control::Named { reference, seen } => desk::approve_named(scene, *reference, seen).await,
        Control::Undo { reference, seen } => {
            desk::decide(scene, Decision::Undo(*reference), Some(seen)).await
        }
        Control::Alone { reference, seen } => {
            desk::decide(scene, Decision::Alone(*reference), Some(seen)).await
        }
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
        return Ok(scene.notice(words::not_yours(scene.tongue)));
    };
    if let (Control::Open { .. }, State::Preview(_)) = (control, &thread.state) {
        let deed = Deed::Preview { thread: thread.id };
        return Ok(Act::Pressed(Box::new(deed)));
    }
    if let (Control::Question { .. }, State::Asked { open, .. }) = (control, &thread.state)
        && let Some(first) = open.first()
    {
        return show_last(scene, &thread, words::kind_of(first).code()).await;
    }
    Ok(match (control, &thread.state) {
        (Control::Send { seen, .. }, State::Preview(draft)) => {
            if_newest(scene, (draft, seen), step(thread.id, Event::Approved))
        }
        (Control::Wider { seen, .. }, State::Preview(draft)) => {
            if_newest(scene, (draft, seen), step(thread.id, Event::Coarsened))
        }
        (Control::Cancel { .. }, State::Preview(_)) => step(thread.id, Event::Stopped),
        (Control::Same { reference, .. }, State::Preview(_)) => {
            if speaks_for(scene, *reference).await?.is_some() {
                return Ok(
                    scene.notice(crate::chat::words::voiced_before(scene.tongue, *reference))
                );
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
            Act::All(vec![quiet, scene.notice(words::quiet_here(scene.tongue))])
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
                Some(_) => scene.notice(words::newer_words(scene.tongue)),
                None => scene.notice(crate::chat::words::nothing_waits(scene.tongue)),
            }
        }
        (Control::DropReply { .. }, _) => replied(thread.id, Reply::Drop),
        (_, state) => scene.notice(words::done_already(scene.tongue, state)),
    })
}

/// Whoever presses under words speaks of those and of no others.
fn if_newest(scene: &Scene<'_>, (draft, seen): (&Draft, &str), act: Act) -> Act {
    if *seen == head(&scene.bots.words_hash(&draft.content.canonical())) {
        act
    } else {
        scene.notice(words::newer_words(scene.tongue))
    }
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
        _ => scene.notice(words::newer_words(scene.tongue)),
    }
}

async fn topic(scene: &Scene<'_>, id: &str, theme: Option<Theme>) -> Result<Act, Later> {
    let Some(Mine { thread, .. }) = mine(scene, id).await? else {
        return Ok(scene.notice(words::not_yours(scene.tongue)));
    };
    let State::Preview(draft) = &thread.state else {
        return Ok(scene.notice(words::done_already(scene.tongue, &thread.state)));
    };
    let mut draft = draft.clone();
    let tag = theme.map(|theme| ThemeTag { theme, topic: None });
    draft.content.themes = tag.into_iter().collect();
    Ok(step(thread.id, Event::Revised(draft)))
}

async fn judge(scene: &Scene<'_>, verdict: Verdict, meant: &About) -> Result<Act, Later> {
    let Some(Mine { thread, .. }) = about(scene, meant).await? else {
        return Ok(scene.notice(words::not_yours(scene.tongue)));
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
    match under(scene, message).await? {
        Some((Mine { thread, .. }, kind)) => show_last(scene, &thread, &kind).await,
        None => Ok(scene.notice(words::not_yours(scene.tongue))),
    }
}

/// The last message of a kind, with what can be done about it.
async fn show_last(scene: &Scene<'_>, thread: &Thread, kind: &str) -> Result<Act, Later> {
    let messages = scene.bots.vault.messages(&thread.id).await?;
    let last = messages.iter().rev().find(|message| message.kind == kind);
    Ok(match last {
        Some(last) => {
            let hash = |words: &str| head(&scene.bots.words_hash(words));
            let controls = words::read_controls(&thread.id, &thread.state, kind, hash);
            scene.show(last.text.clone(), controls)
        }
        None => scene.notice(words::done_already(scene.tongue, &thread.state)),
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
        return Ok(scene.show(words::not_yours_but(scene.tongue, typed), Vec::new()));
    };
    let waits = |question: &Question| !matches!(question, Question::Edit { .. });
    let open = matches!(&thread.state, State::Asked { open, .. } if open.iter().any(waits));
    if !open {
        return Ok(scene.show(words::nothing_waits(scene.tongue, typed), Vec::new()));
    }
    Ok(
        match begin::masker(scene).reply(&marks::bare(typed).replace("```", "'''")) {
            Ok((words, removed)) => replied(thread.id, Reply::Show { words, removed }),
            Err(error) => {
                let about = About::Thread(thread.id);
                let text =
                    words::answer_does_not_fit(scene.tongue, &error.words(scene.tongue), typed);
                scene.show(text, vec![Control::Answer { about }])
            }
        },
    )
}

async fn appeal(scene: &Scene<'_>, id: &str, typed: &str) -> Result<Act, Later> {
    let Some(Mine { thread, .. }) = mine(scene, id).await? else {
        return Ok(scene.show(words::not_yours_but(scene.tongue, typed), Vec::new()));
    };
    if !thread.state.can_appeal() {
        return Ok(scene.show(words::nothing_waits(scene.tongue, typed), Vec::new()));
    }
    Ok(match begin::masker(scene).words(&marks::bare(typed)) {
        Ok(words) => step(thread.id, Event::Appealed(words)),
        Err(error) => {
            let text = words::answer_does_not_fit(scene.tongue, &error.words(scene.tongue), typed);
            scene.show(text, vec![Control::Appeal { thread: thread.id }])
        }
    })
}

fn replied(thread: String, reply: Reply) -> Act {
    Act::Reply { thread, reply }
}

/// What erasing does, with a way to have it done.
pub(in crate::chat) fn before_erasing(scene: &Scene<'_>, found: Toll) -> Act {
    let controls =
        [Released::Stay, Released::TakenBack].map(|released| Control::Erase { released });
    scene.show(
        words::before_erasing(scene.tongue, found),
        controls.to_vec(),
    )
}

/// How a need stands, with a way to add a voice to it.
pub(in crate::chat) fn with_voice(scene: &Scene<'_>, reference: NeedRef, text: String) -> Act {
    scene.show(text, vec![Control::Voice { reference }])
}
