//! Layer 5: words that name nobody but together could single a person out. Nothing is masked here: a
//! person is shown the reason and a coarser wording, and decides.

mod many;

use std::ops::Range;

use many::points_at_one;
use regex::Regex;
use serde::{Deserialize, Serialize};

use crate::{
    coarser::{Places, band, of_one_person},
    lexicon::Lexicon,
    patterns, placeholders,
    span::{Found, spans},
    text::tokens,
};

/// Why a stretch of text could single someone out. Serialised in `snake_case`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConcernKind {
    /// "The only", "the first", "the head of".
    UniqueRole,
    /// The age of one person.
    ExactAge,
    /// A family member together with a health condition.
    KinCondition,
    /// A school, club, surgery or other small body.
    SmallOrganisation,
    /// A village, estate, street or ward.
    SmallPlace,
    /// A date exact to the day or a fresh event.
    ExactDate,
    /// A rare condition.
    RareCondition,
    /// "I", "my" or "we" together with health, faith, ethnicity, sexuality or crime.
    OwnSensitive,
    /// Small numbers of people.
    SmallCount,
}

/// One reason, where it stands, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concern {
    /// Why.
    pub kind: ConcernKind,
    /// Where it starts, in Unicode code points.
    pub start: usize,
    /// Where it ends, in Unicode code points, exclusive.
    pub end: usize,
    /// What to do, in plain English.
    pub words: String,
    /// Coarser words for this very stretch, where there are some.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
}

/// One line of the table: the expression, the reason, what to do.
type Row = (&'static str, ConcernKind, &'static str);

const CONDITION: &str = r"(?:autis\w+|adhd|dementia|alzheimer'?s|cancer|leukaemia|epilep\w+|diabet\w+|depress\w+|anxiety|bipolar|schizophren\w+|psychosis|hiv|aids|ms|me/cfs|stroke|parkinson'?s|disab\w+|wheelchair|deaf|blind|addict\w+|alcoholic|overdose\w*|suicid\w+|self[- ]harm\w*|miscarr\w+|stillb\w+|abortion|pregnan\w+|asthma|copd|downs?'?s? syndrome|cerebral palsy|learning difficult\w+|special needs|mental health|eating disorder|anorexi\w+|sectioned|hospital|died|death)";
const KIN: &str = r"(?:mum|mam|mom|mother|dad|da|father|son|daughter|child|kid|baby|boy|girl|brother|sister|nan|nana|gran|grandad|grandma|granddad|grandson|granddaughter|grandchild|aunt|auntie|uncle|cousin|niece|nephew|wife|husband|partner|boyfriend|girlfriend|fianc[eé]e?|neighbour|carer|foster child|stepson|stepdaughter|twin|twins)";
const SENSITIVE: &str = r"(?:gay|lesbian|bisexual|trans|transgender|non[- ]binary|queer|muslim|jewish|christian|hindu|sikh|catholic|protestant|atheist|gypsy|roma|traveller|black|asian|refugee|asylum seeker|asylum|undocumented|convict\w*|prison\w*|offend\w+|arrest\w*|abus\w+|rape\w*|assault\w*|victim|survivor|trade union)";

/// The table of reasons. `{K}`, `{C}` and `{S}` stand for the word groups above.
const ROWS: &[Row] = &[
    (
        r"\b(?:the|my|our|their|its) (?:only|sole|first ever|one and only|last remaining|youngest|oldest|eldest|tallest|first (?:female|male|black|asian|deaf|blind|gay|trans|disabled|muslim|woman|man|person))\b(?: \w+){0,3}|\bonly (?:one|person|man|woman|family|child|parent|household|pupil|student|user) (?:in|at|on|with|who)\b",
        ConcernKind::UniqueRole,
        "This may fit one person only. Try \"some people\" or \"people in this group\".",
    ),
    (
        r"\b(?:head ?teacher|head of|chair(?:man|woman|person)? of|chair|treasurer|secretary|director of|chief executive|vicar|imam|rabbi|councillor|mayor|mp|manager of|lead for|clerk to|warden|captain|coach|caretaker|founder of|postmaster|landlord of|gp at)\b(?: (?:at|of|for|the|our|this|my) \w+){0,2}",
        ConcernKind::UniqueRole,
        "A job like this can point at one person. Try a wider word, such as \"staff\" or \"a local group\".",
    ),
    (
        r"\b(?:i['’]?m|i am|he['’]?s|she['’]?s|he is|she is|who is|aged) (?:only |just |now )?\d{1,3}\b|\b\d{1,3}[- ](?:years?|months?)[- ]old\b|\bturned \d{1,3}\b",
        ConcernKind::ExactAge,
        "An exact age can point at one person. Try a group, such as \"in their fifties\" or \"aged 16 to 24\".",
    ),
    (
        r"\b(?:my|our|his|her|their) (?:\w+ ){0,2}{K}\b[^.?!\n]*\b{C}\b|\b{C}\b[^.?!\n]*\b(?:my|our) (?:\w+ )?{K}\b",
        ConcernKind::KinCondition,
        "A family member and a health matter together can point at someone. Try \"families of people with ...\".",
    ),
    (
        r"\b(?:our|my|this|the local|their) (?:\w+ ){0,2}(?:school|nursery|surgery|practice|church|mosque|temple|synagogue|club|group|food ?bank|charity|care home|hostel|refuge|ward|workplace|company|shop|pub|youth club|parish council|residents'? association|branch|team)\b",
        ConcernKind::SmallOrganisation,
        "A small group can be known to others. Try a wider word, such as \"schools\" or \"food banks in this region\".",
    ),
    (
        r"\b(?:our|my|this|the|a) (?:\w+ ){0,2}(?:village|hamlet|estate|street|road|close|cul-de-sac|island|parish|block|tower|terrace|neighbourhood|town|ward)\b",
        ConcernKind::SmallPlace,
        "A small place can point at a few people. Try the council area or the region.",
    ),
    (
        r"\b(?:yesterday|today|last (?:night|week|monday|tuesday|wednesday|thursday|friday|saturday|sunday)|this morning|on (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday))\b",
        ConcernKind::ExactDate,
        "A day can point at one event. Try the month or the year.",
    ),
    (
        r"\b(?:huntington'?s|motor neurone|mnd|als|cystic fibrosis|haemophilia|sickle cell|thalassaemia|muscular dystrophy|ehlers[- ]danlos|rare (?:disease|condition|disorder|cancer)|prader[- ]willi|rett|turner|marfan|locked[- ]in|spina bifida|lupus|sarcoidosis|albinism|conjoined|triplets|quadruplets)\b",
        ConcernKind::RareCondition,
        "Few people have this. Try a wider group, such as \"people with a rare condition\", or leave the place out.",
    ),
    (
        r"\b(?:i|i['’]m|im|my|me|we|our)\b[^.?!\n]*\b(?:{S}|{C})\b",
        ConcernKind::OwnSensitive,
        "This says something private about you or your family. Try saying it about everyone: \"people who ...\".",
    ),
    (
        r"\b(?:one|two|three|four|five|six|seven|eight|nine|[1-9]) (?:\w+ ){0,1}(?:of us|people|families|children|kids|pupils|patients|households|women|men|residents|girls|boys)\b (?:in|at|on|from|here|who)",
        ConcernKind::SmallCount,
        "A small count can point at those people. Try \"a few\" or leave the number out.",
    ),
];

const NAMED_PLACE: &str = "This place can point at few people. Try the council area or the region.";

/// How people ask: whoever says "we need deaths by county" says nothing of themselves.
const ASKING: &str = r"(?i)\b(?:(?:i|we)(?: would| am|'d|’d| are)?(?: also| only| just| really)? (?:like|need|want|wish|ask|request|looking|seeking|hoping|trying|interested)|(?:give|send|show|tell|provide|help|let) (?:me|us)|(?:can|could|may|please) (?:i|we|you)(?: please)?(?: have| get| see| show| send| give)?(?: me| us)?|me (?:numbers|figures|data|charts|tables))\b";

/// The reasons, ready to look for.
pub(crate) struct Concerns {
    rows: Vec<(Regex, ConcernKind, &'static str)>,
    asking: Regex,
    places: Places,
}

impl Concerns {
    pub(crate) fn new() -> Self {
        Self {
            rows: ROWS
                .iter()
                .map(|&(expression, kind, words)| (compile(expression), kind, words))
                .collect(),
            asking: patterns::compile(ASKING),
            places: Places::new(),
        }
    }

    /// The small places that have a large area around them.
    pub(crate) const fn places(&self) -> &Places {
        &self.places
    }

    /// Every reason found in the text, in the order of the table; small places that are named last.
    pub(crate) fn find(&self, text: &str, lexicon: &Lexicon) -> Vec<Concern> {
        let without_asking = self.blank_asking(text);
        let told = self.rows.iter().flat_map(|(expression, kind, words)| {
            let text = match kind {
                ConcernKind::OwnSensitive => &without_asking,
                _ => text,
            };
            found(text, expression, *kind, words)
        });
        told.chain(self.named_places(text, lexicon)).collect()
    }

    /// Small places that stand in the text by their names.
    fn named_places(&self, text: &str, lexicon: &Lexicon) -> Vec<Concern> {
        let kept = placeholders::ranges(text);
        let tokens = tokens(text);
        let apart = |range: &Range<usize>| {
            !kept
                .iter()
                .any(|kept| kept.start < range.end && range.start < kept.end)
        };
        let found = self.places.find(&tokens, lexicon).into_iter();
        let (ranges, areas): (Vec<_>, Vec<_>) = found.filter(|(range, _)| apart(range)).unzip();
        concerns(text, ranges, ConcernKind::SmallPlace, NAMED_PLACE)
            .zip(areas)
            .map(|(one, area)| Concern {
                instead: Some(area.to_owned()),
                ..one
            })
            .collect()
    }

    /// The text with a mark for each letter of how it asks, so that places in it stay the same.
    fn blank_asking(&self, text: &str) -> String {
        let marks = |hit: &regex::Captures<'_>| {
            let hit = hit.get(0).map_or("", |hit| hit.as_str());
            "_".repeat(hit.chars().count())
        };
        self.asking.replace_all(text, marks).into_owned()
    }
}

fn compile(expression: &str) -> Regex {
    let whole = expression
        .replace("{K}", KIN)
        .replace("{C}", CONDITION)
        .replace("{S}", SENSITIVE);
    patterns::compile(&format!("(?i){}", whole.replace(r"\w", "[a-z'-]")))
}

fn found(text: &str, expression: &Regex, kind: ConcernKind, words: &str) -> Vec<Concern> {
    let hits = expression.find_iter(text).map(|hit| hit.range());
    let hits: Vec<Range<usize>> = hits.filter(|hit| points_at_one(text, hit, kind)).collect();
    let groups: Vec<Option<String>> = hits.iter().map(|hit| group(text, hit, kind)).collect();
    concerns(text, hits, kind, words)
        .zip(groups)
        .map(|(one, instead)| Concern { instead, ..one })
        .collect()
}

/// One reason at each stretch of bytes; these are in order and apart.
pub(crate) fn concerns<'w>(
    text: &str,
    ranges: Vec<Range<usize>>,
    kind: ConcernKind,
    words: &'w str,
) -> impl Iterator<Item = Concern> + use<'w> {
    let ranges = ranges.into_iter();
    let found: Vec<Found> = ranges
        .map(|range| Found::new(range, crate::Kind::Unknown, "concern"))
        .collect();
    spans(text, &found).into_iter().map(move |span| Concern {
        kind,
        start: span.start,
        end: span.end,
        words: words.to_owned(),
        instead: None,
    })
}

/// Coarser words for what was found, where they follow from it. Whoever asks for "children aged 11" may
/// need that very year: a group of another width would be another need.
fn group(text: &str, hit: &Range<usize>, kind: ConcernKind) -> Option<String> {
    let whole = text.get(hit.clone())?;
    let head = whole
        .get(..4)
        .filter(|head| head.eq_ignore_ascii_case("aged"))?;
    if kind != ConcernKind::ExactAge || !of_one_person(text.get(..hit.start)?) {
        return None;
    }
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let band = band(digits.parse().ok()?)?;
    Some(band.replacen("aged", head, 1))
}
