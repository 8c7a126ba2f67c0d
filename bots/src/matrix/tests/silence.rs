//! No word, person, room or message is named in the log, whatever its level.

use std::io::Write;
use std::sync::{Arc, Mutex};

use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::fmt;
use tracing_subscriber::prelude::*;

use super::*;
use crate::matrix::LOUD_LIBRARIES;
use crate::room::tests::answered;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Keeps everything, at every level, but what the program never lets through.
fn listening(kept: &Kept) -> tracing::subscriber::DefaultGuard {
    let writer = kept.clone();
    let lets_through = filter_fn(|line| {
        let mut loud = LOUD_LIBRARIES.iter();
        !loud.any(|head| line.target().starts_with(head))
    });
    let lines = fmt::layer()
        .with_writer(move || writer.clone())
        .with_filter(lets_through);
    tracing_subscriber::registry().with(lines).set_default()
}

#[tokio::test]
async fn a_conversation_and_all_that_goes_wrong_in_it_leave_no_trace_in_the_log() {
    let kept = Kept::default();
    let guard = listening(&kept);
    let world = World::new().await;
    let ann = person("ann").await;
    let room = world.room(&ann, &[]).await;
    let (said, handle) = world.need(&ann, &room).await;
    world.house.bring(handle, answered());
    let answer = world.bot_says(&ann, &room, "The Office answered").await;
    ann.kick(&room, &world.bot).await.unwrap();
    let outcome = world.house.bring(handle, answered());
    world.house.first_put(&outcome).await;
    drop(guard);

    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(
        log.contains("cannot be reached any more"),
        "the log is empty"
    );
    for secret in [ann.user_id(), &room, &said, &answer.id, NEED, &world.bot] {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "{secret} is in the log");
    }
}
