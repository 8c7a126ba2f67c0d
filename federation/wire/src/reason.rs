//! Why a producer answers as it does: a code that machines count, beside words that people read.

use crate::macros::closed_list;
use crate::text::Text;

closed_list! {
    /// The reason codes, most of them met in published answers.
    ReasonCode ("reason code") {
        ExistingOutput = "existing_output" => "It is already published",
        FutureRelease = "future_release" => "It is already scheduled",
        OtherProducer = "other_producer" => "Another producer is responsible",
        NotCollected = "not_collected" => "The data are not collected",
        ConceptNotMeasured = "concept_not_measured" => "The idea is not measured",
        DisclosureControl = "disclosure_control" => "It could identify people",
        QualityInsufficient = "quality_insufficient" => "The data are not good enough for it",
        NoLegalGateway = "no_legal_gateway" => "The law does not allow it",
        LinkageOrAccess = "linkage_or_access_not_possible" => "The data cannot be reached or linked",
        Resources = "resources" => "There are not the people or money",
        LowerPriority = "lower_priority_than" => "Something else comes first",
        DisproportionateCost = "disproportionate_cost" => "The cost is out of proportion",
        RespondentBurden = "respondent_burden" => "It would ask too much of respondents",
        PublicAcceptability = "public_acceptability_or_harm" => "It may not be acceptable, or may do harm",
        Comparability = "comparability_or_continuity" => "It would break comparison over time or places",
        WeakEvidence = "weak_evidence_of_use" => "There is little evidence of use",
        AlternativeSource = "alternative_source_adequate" => "Another source will do",
        BespokeTable = "bespoke_table_available" => "A table can be made to order",
        ResearchAccess = "research_access_available" => "Accredited researchers can use the data",
        Discontinued = "discontinued" => "The series has been stopped",
        MethodChange = "method_change" => "The method has changed",
        SystemWide = "system_wide_dependency" => "It waits on something system-wide",
        Duplicate = "duplicate" => "It repeats another need",
        NotStatistics = "not_statistics" => "It is not about statistics",
    }
}

impl ReasonCode {
    /// What the reason must name, if it means nothing without: the other producer, what comes first.
    pub const fn must_name(self) -> Option<&'static str> {
        match self {
            Self::OtherProducer => Some("the other producer"),
            Self::LowerPriority => Some("what comes first, or the criteria"),
            _ => None,
        }
    }
}

/// One reason, with what it names where the code needs it.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "RawReason")]
pub struct Reason {
    code: ReasonCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    names: Option<Text<1, 200>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawReason {
    code: ReasonCode,
    #[serde(default)]
    names: Option<Text<1, 200>>,
}

/// Why reasons were refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReasonError {
    /// None given.
    #[error("please give at least one reason")]
    Missing,
    /// The same code twice.
    #[error("the reason `{0}` is given twice; please give it once")]
    Twice(ReasonCode),
    /// More than eight.
    #[error("please give at most eight reasons")]
    TooMany,
    /// A code that must name something does not.
    #[error("the reason `{0}` must name {1}")]
    Unnamed(ReasonCode, &'static str),
}

impl Reason {
    /// A reason.
    ///
    /// # Errors
    /// [`ReasonError::Unnamed`] where the code must name something and `names` is `None`.
    pub fn new(code: ReasonCode, names: Option<Text<1, 200>>) -> Result<Self, ReasonError> {
        match code.must_name() {
            Some(what) if names.is_none() => Err(ReasonError::Unnamed(code, what)),
            _ => Ok(Self { code, names }),
        }
    }

    /// The code.
    pub const fn code(&self) -> ReasonCode {
        self.code
    }

    /// What it names.
    pub fn names(&self) -> Option<&str> {
        self.names.as_ref().map(Text::as_str)
    }
}

impl TryFrom<RawReason> for Reason {
    type Error = ReasonError;

    fn try_from(raw: RawReason) -> Result<Self, ReasonError> {
        Self::new(raw.code, raw.names)
    }
}

/// One to eight reasons, each code once.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(try_from = "Vec<Reason>", into = "Vec<Reason>")]
pub struct Reasons(Vec<Reason>);

impl Reasons {
    /// The reasons in the order they were given.
    pub fn iter(&self) -> impl Iterator<Item = &Reason> {
        self.0.iter()
    }
}

impl TryFrom<Vec<Reason>> for Reasons {
    type Error = ReasonError;

    fn try_from(reasons: Vec<Reason>) -> Result<Self, ReasonError> {
        if reasons.is_empty() {
            return Err(ReasonError::Missing);
        }
        if reasons.len() > 8 {
            return Err(ReasonError::TooMany);
        }
        let mut seen = std::collections::BTreeSet::new();
        match reasons.iter().find(|r| !seen.insert(r.code)) {
            Some(twice) => Err(ReasonError::Twice(twice.code)),
            None => Ok(Self(reasons)),
        }
    }
}

impl From<Reasons> for Vec<Reason> {
    fn from(reasons: Reasons) -> Self {
        reasons.0
    }
}
