//! What people are told of their words before they send them.

use hearback_anonymise::Concern;
use hearback_wire::content::Content;
use hearback_wire::text::Lang;
use hearback_wire::vocabulary::{Removed, Wording};

use crate::dialogue::Draft;
use crate::tongue::{Tongue, advice, say};

/// Where a need will say that it comes from.
pub(crate) fn origin(t: Tongue, content: &Content) -> String {
    match content.origin.name() {
        Some(name) => say!(t, "thread-origin", origin = name),
        None => say!(t, "thread-origin-none"),
    }
}

/// What somebody should know who sends the words as they wrote them.
pub(crate) fn own_words(t: Tongue, draft: &Draft) -> Option<String> {
    (draft.wording() == Wording::Own).then(|| say!(t, "thread-own-words"))
}

/// What remains of a need that is taken back.
pub(crate) fn stays(t: Tongue) -> String {
    say!(t, "thread-stays")
}

/// What was taken out of words, if anything was.
pub(crate) fn took_out(t: Tongue, removed: &[(Removed, usize)]) -> Option<String> {
    let all = removed_in_words(t, removed).join(", ");
    (!all.is_empty()).then(|| say!(t, "thread-took-out", removed = all))
}

/// Each kind of what was taken out, with how often where that is more than once.
pub(crate) fn removed_in_words(t: Tongue, removed: &[(Removed, usize)]) -> Vec<String> {
    let shown = |(kind, count): &(Removed, usize)| {
        let what = t.label("removed", kind.code());
        match *count {
            1 => what,
            count => say!(t, "thread-removed-often", what = what; count = count),
        }
    };
    removed.iter().map(shown).collect()
}

/// What in a draft still points at few people, a line each.
pub(crate) fn concerns(t: Tongue, draft: &Draft) -> Vec<String> {
    let content = &draft.content;
    let statement = draft.concerns.statement.iter();
    let use_ = draft.concerns.use_.iter().zip(&content.use_);
    let told = statement.map(|one| concern(t, content.statement.as_str(), one));
    let foreign = content.lang != Lang::english();
    let foreign = foreign.then(|| say!(t, "thread-not-english"));
    told.chain(use_.map(|(one, text)| concern(t, text.as_str(), one)))
        .chain(foreign)
        .collect()
}

/// Most characters of a draft that are quoted again.
const QUOTED: usize = 60;

fn concern(t: Tongue, text: &str, one: &Concern) -> String {
    let whole = text.chars().skip(one.start);
    let mut found: String = whole.take(one.end.saturating_sub(one.start)).collect();
    if found.chars().count() > QUOTED {
        found = found.chars().take(QUOTED).chain(['…']).collect();
    }
    let advice = advice(t, one, &found);
    match &one.instead {
        Some(instead) if found.contains('[') => {
            say!(
                t,
                "thread-concern-masked",
                advice = advice,
                instead = instead,
                found = found
            )
        }
        Some(instead) => say!(t, "thread-concern-wider", instead = instead, found = found),
        None => say!(t, "thread-concern", advice = advice, found = found),
    }
}
