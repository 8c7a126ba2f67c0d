//! The `hearback` program. Everything it does starts in [`hearback::run`].

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    hearback::run().await
}
