//! Making accounts with the server's registration secret: Synapse's admin API, "shared-secret
//! registration".

use data_encoding::HEXLOWER;
use ring::hmac;
use serde::Deserialize;
use serde_json::json;

use crate::matrix::{Account, MatrixError, answer};

/// The account that is wanted.
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) password: &'a str,
    pub(super) admin: bool,
}

#[derive(Deserialize)]
struct Nonce {
    nonce: String,
}

/// Makes an account.
pub(super) async fn register(
    http: &reqwest::Client,
    url: &str,
    secret: &str,
    wanted: &Wanted<'_>,
) -> Result<Account, MatrixError> {
    let address = format!("{url}/_synapse/admin/v1/register");
    let Nonce { nonce } = answer(http.get(&address)).await?;
    let body = json!({
        "nonce": nonce,
        "username": wanted.name,
        "password": wanted.password,
        "admin": wanted.admin,
        "mac": proof(secret, &nonce, wanted),
    });
    answer(http.post(&address).json(&body)).await
}

/// HMAC-SHA1 over the four parts with a zero byte between them, in hexadecimal. The protocol's
/// choice, not ours.
fn proof(secret: &str, nonce: &str, wanted: &Wanted<'_>) -> String {
    let right = if wanted.admin { "admin" } else { "notadmin" };
    let parts = [nonce, wanted.name, wanted.password, right];
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret.as_bytes());
    HEXLOWER.encode(hmac::sign(&key, parts.join("\0").as_bytes()).as_ref())
}
