//! The one client for outgoing HTTP. It follows no redirect and uses no proxy, so that a peer or a
//! platform cannot send it to an address that nobody chose.

use std::time::Duration;

use crate::fault::{Doing, Outcome};

/// A long poll is answered within 30 seconds; this is a little more.
const PATIENCE: Duration = Duration::from_secs(40);

/// Chooses the TLS provider for the whole process. Call once, before the first client is built.
pub fn install_tls() {
    // An error means that one is installed already, which is what is wanted.
    let _installed = rustls::crypto::ring::default_provider().install_default();
}

/// Builds the client.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where clients are built"
)]
pub(crate) fn client() -> Outcome<reqwest::Client> {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        // The Discord library brings another backend, which would take its place.
        .tls_backend_rustls()
        .connect_timeout(Duration::from_secs(10))
        .timeout(PATIENCE)
        .build()
        .doing("the HTTP client could not be made")
}
