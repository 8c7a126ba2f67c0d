//! A folder for one measurement, gone when it is over.

use std::fs::{self, File};
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use hearback_wire::id::RecId;

use super::figures::percentile;
use crate::clock::OsChance;
use crate::fault::{Doing, Outcome};

/// Forced writes in one probe of the disk.
const PROBES: usize = 50;

/// A new folder under the machine's folder for passing files; removed when dropped.
#[derive(Debug)]
pub(super) struct Folder(PathBuf);

impl Folder {
    /// Makes it.
    pub(super) fn make() -> Outcome<Self> {
        let name = format!("hearback-bench-{}", RecId::draw(&OsChance));
        let path = std::env::temp_dir().join(name);
        fs::create_dir(&path).doing(path.display())?;
        Ok(Self(path))
    }

    /// The address of a database in it.
    pub(super) fn database(&self, name: &str) -> String {
        format!("sqlite:{}", self.0.join(format!("{name}.db")).display())
    }

    /// The usual time in which the disk makes 4 KiB more of a file durable, just before the
    /// measurement. Rough: it says whether a figure is the disk's or the program's, and a busy disk
    /// moves both.
    pub(super) fn forced_write(&self) -> Outcome<Duration> {
        let path = self.0.join("probe");
        let mut file = File::create(&path).doing(path.display())?;
        let mut times = (0..PROBES)
            .map(|_| forced_write(&mut file))
            .collect::<Result<Vec<_>, _>>()
            .doing(path.display())?;
        times.sort_unstable();
        Ok(percentile(&times, 50))
    }
}

fn forced_write(file: &mut File) -> std::io::Result<Duration> {
    let started = Instant::now();
    file.write_all(&[0; 4096])?;
    file.sync_data()?;
    Ok(started.elapsed())
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{} could not be removed: {error}", self.0.display());
        }
    }
}
