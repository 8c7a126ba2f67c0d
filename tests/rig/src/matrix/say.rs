//! Saying things in a room. Each returns the id of the new event.

use serde_json::{Value, json};

use super::error::MatrixError;
use super::person::{Person, text};

impl Person {
    /// Says something.
    pub async fn say(&self, room: &str, body: &str) -> Result<String, MatrixError> {
        self.send_message(room, &message(body)).await
    }

    /// Says something in the thread that starts with `first`.
    pub async fn reply_in_thread(
        &self,
        room: &str,
        first: &str,
        body: &str,
    ) -> Result<String, MatrixError> {
        let relation = json!({
            "rel_type": "m.thread",
            "event_id": first,
            "is_falling_back": true,
            "m.in_reply_to": {"event_id": first},
        });
        let content = related(body, &relation);
        self.send_message(room, &content).await
    }

    /// Answers an event, outside any thread.
    pub async fn reply_to(
        &self,
        room: &str,
        event: &str,
        body: &str,
    ) -> Result<String, MatrixError> {
        let content = related(body, &json!({"m.in_reply_to": {"event_id": event}}));
        self.send_message(room, &content).await
    }

    /// Puts other words in the place of an earlier message.
    pub async fn edit(&self, room: &str, event: &str, body: &str) -> Result<String, MatrixError> {
        let content = json!({
            "msgtype": "m.text",
            "body": format!("* {body}"),
            "m.new_content": message(body),
            "m.relates_to": {"rel_type": "m.replace", "event_id": event},
        });
        self.send_message(room, &content).await
    }

    /// Reacts to an event with a sign, such as `👍`.
    pub async fn react(&self, room: &str, event: &str, key: &str) -> Result<String, MatrixError> {
        let content = json!({
            "m.relates_to": {"rel_type": "m.annotation", "event_id": event, "key": key},
        });
        let transaction = self.next_transaction();
        self.send(room, "m.reaction", &content, &transaction).await
    }

    /// Takes an event back.
    pub async fn redact(&self, room: &str, event: &str) -> Result<String, MatrixError> {
        let transaction = self.next_transaction();
        let path = ["v3", "rooms", room, "redact", event, &transaction];
        Ok(text(&self.put(&path, &json!({})).await?, "event_id"))
    }

    /// Sends any event under the sender's own mark. The same mark twice is one event.
    pub async fn send(
        &self,
        room: &str,
        kind: &str,
        content: &Value,
        transaction: &str,
    ) -> Result<String, MatrixError> {
        let path = ["v3", "rooms", room, "send", kind, transaction];
        Ok(text(&self.put(&path, content).await?, "event_id"))
    }

    /// Sends a message of any content under a new mark.
    pub async fn send_message(&self, room: &str, content: &Value) -> Result<String, MatrixError> {
        let transaction = self.next_transaction();
        self.send(room, "m.room.message", content, &transaction)
            .await
    }
}

fn message(body: &str) -> Value {
    json!({"msgtype": "m.text", "body": body, "m.mentions": {}})
}

fn related(body: &str, relation: &Value) -> Value {
    json!({"msgtype": "m.text", "body": body, "m.mentions": {}, "m.relates_to": relation})
}
