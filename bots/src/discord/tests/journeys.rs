//! From the first word to the verdict.

use hearback_wire::intake::What;

use super::*;
use crate::room::tests::{answered, reference};

#[tokio::test]
async fn a_need_is_said_previewed_sent_and_heard_back_in_its_thread() {
    let world = World::new().await;
    let ada = &world.ada;
    let written = world
        .write(
            ada,
            &world.general,
            "Zebedee on 07700 900123 needs waiting times for each hospital",
            "to plan",
        )
        .await;
    assert!(written.acknowledged().await.unwrap().after < Duration::from_secs(3));
    let preview = says(&written, "exactly what would be shared").await;
    assert_eq!(preview.only_for, Some(ada.id()));
    assert!(!preview.content.contains("Zebedee") && !preview.content.contains("07700"));
    insta::assert_snapshot!(preview.content, @r"
    Here is exactly what would be shared. Your name, this server and this chat are not in it.
    ```
    [name] on [phone number] needs waiting times for each hospital
    ```
    It will help with:
    ```
    To plan
    ```
    It will say nothing of where it comes from.
    ⚠ I took out: a person's name, a phone number. Please check that nothing else could point at somebody.
    These are your own words. Somebody who knows how you write could tell that they are yours. If that matters to you, please say it in other words first.
    A moderator of The Society reads it first. After that, statistics producers and the public can read it. You can take it back at any time. If it was joined with the same need of other people by then, theirs stays, with nothing about you in it. If you press nothing, nothing is sent, and this ends after 24 hours.
    ");
    let labels: Vec<String> = preview.buttons().into_iter().map(|b| b.label).collect();
    assert_eq!(labels, ["Send it", "Edit", "Cancel"]);
    let sent = ada.press_labelled(&preview, "Send it").unwrap();
    let thanks = says(&sent, "It has the reference").await;
    assert_eq!(thanks.only_for, Some(ada.id()));
    let put = world.house.first_put("/intake/v1/needs").await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();

    let (thread, line) = world.home().await;
    assert_eq!(thread.name().unwrap(), reference().to_string());
    assert!(line.pinged.is_empty() && line.only_for.is_none());
    let outcome = world.house.bring(put.handle, What::Released {});
    let left = hears(&thread, "has left").await;
    assert_eq!(left.pinged, [ada.id()]);
    assert!(left.content.contains("needs waiting times"), "it is public");
    world.house.first_put(&outcome).await;

    world.house.bring(put.handle, answered());
    let answer = thread
        .message("the answer", |m| m.content.contains("The Office answered"))
        .await;
    let judged = ada
        .press_labelled(&answer.unwrap(), "This meets my need")
        .unwrap();
    says(&judged, "You said").await;
    let verdict = world.house.first_put("/intake/v1/verdicts").await;
    assert!(verdict.contains("\"met\""), "{verdict}");
    world.is_clean();
}

#[tokio::test]
async fn a_need_said_in_a_forum_post_is_answered_there() {
    let world = World::new().await;
    let forum = world.server.add_forum("questions", &[], false);
    let post = world
        .ada
        .start_post(&forum, "Waiting times", "Does anybody know?", &[])
        .unwrap();
    let handle = world.need(&world.ada, &post).await;
    hears(&post, "Its reference is").await;
    world.house.bring(handle, answered());
    let answer = post
        .message("the answer", |m| m.content.contains("The Office answered"))
        .await;
    assert_eq!(answer.unwrap().pinged, [world.ada.id()]);
    assert!(world.general.threads().is_empty());
    world.is_clean();
}

#[tokio::test]
async fn without_the_right_to_make_threads_answers_come_as_replies() {
    let world = World::new().await;
    world.general.deny_bot(Permissions::CREATE_PUBLIC_THREADS);
    let handle = world.need(&world.ada, &world.general).await;
    let line = hears(&world.general, "Its reference is").await;
    let outcome = world.house.bring(handle, answered());
    let answer = hears(&world.general, "The Office answered").await;
    assert_eq!(answer.replies_to, Some(line.id));
    world.comes(&outcome, "elsewhere").await;
    world.is_clean();
}

#[tokio::test]
async fn words_that_have_not_left_for_everybody_stand_in_no_thread() {
    let world = World::new().await;
    let handle = world.need(&world.ada, &world.general).await;
    let (thread, _) = world.home().await;
    let leaves = "2027-01-19".parse().unwrap();
    for (what, says) in [
        (What::Accepted { leaves }, "A moderator agreed"),
        (What::Named { leaves: None }, "on no public page"),
    ] {
        world.house.bring(handle, what);
        let told = hears(&thread, says).await;
        assert_eq!(told.pinged, [world.ada.id()]);
        assert!(!told.content.contains(NEED), "{}", told.content);
        assert!(told.buttons().is_empty(), "nobody can support it yet");
    }
    world.is_clean();
}
