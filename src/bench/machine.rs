//! What the figures were measured on: without it they say nothing.

use std::fs;

use serde::Serialize;

/// Facts of this machine. What the system does not tell is left out.
#[derive(Debug, Serialize)]
pub(super) struct Machine {
    cores: usize,
    os: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    cpu: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    memory_mib: Option<u64>,
    build: &'static str,
}

impl Machine {
    /// This machine, and how this program was built.
    pub(super) fn here() -> Self {
        let cores = std::thread::available_parallelism();
        Self {
            cores: cores.map_or(1, std::num::NonZero::get),
            os: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            cpu: field("/proc/cpuinfo", "model name"),
            memory_mib: field("/proc/meminfo", "MemTotal").and_then(|size| mib(&size)),
            build: if cfg!(debug_assertions) {
                "debug"
            } else {
                "release"
            },
        }
    }
}

/// The first value of a name in a file of `name : value` lines.
fn field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let mut pairs = text.lines().filter_map(|line| line.split_once(':'));
    let (_, value) = pairs.find(|(key, _)| key.trim() == name)?;
    Some(value.trim().to_owned())
}

/// Mebibytes of a size such as `2048 kB`.
fn mib(size: &str) -> Option<u64> {
    let kib: u64 = size.strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib / 1024)
}
