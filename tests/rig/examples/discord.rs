//! A Discord for tests by itself, to try a bot against by hand: prints where it is and what the bot has to
//! show, then each request of the bot as it comes, and ends when standard input closes. It was written
//! by this project and is not Discord.

use std::io::Read;

use hearback_rig::RigError;
use hearback_rig::discord::{Discord, Setup};

#[tokio::main(flavor = "multi_thread", worker_threads = 2)]
async fn main() -> Result<(), RigError> {
    let discord = Discord::start(Setup::default()).await?;
    let server = discord.add_server("Centre for X");
    let (general, needs) = (
        server.add_channel("general"),
        server.add_forum("needs", &["new"], false),
    );
    println!("address     {}", discord.address());
    println!("token       {}", discord.token());
    println!("application {}", discord.application());
    println!("server      {}", server.id());
    println!("general     {}\nneeds       {}", general.id(), needs.id());
    let watched = tokio::spawn(watch(discord.clone()));
    tokio::task::block_in_place(|| std::io::stdin().read_to_end(&mut Vec::new()))?;
    watched.abort();
    Ok(())
}

/// Prints requests as they come.
async fn watch(discord: Discord) {
    let mut shown = 0;
    loop {
        // It waits again when patience ends without a request.
        let _none = discord
            .request("a request", |_| discord.requests().len() > shown)
            .await;
        for one in discord.requests().iter().skip(shown) {
            println!("{} {} {} {}", one.status, one.method, one.path, one.body);
        }
        shown = discord.requests().len();
    }
}
