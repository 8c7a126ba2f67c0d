//! Numbers that name a person, an account, a vehicle or a letter. A long run of digits is masked even
//! when no check digit holds: a mistyped number still points at someone.

use super::{
    Row, always,
    checks::{dialled, digits_of, is_year, luhn, nhs, numbered},
    digits,
};
use crate::Kind::{
    Account, Address, CaseReference, NationalInsurance, NhsNumber, Number, Phone, Vehicle,
};

/// Numbers, surest first.
pub(super) const ROWS: &[Row] = &[
    (
        r"\b[HNOST][A-HJ-Z] ?\d{2,5} ?\d{2,5}\b",
        Address,
        "grid_reference",
        always,
        digits(4),
    ),
    (
        r"(?i)\b[a-z]{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?[a-d]\b|\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2}\b",
        NationalInsurance,
        "national_insurance",
        always,
        digits(6),
    ),
    (
        r"\b\d{3}[ .-]?\d{3}[ .-]?\d{4}\b",
        NhsNumber,
        "nhs_number",
        nhs,
        digits(10),
    ),
    (
        r"(?i)\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b",
        Account,
        "iban",
        |text| digits_of(text).len() >= 8,
        digits(8),
    ),
    (
        r"\b\d(?:[ -]?\d){12,18}\b",
        Account,
        "card",
        luhn,
        digits(13),
    ),
    (
        r"\b\d{2}[ -]\d{2}[ -]\d{2}\b(?:[\s,;/]*(?:and |a/?c|acc(?:ount)?|no|number|num)?[\s.:#]*\d{6,8}\b)?",
        Account,
        "sort_code",
        always,
        digits(6),
    ),
    (
        r"(?i)\b(?:sort ?code|account(?: number| no)?|acc(?:ount)? ?no|a/c|iban|card(?: number)?|passport(?: number| no)?|licen[cs]e(?: number| no)?)[\s.:#]*(?:is |was )?(?P<it>[a-z]{0,6}[\d -]*\d{3}[a-z\d-]*)",
        Account,
        "account",
        numbered,
        digits(3),
    ),
    (
        r"(?i)\b[a-z9]{5}[ -]?\d{6}[ -]?[a-z9]{2}[ -]?\d?[a-z]{2}\b",
        Account,
        "driving_licence",
        always,
        digits(6),
    ),
    (
        r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b|\b[A-Z]\d{3} ?[A-Z]{3}\b|\b[A-Z]{3} ?\d{3} ?[A-Z]\b",
        Vehicle,
        "number_plate",
        always,
        digits(2),
    ),
    (
        r"\b[a-z]{2}\d{2} ?[a-z]{3}\b",
        Vehicle,
        "number_plate",
        plate_in_lower_case,
        digits(2),
    ),
    (
        r"(?i)\b(?:reg(?:istration)?|number plate|plate|vrn|vrm)\b[\s.:#]*(?:(?:is|was|no|number|mark)\b[\s.:]*)*(?P<it>[a-z0-9]{1,4} ?[a-z0-9]{1,4})\b",
        Vehicle,
        "number_plate",
        |text| !digits_of(text).is_empty(),
        digits(1),
    ),
    (
        r"\b[A-Z]{3} \d{4}\b",
        Vehicle,
        "number_plate",
        plate_of_northern_ireland,
        digits(4),
    ),
    (
        r"(?i)\b(?:case|ref|refs|reference|claim|complaint|ticket|application|policy|customer|student|staff|patient|hospital|crime|incident|order|invoice|membership|member|employee|payroll|docket|foi|ico|uprn|urn|id|badge)\b[\s.:#-]*(?:(?:no|number|num|id|ref|reference|is|was)\b[\s.:#-]*)*[a-z]{0,6}[/-]?\d[a-z0-9/-]*",
        CaseReference,
        "case_reference",
        numbered,
        digits(3),
    ),
    (
        r"\b[A-Za-z]{1,8}(?:[/-][A-Za-z0-9]{1,12})*[/-]\d{2,}(?:[/-][A-Za-z0-9]+)*\b",
        CaseReference,
        "reference",
        numbered,
        digits(3),
    ),
    (
        r"(?i)(?:\+|\b00)?\(?\b\d[\d ().\u{2010}-\u{2013}-]{5,}\d(?: ?(?:ext|extension|x)\.? ?\d{1,6})?\b",
        Phone,
        "phone",
        dialled,
        digits(7),
    ),
    (
        r"(?i)\b(?:phone|tel|telephone|mobile|mob|call|ring|text|fax|whatsapp)\b[\s.:#]*(?:(?:me|us|no|number|is|on|at)\b[\s.:]*)*(?P<it>\+?\d[\d ()-]{3,}\d)",
        Phone,
        "phone",
        |text| digits_of(text).len() >= 5,
        digits(5),
    ),
    (
        r"\b[A-Za-z]*\d{5,}[A-Za-z\d]*\b",
        Number,
        "long_number",
        always,
        digits(5),
    ),
    (
        r"\b(?:[A-Z]{1,5}\d{3,}[A-Z]*|\d{2,}[A-Z]{1,5}\d{2,})\b",
        Number,
        "code",
        code,
        digits(3),
    ),
    (
        r"\b\d{1,4}(?:[ -]\d{2,5})+\b",
        Number,
        "number_groups",
        grouped,
        digits(5),
    ),
];

/// Lower-case plates are told from "in20 the" by the last three letters not being a short word.
fn plate_in_lower_case(text: &str) -> bool {
    ![
        "the", "and", "for", "pop", "are", "was", "but", "per", "had",
    ]
    .iter()
    .any(|word| text.ends_with(word))
}

/// Three letters, one of them I or Z, and four digits that are not a year ("LFS 2021").
fn plate_of_northern_ireland(text: &str) -> bool {
    let mut halves = text.split(' ');
    halves
        .next()
        .is_some_and(|letters| letters.contains(['I', 'Z']))
        && halves.next().is_some_and(|number| !is_year(number))
}

/// A code of letters and digits, but not the name of a survey with its year ("SIC2007").
fn code(text: &str) -> bool {
    !is_year(text.trim_start_matches(|c: char| c.is_ascii_uppercase()))
}

/// Groups of digits that come to five or more and are not years or a range of ages.
fn grouped(text: &str) -> bool {
    digits_of(text).len() >= 5 && !super::checks::only_years(text)
}
