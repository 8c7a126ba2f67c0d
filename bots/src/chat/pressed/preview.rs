//! The exact words, to their person alone, with what can be pressed under them.

use hearback_store::Tx;
use hearback_wire::clock::Millis;

use super::control::{Control, head};
use super::words;
use crate::bots::Bots;
use crate::chat::speak::{PREVIEW, PREVIEW_WAITS};
use crate::dialogue::Draft;
use crate::tongue::Tongue;
use crate::vault::chat::{Place, Post, Sending, To, With};
use crate::vault::{Thread, VaultError};

/// Shows the words. In a room, where others read too, their person is only asked whether they want to
/// see them; `before` says why.
pub(in crate::chat) async fn show(
    bots: &Bots,
    tx: &mut Tx,
    thread: &Thread,
    place: &Place,
    (draft, to, before): (&Draft, To, Option<String>),
) -> Result<(), VaultError> {
    let public = matches!(to, To::Room { .. });
    let quiet = place.quiet
        || bots
            .vault
            .is_quiet(tx, place.platform, &place.person)
            .await?;
    let push = public && !quiet;
    let (text, controls) = if public {
        asking(&thread.id, before)
    } else {
        shown(bots, (place.tongue, &thread.id), draft, before)
    };
    let sending = Sending {
        to,
        text,
        push,
        mentions: push.then(|| place.person.clone()).into_iter().collect(),
        seeds: Vec::new(),
        kind: bots.shows(PREVIEW, &draft.content.canonical()),
        threads: vec![thread.id.clone()],
        controls,
        tongue: place.tongue,
    };
    let with = With {
        thread: Some(&thread.id),
        ..With::default()
    };
    bots.post(tx, place.platform, Post::Words(sending), with)
        .await?;
    let at = bots.clock.now().0.saturating_add(PREVIEW_WAITS);
    bots.vault.lapse_at(tx, thread, Some(Millis(at))).await?;
    bots.lapses.notify_one();
    Ok(())
}

/// Asks the writer of a message, where others read too: none of their words, and no name but theirs.
fn asking(thread: &str, before: Option<String>) -> (String, Vec<Control>) {
    let thread = thread.to_owned();
    let controls = vec![
        Control::Open {
            thread: thread.clone(),
        },
        Control::Cancel { thread },
    ];
    (before.unwrap_or_default(), controls)
}

/// First what others have asked for, if something is like it, and then the words.
fn shown(
    bots: &Bots,
    (t, thread): (Tongue, &str),
    draft: &Draft,
    before: Option<String>,
) -> (String, Vec<Control>) {
    let id = || thread.to_owned();
    if !draft.similar.is_empty() {
        let mut controls: Vec<Control> = draft
            .similar
            .iter()
            .map(|similar| Control::Same {
                thread: id(),
                reference: similar.need.reference,
            })
            .collect();
        controls.push(Control::Different { thread: id() });
        controls.push(Control::Cancel { thread: id() });
        return (words::similar(t, draft, before), controls);
    }
    let seen = head(&bots.words_hash(&draft.content.canonical()));
    let wider = draft.concerns.offer().then(|| Control::Wider {
        thread: id(),
        seen: seen.clone(),
    });
    let mut controls = vec![Control::Send { thread: id(), seen }];
    controls.extend(wider);
    controls.extend([
        Control::Edit { thread: id() },
        Control::Cancel { thread: id() },
        Control::Topic { thread: id() },
    ]);
    let text = words::preview(t, &bots.settings.intermediary, draft, before);
    (text, controls)
}
