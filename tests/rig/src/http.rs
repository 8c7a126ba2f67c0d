//! The rig's one HTTP client: it follows no redirect and uses no proxy, so that it reaches the
//! server under test and nothing else.

use std::time::Duration;

/// A long poll is answered within 30 seconds; this is a little more.
const PATIENCE: Duration = Duration::from_secs(40);

/// Builds a client. Its connections belong to the runtime that first uses it, so each test needs
/// one of its own.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place of the rig where clients are built"
)]
pub(crate) fn client() -> reqwest::Result<reqwest::Client> {
    // An error means that a provider is installed already, which is what is wanted.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .timeout(PATIENCE)
        .build()
}
