//! What the plays on chat platforms say, and how they look for ids and planted words afterwards.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::planted::{PLANTED, searchable, traces};

/// One of each scene of the play; every room has several.
pub(crate) const NEEDS: usize = 12;

/// Needs as lines of a file: the first ones with something planted in them.
pub(crate) fn needs() -> String {
    let plain = (PLANTED.len()..NEEDS).map(|at| {
        format!(
            "We need the number of buses that run in each county, every {at} months, for planning."
        )
    });
    let lines = PLANTED
        .iter()
        .map(|(text, _)| (*text).to_owned())
        .chain(plain);
    let lines = lines.map(|text| serde_json::json!({ "text": text }).to_string());
    lines.collect::<Vec<_>>().join("\n")
}

/// Neither these ids nor anything planted stands in a file under the folder, but for those files that
/// the operator wrote.
pub(crate) fn stand_nowhere<'a>(
    folder: &Path,
    ids: impl IntoIterator<Item = &'a String>,
    operators: &[&str],
) {
    let planted = PLANTED.iter().flat_map(|(_, planted)| traces(planted));
    let ids = ids.into_iter().flat_map(|id| traces(id));
    let gone: BTreeSet<String> = planted.chain(ids).collect();
    for path in files(folder) {
        if operators.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        let bytes = match std::fs::read(&path) {
            Ok(bytes) => bytes,
            // SQLite takes its log away when the last connection closes, and that may be now.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => panic!("{}: {error}", path.display()),
        };
        let text = searchable(&bytes);
        for trace in &gone {
            assert!(
                !text.contains(trace),
                "{trace} stands in {}",
                path.display()
            );
        }
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}
