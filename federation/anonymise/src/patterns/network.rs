//! E-mail, links, domains and machine addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::{Needs, Row, always, digits, sign};
use crate::Kind::{Email, Ip, Url};

/// Addresses on a network.
pub(super) const ROWS: &[Row] = &[
    (
        r"[\w.+'’%&~-]*[\w+%~-]@[\w-]+(?:\.[\w-]+)*",
        Email,
        "email",
        always,
        sign("@"),
    ),
    (
        r"(?i)[\w.+-]+ ?(?:\(at\)|\[at\]|\{at\}|<at>|\bat\b) ?[\w-]+(?: ?(?:\(dot\)|\[dot\]|\{dot\}|\bdot\b|\.) ?[a-z][\w-]*)+",
        Email,
        "email_spelled_out",
        spelled_out,
        Needs::SpelledAddress,
    ),
    (
        r#"(?i)\b[a-z][a-z0-9+-]{1,15}://[^\s<>"]*[^\s<>".,;:!?)\]}'’”]"#,
        Url,
        "link",
        always,
        sign("/"),
    ),
    (
        r"(?i)\bwww\.[a-z0-9][^\s<>]*[^\s<>.,;:!?)\]}'’”]",
        Url,
        "link",
        always,
        Needs::InnerDot,
    ),
    (
        r"(?i)\b(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:com|org|net|uk|co|gov|edu|ac|io|info|biz|eu|me|tv|app|dev|chat|scot|wales|cymru|london|ie|fr|de|us|ca|au|nz|gg|ly|be|link|page|site|online|social|blog|xyz)(?::\d{2,5})?(?:/[^\s<>]*[^\s<>.,;:!?)\]}'’”])?\b",
        Url,
        "domain",
        private_domain,
        Needs::InnerDot,
    ),
    (
        r"\b\d{1,3}(?:\.\d{1,3}){3}\b",
        Ip,
        "ipv4",
        |text| text.parse::<Ipv4Addr>().is_ok(),
        digits(4),
    ),
    (
        r"(?i)(?:[0-9a-f]{0,4}:){2,7}(?:[0-9a-f]{1,4}|:|(?:\d{1,3}\.){3}\d{1,3})?",
        Ip,
        "ipv6",
        |text| {
            text.parse::<Ipv6Addr>()
                .is_ok_and(|address| !address.is_unspecified())
        },
        sign(":"),
    ),
    (
        r"(?i)\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b",
        Ip,
        "mac_address",
        always,
        sign(":-"),
    ),
];

/// Needs a spelled-out dot or a bracketed "at": "look at this. Then" is not an address.
fn spelled_out(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bracketed = ["(at)", "[at]", "{at}", "<at>"]
        .iter()
        .any(|at| lower.contains(at));
    let dotted = [" dot ", "(dot)", "[dot]", "{dot}"]
        .iter()
        .any(|dot| lower.contains(dot));
    bracketed || dotted
}

/// False for the bare names under which everybody knows government sites.
fn private_domain(text: &str) -> bool {
    let lower = text.to_lowercase();
    !(lower == "gov.uk"
        || lower == "nhs.uk"
        || lower.ends_with("ons.gov.uk")
        || lower == "data.gov.uk")
}
