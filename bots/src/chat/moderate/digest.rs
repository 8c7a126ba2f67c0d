//! Once a day, what waits: the only message in the moderators' room that is meant to be noticed.

use std::convert::Infallible;
use std::time::Duration;

use hearback_wire::clock::Millis;
use hearback_wire::day::Day;
use hearback_wire::intake::Held;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::{NotYet, card, desk, words};
use crate::bots::Bots;
use crate::chat::Platform;
use crate::tongue::Tongue;
use crate::vault::VaultError;
use crate::vault::chat::{Post, Sending, With};

/// The rule of Europe/London, written out: no table of time zones is needed for it.
const LONDON: &str = "GMT0BST,M3.5.0/1,M10.5.0";
/// From this hour on.
const HOUR: i8 = 9;
/// Looked at this often.
const EVERY: Duration = Duration::from_mins(1);

/// Writes digests for ever.
pub(super) async fn run(bots: &Bots, platform: Platform) -> Infallible {
    loop {
        match look(bots, platform).await {
            // Whoever follows the changes says so.
            Ok(()) | Err(NotYet::NotAllowed(_)) => {}
            Err(error) => tracing::warn!(%error, "the day's digest could not be written yet"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Writes the digest of the day, if it is time and was not done. A day on which nothing waits at
/// that time has none.
pub(super) async fn look(bots: &Bots, platform: Platform) -> Result<(), NotYet> {
    let now = in_london(bots.clock.now());
    let today = Day::from(now.date());
    let name = format!("digest of {}", platform.code());
    let last: Option<Day> = bots.vault.kept(&name).await?;
    if now.hour() < HOUR || last >= Some(today) {
        return Ok(());
    }
    let Some(room) = desk(bots, platform).await? else {
        return Ok(());
    };
    let all = bots.node.at_the_door().await?;
    let waiting: Vec<Held> = all.into_iter().filter(|held| held.waits).collect();
    let mut tx = bots.vault.begin().await?;
    if let Some(text) = words::digest(platform, &waiting, today) {
        bots.post(&mut tx, platform, digest(&room, text), With::default())
            .await?;
    }
    bots.vault.keep(&mut tx, &name, &today).await?;
    tx.commit().await.map_err(VaultError::from)?;
    bots.posts.notify_one();
    Ok(())
}

fn digest(room: &str, text: String) -> Post {
    Post::Words(Sending {
        to: card::beside(room),
        text,
        push: true,
        mentions: Vec::new(),
        seeds: Vec::new(),
        kind: "digest".to_owned(),
        threads: Vec::new(),
        tongue: Tongue::English,
        controls: Vec::new(),
    })
}

fn in_london(now: Millis) -> DateTime {
    let stamp = Timestamp::from_millisecond(now.0).unwrap_or(Timestamp::MAX);
    let zone = TimeZone::posix(LONDON).unwrap_or(TimeZone::UTC);
    stamp.to_zoned(zone).datetime()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_in_the_morning_is_that_of_london() {
        for (utc, hour) in [
            ("2026-01-15T09:00:00Z", 9),
            ("2026-07-15T08:00:00Z", 9),
            ("2026-03-29T00:59:59Z", 0),
            ("2026-03-29T01:00:00Z", 2),
            ("2026-10-25T00:59:59Z", 1),
            ("2026-10-25T01:00:00Z", 1),
        ] {
            let stamp: Timestamp = utc.parse().unwrap();
            let local = in_london(Millis(stamp.as_millisecond()));
            assert_eq!(local.hour(), hour, "{utc}");
        }
    }
}
