//! What sort of thing was found. The kinds are a closed list because the console and the chat preview
//! explain each of them to people; nothing here may carry any of the text that was found.

use serde::Serialize;

/// The sort of identifier that a [`crate::Span`] covers. Serialised in `snake_case`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A person's name, or a part of one.
    Person,
    /// An e-mail address.
    Email,
    /// A web link or a bare domain.
    Url,
    /// An IP address.
    Ip,
    /// A telephone number.
    Phone,
    /// A postcode, full or outward.
    Postcode,
    /// A street address, or a point on a map.
    Address,
    /// A National Insurance number.
    NationalInsurance,
    /// An NHS number (its check digit holds).
    NhsNumber,
    /// A bank, card, passport or licence number.
    Account,
    /// A reference of a letter, claim or request.
    CaseReference,
    /// A vehicle registration mark.
    Vehicle,
    /// A date of birth.
    DateOfBirth,
    /// A date exact to the day.
    Date,
    /// A chat handle, mention or room.
    Handle,
    /// A place smaller than a local authority, or one that is not on our list.
    Place,
    /// An organisation that is not a public body on our list.
    Organisation,
    /// A number that could point at one person: an age, or a long run of digits.
    Number,
    /// A word that is not on any list. It could be a name.
    Unknown,
}

impl Kind {
    /// Every kind, in the order in which people are told about them.
    pub const ALL: [Self; 19] = [
        Self::Person,
        Self::Email,
        Self::Url,
        Self::Ip,
        Self::Phone,
        Self::Postcode,
        Self::Address,
        Self::NationalInsurance,
        Self::NhsNumber,
        Self::Account,
        Self::CaseReference,
        Self::Vehicle,
        Self::DateOfBirth,
        Self::Date,
        Self::Handle,
        Self::Place,
        Self::Organisation,
        Self::Number,
        Self::Unknown,
    ];

    /// The kind in plain English, to stand in a sentence such as "we found ...".
    pub fn label(self) -> &'static str {
        match self {
            Self::Person => "a person's name",
            Self::Email => "an e-mail address",
            Self::Url => "a web link",
            Self::Ip => "a computer's address",
            Self::Phone => "a phone number",
            Self::Postcode => "a postcode",
            Self::Address => "a street address",
            Self::NationalInsurance => "a National Insurance number",
            Self::NhsNumber => "an NHS number",
            Self::Account => "an account or card number",
            Self::CaseReference => "a case reference",
            Self::Vehicle => "a vehicle's number plate",
            Self::DateOfBirth => "a date of birth",
            Self::Date => "an exact date",
            Self::Handle => "a chat name",
            Self::Place => "a small place",
            Self::Organisation => "a small organisation",
            Self::Number => "a number that could point at one person",
            Self::Unknown => "a word we do not know",
        }
    }

    /// The words that stand in the masked text instead of what was found.
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::Person => "[name]",
            Self::Email => "[e-mail address]",
            Self::Url => "[web link]",
            Self::Ip => "[computer address]",
            Self::Phone => "[phone number]",
            Self::Postcode => "[postcode]",
            Self::Address => "[address]",
            Self::NationalInsurance => "[National Insurance number]",
            Self::NhsNumber => "[NHS number]",
            Self::Account => "[account number]",
            Self::CaseReference => "[case reference]",
            Self::Vehicle => "[number plate]",
            Self::DateOfBirth => "[date of birth]",
            Self::Date => "[date]",
            Self::Handle => "[chat name]",
            Self::Place => "[place]",
            Self::Organisation => "[organisation]",
            Self::Number => "[number]",
            Self::Unknown => "[word]",
        }
    }
}
