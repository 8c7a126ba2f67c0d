//! Layer 0: what chat platforms and mail programs leave in a text. Other people's quoted words are
//! masked whole: they are not the author's to release.

use super::{Row, always, sign};
use crate::Kind::{Handle, Unknown, Url};

/// Platform artefacts.
pub(super) const ROWS: &[Row] = &[
    // A reply's fallback in Matrix: lines that quote the message replied to.
    (
        r"\A(?:> ?(?:\* )?<@[^>\n]*>[^\n]*(?:\n> ?[^\n]*)*)",
        Handle,
        "matrix_reply",
        always,
        sign("<"),
    ),
    (
        r"(?s)(?:-{2,} ?(?:Original|Forwarded) [Mm]essage ?-{2,}.*)\z",
        Unknown,
        "mail_tail",
        always,
        sign("-"),
    ),
    (
        r"(?s)\bOn [^\n]+(?:\n[^\n]+)?\bwrote:.*\z",
        Unknown,
        "mail_tail",
        always,
        sign(":"),
    ),
    (
        r"(?m)^(?:From|To|Cc|Bcc|Reply-To|Sender): [^\n]*@[^\n]*$",
        Handle,
        "mail_header",
        always,
        sign("@"),
    ),
    (
        r"<(?:@[!&]?|#|t:|/[\w -]+:|id:)[\w:-]*>|<a?:\w+:\d+>",
        Handle,
        "discord_mention",
        always,
        sign("<"),
    ),
    (
        r"<[A-Za-z][A-Za-z0-9-]*\s[^<>]*>",
        Url,
        "html_tag",
        always,
        sign("<"),
    ),
    (
        r"[@!#+$][\w.=/+-]+:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?::\d+)?",
        Handle,
        "matrix_id",
        always,
        sign(":"),
    ),
    (r"[\w.]+#\d{4}\b", Handle, "discord_tag", always, sign("#")),
    (
        r"(?:^|[^\w@.])(?P<it>[@＠][\w][\w.-]*)",
        Handle,
        "at_name",
        always,
        sign("@＠"),
    ),
    (
        r"(?:^|[^\w/])(?P<it>/?u/[\w-]{3,})",
        Handle,
        "reddit_name",
        always,
        sign("/"),
    ),
];
