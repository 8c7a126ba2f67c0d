//! Figures for the people who run a node, as plain text that monitoring programs read.
//!
//! Counts and times only. A label may hold the class of an answer or the short id of a peer; never
//! anything that came from a person.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::get;
use axum::{Router, middleware};
use hearback_federation::Node;
use hearback_wire::clock::{Clock, Millis};

use crate::clock::SystemClock;

/// Counters that last as long as the program runs.
#[derive(Debug)]
pub(crate) struct Metrics {
    started: Millis,
    /// Requests answered with 1xx, 2xx, 3xx, 4xx, 5xx.
    answered: [AtomicU64; 5],
}

impl Metrics {
    /// Starts counting.
    pub(crate) fn start() -> Arc<Self> {
        Arc::new(Self {
            started: SystemClock.now(),
            answered: Default::default(),
        })
    }

    /// Counts the answers of every route of `router`.
    pub(crate) fn count(self: &Arc<Self>, router: Router) -> Router {
        router.layer(middleware::from_fn_with_state(Arc::clone(self), count_one))
    }

    /// `GET /metrics`, with the state of peers where there is a `node`.
    pub(crate) fn router(self: Arc<Self>, node: Option<Node>) -> Router {
        Router::new()
            .route("/metrics", get(show))
            .with_state((self, node))
    }

    fn write(&self, text: &mut String) -> std::fmt::Result {
        let seconds = (SystemClock.now().0 - self.started.0) / 1000;
        writeln!(
            text,
            "# TYPE hearback_uptime_seconds gauge\nhearback_uptime_seconds {seconds}"
        )?;
        writeln!(text, "# TYPE hearback_answers_total counter")?;
        for (counter, class) in self.answered.iter().zip(1..) {
            let count = counter.load(Ordering::Relaxed);
            writeln!(
                text,
                "hearback_answers_total{{class=\"{class}xx\"}} {count}"
            )?;
        }
        Ok(())
    }
}

async fn count_one(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let class = usize::from(response.status().as_u16() / 100);
    if let Some(counter) = metrics.answered.get(class.saturating_sub(1)) {
        counter.fetch_add(1, Ordering::Relaxed);
    }
    response
}

async fn show(State((metrics, node)): State<(Arc<Metrics>, Option<Node>)>) -> String {
    let mut text = String::new();
    // Writing to a `String` does not fail.
    let _written = metrics.write(&mut text);
    if let Some(node) = node {
        let _written = write_peers(&mut text, &node).await;
    }
    text
}

async fn write_peers(text: &mut String, node: &Node) -> std::fmt::Result {
    let Ok(peers) = node.peers().await else {
        return Ok(());
    };
    writeln!(text, "# TYPE hearback_peer_silent_seconds gauge")?;
    let now = SystemClock.now();
    for peer in peers {
        if let Some(heard) = peer.last_heard {
            let silent = (now.0 - heard.0) / 1000;
            let id = peer.node.short();
            writeln!(
                text,
                "hearback_peer_silent_seconds{{peer=\"{id}\"}} {silent}"
            )?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_start_at_nothing_and_have_names() {
        let mut text = String::new();
        Metrics::start().write(&mut text).unwrap();
        assert!(text.contains("hearback_uptime_seconds 0\n"), "{text}");
        assert!(
            text.contains("hearback_answers_total{class=\"5xx\"} 0\n"),
            "{text}"
        );
    }
}
