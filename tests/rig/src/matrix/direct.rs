//! Talking to somebody alone. As real clients do, the list of such rooms is kept in the account
//! (`m.direct`), so that a second device finds the same room.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use super::error::{MatrixError, answer};
use super::event::Event;
use super::log::Log;
use super::person::{Person, text};

/// The account's own list: user id to room ids, the newest last.
type Direct = BTreeMap<String, Vec<String>>;

impl Person {
    /// The room for talking to somebody alone: the one there is, the one they invite to, which is
    /// joined, or else a new one to which they are invited.
    pub async fn dm_with(&self, user: &str) -> Result<String, MatrixError> {
        let mut direct = self.direct().await?;
        if let Some(room) = direct.get(user).and_then(|rooms| rooms.last()) {
            return Ok(room.clone());
        }
        self.catch_up().await?;
        let invited = invite_from(&*self.log.lock().await, user);
        let room = match invited {
            Some(room) => {
                self.join(&room).await?;
                room
            }
            None => self.create_direct(user).await?,
        };
        direct.insert(user.to_owned(), vec![room.clone()]);
        self.put(&self.direct_path(), &json!(direct)).await?;
        Ok(room)
    }

    /// Waits for an invite from somebody and returns the room's id. Does not join it.
    ///
    /// # Errors
    /// [`MatrixError::Late`] when none came `within` that time.
    pub async fn wait_for_invite(
        &self,
        from: &str,
        within: Duration,
    ) -> Result<String, MatrixError> {
        let look = |log: &Log| invite_from(log, from);
        self.until(look, "an invite", within).await
    }

    async fn create_direct(&self, user: &str) -> Result<String, MatrixError> {
        let body = json!({
            "preset": "trusted_private_chat",
            "is_direct": true,
            "invite": [user],
        });
        let made = self.post(&["v3", "createRoom"], &body).await?;
        Ok(text(&made, "room_id"))
    }

    /// Empty while there is none.
    async fn direct(&self) -> Result<Direct, MatrixError> {
        match answer(self.request(Method::GET, &self.direct_path())?).await {
            Err(MatrixError::Refused { status: 404, .. }) => Ok(Direct::new()),
            answered => answered,
        }
    }

    fn direct_path(&self) -> [&str; 5] {
        ["v3", "user", self.user_id(), "account_data", "m.direct"]
    }
}

fn invite_from(log: &Log, user: &str) -> Option<String> {
    let theirs = |event: &Event| {
        let membership = event.raw.pointer("/content/membership");
        event.sender == user && membership.is_some_and(|found| found == "invite")
    };
    let mut rooms = log.invites.iter();
    let (room, _) = rooms.find(|(_, shown)| shown.iter().any(theirs))?;
    Some(room.clone())
}
