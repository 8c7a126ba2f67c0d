//! A random cookie, so that one person has one voice for one need and counts once among those whose
//! needs leave together. It must never be stored: the vault keeps keyed hashes of it.

use data_encoding::HEXLOWER;
use hearback_wire::chance::draw;
use http::header::{COOKIE, SET_COOKIE};
use http::{HeaderMap, HeaderValue};

use crate::bots::Bots;

/// Whoever uses this browser.
pub(super) struct Person {
    cookie: String,
    is_new: bool,
}

impl Person {
    /// Reads the cookie, or draws a new one.
    pub(super) fn of(bots: &Bots, headers: &HeaderMap) -> Self {
        match read(headers, name(bots)) {
            Some(cookie) => Self {
                cookie,
                is_new: false,
            },
            None => Self {
                cookie: HEXLOWER.encode(&draw::<32>(bots.chance.as_ref())),
                is_new: true,
            },
        }
    }

    /// Whoever uses this browser, if it was here before.
    pub(super) fn known(bots: &Bots, headers: &HeaderMap) -> Option<String> {
        read(headers, name(bots))
    }

    pub(super) fn cookie(&self) -> &str {
        &self.cookie
    }

    /// Gives a new cookie to the browser.
    pub(super) fn remember(&self, bots: &Bots, headers: &mut HeaderMap) {
        if !self.is_new {
            return;
        }
        // As long as a thread is kept.
        let seconds = u32::from(bots.settings.kept.threads) * 24 * 3600;
        set(bots, headers, &self.cookie, seconds);
    }

    /// Takes the cookie from the browser.
    pub(super) fn forget(bots: &Bots, headers: &mut HeaderMap) {
        set(bots, headers, "", 0);
    }
}

fn set(bots: &Bots, headers: &mut HeaderMap, value: &str, seconds: u32) {
    let secure = if is_https(bots) { "; Secure" } else { "" };
    let name = name(bots);
    let line = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    if let Ok(value) = HeaderValue::try_from(line) {
        headers.append(SET_COOKIE, value);
    }
}

fn is_https(bots: &Bots) -> bool {
    bots.settings.public_url.starts_with("https://")
}

/// Browsers accept the prefix only together with `Secure`.
fn name(bots: &Bots) -> &'static str {
    if is_https(bots) {
        "__Host-hearback_person"
    } else {
        "hearback_person"
    }
}

fn read(headers: &HeaderMap, name: &str) -> Option<String> {
    let lines = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok());
    let mut pairs = lines
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.trim() == name)?;
    let value = value.trim();
    let is_ours = HEXLOWER
        .decode(value.as_bytes())
        .is_ok_and(|bytes| bytes.len() == 32);
    is_ours.then(|| value.to_owned())
}
