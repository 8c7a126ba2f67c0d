//! serenity 0.12.5, which was not written by us, plays a bot against the fake: what it cannot read or
//! does not survive here, it would not at Discord. Tests in which nothing wrong is sent also ask that no witness found anything.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod answers;
mod bot;
mod commands;
mod forums;
mod honest;
mod journey;
mod limits;
mod posts;
mod raw;
mod reconnect;
mod sessions;
mod threads;

use hearback_rig::discord::{Channel, Discord, Finding, Person, Setup};

/// A fake in which restarts need not wait.
async fn discord() -> Discord {
    let setup = Setup {
        start_pace: std::time::Duration::ZERO,
        ..Setup::default()
    };
    Discord::start(setup).await.unwrap()
}

/// A fake with a room, somebody in it, and a bot whose commands are there.
struct Started {
    discord: Discord,
    general: Channel,
    ada: Person,
    bot: bot::Bot,
}

async fn started(locale: &str) -> Started {
    let discord = discord().await;
    let server = discord.add_server("Centre for X");
    let (general, ada) = (
        server.add_channel("general"),
        server.add_person("ada", locale),
    );
    let bot = bot::start(&discord).await;
    discord.commands_reach(3).await.unwrap();
    Started {
        discord,
        general,
        ada,
        bot,
    }
}

/// Nothing that anybody sent was wrong.
fn assert_honest(discord: &Discord) {
    assert_eq!(discord.findings(), Vec::<Finding>::new());
    let witnessed = discord.witnessed();
    assert!(witnessed.read_events > 0, "{witnessed:?}");
}
