//! What a person writes in a thread of theirs, without an order: a yes, a no, other words, an answer.
//!
//! It must never take a person's talk in a thread for more than it is: only what the thread waits
//! for counts, and only from the person whose thread it is.

use hearback_anonymise::Roster;
use hearback_wire::vocabulary::{Verdict, Voice};

use super::act::{Act, Later};
use super::heard::{Ear, HeardWhat};
use super::order::{Order, bare};
use super::reply::Reply;
use super::scene::Scene;
use super::speak::{PREVIEW, REPLY};
use super::{ask, words};
use crate::dialogue::{Answer, Draft, Event, Question, State};
use crate::draft::Masker;
use crate::vault::Thread;
use crate::vault::chat::{Place, Placed, To};

/// A thread of the person that the words may be for.
struct Mine {
    thread: Thread,
    place: Place,
    /// Whether the words reply to one of its messages.
    replied: bool,
}

/// What the words do in the thread they were said in; none if they are not for a thread.
pub(super) async fn act(
    scene: &Scene<'_>,
    ear: &impl Ear,
    text: &str,
) -> Result<Option<Act>, Later> {
    for mine in candidates(scene).await? {
        if let Some(act) = read(scene, ear, &mine, text).await? {
            return Ok(Some(act));
        }
    }
    Ok(None)
}

/// The person's threads that the words may be for: those of the message they reply to, those of the
/// chat thread, and in a direct room those that live there or are previewed there.
async fn candidates(scene: &Scene<'_>) -> Result<Vec<Mine>, Later> {
    let heard = scene.heard;
    let HeardWhat::Words {
        root, replies_to, ..
    } = &heard.what
    else {
        return Ok(Vec::new());
    };
    let vault = &scene.bots.vault;
    let anchors = match replies_to {
        Some(event) => vault.anchors((heard.platform, &heard.room, event)).await?,
        None => Vec::new(),
    };
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for Placed { thread, place } in vault.of_person(heard.platform, &heard.by).await? {
        let replied = anchors.iter().any(|anchor| anchor.thread == thread);
        let here = place.room == heard.room && Some(&place.root) == root.as_ref();
        if !replied && !here && !is_direct(scene, &place).await? {
            continue;
        }
        let Some(thread) = vault.thread_by_id(&thread).await? else {
            continue;
        };
        let list = if replied { &mut first } else { &mut rest };
        list.push(Mine {
            thread,
            place,
            replied,
        });
    }
    first.append(&mut rest);
    Ok(first)
}

/// Whether a thread is talked about in this direct room.
async fn is_direct(scene: &Scene<'_>, place: &Place) -> Result<bool, Later> {
    if scene.threaded() {
        return Ok(false);
    }
    let preview = scene.bots.preview_to(place).await?;
    Ok(place.room == scene.heard.room || matches!(preview, To::Direct { .. }))
}

async fn read(
    scene: &Scene<'_>,
    ear: &impl Ear,
    mine: &Mine,
    text: &str,
) -> Result<Option<Act>, Later> {
    let plain = simple(text);
    let state = &mine.thread.state;
    if let Some(verdict) = verdict(&plain, state) {
        return Ok(Some(step(
            mine,
            Event::Judged {
                verdict,
                felt_heard: None,
            },
        )));
    }
    match state {
        State::Preview(draft) => in_preview(scene, ear, (mine, draft), text).await,
        state if TAKE_BACK.contains(&plain.as_str()) && !state.is_final() => {
            Ok(Some(ask::take_back(&mine.thread, &mine.place)))
        }
        State::Asked { open, .. } => to_question(scene, ear, (mine, open), text).await,
        state if state.can_appeal() => appeal(scene, ear, mine, text).await,
        _ => Ok(None),
    }
}

fn step(mine: &Mine, event: Event) -> Act {
    Act::Step {
        thread: mine.thread.id.clone(),
        event: Box::new(event),
    }
}

/// In a direct room other words are another need. In a thread that was there before the need they
/// are talk, unless they reply to the bot. Otherwise they are the words once more.
async fn in_preview(
    scene: &Scene<'_>,
    ear: &impl Ear,
    (mine, draft): (&Mine, &Draft),
    text: &str,
) -> Result<Option<Act>, Later> {
    if let Some(yes) = yes_or_no(&simple(text)) {
        let shown = scene.bots.shows(PREVIEW, &draft.content.canonical());
        if yes && !scene.bots.vault.stands(&mine.thread.id, &shown).await? {
            return Ok(Some(scene.notice(words::look_first(scene.tongue))));
        }
        let event = if yes { Event::Approved } else { Event::Stopped };
        return Ok(Some(step(mine, event)));
    }
    if ["wider", "ehangach"].contains(&simple(text).as_str()) && draft.concerns.offer() {
        return Ok(Some(step(mine, Event::Coarsened)));
    }
    if let Some(Order::Same(reference)) = bare(text) {
        let voice = Voice::UsesIt;
        return Ok(Some(step(mine, Event::AddedVoice { reference, voice })));
    }
    let own = scene.threaded() && mine.place.root == mine.place.source;
    if !own && !mine.replied {
        return Ok(None);
    }
    let roster = scene.roster(ear).await?;
    let origin = scene.bots.still(&draft.content.origin);
    Ok(Some(
        match scene.bots.chat_draft(text, &roster, origin).await {
            Ok(draft) => step(mine, Event::Revised(Box::new(draft))),
            Err(error) => scene.notice(words::not_like_this(
                scene.tongue,
                &error.error.words(scene.tongue),
            )),
        },
    ))
}

async fn to_question(
    scene: &Scene<'_>,
    ear: &impl Ear,
    (mine, open): (&Mine, &[Question]),
    text: &str,
) -> Result<Option<Act>, Later> {
    let edit = |question: &Question| matches!(question, Question::Edit { .. });
    let yes = yes_or_no(&simple(text));
    let reply = |reply| Act::Reply {
        thread: mine.thread.id.clone(),
        reply,
    };
    if let (Some(words), Some(yes)) = (&mine.place.reply, yes) {
        let shown = scene.bots.shows(REPLY, words.as_str());
        if yes && !scene.bots.vault.stands(&mine.thread.id, &shown).await? {
            return Ok(Some(scene.notice(words::look_first(scene.tongue))));
        }
        return Ok(Some(reply(if yes { Reply::Send } else { Reply::Drop })));
    }
    if let (true, Some(yes)) = (open.iter().any(edit), yes) {
        return Ok(Some(step(mine, Event::Decided { yes })));
    }
    if open.iter().all(edit) {
        return Ok(None);
    }
    let own = !scene.threaded() || mine.place.root == mine.place.source;
    if !own && !mine.replied {
        return Ok(None);
    }
    let roster = scene.roster(ear).await?;
    Ok(Some(match masker(scene, &roster).reply(text) {
        Ok((words, removed)) => reply(Reply::Show { words, removed }),
        Err(error) => scene.notice(words::answer_like_this(
            scene.tongue,
            &error.words(scene.tongue),
        )),
    }))
}

async fn appeal(
    scene: &Scene<'_>,
    ear: &impl Ear,
    mine: &Mine,
    text: &str,
) -> Result<Option<Act>, Later> {
    let end = text.find(|c: char| !c.is_alphabetic());
    let (head, why) = text.split_at(end.unwrap_or(text.len()));
    if !["appeal", "apêl", "apel"].contains(&head.to_lowercase().as_str()) {
        return Ok(None);
    }
    let why = why.trim_start_matches([':', ',', ' ']);
    let roster = scene.roster(ear).await?;
    Ok(Some(match masker(scene, &roster).reply(why) {
        Ok((words, _)) => step(mine, Event::Appealed(words)),
        Err(error) => scene.notice(words::appeal_like_this(
            scene.tongue,
            &error.words(scene.tongue),
        )),
    }))
}

fn masker<'a>(scene: &Scene<'a>, roster: &'a Roster) -> Masker<'a> {
    Masker {
        anonymiser: &scene.bots.anonymiser,
        roster,
    }
}

/// How people take back what they said.
const TAKE_BACK: [&str; 3] = ["withdraw", "tynnu'n ôl", "tynnu'n ol"];

/// Small letters and plain apostrophes, without what people put at the end.
fn simple(text: &str) -> String {
    let trimmed = text.trim().trim_end_matches(['.', '!', ',', ' ']);
    trimmed.to_lowercase().replace('’', "'")
}

fn yes_or_no(plain: &str) -> Option<bool> {
    const YES: [&str; 14] = [
        "yes",
        "y",
        "yes please",
        "send",
        "send it",
        "ok",
        "okay",
        "✅",
        "ie",
        "iawn",
        "ydy",
        "ydw",
        "anfon",
        "anfonwch",
    ];
    const NO: [&str; 11] = [
        "no",
        "n",
        "no thanks",
        "no thank you",
        "stop",
        "cancel",
        "❌",
        "na",
        "nac ydy",
        "nac ydw",
        "stopio",
    ];
    match plain {
        yes if YES.contains(&yes) => Some(true),
        no if NO.contains(&no) => Some(false),
        _ => None,
    }
}

/// The clear words count as long as there is an answer; a mere yes or no only while it waits for a
/// verdict and nothing else is asked.
fn verdict(plain: &str, state: &State) -> Option<Verdict> {
    if state.answer() == Answer::None {
        return None;
    }
    let only_this = state.wants_verdict() && !matches!(state, State::Asked { .. });
    match plain {
        "met" => Some(Verdict::Met),
        "partly" | "partly met" | "rhannol" => Some(Verdict::Partly),
        "not met" => Some(Verdict::NotMet),
        "yes" | "✅" | "ydy" | "ie" if only_this => Some(Verdict::Met),
        "no" | "❌" | "nac ydy" | "na" if only_this => Some(Verdict::NotMet),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_wire::chance::SeededChance;
    use hearback_wire::reference::NeedRef;

    #[test]
    fn only_a_clear_yes_or_no_counts() {
        for yes in ["Yes.", " SEND it!", "ok", "✅", "Ie!", "Iawn."] {
            assert_eq!(yes_or_no(&simple(yes)), Some(true), "{yes}");
        }
        for no in ["No", "cancel.", "No, thanks", "Na.", "nac ydy"] {
            let want = (no != "No, thanks").then_some(false);
            assert_eq!(yes_or_no(&simple(no)), want, "{no}");
        }
        for neither in ["yes we talked about this", "", "nobody", "okay then, but"] {
            assert_eq!(yes_or_no(&simple(neither)), None, "{neither}");
        }
    }

    #[test]
    fn a_yes_is_a_verdict_only_while_an_answer_waits_for_one() {
        let state = |answer| State::Voiced {
            reference: NeedRef::draw(&SeededChance::new(1)),
            voice: Voice::UsesIt,
            answer,
        };
        let judged = Answer::Judged(Verdict::Partly);
        for (plain, answer, want) in [
            ("yes", Answer::Waits, Some(Verdict::Met)),
            ("yes", judged, None),
            ("met", judged, Some(Verdict::Met)),
            ("met", Answer::None, None),
            ("ydy", Answer::Waits, Some(Verdict::Met)),
            ("rhannol", judged, Some(Verdict::Partly)),
        ] {
            assert_eq!(verdict(plain, &state(answer)), want, "{plain} {answer:?}");
        }
    }
}
