//! What an operator chooses about the bot on Discord.

use std::fmt;

use zeroize::Zeroizing;

/// Where Discord itself is.
pub const DISCORD: &str = "https://discord.com";
/// How the addresses of its gateway begin.
pub const GATEWAY: &str = "wss://gateway.discord.gg";

/// The account, and whom it serves. Shows no secret when printed.
#[derive(Clone)]
pub struct DiscordSettings {
    /// The address of the API without a path: [`DISCORD`], or a stand-in for tests.
    pub api: String,
    /// How the address of the gateway must begin: [`GATEWAY`], or that of a stand-in. A gateway elsewhere
    /// is not connected to.
    pub gateway: String,
    /// The bot's token.
    pub token: Zeroizing<String>,
    /// The servers that the bot serves, by id.
    pub servers: Vec<String>,
    /// The server where moderators decide, by id.
    pub moderators_server: Option<String>,
}

impl DiscordSettings {
    /// Whether the bot does anything in a server.
    pub(super) fn serves(&self, server: &str) -> bool {
        let listed = self.servers.iter().map(String::as_str);
        let mut all = listed.chain(self.moderators_server.as_deref());
        all.any(|id| id == server)
    }
}

impl fmt::Debug for DiscordSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DiscordSettings")
            .field("api", &self.api)
            .field("servers", &self.servers.len())
            .field("moderators_server", &self.moderators_server.is_some())
            .finish_non_exhaustive()
    }
}
