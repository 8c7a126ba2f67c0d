//! From what the dialogue says to what is posted: what anybody may read to the thread, the rest to its
//! person alone.

use hearback_store::Tx;

use super::{Control, words};
use crate::bots::Bots;
use crate::chat::Told;
use crate::chat::speak::wakes;
use crate::dialogue::{Kind, Message, State};
use crate::tongue::Tongue;
use crate::vault::chat::{Place, Post, Sending, With};
use crate::vault::{Thread, VaultError};

/// Posts a message of the dialogue.
pub(in crate::chat) async fn speak(
    bots: &Bots,
    tx: &mut Tx,
    (thread, place): (&Thread, &Place),
    message: &Message,
    told: Option<Told>,
) -> Result<(), VaultError> {
    match message.kind {
        // The preview follows, and says why.
        Kind::NotTaken if matches!(thread.state, State::Preview(_)) => Ok(()),
        Kind::NotTaken => {
            let text = own_words(bots, place, message);
            let mut sending = super::own::answer(place.tongue, place.own(), text, Vec::new());
            NOT_DONE.clone_into(&mut sending.kind);
            say_alone(bots, tx, thread, place, sending).await
        }
        // Nobody pressed anything, and others would read it.
        Kind::Lapsed => Ok(()),
        Kind::Taken => taken(bots, tx, thread, place, message).await,
        Kind::Voiced => voiced(bots, tx, thread, place, message).await,
        _ => match told {
            Some(told) => update(bots, tx, (thread, place), message, told).await,
            None => {
                alone(
                    bots,
                    tx,
                    thread,
                    place,
                    (own_words(bots, place, message), Vec::new()),
                )
                .await
            }
        },
    }
}

fn own_words(bots: &Bots, place: &Place, message: &Message) -> String {
    match message.kind {
        Kind::Sent => words::on_its_way(place.tongue, &bots.settings.intermediary),
        _ => message.text.clone(),
    }
}

/// What says that something was not done after all: its person believes that it was.
pub(crate) const NOT_DONE: &str = "not done";

/// To the person of the thread, in answer to what they pressed last.
async fn alone(
    bots: &Bots,
    tx: &mut Tx,
    thread: &Thread,
    place: &Place,
    (text, controls): (String, Vec<Control>),
) -> Result<(), VaultError> {
    let sending = super::own::answer(place.tongue, place.own(), text, controls);
    say_alone(bots, tx, thread, place, sending).await
}

async fn say_alone(
    bots: &Bots,
    tx: &mut Tx,
    thread: &Thread,
    place: &Place,
    sending: Sending,
) -> Result<(), VaultError> {
    let with = With {
        thread: Some(&thread.id),
        ..With::default()
    };
    bots.post(tx, place.platform, Post::Words(sending), with)
        .await
        .map(|_| ())
}

fn quiet_controls(thread: &Thread) -> Vec<Control> {
    vec![
        Control::QuietHere {
            thread: thread.id.clone(),
        },
        Control::Quiet { quiet: true },
    ]
}

/// The node took the need: a line that anybody may read, under which the thread begins.
async fn taken(
    bots: &Bots,
    tx: &mut Tx,
    thread: &Thread,
    place: &Place,
    message: &Message,
) -> Result<(), VaultError> {
    let Some(reference) = thread.state.reference() else {
        return Ok(());
    };
    let text = words::thanks(place.tongue, &bots.settings.intermediary, &message.text);
    alone(bots, tx, thread, place, (text, quiet_controls(thread))).await?;
    let text = words::home(place.tongue, reference, &bots.settings.intermediary);
    line(bots, tx, thread, place, (text, None)).await
}

/// A voice: at the home of its need, if that is in the same room; otherwise at one of its own.
async fn voiced(
    bots: &Bots,
    tx: &mut Tx,
    thread: &Thread,
    place: &Place,
    message: &Message,
) -> Result<(), VaultError> {
    let Some(reference) = thread.state.reference() else {
        return Ok(());
    };
    alone(
        bots,
        tx,
        thread,
        place,
        (message.text.clone(), quiet_controls(thread)),
    )
    .await?;
    let vault = &bots.vault;
    let homes = vault
        .about_in_room(tx, place.platform, &place.room, reference)
        .await?;
    let home = homes
        .into_iter()
        .find(|placed| placed.thread != thread.id && !placed.place.rootless);
    if let Some(home) = home {
        let mut place = place.clone();
        (place.root, place.rootless) = (home.place.root, false);
        return vault.save_place(tx, &thread.id, &place).await;
    }
    let room = vault.home(place.platform, &place.room, "voices");
    let text = words::home_of_voices(place.tongue, reference);
    line(
        bots,
        tx,
        thread,
        place,
        (text, Some(format!("{room}/{reference}"))),
    )
    .await
}

/// A quiet line at the place of a thread.
async fn line(
    bots: &Bots,
    tx: &mut Tx,
    thread: &Thread,
    place: &Place,
    (text, key): (String, Option<String>),
) -> Result<(), VaultError> {
    let sending = Sending {
        kind: Kind::Taken.code().to_owned(),
        threads: vec![thread.id.clone()],
        ..super::own::answer(place.tongue, place.to(), text, Vec::new())
    };
    let with = With {
        merge_key: key.as_deref(),
        ..With::default()
    };
    bots.post(tx, place.platform, Post::Words(sending), with)
        .await
        .map(|_| ())
}

/// What the node brings. Where it holds words that have not left, the thread only says that something
/// waits.
async fn update(
    bots: &Bots,
    tx: &mut Tx,
    (thread, place): (&Thread, &Place),
    message: &Message,
    told: Told,
) -> Result<(), VaultError> {
    let quiet = place.quiet
        || bots
            .vault
            .is_quiet(tx, place.platform, &place.person)
            .await?;
    let push = wakes(message.kind) && !quiet;
    let (text, controls) = public(place.tongue, thread, message);
    let home = bots.vault.home(place.platform, &place.room, &place.root);
    let key = format!("{home}/{}", told.cause);
    let sending = Sending {
        to: place.to(),
        text,
        push,
        mentions: push.then(|| place.person.clone()).into_iter().collect(),
        seeds: Vec::new(),
        kind: message.kind.code().to_owned(),
        threads: vec![thread.id.clone()],
        controls,
        tongue: place.tongue,
    };
    let with = With {
        merge_key: Some(&key),
        update: Some(told.update),
        ..With::default()
    };
    bots.post(tx, place.platform, Post::Words(sending), with)
        .await
        .map(|_| ())
}

fn public(t: Tongue, thread: &Thread, message: &Message) -> (String, Vec<Control>) {
    let reference = thread.state.reference();
    let text = message.text.clone();
    match message.kind {
        Kind::Edited | Kind::ModeratorAsks | Kind::Refused | Kind::Merged => (
            words::something_waits(t, message.kind, reference),
            vec![Control::Read],
        ),
        Kind::Answered => (words::answered(t, &text), words::verdicts()),
        Kind::Question => (text, vec![words::answer_here()]),
        Kind::Released => {
            let voice = reference.map(|reference| Control::Voice { reference });
            let text = words::released(&thread.state, text);
            (text, voice.into_iter().collect())
        }
        _ => (text, Vec::new()),
    }
}
