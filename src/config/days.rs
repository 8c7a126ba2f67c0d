//! Whether numbers of days are among those that work.

use crate::fault::{Fault, Outcome};

/// A setting as it is called, its days, the fewest and the most.
pub(super) type Range = (&'static str, u16, u16, u16);

/// Refuses days of a section that are outside what works.
///
/// # Errors
/// In words that name the setting and what works.
pub(super) fn within(section: &str, ranges: &[Range]) -> Outcome {
    for (name, days, least, most) in ranges {
        if !(least..=most).contains(&days) {
            return Err(Fault::new(format!(
                "[{section}] {name} is {days}: please choose {least} to {most} days"
            )));
        }
    }
    Ok(())
}
