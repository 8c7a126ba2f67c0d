//! What one word can be, as the lists tell: a word has all its roles in one number, so that asking for one
//! costs nothing.

/// One role of a word. Those after `Announcing` are sections of `data/roles.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    /// On the list of English, or of the words of statistics, and not mostly a name.
    English,
    Term,
    Capital,
    /// Part of the name of a place of 50,000 people or more.
    Place,
    /// First word of such a name, where it has several.
    PlaceStart,
    Opener,
    /// With an apostrophe, as "who's" is: sentences start with it.
    Contracted,
    MostlyName,
    GivenName,
    AlsoName,
    ShyName,
    /// Last word of what announces a name.
    Announcing,
    Kin,
    Deed,
    DeedOfThings,
    SmallGivenName,
    NeverName,
    Title,
    Particle,
    PlaceBeginning,
    Joint,
    Street,
    NeverStreet,
    SmallPlace,
    Company,
    BeforeAPlace,
    EndOfATitle,
    You,
    Starter,
    Thing,
    AskedOfAName,
    ToldOfAName,
    Look,
    Siblings,
    Nickname,
    BetweenNames,
    BeforeABareName,
    Label,
    Person,
    Ask,
    AfterAName,
    Verb,
    FirstName,
    BeforeALastName,
}

/// The sections of `data/roles.txt`.
pub(super) const SECTIONS: &[(&str, Role)] = &[
    ("kin", Role::Kin),
    ("deed", Role::Deed),
    ("deed_of_things", Role::DeedOfThings),
    ("small_given_name", Role::SmallGivenName),
    ("never_name", Role::NeverName),
    ("title", Role::Title),
    ("particle", Role::Particle),
    ("place_beginning", Role::PlaceBeginning),
    ("joint", Role::Joint),
    ("street", Role::Street),
    ("never_street", Role::NeverStreet),
    ("small_place", Role::SmallPlace),
    ("company", Role::Company),
    ("before_a_place", Role::BeforeAPlace),
    ("end_of_a_title", Role::EndOfATitle),
    ("you", Role::You),
    ("starter", Role::Starter),
    ("thing", Role::Thing),
    ("asked_of_a_name", Role::AskedOfAName),
    ("told_of_a_name", Role::ToldOfAName),
    ("look", Role::Look),
    ("siblings", Role::Siblings),
    ("nickname", Role::Nickname),
    ("between_names", Role::BetweenNames),
    ("before_a_bare_name", Role::BeforeABareName),
    ("label", Role::Label),
    ("person", Role::Person),
    ("ask", Role::Ask),
    ("after_a_name", Role::AfterAName),
    ("verb", Role::Verb),
    ("first_name", Role::FirstName),
    ("before_a_last_name", Role::BeforeALastName),
];

/// All roles of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Roles(u64);

impl Roles {
    pub(super) const fn with(self, role: Role) -> Self {
        Self(self.0 | 1 << role as u64)
    }

    pub(crate) const fn has(self, role: Role) -> bool {
        self.0 & 1 << role as u64 != 0
    }

    /// True for a part of the name of a place of 50,000 people or more.
    pub(crate) const fn is_large_place(self) -> bool {
        self.has(Role::Place) && !self.is_given_name()
    }

    /// True for a word that needs for statistics are full of, and that is no name.
    pub(crate) const fn is_everyday(self) -> bool {
        let common = self.has(Role::Term) || self.has(Role::Opener) || self.has(Role::Capital);
        common && !self.has(Role::GivenName) && !self.has(Role::ShyName)
    }

    /// True for a word with which sentences start, whatever follows.
    pub(crate) const fn is_opener(self) -> bool {
        self.has(Role::Opener) || self.has(Role::Contracted)
    }

    /// True for a given name that is also a word.
    pub(crate) const fn is_given_name(self) -> bool {
        self.has(Role::GivenName) || self.has(Role::MostlyName)
    }

    /// True for a given name, however ordinary it is as a word.
    pub(crate) const fn is_shy_name(self) -> bool {
        self.has(Role::ShyName) || self.is_given_name()
    }

    /// True for a word that is also a name of any sort.
    pub(crate) const fn is_also_name(self) -> bool {
        self.has(Role::AlsoName) || self.is_shy_name()
    }

    /// True for what a person is said to do.
    pub(crate) const fn is_deed(self) -> bool {
        self.has(Role::Deed) || self.has(Role::DeedOfThings)
    }
}
