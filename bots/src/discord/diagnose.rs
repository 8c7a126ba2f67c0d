//! What is right and wrong with the account, for an operator. Changes nothing.

use super::rest::{Call, Refused, Rest};
use super::settings::DiscordSettings;

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Whether it is as it should be.
    pub ok: bool,
    /// In words that say what to do.
    pub words: String,
}

/// Looks at the token and at what the settings name.
pub async fn diagnose(settings: &DiscordSettings, http: reqwest::Client) -> Vec<Finding> {
    let rest = Rest::new(http, &settings.api, &settings.token);
    let mut findings = vec![match rest.call(Call::application()).await {
        Ok(_) => good("the token is taken"),
        Err(Refused::Token) => bad(
            "the token is not taken: please make a new one in the developer portal and put it into discord.token",
        ),
        Err(_) => bad("Discord does not answer: please check that this machine reaches it"),
    }];
    let ids = settings.servers.iter().chain(&settings.moderators_server);
    let wrong = ids.filter(|id| id.is_empty() || !id.bytes().all(|b| b.is_ascii_digit()));
    findings.extend(wrong.map(|id| {
        let words = format!(
            "“{id}” is not the id of a server: please copy it from the server’s menu in Discord, with developer mode on"
        );
        Finding { ok: false, words }
    }));
    findings
}

fn good(words: &str) -> Finding {
    Finding {
        ok: true,
        words: words.to_owned(),
    }
}

fn bad(words: &str) -> Finding {
    Finding {
        ok: false,
        words: words.to_owned(),
    }
}
