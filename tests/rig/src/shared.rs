//! One PostgreSQL for many tests, so that they do not wait for a server each. A test still has
//! databases of its own.
//!
//! `tests/run` starts one for all test programs and names it in [`ADDRESS`]. Without that, the first
//! test of a program starts one, and it ends with the program, however that ends.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::error::RigError;
use crate::postgres::Postgres;

/// The environment variable that names a server that runs already, such as
/// `postgres://postgres@127.0.0.1:40001`.
pub const ADDRESS: &str = "HEARBACK_TEST_POSTGRES";

/// The server of this process: its address, and the guard that stops it.
static SERVER: Mutex<Option<(String, Option<Child>)>> = Mutex::new(None);

static NAMES: AtomicU32 = AtomicU32::new(0);

/// Databases of one test on a shared server.
#[derive(Debug, Clone)]
pub struct Databases {
    base: String,
    prefix: String,
}

impl Databases {
    /// Finds or starts the shared server.
    ///
    /// # Errors
    /// [`RigError`], when PostgreSQL is not installed or does not start.
    pub fn shared() -> Result<Self, RigError> {
        let number = NAMES.fetch_add(1, Ordering::Relaxed);
        Ok(Self {
            base: base()?,
            prefix: format!("p{}_{number}", std::process::id()),
        })
    }

    /// Makes an empty database that no other test has, and returns its address.
    ///
    /// # Errors
    /// [`RigError::Failed`] when this test has one of that name already.
    pub fn database(&self, name: &str) -> Result<String, RigError> {
        let name = format!("{}_{name}", self.prefix);
        Postgres::create(&self.base, &name)?;
        Ok(format!("{}/{name}", self.base))
    }
}

fn base() -> Result<String, RigError> {
    if let Ok(base) = std::env::var(ADDRESS) {
        return Ok(base);
    }
    // A test that failed while it held the lock left nothing half done: the place is still empty.
    let mut server = SERVER.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((base, _)) = server.as_ref() {
        return Ok(base.clone());
    }
    let started = Postgres::start()?;
    let base = started.base();
    *server = Some((base.clone(), Some(guard(started)?)));
    Ok(base)
}

/// Leaves a server to a process that stops it when this one has ended: the guard's standard input is
/// held by this process alone, and closes with it, also when it is killed.
fn guard(server: Postgres) -> Result<Child, RigError> {
    let script = "cat >/dev/null; eval \"$1\"; rm -rf -- \"$2\"";
    let child = Command::new("sh")
        .args(["-c", script, "guard"])
        .arg(server.stop_command())
        .arg(server.folder())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| RigError::Run("sh".to_owned(), error))?;
    server.leave();
    Ok(child)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listens(base: &str) -> bool {
        let place = base.rsplit('@').next().unwrap();
        std::net::TcpStream::connect(place).is_ok()
    }

    #[test]
    fn a_server_ends_when_nobody_holds_its_guard_any_more() {
        let server = Postgres::start().unwrap();
        let (base, folder) = (server.base(), server.folder().to_owned());
        let mut held = guard(server).unwrap();
        assert!(listens(&base), "it outlives the value that started it");
        // What the end of this process, however it comes, does to the guard.
        drop(held.stdin.take());
        held.wait().unwrap();
        assert!(!listens(&base) && !folder.exists());
    }

    #[test]
    fn two_tests_have_databases_of_their_own() {
        let (one, other) = (Databases::shared().unwrap(), Databases::shared().unwrap());
        let address = one.database("a").unwrap();
        assert_ne!(address, other.database("a").unwrap());
        assert!(one.database("a").is_err());
    }
}
