//! A PostgreSQL server of its own for one test: its own folder, its own port on loopback, gone
//! when it is dropped. It never touches a server that is already there.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::error::RigError;
use crate::process::{check, free_port};

/// The account that owns the server when the tests run as root: PostgreSQL refuses to run as root.
const ACCOUNT: &str = "postgres";

/// A running server.
#[derive(Debug)]
pub struct Postgres {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
    /// Whether somebody else stops it.
    left: bool,
}

impl Postgres {
    /// Makes a server and starts it.
    ///
    /// # Errors
    /// [`RigError`], when PostgreSQL is not installed or does not start.
    pub fn start() -> Result<Self, RigError> {
        let server = Self {
            programs: find_programs()?,
            folder: TempDir::new()?,
            port: free_port()?,
            left: false,
        };
        server.give_away()?;
        let data = server.data();
        let data = data.as_os_str();
        server.run(
            "initdb",
            [
                OsStr::new("-D"),
                data,
                "-U".as_ref(),
                ACCOUNT.as_ref(),
                "-A".as_ref(),
                "trust".as_ref(),
                "-E".as_ref(),
                "UTF8".as_ref(),
                "--no-sync".as_ref(),
            ],
        )?;
        server.start_again()?;
        Ok(server)
    }

    /// The server's address without a database, such as `postgres://postgres@127.0.0.1:40001`.
    pub fn base(&self) -> String {
        format!("postgres://{ACCOUNT}@127.0.0.1:{}", self.port)
    }

    /// Makes an empty database and returns its address.
    ///
    /// # Errors
    /// [`RigError::Failed`] when there is one of that name already.
    pub fn database(&self, name: &str) -> Result<String, RigError> {
        Self::create(&self.base(), name)?;
        Ok(format!("{}/{name}", self.base()))
    }

    /// Makes an empty database on the server at `base`.
    ///
    /// # Errors
    /// [`RigError::Failed`] when there is one of that name already.
    pub(crate) fn create(base: &str, name: &str) -> Result<(), RigError> {
        let program = find_programs()?.join("createdb");
        let at = format!("--maintenance-db={base}/postgres");
        check("createdb", Command::new(program).args([&at, name]))
    }

    /// Stops the server at once, as after a power cut.
    ///
    /// # Errors
    /// [`RigError::Failed`] when it does not run.
    pub fn stop(&self) -> Result<(), RigError> {
        let data = self.data();
        self.run("pg_ctl", stopping(&data))
    }

    /// Starts it again on the same port, with what it held.
    ///
    /// # Errors
    /// [`RigError::Failed`] when it does not start.
    pub fn start_again(&self) -> Result<(), RigError> {
        let (data, log) = (self.data(), self.folder.path().join("log"));
        let options = self.options();
        self.run(
            "pg_ctl",
            [
                OsStr::new("-D"),
                data.as_os_str(),
                "-w".as_ref(),
                "-l".as_ref(),
                log.as_os_str(),
                "-o".as_ref(),
                options.as_ref(),
                "start".as_ref(),
            ],
        )
    }

    /// The shell command that stops it.
    pub(crate) fn stop_command(&self) -> String {
        let user = if is_root() {
            format!("runuser -u {ACCOUNT} -- ")
        } else {
            String::new()
        };
        format!(
            "{user}'{}' -D '{}' -m immediate stop",
            self.programs.join("pg_ctl").display(),
            self.data().display()
        )
    }

    /// Where it keeps everything.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Lets it run on after this value is gone; whoever is left with it stops it.
    pub(crate) fn leave(mut self) {
        self.left = true;
        self.folder.disable_cleanup(true);
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn options(&self) -> String {
        format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={} -c max_connections=200",
            self.port,
            self.folder.path().display()
        )
    }

    /// Gives the folder to the account that will run the server.
    fn give_away(&self) -> Result<(), RigError> {
        if !is_root() {
            return Ok(());
        }
        let owner = format!("{ACCOUNT}:");
        check(
            "chown",
            Command::new("chown").arg(owner).arg(self.folder.path()),
        )
    }

    fn run<S: AsRef<OsStr>>(
        &self,
        program: &str,
        arguments: impl IntoIterator<Item = S>,
    ) -> Result<(), RigError> {
        let path = self.programs.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", ACCOUNT, "--"]).arg(path);
            command
        } else {
            Command::new(path)
        };
        check(
            program,
            command.args(arguments).current_dir(self.folder.path()),
        )
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if self.left {
            return;
        }
        if let Err(error) = self.stop() {
            eprintln!(
                "a PostgreSQL server may still run on port {}: {error}",
                self.port
            );
        }
    }
}

/// What stops the server whose data is in a folder.
fn stopping(data: &Path) -> [&OsStr; 5] {
    [
        "-D".as_ref(),
        data.as_os_str(),
        "-m".as_ref(),
        "immediate".as_ref(),
        "stop".as_ref(),
    ]
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// The folder that holds `initdb` and `pg_ctl`: the newest packaged version, or wherever the PATH
/// leads to.
fn find_programs() -> Result<PathBuf, RigError> {
    let packaged = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten();
    let mut packaged: Vec<PathBuf> = packaged.map(|version| version.path().join("bin")).collect();
    packaged.sort();
    packaged.reverse();
    let path = std::env::var_os("PATH").unwrap_or_default();
    packaged
        .into_iter()
        .chain(std::env::split_paths(&path))
        .find(|folder| holds_programs(folder))
        .ok_or(RigError::NoPostgres)
}

fn holds_programs(folder: &Path) -> bool {
    ["initdb", "pg_ctl", "createdb"]
        .iter()
        .all(|name| folder.join(name).is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_starts_takes_databases_and_is_gone_when_dropped() {
        let server = Postgres::start().unwrap();
        let address = server.database("first").unwrap();
        assert_eq!(address, format!("{}/first", server.base()));
        assert!(server.database("first").is_err());
        let port = server.port;
        drop(server);
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
