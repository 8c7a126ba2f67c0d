//! The dialogue's promises, over every order of events that chance can think of.

use hearback_anonymise::{Concern, ConcernKind};
use hearback_wire::chance::SeededChance;
use hearback_wire::clock::Millis;
use hearback_wire::content::Content;
use hearback_wire::day::Day;
use hearback_wire::id::RecId;
use hearback_wire::intake::Refusal;
use hearback_wire::status::Status;
use hearback_wire::text::{Lang, Words};
use hearback_wire::vocabulary::{Verdict, Wording};
use proptest::prelude::*;

use super::*;

/// The language is one and the same in all tests.
fn step(state: &State, event: Event) -> (State, Vec<Effect>) {
    super::step(Tongue::English, state, event)
}

fn words() -> Words {
    "Some words that are long enough".parse().unwrap()
}

fn content(which: u8) -> Content {
    Content::plain(
        format!("We need figures number {which} for every county")
            .parse()
            .unwrap(),
        None,
    )
}

fn draft(which: u8) -> Box<Draft> {
    Box::new(Draft {
        content: content(which),
        removed: Vec::new(),
        kinds: vec![Removed::Phone],
        similar: Vec::new(),
        first: String::new(),
        concerns: concerns(which),
    })
}

/// Drafts with an odd number offer coarser words, and those with a number that three divides have a
/// reason that stays.
fn concerns(which: u8) -> Concerns {
    let one = |words: &str, instead: Option<&str>| {
        let text = content(which).statement.to_string();
        let start = text.find(words).unwrap();
        Concern {
            kind: ConcernKind::SmallPlace,
            start,
            end: start + words.len(),
            words: "Few people live there.".to_owned(),
            instead: instead.map(str::to_owned),
        }
    };
    let offered =
        (!which.is_multiple_of(2)).then(|| one("every county", Some("all of the East Midlands")));
    let stays = which.is_multiple_of(3).then(|| one("figures", None));
    Concerns {
        statement: stays.into_iter().chain(offered).collect(),
        use_: Vec::new(),
    }
}

fn reference() -> NeedRef {
    NeedRef::draw(&SeededChance::new(5))
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        Just(What::Released {}),
        Just(What::Named { leaves: None }),
        any::<u8>().prop_map(|after| What::Edited {
            before: Box::new(content(0)),
            after: Box::new(content(after)),
            words: words(),
        }),
        Just(What::ModeratorAsks { words: words() }),
        Just(What::Retracted { words: words() }),
        any::<bool>().prop_map(|appeal| What::Merged {
            into: reference(),
            statement: "Rents in each council area, every month".to_owned(),
            words: words(),
            appeal,
        }),
        any::<bool>().prop_map(|appeal| What::Refused {
            reason: Refusal::Unclear,
            words: words(),
            appeal,
        }),
        Just(What::Answered {
            producer: "The Office".to_owned(),
            status: Status::Planned,
            words: words(),
            reasons: Vec::new(),
            link: None,
            would_change: None,
            when: None,
            lang: Lang::english(),
        }),
        Just(What::PassedOn {
            producer: "The Office".to_owned(),
            to: "Another Office".to_owned(),
            words: words(),
            reasons: Vec::new(),
            lang: Lang::english(),
        }),
        Just(What::Joined {
            producer: "The Office".to_owned(),
            into: Some(reference()),
            words: words(),
            lang: Lang::english(),
        }),
        any::<bool>().prop_map(|joined| What::Withdrawn { joined }),
        any::<u64>().prop_map(|seed| What::Question {
            question: RecId::draw(&SeededChance::new(seed)),
            producer: "The Office".to_owned(),
            words: words(),
            lang: Lang::english(),
        }),
    ]
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        2 => any::<u8>().prop_map(|which| Event::Revised(draft(which))),
        2 => Just(Event::Coarsened),
        4 => Just(Event::Approved),
        1 => Just(Event::AddedVoice { reference: reference(), voice: Voice::UsesIt }),
        1 => Just(Event::Stopped),
        2 => Just(Event::Taken { reference: reference(), read_by: Day::of(Millis(0)) }),
        1 => prop_oneof![Just(Refusable::Need), Just(Refusable::Voice), Just(Refusable::Other)]
            .prop_map(|what| Event::NotTaken { what, detail: "Please look again.".to_owned() }),
        8 => what().prop_map(|what| Event::Came { reference: reference(), what }),
        3 => any::<bool>().prop_map(|yes| Event::Decided { yes }),
        3 => Just(Event::Replied(words())),
        3 => Just(Event::Appealed(words())),
        3 => Just(Event::Judged { verdict: Verdict::Met, felt_heard: Some(4) }),
        1 => Just(Event::TookBack),
    ]
}

fn play(events: Vec<Event>) -> State {
    let first = State::Preview(draft(0));
    events
        .into_iter()
        .fold(first, |state, event| step(&state, event).0)
}

fn any_state() -> impl Strategy<Value = State> {
    proptest::collection::vec(event(), 0..24).prop_map(play)
}

fn says(effects: &[Effect]) -> usize {
    effects
        .iter()
        .filter(|effect| matches!(effect, Effect::Say(_)))
        .count()
}

fn sends(effects: &[Effect]) -> usize {
    effects.len() - says(effects)
}

fn moves(state: &State, event: Event) -> bool {
    let (next, effects) = step(state, event);
    next != *state || !effects.is_empty()
}

proptest! {
    #[test]
    fn an_update_is_said_once_wherever_a_thread_can_hear(state in any_state(), what in what()) {
        let (_, effects) = step(&state, Event::Came { reference: reference(), what });
        let hears = !state.is_final() && !matches!(state, State::Preview(_));
        prop_assert_eq!((says(&effects), sends(&effects)), (usize::from(hears), 0));
    }

    #[test]
    fn what_a_person_does_is_said_once_and_sent_once_or_not_at_all(
        state in any_state(),
        event in event(),
    ) {
        let quiet = matches!(event, Event::Came { .. } | Event::Taken { .. }
            | Event::NotTaken { .. } | Event::Revised(_) | Event::Coarsened | Event::Stopped);
        prop_assume!(!quiet);
        let (next, effects) = step(&state, event.clone());
        prop_assert_eq!(says(&effects), sends(&effects));
        prop_assert!(effects.len() <= 2);
        if !effects.is_empty() {
            let again = step(&next, event.clone()).1;
            let repeats = matches!(event, Event::Replied(_)) && matches!(next, State::Asked { .. });
            prop_assert!(again.is_empty() || repeats, "a second press must do nothing");
        }
    }

    #[test]
    fn coarser_words_change_a_preview_once_and_say_and_send_nothing(state in any_state()) {
        let (next, effects) = step(&state, Event::Coarsened);
        prop_assert_eq!(effects, Vec::new());
        match (&state, &next) {
            (State::Preview(before), State::Preview(after)) if before.concerns.offer() => {
                prop_assert!(before.content.statement != after.content.statement);
                prop_assert!(!after.concerns.offer());
                prop_assert_eq!(&after.kinds, &before.kinds);
                prop_assert!(!moves(&next, Event::Coarsened));
                prop_assert!(after.content.statement.as_str().contains("all of the East Midlands"));
            }
            _ => prop_assert_eq!(next, state),
        }
    }

    #[test]
    fn reasons_stay_at_their_words(state in any_state()) {
        let concerns = match &state {
            State::Preview(draft) => Some((&draft.concerns, &draft.content)),
            State::Sent(said) => Some((&said.concerns, said.content.as_ref())),
            _ => None,
        };
        if let Some((concerns, content)) = concerns {
            for one in &concerns.statement {
                let whole: Vec<char> = content.statement.as_str().chars().collect();
                let words: String = whole[one.start..one.end].iter().collect();
                let want = if one.instead.is_some() { "every county" } else { "figures" };
                prop_assert_eq!(words, want);
            }
        }
    }

    #[test]
    fn every_state_that_is_not_final_has_a_way_out(state in any_state()) {
        prop_assume!(!state.is_final());
        let ends = |event| step(&state, event).0.is_final();
        prop_assert!(ends(Event::TookBack) || ends(Event::Stopped));
    }

    #[test]
    fn final_states_stay(state in any_state(), event in event()) {
        prop_assume!(state.is_final());
        prop_assert!(!moves(&state, event));
    }

    #[test]
    fn only_words_that_were_approved_are_sent(state in any_state(), event in event()) {
        for effect in step(&state, event.clone()).1 {
            if let Effect::Send(Outgoing::Need { content, .. }) = effect {
                prop_assert_eq!(&event, &Event::Approved);
                prop_assert!(matches!(&state, State::Preview(seen) if seen.content == *content));
            }
        }
    }

    #[test]
    fn a_state_survives_the_vault_and_asked_is_never_empty(state in any_state()) {
        if let State::Asked { open, .. } = &state {
            prop_assert!(!open.is_empty());
        }
        let text = serde_json::to_string(&state).unwrap();
        prop_assert_eq!(serde_json::from_str::<State>(&text).unwrap(), state);
    }
}

#[test]
fn a_preview_of_an_older_program_can_be_read() {
    let old = r#"{"state":"preview","of":{"content":CONTENT,"removed":[],"similar":[]}}"#;
    let content = serde_json::to_string(&content(1)).unwrap();
    let state: State = serde_json::from_str(&old.replace("CONTENT", &content)).unwrap();
    assert!(matches!(&state, State::Preview(draft) if draft.concerns.is_empty()));
    assert!(!moves(&state, Event::Coarsened));
}

#[test]
fn coarser_words_that_would_be_too_long_change_nothing() {
    let mut made = draft(1);
    made.content = Content::plain("a ".repeat(199).trim().parse().unwrap(), None);
    made.concerns.statement = vec![Concern {
        kind: ConcernKind::ExactDate,
        start: 0,
        end: 1,
        words: String::new(),
        instead: Some("September 2026".to_owned()),
    }];
    assert!(!moves(&State::Preview(made), Event::Coarsened));
}

#[test]
fn an_approved_edit_names_the_hash_of_the_words_that_were_shown() {
    let after = Box::new(content(9));
    let edited = What::Edited {
        before: Box::new(content(0)),
        after: after.clone(),
        words: words(),
    };
    let state = play(vec![
        Event::Approved,
        Event::Came {
            reference: reference(),
            what: edited,
        },
    ]);
    let (next, effects) = step(&state, Event::Decided { yes: true });
    let approve = Outgoing::Approve {
        content: after.hash(),
        yes: true,
    };
    assert!(effects.contains(&Effect::Send(approve)));
    assert!(matches!(next, State::Sent(said) if said.content == after));
}

#[test]
fn what_was_taken_out_stays_known_when_the_words_are_changed() {
    let first = State::Preview(draft(1));
    let changed = Box::new(Draft {
        kinds: vec![Removed::Place, Removed::Person],
        ..*draft(2)
    });
    let (second, _) = step(&first, Event::Revised(changed));
    let (_, effects) = step(&second, Event::Approved);
    let sent = Effect::Send(Outgoing::Need {
        content: Box::new(content(2)),
        removed: vec![Removed::Person, Removed::Phone, Removed::Place],
        wording: Wording::Own,
    });
    assert!(effects.contains(&sent), "{effects:?}");
}

#[test]
fn what_was_taken_out_stays_known_when_the_node_does_not_take_the_need_and_no_longer() {
    let first = Draft {
        removed: vec![(Removed::Phone, 1)],
        ..*draft(1)
    };
    let (sent, _) = step(&State::Preview(Box::new(first.clone())), Event::Approved);
    let refused = Event::NotTaken {
        what: Refusable::Need,
        detail: "It is too short.".to_owned(),
    };
    assert_eq!(step(&sent, refused).0, State::Preview(Box::new(first)));
    let taken = Event::Taken {
        reference: reference(),
        read_by: "2026-12-02".parse().unwrap(),
    };
    let State::Sent(said) = step(&sent, taken).0 else {
        panic!("it is not sent")
    };
    assert!(said.removed.is_empty() && said.kinds.is_empty());
}

#[test]
fn a_refusal_can_be_appealed_once() {
    let refusal = What::Refused {
        reason: Refusal::Unclear,
        words: words(),
        appeal: true,
    };
    let refused = Event::Came {
        reference: reference(),
        what: refusal,
    };
    let state = play(vec![Event::Approved, refused, Event::Appealed(words())]);
    assert!(!moves(&state, Event::Appealed(words())));
}

#[test]
fn two_producers_can_wait_at_once_and_each_gets_its_reply() {
    let ask = |seed| {
        let question = RecId::draw(&SeededChance::new(seed));
        let what = What::Question {
            question,
            producer: "The Office".to_owned(),
            words: words(),
            lang: Lang::english(),
        };
        (
            question,
            Event::Came {
                reference: reference(),
                what,
            },
        )
    };
    let ((first, ask_first), (second, ask_second)) = (ask(1), ask(2));
    let mut state = play(vec![Event::Approved, ask_first, ask_second]);
    for question in [first, second] {
        let (next, effects) = step(&state, Event::Replied(words()));
        let reply = Outgoing::Reply {
            to: ReplyTo::Question { question },
            words: words(),
        };
        assert!(effects.contains(&Effect::Send(reply)));
        state = next;
    }
    assert_eq!(state.code(), "sent");
}

#[test]
fn a_need_that_was_not_taken_can_be_changed_and_sent_again() {
    let refused = Event::NotTaken {
        what: Refusable::Need,
        detail: "Shorter, please.".to_owned(),
    };
    let state = play(vec![
        Event::Approved,
        refused,
        Event::Revised(draft(3)),
        Event::Approved,
    ]);
    assert!(matches!(state, State::Sent(said) if *said.content == content(3)));
}

#[test]
fn a_joined_need_hears_the_answers_of_the_other_and_can_part_from_it_once() {
    let into = NeedRef::draw(&SeededChance::new(9));
    let joined = |appeal| Event::Came {
        reference: reference(),
        what: What::Merged {
            into,
            statement: "Rents in each council area".to_owned(),
            words: words(),
            appeal,
        },
    };
    let state = play(vec![Event::Approved, joined(true)]);
    assert_eq!(state.reference(), Some(into));
    assert!(state.can_appeal());
    let parted = step(&state, Event::Appealed(words())).0;
    assert_eq!(parted.code(), "refused");
    let again = step(&parted, joined(false)).0;
    assert!(again.code() == "merged" && !again.can_appeal());
    assert!(!moves(&again, Event::Appealed(words())));
}
