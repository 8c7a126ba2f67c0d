//! REST: one file for each resource, written under the same paths as in Discord's OpenAPI document.
//! Every request goes through the door first, which knows tokens, limits, faults and witnesses.

mod channels;
mod commands;
mod door;
mod gateway;
mod guilds;
mod interactions;
mod messages;
mod serve;
mod threads;
mod users;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::{Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post, put};
use serde_json::Value;

use super::fake::Fake;
use super::refusal::Refusal;

pub(super) use serve::listen;

/// What every path begins with.
const BASE: &str = "/api/v10";

/// The body of a request. Null if there was none.
#[derive(Clone)]
struct Sent(Value);

/// An answer that is no refusal.
enum Reply {
    Json(StatusCode, Value),
    Nothing,
}

type Answer = Result<Reply, Refusal>;

#[expect(clippy::unnecessary_wraps, reason = "handlers end with it")]
fn shown(body: Value) -> Answer {
    Ok(Reply::Json(StatusCode::OK, body))
}

#[expect(clippy::unnecessary_wraps, reason = "handlers end with it")]
fn made(body: Value) -> Answer {
    Ok(Reply::Json(StatusCode::CREATED, body))
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        match self {
            Self::Json(status, body) => (status, axum::Json(body)).into_response(),
            Self::Nothing => StatusCode::NO_CONTENT.into_response(),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::BAD_REQUEST);
        (status, axum::Json(self.body())).into_response()
    }
}

fn router(fake: &Arc<Fake>) -> Router {
    let door = axum::middleware::from_fn_with_state(Arc::clone(fake), door::door);
    let routes = Router::new()
        .merge(about_the_bot())
        .merge(places())
        .merge(answers())
        .route_layer(door);
    Router::new()
        .nest(BASE, routes)
        .fallback(unknown)
        .with_state(Arc::clone(fake))
}

fn about_the_bot() -> Router<Arc<Fake>> {
    let application = "/applications/{application_id}";
    Router::new()
        .route("/gateway", get(gateway::address))
        .route("/gateway/bot", get(gateway::budget))
        .route("/applications/@me", get(users::application))
        .route("/users/@me", get(users::me))
        .route("/users/@me/guilds", get(users::guilds))
        .route(
            "/users/@me/guilds/{guild_id}",
            axum::routing::delete(users::leave),
        )
        .route("/users/@me/channels", post(users::open_direct))
        .route("/users/{user_id}", get(users::user))
        .route(
            &format!("{application}/commands"),
            get(commands::all).put(commands::set).post(commands::add),
        )
        .route(
            &format!("{application}/commands/{{command_id}}"),
            get(commands::one).delete(commands::remove),
        )
        .route(
            &format!("{application}/guilds/{{guild_id}}/commands"),
            get(commands::all_of_guild)
                .put(commands::set_of_guild)
                .post(commands::add_of_guild),
        )
}

fn places() -> Router<Arc<Fake>> {
    let channel = "/channels/{channel_id}";
    Router::new()
        .route("/guilds/{guild_id}", get(guilds::one))
        .route("/guilds/{guild_id}/channels", get(guilds::channels))
        .route("/guilds/{guild_id}/roles", get(guilds::roles))
        .route("/guilds/{guild_id}/members/{user_id}", get(guilds::member))
        .route("/guilds/{guild_id}/threads/active", get(guilds::threads))
        .route(
            channel,
            get(channels::one)
                .patch(channels::change)
                .delete(channels::remove),
        )
        .route(&format!("{channel}/typing"), post(channels::typing))
        .route(&format!("{channel}/threads"), post(threads::start))
        .route(
            &format!("{channel}/thread-members/@me"),
            put(threads::join).delete(threads::leave),
        )
        .route(
            &format!("{channel}/messages"),
            get(messages::all).post(messages::post),
        )
        .route(
            &format!("{channel}/messages/{{message_id}}"),
            get(messages::one)
                .patch(messages::edit)
                .delete(messages::remove),
        )
        .route(
            &format!("{channel}/messages/{{message_id}}/threads"),
            post(threads::start_from),
        )
        .route(
            &format!("{channel}/messages/pins/{{message_id}}"),
            put(messages::pin).delete(messages::unpin),
        )
        .route(
            &format!("{channel}/pins/{{message_id}}"),
            put(messages::pin).delete(messages::unpin),
        )
}

fn answers() -> Router<Arc<Fake>> {
    let webhook = "/webhooks/{webhook_id}/{webhook_token}";
    let callback = "/interactions/{interaction_id}/{interaction_token}/callback";
    Router::new()
        .route(callback, post(interactions::answer))
        .route(webhook, post(interactions::follow_up))
        .route(
            &format!("{webhook}/messages/@original"),
            get(interactions::original)
                .patch(interactions::edit_original)
                .delete(interactions::delete_original),
        )
        .route(
            &format!("{webhook}/messages/{{message_id}}"),
            patch(interactions::edit)
                .get(interactions::one)
                .delete(interactions::delete),
        )
}

async fn unknown(State(fake): State<Arc<Fake>>, method: Method, uri: Uri) -> Refusal {
    fake.witness
        .saw_unknown(&format!("{method} {}", uri.path()));
    Refusal::no_such_route()
}
