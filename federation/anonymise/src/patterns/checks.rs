//! Check digits and sanity checks on runs of digits. Pure arithmetic: a check may refuse a shape, it
//! never widens one.

/// The ASCII digits of `text`, as numbers.
pub(super) fn digits_of(text: &str) -> Vec<u32> {
    text.chars().filter_map(|c| c.to_digit(10)).collect()
}

/// Luhn's check, which every payment card number passes.
pub(super) fn luhn(text: &str) -> bool {
    let sum: u32 = digits_of(text)
        .iter()
        .rev()
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => *digit,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// The NHS number's check: weights 10 down to 2, modulo 11 (NHS Data Dictionary, "NHS NUMBER").
pub(super) fn nhs(text: &str) -> bool {
    let digits = digits_of(text);
    let Some((check, body)) = digits.split_last() else {
        return false;
    };
    let sum: u32 = body
        .iter()
        .zip((2..=10).rev())
        .map(|(digit, weight)| digit * weight)
        .sum();
    body.len() == 9 && (11 - sum % 11) % 11 == *check
}

/// True for a run of digits that is long enough to be dialled and is not a list of years.
pub(super) fn dialled(text: &str) -> bool {
    let count = digits_of(text).len();
    (7..=17).contains(&count) && !only_years(text)
}

/// True when every group of digits is a year, or two digits after a year, as in "2019-20 2021".
pub(super) fn only_years(text: &str) -> bool {
    let mut groups = text
        .split(|c: char| !c.is_ascii_digit())
        .filter(|group| !group.is_empty());
    groups.next().is_some_and(is_year) && groups.all(|group| is_year(group) || group.len() == 2)
}

/// True for four digits that read as a year between 1700 and 2199.
pub(crate) fn is_year(group: &str) -> bool {
    group.len() == 4 && matches!(group.parse(), Ok(1700..=2199))
}

/// True for a reference that holds a number other than a year: five digits, or a group of three.
pub(super) fn numbered(text: &str) -> bool {
    if is_need_reference(text) {
        return false;
    }
    let mut groups = text.split(|c: char| !c.is_ascii_digit());
    groups.any(|group| group.len() >= 3 && !is_year(group))
}

/// True for the public reference of a need, such as `HB-7K3Q-9M2X`, which stands on a public list.
fn is_need_reference(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    matches!(parts.as_slice(), ["HB", one, two] if one.len() == 4 && two.len() == 4)
}
