//! Reads the tab-separated tables built into this crate, so that every table is read the same way.
//!
//! It never reads a file at run time and never sees a person's words.

/// The rows of a built-in table that have exactly `N` cells, in file order.
///
/// Empty lines and lines starting with `#` are notes. Each table's own test counts its rows, so a
/// row with a missing tab is found when the crate is built, not by a person.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

/// The parts of a cell that holds a list separated by `;`. An empty cell has none.
pub(crate) fn list(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split(';')
        .map(str::trim)
        .filter(|part| !part.is_empty())
}

/// `None` for an empty cell.
pub(crate) fn optional(cell: &'static str) -> Option<&'static str> {
    (!cell.is_empty()).then_some(cell)
}
