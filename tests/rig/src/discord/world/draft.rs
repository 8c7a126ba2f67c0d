//! A message that somebody wants to post, checked as far as it can be by itself. Pure.

use serde_json::{Value, json};

use crate::discord::refusal::Refusal;

use super::components;
use super::mention::Allowed;
use super::message::{EPHEMERAL, SILENT, SUPPRESS_EMBEDS};
use super::wire::put;

/// The longest text of a message. The published description says 4,000, which is for subscribers.
const LONGEST: usize = 2_000;
/// The longest mark of a message.
const LONGEST_NONCE: usize = 25;

/// A message that somebody wants to post, checked as far as it can be by itself.
#[derive(Clone, Debug, Default)]
pub(in crate::discord) struct Draft {
    pub(super) content: String,
    pub(super) embeds: Vec<Value>,
    pub(super) components: Vec<Value>,
    pub(super) flags: u64,
    pub(super) allowed: Allowed,
    pub(super) nonce: Option<Value>,
    pub(super) once: bool,
    pub(super) replies_to: Option<Value>,
}

impl Draft {
    /// Reads a body. Only answers to interactions may be for one person alone.
    pub(in crate::discord) fn read(body: &Value, private: bool) -> Result<Self, Refusal> {
        let draft = Self::read_parts(body)?;
        let flags = SUPPRESS_EMBEDS | SILENT | if private { EPHEMERAL } else { 0 };
        if draft.flags & !flags != 0 {
            let words = "The specified flags are invalid for this message.";
            return Err(Refusal::form("flags", "MESSAGE_FLAGS_INVALID", words));
        }
        if draft.is_empty() {
            return Err(Refusal::empty_message());
        }
        Ok(draft)
    }

    /// A message whose words are still to come.
    pub(super) fn to_come(flags: u64) -> Self {
        Self {
            flags,
            ..Self::default()
        }
    }

    /// A plain text, as people write it.
    pub(in crate::discord) fn said(content: &str) -> Result<Self, Refusal> {
        Self::read(&json!({"content": content}), false)
    }

    /// Reads a body without asking whether it says anything: a change may leave all as it was.
    pub(super) fn read_parts(body: &Value) -> Result<Self, Refusal> {
        let list = |name| body.get(name).and_then(Value::as_array).cloned();
        let mut draft = Self {
            content: components::text(body, "content")
                .unwrap_or_default()
                .to_owned(),
            embeds: list("embeds").unwrap_or_default(),
            components: list("components").unwrap_or_default(),
            flags: body.get("flags").and_then(Value::as_u64).unwrap_or(0),
            allowed: Allowed::read(body)?,
            nonce: body.get("nonce").filter(|nonce| !nonce.is_null()).cloned(),
            once: body.get("enforce_nonce").and_then(Value::as_bool) == Some(true),
            replies_to: body
                .get("message_reference")
                .filter(|to| !to.is_null())
                .cloned(),
        };
        check_content(&draft.content)?;
        check_embeds(&draft.embeds)?;
        components::check(&mut draft.components)?;
        check_nonce(draft.nonce.as_ref())?;
        for embed in &mut draft.embeds {
            put(embed, "type", json!("rich"));
        }
        Ok(draft)
    }

    fn is_empty(&self) -> bool {
        self.content.trim().is_empty() && self.embeds.is_empty() && self.components.is_empty()
    }

    /// The mark, if no two messages may have it.
    pub(super) fn mark(&self) -> Option<String> {
        let nonce = self.nonce.as_ref().filter(|_| self.once)?;
        Some(
            nonce
                .as_str()
                .map_or_else(|| nonce.to_string(), str::to_owned),
        )
    }
}

fn check_content(content: &str) -> Result<(), Refusal> {
    if content.chars().count() <= LONGEST {
        return Ok(());
    }
    let words = "Must be 2000 or fewer in length.";
    Err(Refusal::form("content", "BASE_TYPE_MAX_LENGTH", words))
}

fn check_nonce(nonce: Option<&Value>) -> Result<(), Refusal> {
    let text = nonce.and_then(Value::as_str).unwrap_or_default();
    if text.chars().count() <= LONGEST_NONCE {
        return Ok(());
    }
    let words = "Must be 25 or fewer in length.";
    Err(Refusal::form("nonce", "BASE_TYPE_MAX_LENGTH", words))
}

fn check_embeds(embeds: &[Value]) -> Result<(), Refusal> {
    let long = |embed: &Value| {
        let texts = ["title", "description"].map(|name| components::text(embed, name));
        texts
            .into_iter()
            .flatten()
            .map(|text| text.chars().count())
            .sum::<usize>()
    };
    if embeds.len() > 10 || embeds.iter().map(long).sum::<usize>() > 6_000 {
        let words = "Embed size exceeds maximum size of 6000";
        return Err(Refusal::form("embeds", "MAX_EMBED_SIZE_EXCEEDED", words));
    }
    Ok(())
}
