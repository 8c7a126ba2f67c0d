//! Names and secrets that no other run has. For tests only: nothing here is ever replayed.

use data_encoding::HEXLOWER;

/// Sixteen lower-case hexadecimal digits.
#[expect(
    clippy::disallowed_methods,
    reason = "two runs against one server must never pick the same name"
)]
pub(crate) fn unique() -> Result<String, getrandom::Error> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes)?;
    Ok(HEXLOWER.encode(&bytes))
}
