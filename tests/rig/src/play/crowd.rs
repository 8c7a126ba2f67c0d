//! One Synapse with the accounts that a play needs.

use std::path::Path;
use std::sync::Arc;

use crate::matrix::Person;
use crate::synapse::{Synapse, SynapseSettings};
use hearback::fault::{Doing, Outcome};

use super::sealed::SealedPerson;
use super::secret::secret;
use super::speaker::Speaker;

/// A password that nobody has to keep.
const PASSWORD: &str = "only-for-this-play";

/// A running homeserver.
pub(crate) struct Crowd {
    server: Synapse,
    people: usize,
}

impl Crowd {
    pub(crate) async fn new() -> Outcome<Self> {
        let server = Synapse::start(&SynapseSettings::default())
            .await
            .doing("Synapse")?;
        Ok(Self { server, people: 0 })
    }

    /// Makes a bot's account, puts its password into the keys folder of the node in `folder`, and
    /// returns the bot's id with the lines that the node's configuration needs.
    pub(crate) async fn bot(&self, name: &str, folder: &Path) -> Outcome<(String, String)> {
        let account = self.server.register(name, PASSWORD, false).await;
        let bot = account.doing("the bot's account")?.user_id;
        secret(folder, "matrix.password", PASSWORD)?;
        let lines = format!(
            "\n[matrix]\nhomeserver = \"{}\"\nuser = \"{bot}\"\nallow = [\"*:{}\"]\n",
            self.server.url(),
            self.server.server_name()
        );
        Ok((bot, lines))
    }

    /// A new person with a plain client.
    pub(crate) async fn person(&mut self) -> Outcome<Speaker> {
        let account = self.account().await?;
        let person = Person::new(self.server.url(), account).doing("a client")?;
        Ok(Speaker::Plain(Arc::new(person)))
    }

    /// A new person whose client encrypts.
    pub(crate) async fn sealed(&mut self) -> Outcome<Speaker> {
        let account = self.account().await?;
        let person = SealedPerson::new(self.server.url(), account).await?;
        Ok(Speaker::Sealed(Arc::new(person)))
    }

    async fn account(&mut self) -> Outcome<crate::matrix::Account> {
        self.people += 1;
        let name = format!("person{}", self.people);
        let account = self.server.register(&name, PASSWORD, false).await;
        account.doing("an account")
    }
}
