//! Postcodes, doors and points on a map.

use super::{Row, always, digits, sign};
use crate::Kind::{Address, Postcode};

macro_rules! postcode_areas {
    () => {
        "AB|AL|BA|BB|BD|BF|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
    };
}

/// Postcodes, doors and places on the earth.
pub(super) const ROWS: &[Row] = &[
    (
        r"(?i)\b(?:[a-z]{1,2}\d[a-z\d]?|gir)[ .-]{0,2}\d[a-z]{2}\b",
        Postcode,
        "postcode",
        always,
        digits(1),
    ),
    (
        concat!(r"\b(?:", postcode_areas!(), r")\d{1,2}[A-Z]?\b"),
        Postcode,
        "outward_postcode",
        not_a_measure,
        digits(1),
    ),
    (
        r"\b(?:in|near|from|around|to|at|postcodes?|area|district|sector)[ :]+(?P<it>[BEGLMNSW]\d{1,2}[A-Z]?)\b",
        Postcode,
        "outward_postcode",
        not_a_measure,
        digits(1),
    ),
    (
        r"(?i)\b(?:zip|zip ?code|post ?code)\b[\s:,]*(?:(?:is|was|for|code|number|of)\b[\s:]*)*(?P<it>[a-z]{0,2}-?\d[a-z\d]*(?:[ -][a-z]?\d[a-z\d]*)?)\b",
        Postcode,
        "postcode",
        always,
        digits(1),
    ),
    (
        r"-?\d{1,3}\.\d{3,}°? ?[NnSs]?[,;/ ]+-?\d{1,3}\.\d{3,}°? ?[EeWw]?",
        Address,
        "latitude_longitude",
        always,
        digits(8),
    ),
    (
        r"///\w+\.\w+\.\w+",
        Address,
        "three_words",
        always,
        sign("/"),
    ),
    (
        r"(?i)\b(?:p\.? ?o\.? ?box|box no|apt|apartment|suite|flat|unit|room|plot|caravan|pitch)\b\.?,? ?#?\d{1,5}[a-z]?\b",
        Address,
        "door",
        always,
        digits(1),
    ),
];

/// False for gases, particles, roads and railways that look like an outward postcode.
fn not_a_measure(text: &str) -> bool {
    !matches!(
        text,
        "CO2" | "SO2" | "HS2" | "PM10" | "IP4" | "IP6" | "G7" | "G8" | "G20" | "M25"
    )
}
