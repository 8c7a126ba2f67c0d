//! Where the gateway is, and how often it may still be started.

use std::sync::Arc;

use axum::extract::State;
use serde_json::json;

use super::{Answer, shown};
use crate::discord::fake::Fake;
use crate::discord::world::STARTS_A_DAY;

pub(super) async fn address(State(fake): State<Arc<Fake>>) -> Answer {
    shown(json!({"url": fake.gateway}))
}

pub(super) async fn budget(State(fake): State<Arc<Fake>>) -> Answer {
    let left = fake.look(|world| world.sessions.left());
    shown(json!({
        "url": fake.gateway,
        "shards": 1,
        "session_start_limit": {
            "total": STARTS_A_DAY, "remaining": left, "reset_after": 86_400_000,
            "max_concurrency": 1,
        },
    }))
}
