//! What Discord answers when it refuses: a status, its own code, its words. One constructor for each
//! refusal that a bot has to know.

use serde_json::{Value, json};

/// A refused request.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: u64,
    pub(super) message: String,
    /// For 50035: what is wrong with which field.
    pub(super) errors: Option<Value>,
}

impl Refusal {
    fn new(status: u16, code: u64, message: &str) -> Self {
        let message = message.to_owned();
        Self {
            status,
            code,
            message,
            errors: None,
        }
    }

    pub(super) fn unauthorized() -> Self {
        Self::new(401, 0, "401: Unauthorized")
    }

    pub(super) fn no_such_route() -> Self {
        Self::new(404, 0, "404: Not Found")
    }

    /// Cloudflare's word for a client that does not say who it is.
    pub(super) fn no_user_agent() -> Self {
        Self::new(403, 40333, "internal network error")
    }

    pub(super) fn unknown_channel() -> Self {
        Self::new(404, 10003, "Unknown Channel")
    }

    pub(super) fn unknown_guild() -> Self {
        Self::new(404, 10004, "Unknown Guild")
    }

    pub(super) fn unknown_member() -> Self {
        Self::new(404, 10007, "Unknown Member")
    }

    pub(super) fn unknown_message() -> Self {
        Self::new(404, 10008, "Unknown Message")
    }

    pub(super) fn unknown_user() -> Self {
        Self::new(404, 10013, "Unknown User")
    }

    pub(super) fn unknown_webhook() -> Self {
        Self::new(404, 10015, "Unknown Webhook")
    }

    pub(super) fn unknown_interaction() -> Self {
        Self::new(404, 10062, "Unknown interaction")
    }

    pub(super) fn unknown_command() -> Self {
        Self::new(404, 10063, "Unknown application command")
    }

    pub(super) fn token_expired() -> Self {
        Self::new(401, 50027, "Invalid Webhook Token")
    }

    pub(super) fn acknowledged_already() -> Self {
        let words = "Interaction has already been acknowledged.";
        Self::new(400, 40060, words)
    }

    pub(super) fn tag_required() -> Self {
        let words = "A tag is required to create a forum post in this channel";
        Self::new(400, 40067, words)
    }

    pub(super) fn no_access() -> Self {
        Self::new(403, 50001, "Missing Access")
    }

    pub(super) fn not_their_message() -> Self {
        let words = "Cannot edit a message authored by another user";
        Self::new(403, 50005, words)
    }

    pub(super) fn empty_message() -> Self {
        Self::new(400, 50006, "Cannot send an empty message")
    }

    pub(super) fn cannot_message_user() -> Self {
        Self::new(403, 50007, "Cannot send messages to this user")
    }

    pub(super) fn not_in_this_channel_type() -> Self {
        let words = "Cannot execute action on this channel type";
        Self::new(400, 50024, words)
    }

    pub(super) fn no_permission() -> Self {
        Self::new(403, 50013, "Missing Permissions")
    }

    pub(super) fn archived() -> Self {
        Self::new(400, 50083, "Thread is archived")
    }

    pub(super) fn thread_exists() -> Self {
        let words = "A thread has already been created for this message";
        Self::new(400, 160_004, words)
    }

    pub(super) fn locked() -> Self {
        Self::new(403, 160_005, "Thread is locked")
    }

    pub(super) fn too_many_threads() -> Self {
        Self::new(400, 160_006, "Maximum number of active threads reached")
    }

    pub(super) fn auto_moderation() -> Self {
        let words = "Message was blocked by automatic moderation";
        Self::new(400, 200_000, words)
    }

    pub(super) fn bad_json() -> Self {
        let words = "The request body contains invalid JSON.";
        Self::new(400, 50109, words)
    }

    /// A form with something wrong at `path`, such as `data/content`.
    pub(super) fn form(path: &str, code: &str, words: &str) -> Self {
        let mut errors = json!({"_errors": [{"code": code, "message": words}]});
        for part in path.split('/').filter(|part| !part.is_empty()).rev() {
            errors = json!({ part: errors });
        }
        let mut refusal = Self::new(400, 50035, "Invalid Form Body");
        refusal.errors = Some(errors);
        refusal
    }

    /// What stands in the answer.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({"message": self.message, "code": self.code});
        if let (Some(errors), Some(fields)) = (&self.errors, body.as_object_mut()) {
            fields.insert("errors".to_owned(), errors.clone());
        }
        body
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_names_the_field_in_discords_nesting() {
        let refusal = Refusal::form("data/content", "BASE_TYPE_MAX_LENGTH", "too long");
        let at = &refusal.body()["errors"]["data"]["content"]["_errors"][0];
        assert_eq!(at["code"], "BASE_TYPE_MAX_LENGTH");
    }
}
