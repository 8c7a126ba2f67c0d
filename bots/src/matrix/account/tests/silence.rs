//! Nothing secret reaches the log, whatever its level.

use std::io::Write;
use std::sync::Arc;

use super::*;

#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_secret_is_in_the_log_of_two_starts_and_a_loss() {
    let kept = Kept::default();
    let writer = kept.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let bot = Bot::new().await;
    drop(bot.open().await.unwrap());
    let first = bot.session();
    bot.lose_the_store();
    drop(bot.open().await.unwrap());
    drop(guard);

    let log = String::from_utf8(kept.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("matrix_sdk"), "the log is empty");
    let second = bot.session();
    let recovery = bot.secret("matrix.recovery");
    let secrets = [
        first["access_token"].as_str().unwrap(),
        second["access_token"].as_str().unwrap(),
        &recovery,
        "correct horse",
        "the key of the store",
    ];
    for secret in secrets {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None);
    }
    assert!(!format!("{:?}", bot.settings).contains("correct horse"));
}
