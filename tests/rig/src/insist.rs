//! People who do a thing again when their client shows that it failed, as people do.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use hearback::fault::{Doing, Fault, Outcome};

use crate::discord::{Asked, Unable};

/// How often somebody tries before they give up: with three seconds for each, about two minutes.
const TRIES: u32 = 40;
/// From one try to the next.
const BREATH: Duration = Duration::from_millis(200);
/// What the bot says to what reached it in a shape that it cannot read.
const UNREADABLE: &str = "I could not read what you pressed";

/// Counts what was done, and what had to be done again.
#[derive(Debug, Default)]
pub(crate) struct Again {
    done: AtomicU64,
    again: AtomicU64,
}

impl Again {
    /// How often something was done so far.
    pub(crate) fn done(&self) -> u64 {
        self.done.load(Ordering::SeqCst)
    }

    /// How often something had to be done again.
    pub(crate) fn again(&self) -> u64 {
        self.again.load(Ordering::SeqCst)
    }

    /// Does it until the client shows no failure, or does not let it be done any more: then it was heard.
    ///
    /// # Errors
    /// When the client does not let them, or the bot never answers.
    pub(crate) async fn insist(
        &self,
        what: &str,
        act: impl Fn() -> Result<Asked, Unable>,
    ) -> Outcome<Asked> {
        let mut last = None;
        for _ in 0..TRIES {
            let asked = match (act(), last.take()) {
                (Ok(asked), _) => asked,
                (Err(Unable::Component(_) | Unable::Unseen(_)), Some(heard)) => return Ok(heard),
                (Err(unable), _) => return Err(unable).doing(what),
            };
            self.done.fetch_add(1, Ordering::SeqCst);
            if is_heard(&asked).await? {
                return Ok(asked);
            }
            self.again.fetch_add(1, Ordering::SeqCst);
            last = Some(asked);
            tokio::time::sleep(BREATH).await;
        }
        Err(Fault::new(format!("{what}: the bot never answered")))
    }
}

/// Whether it was answered, and read.
async fn is_heard(asked: &Asked) -> Outcome<bool> {
    const WORDS: u8 = 4;
    match asked.settled().await {
        None => Ok(false),
        Some(first) if first.kind == WORDS => {
            let said = asked.reply().await.doing("an answer")?;
            Ok(!said.content.contains(UNREADABLE))
        }
        Some(_) => Ok(true),
    }
}
