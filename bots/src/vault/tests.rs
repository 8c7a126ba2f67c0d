//! The vault on SQLite and on a real PostgreSQL.

use std::path::Path;

use hearback_wire::chance::SeededChance;
use hearback_wire::clock::{Clock, ManualClock, Millis};
use hearback_wire::content::Content;
use hearback_wire::id::Hash;
use hearback_wire::intake::Outcome;
use hearback_wire::reference::NeedRef;

use super::chat::Card;
use super::*;
use crate::chat::Platform;
use crate::dialogue::{Concerns, Draft, Event, Outgoing, State, step};
use crate::kept::Kept;
use crate::tongue::Tongue;

const CANARY: &str = "quetzalcoatl";
const NOW: Millis = Millis(1_800_000_000_000);

/// Runs each of these tests on both engines.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[tokio::test] async fn $name() {
                let folder = tempfile::tempdir().unwrap();
                super::$name(super::vault(folder.path()).await).await;
            })+
        }
        mod postgres {
            $(#[tokio::test] async fn $name() {
                let server = hearback_rig::Databases::shared().unwrap();
                super::$name(super::open(&server.database("vault").unwrap()).await).await;
            })+
        }
    };
}

on_both_engines!(
    rows_of_one_thread_wait_for_each_other_and_finish_once,
    one_person_has_one_voice_until_they_take_it_back,
    the_cursor_never_goes_back,
    many_who_write_and_look_something_up_meanwhile_do_not_wait_for_each_other,
    what_is_older_than_it_may_be_goes_and_whoever_looks_sees_whether_it_did,
    a_card_goes_a_while_after_it_was_settled_and_not_while_it_is_open,
    a_card_is_found_by_the_message_that_it_became_until_another_takes_its_place,
);

/// More than there are connections, each with a second one while it holds a first.
async fn many_who_write_and_look_something_up_meanwhile_do_not_wait_for_each_other(vault: Vault) {
    let vault = &vault;
    let writers = (0..60_u8).map(|nth| async move {
        let mut tx = vault.begin().await?;
        let token = Hash::of(&[&[nth]]);
        let found = vault
            .add_thread(&mut tx, token, "Room", preview(), NOW)
            .await?;
        tokio::task::yield_now().await;
        vault.quiet(Platform::Discord, "nobody").await?;
        tx.commit().await?;
        let read = vault.thread_by_id(&found.id).await?;
        Ok::<bool, VaultError>(read.is_some())
    });
    let all = futures_util::future::join_all(writers).await;
    assert!(all.into_iter().all(|done| matches!(done, Ok(true))));
}

async fn vault(folder: &Path) -> Vault {
    open(&format!("sqlite:{}", folder.join("vault.db").display())).await
}

async fn open(address: &str) -> Vault {
    let pool = Pool::open(address).await.unwrap();
    let key = VaultKey::new([7; 32]);
    Vault::open(pool, &key, Arc::new(SeededChance::new(1)))
        .await
        .unwrap()
}

fn preview() -> State {
    let words = format!("We need figures about {CANARY} for every county");
    let content = Content::plain(words.parse().unwrap(), None);
    State::Preview(Box::new(Draft {
        content,
        removed: Vec::new(),
        kinds: Vec::new(),
        similar: Vec::new(),
        first: String::new(),
        concerns: Concerns::default(),
    }))
}

async fn thread(vault: &Vault, tx: &mut Tx) -> Thread {
    vault
        .add_thread(tx, Hash::of(&[b"secret"]), "Room", preview(), NOW)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_files_hold_none_of_the_words() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault(folder.path()).await;
    let mut tx = vault.begin().await.unwrap();
    let made = thread(&vault, &mut tx).await;
    let (_, effects) = step(Tongue::English, &made.state, Event::Approved);
    for effect in effects {
        match effect {
            crate::dialogue::Effect::Say(message) => {
                vault
                    .say(&mut tx, &made.id, &message, None, NOW)
                    .await
                    .unwrap();
            }
            crate::dialogue::Effect::Send(what) => {
                let parcel = Parcel::Thread {
                    author: None,
                    handle: made.handle,
                    what,
                };
                vault
                    .enqueue(&mut tx, Some(&made.id), &parcel, NOW)
                    .await
                    .unwrap();
            }
        }
    }
    tx.commit().await.unwrap();
    assert!(
        vault.messages(&made.id).await.unwrap()[0]
            .text
            .contains(CANARY)
    );
    let due = vault.due(NOW).await.unwrap();
    assert!(due[0].parcel.clone().payload().unwrap().contains(CANARY));
    vault.pool.close().await;
    let mut bytes = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        bytes.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    let holds = |words: &str| bytes.windows(words.len()).any(|w| w == words.as_bytes());
    assert!(holds(&made.id), "the rows are in these files");
    assert!(!holds(CANARY));
}

async fn rows_of_one_thread_wait_for_each_other_and_finish_once(vault: Vault) {
    let mut tx = vault.begin().await.unwrap();
    let made = thread(&vault, &mut tx).await;
    for what in [Outgoing::Withdraw {}, Outgoing::Withdraw {}] {
        let parcel = Parcel::Thread {
            author: None,
            handle: made.handle,
            what,
        };
        vault
            .enqueue(&mut tx, Some(&made.id), &parcel, NOW)
            .await
            .unwrap();
    }
    let outcome = Parcel::Outcome {
        update: Hash::ZERO,
        outcome: Outcome::Gone,
    };
    vault.enqueue(&mut tx, None, &outcome, NOW).await.unwrap();
    vault.enqueue(&mut tx, None, &outcome, NOW).await.unwrap();
    tx.commit().await.unwrap();

    let due = vault.due(NOW).await.unwrap();
    assert_eq!(due.len(), 2, "the thread's first row, and the outcome once");
    let first = due.iter().find(|row| row.thread.is_some()).unwrap();
    let mut tx = vault.begin().await.unwrap();
    assert!(vault.finish(&mut tx, &first.id, NOW).await.unwrap());
    assert!(!vault.finish(&mut tx, &first.id, NOW).await.unwrap());
    tx.commit().await.unwrap();
    assert_eq!(vault.due(NOW).await.unwrap().len(), 2);

    for row in vault.due(NOW).await.unwrap() {
        vault.try_again(&row.id, NOW.plus_seconds(9)).await.unwrap();
    }
    assert!(vault.due(NOW).await.unwrap().is_empty());
    assert_eq!(vault.next_due().await.unwrap(), Some(NOW.plus_seconds(9)));
}

async fn one_person_has_one_voice_until_they_take_it_back(vault: Vault) {
    let chance = SeededChance::new(9);
    let (one, other) = (NeedRef::draw(&chance), NeedRef::draw(&chance));
    let mut tx = vault.begin().await.unwrap();
    let made = thread(&vault, &mut tx).await;
    let mark = vault.mark("cookie", one);
    assert!(
        vault
            .add_voice(&mut tx, &mark, one, &made.id)
            .await
            .unwrap()
    );
    assert!(
        !vault
            .add_voice(&mut tx, &mark, one, &made.id)
            .await
            .unwrap()
    );
    let elsewhere = vault.mark("cookie", other);
    assert_ne!(mark, elsewhere, "two needs of one person cannot be linked");
    assert!(
        vault
            .add_voice(&mut tx, &elsewhere, other, &made.id)
            .await
            .unwrap()
    );
    vault.drop_voice(&mut tx, &made.id).await.unwrap();
    assert!(
        vault
            .add_voice(&mut tx, &mark, one, &made.id)
            .await
            .unwrap()
    );
}

async fn the_cursor_never_goes_back(vault: Vault) {
    let mut tx = vault.begin().await.unwrap();
    vault.move_cursor(&mut tx, 7).await.unwrap();
    vault.move_cursor(&mut tx, 5).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(vault.cursor().await.unwrap(), 7);
}

/// A few days, each kind of its own.
const KEPT: Kept = Kept {
    threads: 40,
    closed: 20,
    drafts: 10,
    cards: 5,
    sent: 5,
};

fn days_on(days: i64) -> Millis {
    NOW.plus_seconds(days * 24 * 3600)
}

async fn what_is_older_than_it_may_be_goes_and_whoever_looks_sees_whether_it_did(vault: Vault) {
    let clock = ManualClock::new(NOW);
    let State::Preview(draft) = preview() else {
        panic!("a preview");
    };
    let (sent, _) = step(Tongue::English, &State::Preview(draft), Event::Approved);
    let states = [preview(), State::Cancelled, sent];
    let mut tx = vault.begin().await.unwrap();
    for (at, state) in states.into_iter().enumerate() {
        let token = Hash::of(&[&[u8::try_from(at).unwrap()]]);
        vault
            .add_thread(&mut tx, token, "Room", state, NOW)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let look = async || Upkeep::of(&vault.pool, KEPT, clock.now()).await.unwrap();
    assert_eq!((look().await.last, look().await.overdue), (None, 0));
    assert!(!look().await.is_late(clock.now()), "nothing is too old yet");

    for (day, gone) in [(11, 1), (21, 1), (41, 1)] {
        clock.advance_seconds(days_on(day).plus_seconds(1).0 / 1000 - clock.now().0 / 1000);
        let late = look().await;
        assert_eq!(late.overdue, 1, "nobody deleted it by day {day}");
        assert!(late.is_late(clock.now()));
        assert_eq!(vault.forget(KEPT, clock.now()).await.unwrap(), gone);
        let done = look().await;
        assert!(!done.is_late(clock.now()));
        assert_eq!(done.last.unwrap().ran_at, clock.now().0);
    }
    assert_eq!(look().await.last.unwrap().total, 3);
    clock.advance_seconds(25 * 3600);
    let stopped = look().await;
    assert_eq!(stopped.overdue, 0);
    assert!(stopped.is_late(clock.now()), "nobody has looked for a day");
}

async fn a_card_goes_a_while_after_it_was_settled_and_not_while_it_is_open(vault: Vault) {
    let reference = NeedRef::draw(&SeededChance::new(9));
    let card = Card {
        post: "post".to_owned(),
        state: "state".to_owned(),
    };
    let save = async |settled| {
        let mut tx = vault.begin().await.unwrap();
        let of = (Platform::Matrix, reference);
        vault.save_card(&mut tx, of, &card, settled).await.unwrap();
        tx.commit().await.unwrap();
    };
    let there = async |days: i64| {
        let at = days_on(days).plus_seconds(1);
        vault.forget(KEPT, at).await.unwrap();
        let found = vault.card::<String>(Platform::Matrix, reference).await;
        found.unwrap().is_some()
    };
    save(Some(NOW)).await;
    // The person appealed, and it waits again.
    save(None).await;
    assert!(there(5).await);
    save(Some(NOW)).await;
    // Drawn again, it is not settled anew.
    save(Some(days_on(2))).await;
    assert!(there(4).await);
    assert!(!there(5).await);
}

async fn a_card_is_found_by_the_message_that_it_became_until_another_takes_its_place(vault: Vault) {
    let reference = NeedRef::draw(&SeededChance::new(9));
    let at = |event: &'static str| (Platform::Matrix, "!room", event);
    let card = |post: &str, state: &str| Card {
        post: post.to_owned(),
        state: state.to_owned(),
    };
    let mut tx = vault.begin().await.unwrap();
    assert!(
        vault
            .lock_card::<String>(&mut tx, Platform::Matrix, reference)
            .await
            .unwrap()
            .is_none()
    );
    let first = card("first", CANARY);
    vault
        .save_card(&mut tx, (Platform::Matrix, reference), &first, None)
        .await
        .unwrap();
    vault
        .card_became(&mut tx, "first", at("$one"))
        .await
        .unwrap();
    let again = card("first", "read");
    vault
        .save_card(&mut tx, (Platform::Matrix, reference), &again, None)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(vault.card_at(at("$one")).await.unwrap(), Some(reference));
    assert_eq!(vault.card_at(at("$two")).await.unwrap(), None);
    let found = vault
        .card::<String>(Platform::Matrix, reference)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((found.post, found.state), (again.post, again.state));

    let mut tx = vault.begin().await.unwrap();
    let second = card("second", "other words");
    vault
        .save_card(&mut tx, (Platform::Matrix, reference), &second, None)
        .await
        .unwrap();
    let old = vault.lock_card_of::<String>(&mut tx, "first").await;
    assert!(old.unwrap().is_none());
    let new = vault.lock_card_of::<String>(&mut tx, "second").await;
    assert_eq!(new.unwrap().unwrap().state, second.state);
    let locked = vault
        .lock_card::<String>(&mut tx, Platform::Matrix, reference)
        .await
        .unwrap();
    assert_eq!(locked.unwrap().post, "second");
    tx.commit().await.unwrap();
    assert_eq!(vault.card_at(at("$one")).await.unwrap(), None);
}
