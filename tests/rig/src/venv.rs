//! Python programs at a fixed version, each in a virtual environment of its own that all runs
//! share. Installed once, by whichever test comes first; never skipped when that fails.

use std::env;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::error::RigError;
use crate::process::check;

/// Written last. A folder without it holds an installation that broke off. (It cannot be built
/// elsewhere and renamed: a virtual environment has its own path inside it.)
const MARKER: &str = "installed";

/// A package and its version.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
}

impl Package {
    /// The Python that has the package. Installs it when that was not done before; takes about
    /// half a minute then. Blocks.
    pub(crate) fn python(self) -> Result<PathBuf, RigError> {
        let cache = cache();
        fs::create_dir_all(&cache)?;
        let folder = cache.join(format!("{}-{}", self.name, self.version));
        // Held until it is dropped: two test programs must not install at once.
        let lock = File::create(folder.with_added_extension("lock"))?;
        lock.lock()?;
        if !folder.join(MARKER).is_file() {
            self.install(&folder)?;
        }
        Ok(python_of(&folder))
    }

    fn install(self, folder: &Path) -> Result<(), RigError> {
        let wanted = format!("{}=={}", self.name, self.version);
        eprintln!("Installing {wanted} into {}.", folder.display());
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        check(
            "python3",
            Command::new("python3").args(["-m", "venv"]).arg(folder),
        )
        .map_err(|error| RigError::NoPython(error.to_string()))?;
        check(
            "pip",
            Command::new(python_of(folder))
                .args(["-m", "pip", "install", "--quiet", "--only-binary=:all:"])
                .arg("--disable-pip-version-check")
                .arg(&wanted),
        )
        .map_err(|error| {
            RigError::NoPackage(wanted, folder.display().to_string(), error.to_string())
        })?;
        fs::write(folder.join(MARKER), [])?;
        Ok(())
    }
}

fn python_of(folder: &Path) -> PathBuf {
    folder.join("bin").join("python")
}

/// `$HEARBACK_RIG_CACHE`, or the folder `rig` of the build's target folder.
fn cache() -> PathBuf {
    if let Some(named) = env::var_os("HEARBACK_RIG_CACHE") {
        return PathBuf::from(named);
    }
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let target = env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into());
    workspace.join(target).join("rig")
}
