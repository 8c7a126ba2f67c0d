//! What an operator chooses about the bot's Matrix account.

use std::fmt;
use std::path::PathBuf;

use zeroize::Zeroizing;

/// The account, where its secrets lie, and whom it listens to. Shows no secret when printed.
#[derive(Clone)]
pub struct MatrixSettings {
    /// The address of the homeserver itself, such as `https://matrix.example.org`. Nothing is looked
    /// up from it: requests go there and nowhere else.
    pub homeserver: String,
    /// How the bot signs in.
    pub login: MatrixLogin,
    /// The folder of the encryption store, with one folder inside for each device. Never shared by two
    /// processes and never put back from an old copy.
    pub store: PathBuf,
    /// The keys folder, which only one user may open.
    pub secrets: PathBuf,
    /// What locks the encryption store.
    pub store_key: Zeroizing<String>,
    /// The recovery key, where it comes from the environment. `None` reads `matrix.recovery` in the
    /// keys folder.
    pub recovery: Option<Zeroizing<String>>,
    /// Who may invite: whole Matrix ids, such as `@ann:example.org`, or `*:example.org`.
    pub allow: Vec<String>,
    /// The id of the moderators' room.
    pub moderators_room: Option<String>,
    /// Whether the bot may be in rooms that anybody can join.
    pub open_rooms: bool,
}

/// How the bot signs in. Shows no secret when printed.
#[derive(Clone)]
pub enum MatrixLogin {
    /// With a password, once; the session is kept after that.
    Password {
        /// The name, with or without the server: `needs` or `@needs:example.org`.
        user: String,
        /// The password.
        password: Zeroizing<String>,
    },
    /// With a token that somebody made for this bot alone: for servers that take no password.
    Token {
        /// The whole Matrix id.
        user_id: String,
        /// The device that the token was made for. No other program may have used it.
        device_id: String,
        /// The token.
        access_token: Zeroizing<String>,
    },
}

impl fmt::Debug for MatrixSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MatrixSettings")
            .field("homeserver", &self.homeserver)
            .field("login", &self.login)
            .field("store", &self.store)
            .field("secrets", &self.secrets)
            .field("moderators_room", &self.moderators_room.is_some())
            .field("open_rooms", &self.open_rooms)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for MatrixLogin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Password { .. } => "Password(..)",
            Self::Token { .. } => "Token(..)",
        })
    }
}
