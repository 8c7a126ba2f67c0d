//! What a moderator or a producer wants of the person: said to them alone where the words have not left,
//! and answered by forms.

use hearback_wire::content::Content;
use hearback_wire::id::RecId;
use hearback_wire::intake::{Refusal, What};
use hearback_wire::text::Lang;

use super::*;

const PUBLIC: &str = "Whoever wrote it";

/// The public line that something waits, and what the person reads when they press it.
async fn read(world: &World, thread: &Channel, public: &str, words: &str) -> Message {
    let line = thread
        .message(public, |m| m.content.contains(public))
        .await
        .unwrap();
    assert_eq!(line.pinged, [world.ada.id()]);
    assert!(!line.content.contains(words), "{line}");
    let bob = world.server.add_person("bob", "en-GB");
    let peek = bob.press_labelled(&line, "Read it").unwrap();
    says(&peek, "for the person whose need it is").await;
    let pressed = world.ada.press_labelled(&line, "Read it").unwrap();
    says(&pressed, words).await
}

#[tokio::test]
async fn other_words_are_shown_to_their_writer_alone_and_agreed_to() {
    let (world, handle, thread) = heard().await;
    let content = |words: &str| Box::new(Content::plain(words.parse().unwrap(), None));
    world.house.bring(
        handle,
        What::Edited {
            before: content(NEED),
            after: content("We need waiting times for each hospital, by month"),
            words: "It was not clear how often.".parse().unwrap(),
        },
    );
    let shown = read(&world, &thread, PUBLIC, "by month").await;
    let yes = world
        .ada
        .press_labelled(&shown, "Yes, that is right")
        .unwrap();
    says(&yes, "You said yes to the changed words").await;
    let put = world.house.first_put("/intake/v1/approvals").await;
    assert!(put.contains("\"yes\":true"), "{put}");
    world.is_clean();
}

#[tokio::test]
async fn a_moderators_question_is_answered_by_a_form_after_a_look_at_the_answer() {
    let (world, handle, thread) = heard().await;
    let words = "Which years do you mean?".parse().unwrap();
    world.house.bring(handle, What::ModeratorAsks { words });
    let shown = read(&world, &thread, "has a question", "Which years").await;
    let answer = world.ada.press_labelled(&shown, "Answer").unwrap();
    answer.form().await.unwrap();
    let typed = "The years since 2015, says Zebedee";
    let written = world.ada.submit(&answer, &[("words", typed)]).unwrap();
    let preview = says(&written, "exactly what would be sent").await;
    assert!(!preview.content.contains("Zebedee"), "{preview}");
    let again = world.ada.press_labelled(&preview, "Answer").unwrap();
    let form = again.form().await.unwrap();
    assert!(form.fields[0].value.contains("since 2015"));
    let sent = world.ada.press_labelled(&preview, "Send it").unwrap();
    says(&sent, "You replied").await;
    let put = world.house.first_put("/intake/v1/replies").await;
    assert!(
        put.contains("since 2015") && !put.contains("Zebedee"),
        "{put}"
    );
    world.is_clean();
}

#[tokio::test]
async fn what_waits_in_a_thread_that_sleeps_is_answered_from_the_list() {
    let (world, handle, thread) = heard().await;
    let words = "Which years do you mean?".parse().unwrap();
    world.house.bring(handle, What::ModeratorAsks { words });
    hears(&thread, "has a question").await;
    thread.archive(true);
    let mine = world
        .ada
        .run_command(&world.general, "need-mine", &[])
        .unwrap();
    let list = says(&mine, "waits for you").await;
    let shown = world.ada.press_labelled(&list, "See the question").unwrap();
    let shown = says(&shown, "Which years").await;
    assert!(shown.button("Answer").is_some());
    world.house.bring(handle, crate::room::tests::answered());
    hears(&thread, "The Office answered").await;
    world.is_clean();
}

#[tokio::test]
async fn a_producers_question_stands_in_the_thread_and_only_the_writer_answers() {
    let (world, handle, thread) = heard().await;
    let question = What::Question {
        question: RecId::draw(&hearback_wire::chance::SeededChance::new(7)),
        producer: "The Office".to_owned(),
        words: "Which hospitals do you mean?".parse().unwrap(),
        lang: Lang::english(),
    };
    world.house.bring(handle, question);
    let asked = hears(&thread, "The Office asks").await;
    assert_eq!(asked.pinged, [world.ada.id()]);
    let bob = world.server.add_person("bob", "en-GB");
    let other = bob.press_labelled(&asked, "Answer").unwrap();
    other.form().await.unwrap();
    let typed = "All of them, in every county";
    let refused = bob.submit(&other, &[("words", typed)]).unwrap();
    let refused = says(&refused, "for the person whose need it is").await;
    assert!(refused.content.contains(typed), "words are given back");
    let own = world.ada.press_labelled(&asked, "Answer").unwrap();
    own.form().await.unwrap();
    let written = world.ada.submit(&own, &[("words", typed)]).unwrap();
    let preview = says(&written, typed).await;
    let sent = world.ada.press_labelled(&preview, "Send it").unwrap();
    says(&sent, "You replied").await;
    world.house.first_put("/intake/v1/replies").await;
    world.is_clean();
}

#[tokio::test]
async fn why_a_need_was_not_passed_on_is_for_its_writer_who_can_ask_again() {
    let (world, handle, thread) = heard().await;
    world.house.bring(
        handle,
        What::Refused {
            reason: Refusal::IdentifiesSomeone,
            words: "It names a ward with few beds.".parse().unwrap(),
            appeal: true,
        },
    );
    let shown = read(&world, &thread, "did not pass", "few beds").await;
    let again = world
        .ada
        .press_labelled(&shown, "Ask for a second look")
        .unwrap();
    again.form().await.unwrap();
    let typed = "I mean all wards of the country";
    let sent = world.ada.submit(&again, &[("words", typed)]).unwrap();
    says(&sent, "You asked for a second look").await;
    world.house.first_put("/intake/v1/replies").await;
    world.is_clean();
}

#[tokio::test]
async fn a_need_that_is_there_is_shown_whole_before_anything_is_sent() {
    use hearback_wire::intake::Similar;
    use hearback_wire::vocabulary::Relation;
    let world = World::new().await;
    world.house.node.seen.lock().unwrap().similar = vec![Similar {
        need: crate::room::tests::summary(),
        relation: Relation::ALL[0],
        shared: Vec::new(),
    }];
    let written = world.write(&world.ada, &world.general, NEED, "").await;
    let offered = says(&written, "Others have asked").await;
    assert!(
        offered
            .content
            .contains("Bus times that are true in every town")
    );
    assert!(!offered.content.contains("people)"), "no number under ten");
    let different = world
        .ada
        .press_labelled(&offered, "Mine is different")
        .unwrap();
    let preview = says(&different, "exactly what would be shared").await;
    assert!(preview.button("Send it").is_some());

    let bob = world.server.add_person("bob", "en-GB");
    let written = world.write(&bob, &world.general, NEED, "").await;
    let offered = says(&written, "Others have asked").await;
    let reference = crate::room::tests::reference();
    let label = format!("Add my voice to {reference}");
    let voiced = bob.press_labelled(&offered, &label).unwrap();
    says(&voiced, "You added your voice").await;
    let put = world
        .house
        .first_put(&format!("/intake/v1/needs/{reference}/voices"))
        .await;
    assert!(put.contains("uses_it"), "{put}");
    assert!(world.house.puts("/intake/v1/needs").is_empty());
    world.is_clean();
}
