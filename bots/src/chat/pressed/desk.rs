//! What moderators press on a card.
//!
//! It must never let anybody decide who may not, nor about words that the card did not show.

use hearback_wire::reference::NeedRef;

use super::own::answer;
use super::perform::Deed;
use super::{Control, words};
use crate::bots::Bots;
use crate::chat::Platform;
use crate::chat::act::{Act, Later};
use crate::chat::heard::Rank;
use crate::chat::moderate;
use crate::chat::order::{Approving, Decision};
use crate::chat::scene::Scene;
use crate::tongue::Tongue;
use crate::vault::VaultError;
use crate::vault::chat::{Post, Role, To, With};
use hearback_store::Tx;

/// A moderator's order, about the words whose hash begins with `seen`.
pub(super) async fn decide(
    scene: &Scene<'_>,
    decision: Decision,
    seen: Option<&str>,
) -> Result<Act, Later> {
    let typed = decision.typed();
    let act = match refused(scene, &decision) {
        Some(refused) => refused,
        None => moderate::ordered(scene, decision, seen).await?,
    };
    Ok(match act {
        Act::Notice(to, text) => Act::Notice(to, words::with_typed(Tongue::English, text, &typed)),
        act => act,
    })
}

fn refused(scene: &Scene<'_>, decision: &Decision) -> Option<Act> {
    if scene.room.role != Role::Moderators {
        return Some(scene.notice(words::not_the_desk()));
    }
    let may = scene.heard.rank >= Rank::Moderator || matches!(decision, Decision::Queue);
    (!may).then(|| scene.notice(words::moderators_only()))
}

/// Once a need has left nobody can call it back, so letting it leave takes a second press, under
/// everything that whoever presses answers for.
pub(super) async fn confirm(
    scene: &Scene<'_>,
    reference: NeedRef,
    seen: &str,
) -> Result<Act, Later> {
    let decision = Decision::Approve(reference);
    if let Some(refused) = refused(scene, &decision) {
        return Ok(refused);
    }
    // What would be refused is refused at once.
    Ok(
        match moderate::ordered(scene, decision, Some(seen)).await? {
            Act::Decide(_) => {
                let conditions = moderate::conditions_of(scene, reference).await?;
                let seen = || seen.to_owned();
                let mut controls = vec![Control::Approved {
                    reference,
                    seen: seen(),
                }];
                if conditions.for_everybody {
                    controls.push(Control::Named {
                        reference,
                        seen: seen(),
                    });
                }
                scene.show(words::confirm(reference, &conditions.lines), controls)
            }
            other => other,
        },
    )
}

/// The second press, for everybody.
pub(super) async fn approve(
    scene: &Scene<'_>,
    reference: NeedRef,
    seen: &str,
) -> Result<Act, Later> {
    approve_as(scene, (reference, seen), false).await
}

/// The second press, for connected organisations.
pub(super) async fn approve_named(
    scene: &Scene<'_>,
    reference: NeedRef,
    seen: &str,
) -> Result<Act, Later> {
    approve_as(scene, (reference, seen), true).await
}

/// What must be answered for stands above the buttons.
async fn approve_as(
    scene: &Scene<'_>,
    (reference, seen): (NeedRef, &str),
    named: bool,
) -> Result<Act, Later> {
    let how = Approving {
        named,
        answering: true,
    };
    decide(scene, Decision::ApproveAs(reference, how), Some(seen)).await
}

/// The reasons to decline, to choose from.
pub(super) fn reasons(scene: &Scene<'_>, reference: NeedRef, seen: &str) -> Act {
    let seen = seen.to_owned();
    refused(scene, &Decision::Approve(reference)).unwrap_or_else(|| {
        let controls = vec![Control::Reasons { reference, seen }];
        scene.show(words::choose_reason(reference), controls)
    })
}

/// Tries again what the platform's own filter stopped.
pub(super) fn retry(scene: &Scene<'_>, post: &str) -> Act {
    if scene.heard.rank < Rank::Moderator {
        return scene.notice(words::moderators_only());
    }
    let retry = Deed::Retry {
        post: post.to_owned(),
    };
    let retry = Act::Pressed(Box::new(retry));
    Act::All(vec![retry, scene.notice(words::tried_again())])
}

/// Tells moderators, once for each post, that a filter stopped it.
pub(crate) async fn tell_desk(
    bots: &Bots,
    tx: &mut Tx,
    (platform, desk): (Platform, &str),
    (post, text): (&str, String),
) -> Result<(), VaultError> {
    let to = To::Room {
        room: desk.to_owned(),
        root: None,
    };
    let post_id = post.to_owned();
    let sending = answer(
        Tongue::English,
        to,
        text,
        vec![Control::Retry { post: post_id }],
    );
    let key = format!("{post}/blocked");
    let with = With {
        merge_key: Some(&key),
        ..With::default()
    };
    bots.post(tx, platform, Post::Words(sending), with)
        .await
        .map(|_| ())
}
