//! The closed lists of the field. Codes are fixed; labels are English defaults.

pub use crate::macros::UnknownCode;
use crate::macros::closed_list;

closed_list! {
    /// What kind of thing is needed.
    NeedKind ("kind of need") {
        NewStatistic = "new_statistic" => "A new statistic",
        MoreBreakdown = "more_breakdown" => "More breakdown",
        SmallerArea = "smaller_area" => "Smaller areas",
        LongerSeries = "longer_series" => "A longer series",
        MoreFrequentOrTimely = "more_frequent_or_timely" => "More often, or sooner",
        Comparability = "comparability" => "Figures that can be compared",
        MethodOrQuality = "method_or_quality" => "Better method or quality",
        AccessOrFormat = "access_or_format" => "Easier access or format",
        Explanation = "explanation" => "An explanation",
        RestoreSeries = "restore_series" => "Bring back a series",
        Fault = "fault" => "A fault to mend",
        PresentationOrHarm = "presentation_or_harm" => "How it is presented, or harm it may do",
        EngagementRoute = "engagement_route" => "A way to be heard",
        StopOrReduce = "stop_or_reduce" => "Stop or do less of something",
    }
}

closed_list! {
    /// The nine types of the RSS data-gap register (adapted there from Climate Change AI).
    GapType ("type of gap") {
        DataAccess = "data_access" => "Data access",
        DataLinkage = "data_linkage" => "Data linkage",
        DataQuality = "data_quality" => "Data quality",
        DataSharing = "data_sharing" => "Data sharing",
        Harmonisation = "harmonisation" => "Standardisation and harmonisation",
        Sufficiency = "sufficiency" => "Sufficiency",
        Timeliness = "timeliness" => "Timeliness",
        Wish = "wish" => "Wish",
        Misc = "misc" => "Miscellaneous",
    }
}

closed_list! {
    /// The sixteen themes by which needs are routed.
    Theme ("theme") {
        PopulationMigration = "population-migration" => "Population and migration",
        Labour = "labour" => "Work and pay",
        Education = "education" => "Education and children",
        HealthSocialCare = "health-social-care" => "Health and social care",
        IncomePovertyWelfare = "income-poverty-welfare" => "Income, poverty and benefits",
        HousingLocal = "housing-local" => "Housing and local services",
        CrimeJustice = "crime-justice" => "Crime and justice",
        CultureIdentity = "culture-identity" => "Identity, equality and culture",
        Economy = "economy" => "Economy and public finances",
        Prices = "prices" => "Prices",
        BusinessTrade = "business-trade" => "Business, trade and science",
        TransportTourism = "transport-tourism" => "Transport and tourism",
        EnvironmentEnergyFood = "environment-energy-food" => "Environment, energy and food",
        DefenceInternational = "defence-international" => "Defence and international",
        GovernmentDemocracy = "government-democracy" => "Government and elections",
        SystemWide = "system-wide" => "The statistical system as a whole",
    }
}

closed_list! {
    /// The nations that a need is about.
    Nation ("nation") {
        England = "england" => "England",
        Wales = "wales" => "Wales",
        Scotland = "scotland" => "Scotland",
        NorthernIreland = "northern_ireland" => "Northern Ireland",
    }
}

closed_list! {
    /// The finest area for which figures are wanted. Not where anybody lives.
    Level ("level of geography") {
        Uk = "uk" => "United Kingdom",
        Nation = "nation" => "Nation",
        Region = "region" => "Region",
        CombinedAuthority = "combined_authority" => "Combined authority",
        LocalAuthority = "local_authority" => "Local authority",
        Constituency = "constituency" => "Constituency",
        SmallArea = "small_area" => "Ward or small area",
        Institution = "institution" => "School, hospital or other institution",
    }
}

closed_list! {
    /// Whom the statistics would be about. Never who asks.
    Population ("population group") {
        Everyone = "everyone" => "Everyone",
        Children = "children" => "Children",
        YoungPeople = "young_people" => "Young people",
        WorkingAge = "working_age" => "People of working age",
        OlderPeople = "older_people" => "Older people",
        Women = "women" => "Women",
        Men = "men" => "Men",
        DisabledPeople = "disabled_people" => "Disabled people",
        EthnicGroups = "ethnic_groups" => "Ethnic groups",
        ReligiousGroups = "religious_groups" => "Religious groups",
        SexualOrientation = "sexual_orientation" => "Sexual orientation",
        GenderIdentity = "gender_identity" => "Gender identity",
        MigrantsRefugees = "migrants_refugees" => "Migrants and refugees",
        Carers = "carers" => "Carers",
        Veterans = "veterans" => "Veterans",
        HomelessPeople = "homeless_people" => "People who are homeless",
        PeopleInInstitutions = "people_in_institutions" => "People in institutions",
        Households = "households" => "Households and families",
        Businesses = "businesses" => "Businesses",
        PublicBodies = "public_bodies" => "Public bodies",
    }
}

closed_list! {
    /// How often figures are wanted.
    Frequency ("frequency") {
        Once = "once" => "Once",
        Daily = "daily" => "Daily",
        Weekly = "weekly" => "Weekly",
        Monthly = "monthly" => "Monthly",
        Quarterly = "quarterly" => "Every three months",
        Annual = "annual" => "Every year",
        LessOften = "less_often" => "Less often than yearly",
    }
}

closed_list! {
    /// How soon after the period they describe figures are wanted.
    Timeliness ("timeliness") {
        WithinWeeks = "within_weeks" => "Within weeks",
        WithinThreeMonths = "within_three_months" => "Within three months",
        WithinSixMonths = "within_six_months" => "Within six months",
        WithinYear = "within_year" => "Within a year",
        NoMatter = "no_matter" => "It does not matter",
    }
}

closed_list! {
    /// How far a need reaches.
    Scope ("scope") {
        Producer = "producer" => "One producer",
        Several = "several" => "Several producers",
        SystemWide = "system_wide" => "The whole system",
        CrossUk = "cross_uk" => "Across the UK's nations",
    }
}

closed_list! {
    /// How many people a need speaks for. Nothing finer ever leaves a node.
    Band ("band") {
        Under10 = "under_10" => "fewer than 10",
        From10 = "10_24" => "10 to 24",
        From25 = "25_49" => "25 to 49",
        From50 = "50_99" => "50 to 99",
        From100 = "100_plus" => "100 or more",
    }
}

impl Band {
    /// The band of a count of distinct people.
    pub const fn of(count: u64) -> Self {
        match count {
            0..=9 => Self::Under10,
            10..=24 => Self::From10,
            25..=49 => Self::From25,
            50..=99 => Self::From50,
            _ => Self::From100,
        }
    }
}

closed_list! {
    /// How a person stands to a need that they support.
    Voice ("kind of voice") {
        UsesIt = "uses_it" => "I use this, or would",
        AboutMe = "about_me" => "This is about people like me",
    }
}

closed_list! {
    /// What an organisation does in the federation. One may do both.
    NodeRole ("role of a node") {
        Intermediary = "intermediary" => "Intermediary",
        Producer = "producer" => "Producer",
    }
}

closed_list! {
    /// How a producer stands to a referral.
    ReferralRole ("role in a referral") {
        Lead = "lead" => "Lead",
        Contributor = "contributor" => "Contributor",
    }
}

closed_list! {
    /// How two needs are alike.
    Relation ("relation") {
        Same = "same" => "The same need",
        Related = "related" => "A related need",
    }
}

closed_list! {
    /// How sure a date is, as release calendars say it.
    Confidence ("confidence") {
        Provisional = "provisional" => "provisional",
        Confirmed = "confirmed" => "confirmed",
    }
}

closed_list! {
    /// How much a waiting need presses, by the published criteria.
    Priority ("priority band") {
        High = "high" => "High",
        Medium = "medium" => "Medium",
        Low = "low" => "Low",
    }
}

closed_list! {
    /// What the people who asked say of an answer.
    Verdict ("verdict") {
        Met = "met" => "Yes, this meets the need",
        Partly = "partly" => "Partly",
        NotMet = "not_met" => "No, this does not meet the need",
    }
}

closed_list! {
    /// Who approved the exact words before they left.
    Approver ("approver") {
        Person = "person" => "The person who asked",
        Moderator = "moderator" => "A moderator",
        SecondModerator = "second_moderator" => "A second moderator",
    }
}

closed_list! {
    /// Who may read a need once it has left. Events that do not say it are for everybody.
    #[derive(Default)]
    Audience ("audience") {
        #[default]
        Public = "public" => "Everybody",
        Named = "named" => "Only the organisations that this node is connected with",
    }
}

impl Audience {
    /// Whether everybody may read it.
    pub fn is_public(&self) -> bool {
        *self == Self::Public
    }
}

closed_list! {
    /// How near a need's words are to those that its person first wrote.
    Wording ("nearness of words") {
        Changed = "changed" => "Said in other words",
        Own = "own" => "The person's own words, and they were told that these can be recognised",
    }
}

closed_list! {
    /// A rule of the gate that people can answer for, so that words leave all the same.
    Waived ("rule that can be answered for") {
        OwnWords = "own_words" => "The words are those of the person who asked",
        Names = "names" => "Words that are on no list are names of public bodies, publications or data",
        ExactAge = "exact_age" => "An exact age points at nobody",
        ExactDate = "exact_date" => "An exact date points at nobody",
    }
}

closed_list! {
    /// What was taken out of words before they came: kinds, so that nothing of what was taken out
    /// can be said.
    Removed ("kind of thing taken out") {
        Person = "person" => "a person's name",
        Email = "email" => "an e-mail address",
        Url = "url" => "a web link",
        Ip = "ip" => "a computer's address",
        Phone = "phone" => "a phone number",
        Postcode = "postcode" => "a postcode",
        Address = "address" => "a street address",
        NationalInsurance = "national_insurance" => "a National Insurance number",
        NhsNumber = "nhs_number" => "an NHS number",
        Account = "account" => "an account or card number",
        CaseReference = "case_reference" => "a case reference",
        Vehicle = "vehicle" => "a vehicle's number plate",
        DateOfBirth = "date_of_birth" => "a date of birth",
        Date = "date" => "an exact date",
        Handle = "handle" => "a chat name",
        Place = "place" => "a small place",
        Organisation = "organisation" => "a small organisation",
        Number = "number" => "a number that could point at one person",
        Unknown = "unknown" => "a word we do not know",
    }
}
