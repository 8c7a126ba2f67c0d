//! Tells an open page that its thread changed. It carries no words: the page loads itself again.

use std::convert::Infallible;

use axum::extract::{Path, State};
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use futures_util::{Stream, stream};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::token::Token;
use super::trouble::Trouble;
use crate::bots::Bots;

/// `GET /t/{token}/live`
pub(super) async fn changes(
    State(bots): State<Bots>,
    Path(name): Path<String>,
) -> Result<Sse<impl Stream<Item = Result<Event, Infallible>>>, Trouble> {
    let token = Token::parse(&name).ok_or(Trouble::NoThread)?;
    let heard = bots.changed.subscribe();
    let thread = bots
        .vault
        .read_thread(token.hash())
        .await?
        .ok_or(Trouble::NoThread)?;
    let closing = bots.closing.clone();
    let events = stream::unfold(
        (heard, thread.id, closing),
        |(mut heard, id, closing)| async move {
            let event = tokio::select! {
                () = closing.cancelled() => None,
                event = next(&mut heard, &id) => event,
            };
            event.map(|event| (Ok(event), (heard, id, closing)))
        },
    );
    Ok(Sse::new(events).keep_alive(KeepAlive::default()))
}

/// Waits for this thread. Whoever was too slow to hear every name is told to look.
async fn next(heard: &mut Receiver<String>, id: &str) -> Option<Event> {
    loop {
        match heard.recv().await {
            Ok(changed) if changed != id => {}
            Ok(_) | Err(RecvError::Lagged(_)) => {
                return Some(Event::default().event("changed").data("thread"));
            }
            Err(RecvError::Closed) => return None,
        }
    }
}
