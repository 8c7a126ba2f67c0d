//! Why the account could not be had, in words that say what to do. Never holds a token or a key.

use std::path::PathBuf;

/// Why the bot's Matrix account could not be opened or asked.
#[derive(Debug, thiserror::Error)]
pub enum MatrixError {
    /// Nothing answers at the address.
    #[error(
        "the homeserver {0} cannot be reached: please check the address, the network, and that the server runs"
    )]
    Unreachable(String),
    /// Something answers, but not a homeserver.
    #[error(
        "{0} is not a Matrix homeserver: please give the address of the homeserver itself, such as https://matrix.example.org, which is often not the part after the colon of a Matrix id"
    )]
    NotMatrix(String),
    /// The name or the password.
    #[error(
        "the homeserver does not know this name with this password: please check both under [matrix]"
    )]
    WrongPassword,
    /// A server that only signs people in through a web page.
    #[error(
        "this homeserver takes no passwords: please ask its admin for an access token and a device id made for this bot, and give those instead"
    )]
    NoPasswords,
    /// The token of a session that this program began.
    #[error(
        "the homeserver has signed this bot's device out: if that was not meant, please find out who did it; to sign in again as a new device, delete {0} and start again"
    )]
    DeviceGone(PathBuf),
    /// A token that was given in the settings.
    #[error(
        "the homeserver does not take this access token: please make a new one, with a new device id, and put both under [matrix]"
    )]
    TokenRefused,
    /// A good token, of somebody else or of another device.
    #[error(
        "the access token belongs to another account or device than the settings say: please give the user id, the device id and the token that were made together"
    )]
    OtherAccount,
    /// Switched off by an admin.
    #[error(
        "this Matrix account has been switched off: please ask the homeserver's admin, or make another account"
    )]
    Deactivated,
    /// Too many tries. Holds seconds.
    #[error("the homeserver asks for patience: please try again in {0} seconds")]
    TooFast(u64),
    /// Another process holds the store.
    #[error(
        "another hearback is using the Matrix store {0}: please stop it first; two programs on one store lose messages for ever"
    )]
    StoreLocked(PathBuf),
    /// A store that does not open, and what the database said.
    #[error(
        "the Matrix store {0} does not open: please check that its key is the one it was made with, and that nobody changed its files. It said: {1}"
    )]
    StoreShut(PathBuf, String),
    /// A given token whose device already has keys, which are not in the store.
    #[error(
        "this access token's device has been used before and its store is gone or elsewhere: please put the store back if you only moved it; if not, make a new token with a new device id. A device without its store can never read again"
    )]
    StoreLost,
    /// The account has a recovery, and nobody gave its key.
    #[error(
        "this Matrix account has a recovery key and the bot was not given it: please put the key into {0}"
    )]
    RecoveryKeyMissing(PathBuf),
    /// A key that does not open the recovery.
    #[error(
        "the recovery key is not the one of this Matrix account: please check for a slip of the pen, or find the key that was shown when recovery was set up. Nothing was changed"
    )]
    RecoveryKeyWrong,
    /// Another program set up the account's identity and kept the keys to itself.
    #[error(
        "this Matrix account has an encryption identity that another app keeps: please open the account in that app, set up recovery there, and give the bot the recovery key"
    )]
    IdentityElsewhere,
    /// The device bears no signature though all keys are there.
    #[error(
        "the bot's device could not be verified, so people's apps would hide messages from it: please start again, and if this stays, sign the device out in another app and start again"
    )]
    NotVerified,
    /// Encryption could not be brought up, and at which part. Never what the homeserver said.
    #[error(
        "the Matrix bot's encryption could not be set up: please try again, and if this stays, tell the homeserver's admin. It failed at {0}"
    )]
    Encryption(&'static str),
    /// A file of the keys folder or the store folder.
    #[error("{0}: {1}")]
    File(PathBuf, #[source] std::io::Error),
    /// A file that holds something else.
    #[error(
        "{0} is not what this program wrote: please put back the copy you keep, or delete it to sign in again as a new device"
    )]
    NotOurs(PathBuf),
    /// Any other answer: its status and the code that it gave.
    #[error(
        "the homeserver refused ({0} {1}): please run `hearback check`, or ask the homeserver's admin"
    )]
    Refused(u16, String),
}
