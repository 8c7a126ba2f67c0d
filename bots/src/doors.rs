//! What is no need for statistics, and whose door it belongs to: somebody in danger, a case of one's own,
//! a request for information, a complaint. Pure.
//!
//! It must never keep what it reads. It looks only for what people say of themselves, so that nobody
//! who asks for figures about the same things is sent away.

use crate::tongue::{Tongue, say};

/// Another door than this one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Door {
    /// Somebody may be in danger.
    Danger,
    /// Somebody needs help with a case of their own.
    Case,
    /// A request under the Freedom of Information Act, or for one's own records.
    Information,
    /// A complaint.
    Complaint,
}

const DANGER: &[&str] = &[
    "kill myself",
    "killing myself",
    "end my life",
    "ending my life",
    "take my own life",
    "i want to die",
    "i just want to die",
    "i wanna die",
    "i am suicidal",
    "i'm suicidal",
    "i feel suicidal",
    "i'm feeling suicidal",
    "hurt myself",
    "hurting myself",
    "harm myself",
    "harming myself",
    "i self-harm",
    "i self harm",
    "he hits me",
    "she hits me",
    "he beats me",
    "she beats me",
    "husband hits me",
    "wife hits me",
    "partner hits me",
    "raped me",
    "abuses me",
    "abusing me",
    "i am being abused",
    "i'm being abused",
    "i am in danger",
    "i'm in danger",
    "my life is in danger",
    "i am not safe",
    "i'm not safe",
    "i don't feel safe at home",
    "i do not feel safe at home",
    "child is being hurt",
    "child is being abused",
    "child is in danger",
    "somebody is being hurt",
    "someone is being hurt",
    "lladd fy hun",
    "ladd fy hun",
    "dw i eisiau marw",
    "dwi eisiau marw",
    "dw i isio marw",
    "dwi isio marw",
    "rydw i eisiau marw",
    "rwy eisiau marw",
    "rwyf eisiau marw",
    "brifo fy hun",
    "frifo fy hun",
    "niweidio fy hun",
    "mewn perygl ydw i",
    "rydw i mewn perygl",
    "dw i mewn perygl",
    "dwi mewn perygl",
    "rwy mewn perygl",
    "rwyf mewn perygl",
    "mae o'n fy nharo",
    "mae e'n fy nharo",
    "mae hi'n fy nharo",
    "fy ngham-drin",
];
const CASE: &[&str] = &[
    "my claim was",
    "my claim has been",
    "my benefit was",
    "my benefits were",
    "my benefits have been",
    "my application was",
    "my application has been",
    "my appeal was",
    "my tribunal",
    "my universal credit",
    "i am being evicted",
    "i'm being evicted",
    "i have been evicted",
    "my caseworker",
    "my case worker",
    "who can help me",
    "can you help me",
    "can someone help me",
];
const INFORMATION: &[&str] = &[
    "freedom of information",
    "foi request",
    "foi act",
    "foia",
    "subject access",
];
const REQUEST: &[&str] = &[
    "i request",
    "i am requesting",
    "i'm requesting",
    "i would like to request",
    "i am writing to request",
    "please provide",
    "please send",
    "please treat",
    "this is a freedom",
    "this is an foi",
    "this is a request under",
    "make a freedom",
    "make an foi",
    "make a subject access",
];
const COMPLAINT: &[&str] = &[
    "i want to complain",
    "i would like to complain",
    "i'd like to complain",
    "i wish to complain",
    "make a complaint",
    "my complaint",
    "formal complaint",
];
/// Whoever says one of these asks for figures, whatever else they tell.
const FIGURES: &[&str] = &[
    "figure",
    "statistic",
    "number of",
    "numbers",
    "data",
    "how many",
    "how much",
    "how often",
    "how long do",
    "percentage",
    "proportion",
    "rates",
    "waiting times",
    "publish",
    "survey",
    "census",
];

impl Door {
    /// Whose door these words belong to; none for those that may be a need.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let plain = plain(text);
        let has = |all: &[&str]| all.iter().any(|words| plain.contains(&format!(" {words}")));
        let asks_for_figures = has(FIGURES);
        if has(DANGER) {
            Some(Self::Danger)
        } else if has(INFORMATION) && has(REQUEST) {
            Some(Self::Information)
        } else if asks_for_figures {
            None
        } else if has(COMPLAINT) {
            Some(Self::Complaint)
        } else {
            has(CASE).then_some(Self::Case)
        }
    }

    /// Where to go instead, to stand inside a sentence.
    pub(crate) fn words(self, t: Tongue) -> String {
        match self {
            Self::Danger => say!(t, "mine-door-danger"),
            Self::Case => say!(t, "mine-door-case"),
            Self::Information => say!(t, "mine-door-information"),
            Self::Complaint => say!(t, "mine-door-complaint"),
        }
    }
}

/// Small letters, plain apostrophes, one space between words and one before the first.
fn plain(text: &str) -> String {
    let text = text.to_lowercase().replace('’', "'");
    let words = text.split(|c: char| !(c.is_alphanumeric() || "'-".contains(c)));
    words
        .filter(|word| !word.is_empty())
        .fold(String::new(), |all, word| format!("{all} {word}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_say_of_themselves_is_led_to_the_right_door() {
        for (text, door) in [
            ("I can't go on, I want to KILL  myself", Door::Danger),
            ("My partner hits me and I’m not safe.", Door::Danger),
            ("Alla i ddim dal ati, rydw i eisiau marw", Door::Danger),
            ("Mae o’n fy nharo bob nos.", Door::Danger),
            (
                "My Universal Credit was stopped, can you help me?",
                Door::Case,
            ),
            (
                "Under the Freedom of Information Act please provide the number of fines",
                Door::Information,
            ),
            ("I want to complain about my hospital", Door::Complaint),
        ] {
            assert_eq!(Door::of(text), Some(door), "{text}");
        }
    }

    #[test]
    fn whoever_asks_for_figures_about_the_same_things_is_not_sent_away() {
        for text in [
            "We need suicide and self-harm rates by county and age",
            "How many people want to die at home and can?",
            "It beats me why nobody counts young carers",
            "How often are benefits stopped, and for how long?",
            "My claim was refused, and I want to know how many are",
            "Answers to freedom of information requests as a data set",
            "We need the number of complaints about each hospital",
            "How many children are in danger of exclusion?",
            "Faint o blant sydd mewn perygl o gael eu gwahardd?",
        ] {
            assert_eq!(Door::of(text), None, "{text}");
        }
    }
}
