//! What `hearback-rig live-discord` does, on the Discord for tests: the real one is never asked here.

use hearback_rig::discord::{Discord, Setup};
use hearback_rig::live::Live;

fn live(fake: &Discord, token: String, channel: String) -> Live {
    Live {
        api: fake.address().to_owned(),
        gateway: "ws://127.0.0.1:".to_owned(),
        token: token.into(),
        channel,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn it_leaves_nothing_but_the_commands() {
    let fake = Discord::start(Setup::default()).await.unwrap();
    let room = fake.add_server("Friends").add_channel("general");
    let live = live(&fake, fake.token(), room.id().to_string());
    live.look().await.unwrap();
    assert_eq!(fake.gateway().starts(), 1);
    assert!(!fake.commands().is_empty());
    let sent = fake.requests();
    let sent = sent.iter().filter(|one| one.method == "POST");
    assert_eq!(sent.count(), 1);
    assert!(room.messages().is_empty());
    assert_eq!(fake.findings(), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_not_taken_is_told_in_words() {
    let fake = Discord::start(Setup::default()).await.unwrap();
    let live = live(&fake, "another.to.ken".to_owned(), "1".to_owned());
    let fault = live.look().await.unwrap_err().to_string();
    assert!(fault.contains("does not take the bot’s token"), "{fault}");
}
