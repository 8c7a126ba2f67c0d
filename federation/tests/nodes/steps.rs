//! What nodes and the people at them do, in words that the tests share.

use hearback_federation::NodeError;
use hearback_wire::id::{Handle, RecordKey};
use hearback_wire::intake::{PutVoice, Update, What};
use hearback_wire::reference::NeedRef;
use hearback_wire::response::Answer;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::{NodeRole, ReferralRole, Voice};

use crate::common::{BOT, Engine, Running, befriend, settle};

pub(crate) const NEED: &str = "Rough sleeping counts for each district, every three months";

/// What the bot of a node is asked to tell, oldest first.
pub(crate) async fn updates(at: &Running) -> Vec<Update> {
    at.node.updates(BOT, 0, 0).await.unwrap().updates
}

/// What one thread is told, oldest first.
pub(crate) async fn told(at: &Running, handle: Handle) -> Vec<What> {
    let all = updates(at).await.into_iter();
    all.filter(|update| update.handle == handle)
        .map(|update| update.what)
        .collect()
}

pub(crate) fn answer(json: serde_json::Value) -> Answer {
    serde_json::from_value(json).unwrap()
}

pub(crate) fn planned() -> Answer {
    answer(serde_json::json!({
        "status": "planned", "when": "2027-05", "confidence": "provisional",
        "words": "Tables by district will come in May.",
    }))
}

pub(crate) fn considering() -> Answer {
    Answer::UnderConsideration { reply_by: None }
}

pub(crate) async fn respond(
    at: &Running,
    key: &RecordKey,
    answer: Answer,
) -> Result<(), NodeError> {
    at.node
        .respond(key.clone(), answer, None, Lang::english(), &[].into())
        .await
}

/// A community, another one, and an office, all friends.
pub(crate) async fn three(engine: &Engine) -> (Running, Running, Running) {
    let a = engine
        .start("Riverside Advice", &[NodeRole::Intermediary], 1)
        .await;
    let b = engine
        .start("Data for Communities", &[NodeRole::Intermediary], 2)
        .await;
    let p = engine
        .start("Statistics Office", &[NodeRole::Producer], 3)
        .await;
    befriend(&a, &b).await;
    befriend(&a, &p).await;
    befriend(&b, &p).await;
    (a, b, p)
}

/// Sends a need to an office as its lead, and waits until it is there; returns the referral.
pub(crate) async fn refer(from: &Running, reference: NeedRef, to: &Running) -> RecordKey {
    from.node
        .refer(reference, to.node.id().clone(), ReferralRole::Lead, None)
        .await
        .unwrap();
    settle(from, to).await;
    let need = to.node.need(reference).await.unwrap().unwrap();
    need.referrals[0].key.clone()
}

/// A person adds their voice to a need.
pub(crate) async fn add_voice(at: &Running, reference: NeedRef) -> Handle {
    let handle = Handle::draw(&*at.chance);
    let voice = Voice::UsesIt;
    let put = PutVoice { handle, voice };
    at.node
        .put_voice(BOT, reference, put, &handle.to_string())
        .await
        .unwrap();
    handle
}
