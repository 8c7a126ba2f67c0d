//! Answers to interactions. No token of the bot is asked for: the interaction's own is the proof.

use std::collections::HashMap;
use std::sync::Arc;

use axum::Extension;
use axum::extract::{Path, Query, State};
use serde_json::json;

use super::users::id;
use super::{Answer, Reply, Sent, shown};
use crate::discord::fake::Fake;
use crate::discord::world::Which;
use crate::discord::world::wire::put;

type Named = Path<(String, String, String)>;

pub(super) async fn answer(
    State(fake): State<Arc<Fake>>,
    Path((interaction, token)): Path<(String, String)>,
    Query(query): Query<HashMap<String, String>>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let interaction = id(&interaction)?;
    let told = query
        .get("with_response")
        .is_some_and(|one| one == "true" || one == "1");
    fake.change(|world| {
        world.answer(interaction, &token, &body)?;
        if !told {
            return Ok(Reply::Nothing);
        }
        let asked = world.asked(interaction)?;
        let about = json!({
            "id": asked.id, "type": asked.kind.number(), "response_message_id": asked.original,
        });
        let mut answer = json!({"interaction": about});
        let message = asked.original.and_then(|id| world.messages.get(&id));
        if let (Some(ack), Some(message)) = (asked.ack, message) {
            let made = json!({"type": ack.kind, "message": world.message_json(message)});
            put(&mut answer, "resource", made);
        }
        shown(answer)
    })
}

pub(super) async fn follow_up(
    State(fake): State<Arc<Fake>>,
    Path((application, token)): Path<(String, String)>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let application = id(&application)?;
    // Only with `wait=true` other webhooks answer with the message; those of interactions always do.
    fake.change(|world| shown(world.followed_up(application, &token, &body)?))
}

pub(super) async fn original(
    State(fake): State<Arc<Fake>>,
    Path((application, token)): Path<(String, String)>,
) -> Answer {
    let application = id(&application)?;
    fake.look(|world| shown(world.answer_shown(application, &token, Which::Original)?))
}

pub(super) async fn edit_original(
    State(fake): State<Arc<Fake>>,
    Path((application, token)): Path<(String, String)>,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let application = id(&application)?;
    fake.change(|world| shown(world.answer_changed(application, &token, Which::Original, &body)?))
}

pub(super) async fn delete_original(
    State(fake): State<Arc<Fake>>,
    Path((application, token)): Path<(String, String)>,
) -> Answer {
    let application = id(&application)?;
    fake.change(|world| {
        world.answer_deleted(application, &token, Which::Original)?;
        Ok(Reply::Nothing)
    })
}

pub(super) async fn one(
    State(fake): State<Arc<Fake>>,
    Path((application, token, message)): Named,
) -> Answer {
    let (application, which) = (id(&application)?, Which::Named(id(&message)?));
    fake.look(|world| shown(world.answer_shown(application, &token, which)?))
}

pub(super) async fn edit(
    State(fake): State<Arc<Fake>>,
    Path((application, token, message)): Named,
    Extension(Sent(body)): Extension<Sent>,
) -> Answer {
    let (application, which) = (id(&application)?, Which::Named(id(&message)?));
    fake.change(|world| shown(world.answer_changed(application, &token, which, &body)?))
}

pub(super) async fn delete(
    State(fake): State<Arc<Fake>>,
    Path((application, token, message)): Named,
) -> Answer {
    let (application, which) = (id(&application)?, Which::Named(id(&message)?));
    fake.change(|world| {
        world.answer_deleted(application, &token, which)?;
        Ok(Reply::Nothing)
    })
}
