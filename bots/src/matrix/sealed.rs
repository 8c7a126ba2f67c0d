//! People of tests whose app is a second client of the SDK: it decrypts what plain HTTP cannot read.

use hearback_rig::synapse::Synapse;
use matrix_sdk::Client;
use matrix_sdk::encryption::EncryptionSettings;
use matrix_sdk::ruma::api::client::room::create_room;
use matrix_sdk::ruma::serde::Raw;
use matrix_sdk::ruma::{OwnedRoomId, UserId};
use serde_json::{Value, json};

use crate::room::tests::client as http;

/// A name that nobody has.
pub(super) fn new_name(stem: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let random = folder.path().file_name().unwrap().to_str().unwrap();
    let random: String = random.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("{stem}-{}", random.to_ascii_lowercase())
}

/// Somebody new with an encrypting app; `careful` apps give room keys to devices signed by their owner
/// and to no others.
pub(super) async fn sign_up(server: &Synapse, stem: &str, careful: bool) -> Client {
    const PASSWORD: &str = "battery staple";
    let name = new_name(stem);
    server.register(&name, PASSWORD, false).await.unwrap();
    let mut app = Client::builder()
        .homeserver_url(server.url())
        .http_client(http())
        .with_encryption_settings(EncryptionSettings {
            auto_enable_cross_signing: true,
            ..EncryptionSettings::default()
        });
    if careful {
        // Its type has no public name, but it can be read.
        let strategy = serde_json::from_value(json!("IdentityBasedStrategy")).unwrap();
        app = app.with_room_key_recipient_strategy(strategy);
    }
    let client = app.build().await.unwrap();
    let login = client.matrix_auth().login_username(&name, PASSWORD);
    login.send().await.unwrap();
    let encryption = client.encryption();
    encryption.wait_for_e2ee_initialization_tasks().await;
    client
}

/// What makes a room encrypted.
pub(super) fn encryption() -> Value {
    json!({"algorithm": "m.megolm.v1.aes-sha2"})
}

/// A room of somebody with the bot asked in, encrypted or not.
pub(super) async fn room_with(host: &Client, bot: &UserId, encrypted: bool) -> OwnedRoomId {
    let mut wanted = create_room::v3::Request::new();
    wanted.invite = vec![bot.to_owned()];
    if encrypted {
        let state = json!({
            "type": "m.room.encryption",
            "state_key": "",
            "content": encryption(),
        });
        wanted.initial_state = vec![Raw::from_json_string(state.to_string()).unwrap()];
    }
    host.create_room(wanted).await.unwrap().room_id().to_owned()
}
