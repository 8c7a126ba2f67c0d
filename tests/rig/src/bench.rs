//! Figures from real servers, as JSON.

mod discord;
mod faults;
mod figures;
mod node;

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use hearback::fault::{Doing, Outcome};
use tokio::time::{Instant, sleep_until};

use crate::play::{Crowd, Speaker};
pub use discord::discord;
pub use faults::discord_faults;
use figures::{Figures, Rate, cores, percentiles, profile};
use node::Node;

/// People who speak in turn, each in the same room.
const PEOPLE: usize = 10;
/// How long the slowest answer may take.
const PATIENCE: Duration = Duration::from_mins(3);

/// Says needs at each rate and measures how long it takes until the preview stands in the thread:
/// by then the words are sealed in the vault, and what follows survives a power cut.
///
/// # Errors
/// When a server does not start, or a message cannot be said.
pub async fn matrix(program: &Path, rates: &[u32], seconds: u32) -> Outcome<String> {
    let folder = tempfile::tempdir().doing("a folder for the node")?;
    eprintln!("Starting Synapse and a node.");
    let mut crowd = Crowd::new().await?;
    let (bot, lines) = crowd.bot("bot", folder.path()).await?;
    let node = Node::start(program, folder.path(), &lines).await?;
    let room = Room::open(&mut crowd, bot).await?;
    let idle = node.memory()?;
    let mut figures = Figures::new(idle);
    for rate in rates {
        eprintln!("{rate} messages a second for {seconds} seconds.");
        let waits = room.measure(*rate, seconds).await?;
        let (p50_ms, p99_ms) = percentiles(waits.answered);
        figures.rates.push(Rate {
            per_s: *rate,
            messages: waits.said,
            unanswered: waits.unanswered,
            p50_ms,
            p99_ms,
            rss_mb: node.memory()?,
        });
    }
    node.stop().await;
    figures.json()
}

/// The room in which is measured.
struct Room {
    id: String,
    bot: String,
    people: Vec<Speaker>,
    watcher: Speaker,
}

/// What one rate gave.
struct Waits {
    said: usize,
    unanswered: usize,
    answered: Vec<Duration>,
}

impl Room {
    async fn open(crowd: &mut Crowd, bot: String) -> Outcome<Self> {
        let watcher = crowd.person().await?;
        let mut people = Vec::new();
        for _ in 0..PEOPLE {
            people.push(crowd.person().await?);
        }
        let mut invite: Vec<&str> = people.iter().map(Speaker::id).collect();
        invite.push(&bot);
        let id = watcher.room("Bench", &invite).await?;
        for person in &people {
            person.join(&id).await?;
        }
        watcher.hears(&id, &bot, "I am hearback").await?;
        watcher.say(&id, None, "!need on").await?;
        watcher.hears(&id, &bot, "I am on").await?;
        Ok(Self {
            id,
            bot,
            people,
            watcher,
        })
    }

    async fn measure(&self, rate: u32, seconds: u32) -> Outcome<Waits> {
        let count = rate * seconds;
        // What stands there from the rate before answers nothing of this one.
        let before = self.watcher.seen(&self.id).await?.len();
        let (sent, mut said) = tokio::sync::mpsc::unbounded_channel();
        let saying = self.say_all(rate, count, sent);
        let watching = async {
            let (mut begun, mut heard) = (HashMap::new(), HashMap::new());
            let end = Instant::now() + Duration::from_secs(seconds.into()) + PATIENCE;
            let mut looked = before;
            while heard.len() < count as usize && Instant::now() < end {
                while let Ok((event, at)) = said.try_recv() {
                    begun.insert(event, at);
                }
                looked = self.look(looked, &mut heard).await?;
            }
            while let Ok((event, at)) = said.try_recv() {
                begun.insert(event, at);
            }
            let answered: Vec<Duration> = begun
                .iter()
                .filter_map(|(event, at)| Some(heard.get(event)?.duration_since(*at)))
                .collect();
            Ok(Waits {
                said: begun.len(),
                unanswered: begun.len() - answered.len(),
                answered,
            })
        };
        let ((), waits) = tokio::try_join!(saying, watching)?;
        Ok(waits)
    }

    /// Says each message when its time has come, whether or not earlier ones were answered.
    async fn say_all(
        &self,
        rate: u32,
        count: u32,
        sent: tokio::sync::mpsc::UnboundedSender<(String, Instant)>,
    ) -> Outcome {
        let start = Instant::now();
        let mut tasks = tokio::task::JoinSet::new();
        for (at, person) in (0..count).zip(self.people.iter().cycle()) {
            sleep_until(start + Duration::from_secs(1) * at / rate).await;
            let (person, room, sent) = (person.clone(), self.id.clone(), sent.clone());
            let words = format!("!need We need figure number {at} about buses for every county");
            tasks.spawn(async move {
                let begun = Instant::now();
                let said = person.say(&room, None, &words).await;
                if let Ok(event) = said {
                    // An error means that the measurement is over.
                    let _over = sent.send((event, begun));
                }
            });
        }
        while tasks.join_next().await.is_some() {}
        Ok(())
    }

    /// Notes the threads in which the bot has answered since the last look.
    async fn look(&self, from: usize, heard: &mut HashMap<String, Instant>) -> Outcome<usize> {
        let seen = self.watcher.seen(&self.id).await?;
        let now = Instant::now();
        for event in seen.iter().skip(from) {
            if event.sender == self.bot
                && let Some(root) = event.thread_root()
            {
                heard.entry(root.to_owned()).or_insert(now);
            }
        }
        Ok(seen.len())
    }
}
