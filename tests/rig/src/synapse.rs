//! A real Matrix homeserver, Synapse, on loopback: its own folder, its own port, its own secret,
//! gone when it is dropped or when the test that started it dies. It talks to no other server.
//!
//! Synapse is AGPL: it is installed from its own package and run as a process of its own. None of
//! it is ever part of this repository or of the shipped program.

mod register;
mod running;
mod settings;

use std::env;
use std::time::Duration;

use tokio::sync::OnceCell;

use crate::chance::unique;
use crate::error::RigError;
use crate::http;
use crate::matrix::{Account, MatrixError, Person};
use running::{Place, Running};
pub use settings::{Rate, Storage, SynapseSettings};

/// The name that every server of the rig has; user ids end with it.
const SERVER_NAME: &str = "localhost";

static SHARED: OnceCell<Synapse> = OnceCell::const_new();

/// A server.
#[derive(Debug)]
pub struct Synapse {
    url: String,
    secret: String,
    ours: Option<Ours>,
}

/// What is known of a server that this process started.
#[derive(Debug)]
struct Ours {
    place: Place,
    start_within: Duration,
    /// `None` while it is stopped.
    running: Option<Running>,
}

/// The one server of this test process: started at the first call, or the one that
/// `$HEARBACK_RIG_SYNAPSE` names by its address and registration secret. Names of people must be
/// new on it, so make people with [`Synapse::person`].
///
/// # Errors
/// As [`Synapse::start`].
pub async fn shared() -> Result<&'static Synapse, RigError> {
    SHARED
        .get_or_try_init(async || match env::var("HEARBACK_RIG_SYNAPSE") {
            Ok(named) => Synapse::named(&named),
            Err(_) => Synapse::start(&SynapseSettings::default()).await,
        })
        .await
}

impl Synapse {
    /// Installs Synapse if no run has done so yet, makes a server and starts it.
    ///
    /// # Errors
    /// [`RigError`], when it cannot be installed or does not answer in time.
    pub async fn start(settings: &SynapseSettings) -> Result<Self, RigError> {
        let secret = unique()?;
        let place = Place::make(settings, &secret).await?;
        let mut server = Self {
            url: place.url(),
            secret,
            ours: Some(Ours {
                place,
                start_within: settings.start_within,
                running: None,
            }),
        };
        server.restart().await?;
        Ok(server)
    }

    /// A server that somebody else started, from its address and its registration secret.
    fn named(words: &str) -> Result<Self, RigError> {
        let (url, secret) = words
            .split_once(' ')
            .ok_or_else(|| RigError::NoSuchSynapse(words.to_owned()))?;
        Ok(Self {
            url: url.trim_end_matches('/').to_owned(),
            secret: secret.to_owned(),
            ours: None,
        })
    }

    /// Its address, such as `http://127.0.0.1:40001`, with no slash at the end.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The part of its user ids after the colon.
    pub fn server_name(&self) -> &'static str {
        SERVER_NAME
    }

    /// What to set `$HEARBACK_RIG_SYNAPSE` to in another process so that [`shared`] there is this
    /// server. Holds the registration secret.
    pub fn words(&self) -> String {
        format!("{} {}", self.url, self.secret)
    }

    /// Its process, or `None` when it is stopped or was not started here.
    pub fn pid(&self) -> Option<u32> {
        self.ours.as_ref()?.running.as_ref().map(Running::pid)
    }

    /// Makes an account, with a device that is signed in.
    ///
    /// # Errors
    /// [`MatrixError::Refused`] with `M_USER_IN_USE` when there is one of that name already.
    pub async fn register(
        &self,
        name: &str,
        password: &str,
        admin: bool,
    ) -> Result<Account, MatrixError> {
        let wanted = register::Wanted {
            name,
            password,
            admin,
        };
        register::register(&http::client()?, &self.url, &self.secret, &wanted).await
    }

    /// Makes an account whose name starts with `stem` and is new, and signs in as that person.
    ///
    /// # Errors
    /// [`RigError::Asked`] when the server refuses.
    pub async fn person(&self, stem: &str) -> Result<Person, RigError> {
        let name = format!("{stem}-{}", unique()?);
        let account = self.register(&name, &unique()?, false).await?;
        Ok(Person::new(&self.url, account)?)
    }

    /// Stops it in an orderly way and waits until it is gone. Does nothing when it is stopped.
    /// Its data stay, unless they are in memory.
    ///
    /// # Errors
    /// [`RigError::NotOurs`] for a server that was not started here.
    pub async fn stop(&mut self) -> Result<(), RigError> {
        let ours = self.ours.as_mut().ok_or(RigError::NotOurs)?;
        match ours.running.take() {
            Some(running) => running.stop().await,
            None => Ok(()),
        }
    }

    /// Stops it, if it runs, and starts it on the same port with the same data.
    ///
    /// # Errors
    /// As [`Synapse::start`] and [`Synapse::stop`].
    pub async fn restart(&mut self) -> Result<(), RigError> {
        self.stop().await?;
        let ours = self.ours.as_mut().ok_or(RigError::NotOurs)?;
        ours.running = Some(ours.place.run(ours.start_within).await?);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_server_of_another_process_can_be_used_but_not_stopped() {
        let settings = SynapseSettings {
            storage: Storage::Memory,
            ..SynapseSettings::default()
        };
        let server = Synapse::start(&settings).await.unwrap();
        let mut same = Synapse::named(&server.words()).unwrap();
        assert_eq!((same.url(), same.pid()), (server.url(), None));
        let ada = same.person("ada").await.unwrap();
        assert!(ada.user_id().starts_with("@ada-"), "{}", ada.user_id());
        let error = same.stop().await.unwrap_err();
        assert!(matches!(error, RigError::NotOurs), "{error}");
    }

    #[test]
    fn a_server_named_without_its_secret_is_an_error_that_says_so() {
        let error = Synapse::named("http://127.0.0.1:8008").unwrap_err();
        assert!(error.to_string().contains("secret"), "{error}");
    }
}
