//! The web room: for people who have neither of the chat platforms. Forms only; works without script.
//!
//! It must never send anything to the node inside a request (it may look things up), and never set
//! or read anything by which a person could be followed elsewhere.

mod act;
mod begin;
mod live;
mod mine;
mod page;
mod person;
mod thread;
mod token;
mod trouble;
mod voice;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};
use http::HeaderValue;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use tower_http::csrf::{CsrfLayer, ProtectionError};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::bots::{Bots, BotsError};
use crate::tongue::Tongue;
use trouble::Trouble;

/// The language of the pages.
const PAGES: Tongue = Tongue::English;

/// A body may be this big. Far above what fits the questions, so that too much is told kindly.
const MOST_BYTES: usize = 256 * 1024;

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Checks that the public address can be compared with an `Origin` header.
pub(crate) fn check_origin(public_url: &str) -> Result<(), BotsError> {
    guard(public_url).map(|_| ())
}

fn guard(public_url: &str) -> Result<CsrfLayer, BotsError> {
    CsrfLayer::new()
        .add_trusted_origin(public_url)
        .map_err(|_| BotsError::PublicUrl)
}

fn refuse(_error: ProtectionError) -> Response {
    axum::response::IntoResponse::into_response(Trouble::Elsewhere)
}

/// All pages of the room.
pub(crate) fn router(bots: &Bots) -> Router {
    // `Bots::open` checked the address; without trust in it, only browsers that tell where a
    // request comes from get through.
    let guard = guard(&bots.settings.public_url).unwrap_or_default();
    Router::new()
        .route("/room", get(begin::ask).post(begin::say))
        .route("/room/needs", get(voice::needs))
        .route("/room/voice", post(voice::add))
        .route("/room/mine", get(mine::list))
        .route("/room/mine/kept", get(mine::read))
        .route("/room/mine/kept.json", get(mine::download))
        .route("/room/mine/erase", get(mine::ask).post(mine::erase))
        .route("/room/mine/leave", post(mine::leave))
        .route("/room/room.css", get(page::style))
        .route("/room/live.js", get(page::script))
        .route("/t/{token}", get(thread::show))
        .route("/t/{token}/live", get(live::changes))
        .route("/t/{token}/send", post(act::send))
        .route("/t/{token}/wider", post(act::wider))
        .route("/t/{token}/edit", post(act::edit))
        .route("/t/{token}/voice", post(voice::instead))
        .route("/t/{token}/cancel", post(act::cancel))
        .route("/t/{token}/approve", post(act::approve))
        .route("/t/{token}/reply", post(act::reply))
        .route("/t/{token}/appeal", post(act::appeal))
        .route("/t/{token}/verdict", post(act::verdict))
        .route("/t/{token}/withdraw", post(act::withdraw))
        .route(
            "/t/{token}/erase",
            get(mine::ask_thread).post(mine::erase_thread),
        )
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(guard.with_rejection_response(refuse))
        .layer(header(CONTENT_SECURITY_POLICY, POLICY))
        .layer(header(REFERRER_POLICY, "no-referrer"))
        .layer(header(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(header(CACHE_CONTROL, "no-store"))
        .with_state(bots.clone())
}

/// Sets a header where a page did not set its own.
fn header(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

#[cfg(test)]
pub(crate) mod tests;
