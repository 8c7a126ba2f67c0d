//! Names and secrets that no other run has. For tests only: nothing here is ever replayed.

use data_encoding::{BASE64_NOPAD, HEXLOWER};

/// Sixteen lower-case hexadecimal digits.
pub(crate) fn unique() -> Result<String, getrandom::Error> {
    Ok(HEXLOWER.encode(&bytes::<8>()?))
}

/// An Ed25519 key in the form that Synapse keeps in a file.
pub(crate) fn signing_key() -> Result<String, getrandom::Error> {
    Ok(format!(
        "ed25519 a_1 {}\n",
        BASE64_NOPAD.encode(&bytes::<32>()?)
    ))
}

#[expect(
    clippy::disallowed_methods,
    reason = "two runs against one server must never pick the same name"
)]
fn bytes<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
