//! A member of staff at their organisation's console: a moderator, or a producer's responder.

use hearback_federation::Role;
use serde::Deserialize;

use super::browser::Browser;
use super::stage::{Place, Stage};
use crate::fault::Outcome;

/// Somebody signed in.
#[derive(Debug)]
pub(super) struct Desk {
    browser: Browser,
}

/// A need that waits for a moderator.
#[derive(Debug, Deserialize)]
pub(super) struct Waiting {
    /// Its reference.
    #[serde(rename = "ref")]
    pub(super) reference: String,
    /// Its words.
    pub(super) statement: String,
    #[serde(rename = "use")]
    use_: Option<String>,
    hash: String,
    status: String,
    /// Why two moderators must approve it at all, and for everybody.
    second: Vec<String>,
    public: Vec<String>,
    /// Whether a first moderator's key stands for its words.
    first: bool,
}

impl Waiting {
    /// Whether the moderator has the next word, and not the person.
    pub(super) fn is_my_turn(&self) -> bool {
        self.status == "logged"
    }

    /// Whether the first moderator's key does not stand for its words yet.
    pub(super) fn needs_first(&self) -> bool {
        !self.first
    }

    /// Whether another moderator has to read it too before everybody may.
    pub(super) fn needs_second(&self) -> bool {
        self.first || !(self.second.is_empty() && self.public.is_empty())
    }
}

/// A producer that needs can be sent to.
#[derive(Debug, Deserialize)]
pub(super) struct Producer {
    /// Its node's id.
    pub(super) node: String,
    /// Its name.
    pub(super) name: String,
}

/// A need that was sent to this producer.
#[derive(Debug, Deserialize)]
pub(super) struct Received {
    /// Names it in a reply.
    pub(super) referral: String,
    /// The need's reference.
    #[serde(rename = "ref")]
    pub(super) reference: String,
}

/// A person's answer to a producer's question, before it leaves.
#[derive(Debug, Deserialize)]
struct HeldReply {
    id: String,
    #[serde(rename = "ref")]
    reference: String,
}

impl Desk {
    /// Follows a fresh sign-in link that is made out to `who`.
    pub(super) async fn sign_in(
        stage: &Stage,
        place: &Place,
        role: Role,
        who: &str,
    ) -> Outcome<Self> {
        let mut browser = Browser::new(&stage.http, &place.base);
        let link = stage.sign_in(place.name, role, who).await?;
        let page = browser.get(&link).await?;
        if page.status != 200 {
            return Err(page.unexpected());
        }
        browser.submit(&link, &[]).await?;
        Ok(Self { browser })
    }

    /// What waits for a moderator.
    pub(super) async fn queue(&mut self) -> Outcome<Vec<Waiting>> {
        self.browser.json("/console/queue.json").await
    }

    /// Approves the exact words that were shown.
    pub(super) async fn approve(&mut self, waiting: &Waiting) -> Outcome {
        self.decide(waiting, "approve", &[]).await
    }

    /// Would have another statement, and says why.
    pub(super) async fn edit(&mut self, waiting: &Waiting, after: &str, why: &str) -> Outcome {
        let use_ = waiting.use_.as_deref().unwrap_or_default();
        let form = [("statement", after), ("use", use_), ("words", why)];
        self.decide(waiting, "edit", &form).await
    }

    /// Asks the person something.
    pub(super) async fn ask(&mut self, waiting: &Waiting, words: &str) -> Outcome {
        self.decide(waiting, "ask", &[("words", words)]).await
    }

    /// Does not let it leave, and says why.
    pub(super) async fn refuse(&mut self, waiting: &Waiting, words: &str) -> Outcome {
        let form = [("reason", "unclear"), ("words", words)];
        self.decide(waiting, "refuse", &form).await
    }

    async fn decide(&mut self, waiting: &Waiting, what: &str, form: &[(&str, &str)]) -> Outcome {
        let path = format!("/console/queue/{}/{what}", waiting.reference);
        let seen = [("hash", waiting.hash.as_str())];
        self.browser.act(&path, &[&seen, form].concat()).await
    }

    /// Lets a person's answer about this need go to the producer that asked; `false` while there is
    /// none.
    pub(super) async fn let_reply_go(&mut self, reference: &str) -> Outcome<bool> {
        let held: Vec<HeldReply> = self.browser.json("/console/replies.json").await?;
        let Some(reply) = held.iter().find(|reply| reply.reference == reference) else {
            return Ok(false);
        };
        let path = format!("/console/replies/{}/approve", reply.id);
        self.browser.act(&path, &[]).await?;
        Ok(true)
    }

    /// Whether a page of the organisation's site holds these words.
    pub(super) async fn shows(&mut self, path: &str, words: &str) -> Outcome<bool> {
        self.browser.shows(path, words).await
    }

    /// Whom needs can be sent to.
    pub(super) async fn producers(&mut self) -> Outcome<Vec<Producer>> {
        self.browser.json("/console/producers.json").await
    }

    /// Sends a released need to a producer, as its lead. `false` while it has not left yet.
    pub(super) async fn refer(&mut self, reference: &str, to: &Producer) -> Outcome<bool> {
        let path = format!("/console/needs/{reference}/refer");
        let page = self
            .browser
            .post(&path, &[("producer", &to.node), ("role", "lead")])
            .await?;
        match page.status {
            // The answer was lost, and it was sent: the site says that it has been sent before.
            409 if page.again => return Ok(true),
            404 | 409 => return Ok(false),
            _ => {}
        }
        self.browser.followed(page).map(|_| true)
    }

    /// What was sent to this producer.
    pub(super) async fn inbox(&mut self) -> Outcome<Vec<Received>> {
        let mut inbox = Vec::new();
        for page in 0.. {
            let path = format!("/console/inbox.json?page={page}");
            let more: Vec<Received> = self.browser.json(&path).await?;
            if more.is_empty() {
                break;
            }
            inbox.extend(more);
        }
        Ok(inbox)
    }

    /// Replies on a referral.
    pub(super) async fn respond(&mut self, referral: &str, form: &[(&str, String)]) -> Outcome {
        let own = [("referral", referral), ("lang", "en")];
        let form: Vec<(&str, &str)> = own
            .into_iter()
            .chain(form.iter().map(|(name, value)| (*name, value.as_str())))
            .collect();
        self.browser.act("/console/referrals/respond", &form).await
    }
}
