//! Moderation in a room of a real Synapse, by the built program: a card for each need, decided there
//! or in the console, and one of two moderators at once.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on must stop"
)]

mod common;

use common::rooms::Rooms;
use hearback_rig::matrix::Event;

const NEED: &str = "We need waiting times for each hospital in the country";
const SEEDS: [&str; 4] = ["✅", "✏️", "❓", "⛔"];

#[tokio::test(flavor = "multi_thread")]
async fn a_need_is_approved_by_a_reaction_and_only_by_a_moderator() {
    let rooms = Rooms::new().await;
    let (said, reference) = rooms.need(NEED).await;
    let card = rooms.card(&reference).await;
    assert!(card.body.as_ref().unwrap().contains(NEED), "{card:?}");
    assert_eq!(card.msgtype.as_deref(), Some("m.notice"));
    rooms.card_offers(&card, &SEEDS).await;

    rooms.pat.react(&rooms.desk, &card.id, "✅").await.unwrap();
    let no = rooms
        .hears(&rooms.pat, &rooms.desk, "only moderators")
        .await;
    assert_eq!(no.thread_root(), Some(card.id.as_str()));
    let asked = rooms.pat.reply_in_thread(&rooms.desk, &card.id, "!approve");
    asked.await.unwrap();
    let told = |event: &Event| {
        event.id != no.id
            && event
                .body
                .as_ref()
                .is_some_and(|b| b.contains("only moderators"))
    };
    let told = rooms
        .pat
        .wait_for(Some(&rooms.desk), told, common::PATIENCE);
    told.await.unwrap();

    rooms.mo.react(&rooms.desk, &card.id, "✅").await.unwrap();
    let by = format!("Approved by {}.", rooms.mo.user_id());
    rooms.card_says(&card, &by).await;
    rooms.card_offers(&card, &[]).await;
    let left = rooms.in_thread(&said, "has left this community").await;
    assert_eq!(left.mentions.unwrap().user_ids, [rooms.ann.user_id()]);
    assert!(!left.body.unwrap().contains(rooms.mo.user_id()), "named");
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_moderators_at_once_one_wins_and_the_other_is_told() {
    let rooms = Rooms::new().await;
    let (said, reference) = rooms.need(NEED).await;
    let card = rooms.card(&reference).await;
    rooms.card_offers(&card, &SEEDS).await;
    let decline = format!("!decline {reference} unclear Please say which years.");
    let (yes, no) = tokio::join!(
        rooms.meg.react(&rooms.desk, &card.id, "✅"),
        rooms.mo.say(&rooms.desk, &decline)
    );
    yes.unwrap();
    no.unwrap();
    let told = |event: &Event| {
        let body = event.body.as_deref().unwrap_or_default();
        let late = ["decided this before you", "Nothing can be decided about"];
        event.sender == rooms.bot && late.iter().any(|words| body.contains(words))
    };
    let told = rooms
        .meg
        .wait_for(Some(&rooms.desk), told, common::PATIENCE);
    let told = told.await.unwrap().body.unwrap();
    let (meg, mo) = (rooms.meg.user_id(), rooms.mo.user_id());
    let stands = rooms.card_says(&card, "d by @").await;
    let approved = stands.contains(&format!("Approved by {meg}"));
    assert!(
        stands.contains(&format!("Declined by {mo}")) != approved,
        "{stands}"
    );
    // Whoever was second may be told before the card says who was first.
    if told.contains("d by @") {
        let winner = if approved { meg } else { mo };
        assert!(told.contains(&format!("by {winner}")), "{told}");
    }
    let says = ["did not pass this on", "has left this community"];
    rooms.in_thread(&said, says[usize::from(approved)]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_words_are_shown_to_the_person_and_their_yes_lets_the_need_leave() {
    let rooms = Rooms::new().await;
    let (said, reference) = rooms.need(NEED).await;
    let card = rooms.card(&reference).await;
    rooms.card_offers(&card, &SEEDS).await;
    rooms.meg.react(&rooms.desk, &card.id, "✏️").await.unwrap();
    rooms
        .hears(&rooms.meg, &rooms.desk, "!edit use: the new words")
        .await;
    let edit = "!edit use: To plan where people go // It said no use";
    let edit = rooms.meg.reply_in_thread(&rooms.desk, &card.id, edit);
    edit.await.unwrap();
    rooms.card_says(&card, "Waits for the person").await;
    let diff = rooms
        .in_thread(&said, "would like to change your words")
        .await;
    let diff = diff.body.unwrap();
    assert!(diff.contains("Why: It said no use"), "{diff}");
    assert!(
        diff.contains("It will help with: “To plan where people go”"),
        "{diff}"
    );
    let yes = rooms.ann.reply_in_thread(&rooms.circle, &said, "yes");
    yes.await.unwrap();
    rooms.in_thread(&said, "has left this community").await;
    let agreed = "Approved: the person agreed to the new words.";
    rooms.card_says(&card, agreed).await;
    rooms.card_offers(&card, &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_need_that_is_declined_in_the_console_says_so_and_why_on_its_card() {
    let rooms = Rooms::new().await;
    let (said, reference) = rooms.need(NEED).await;
    let card = rooms.card(&reference).await;
    rooms.card_offers(&card, &SEEDS).await;
    let mut console = rooms.here.sign_in("moderator");
    let waiting = console.get("/console/queue.json").json();
    let form = [
        ("hash", waiting[0]["hash"].as_str().unwrap()),
        ("reason", "unclear"),
        ("words", "Please say which years you need."),
    ];
    let refuse = format!("/console/queue/{reference}/refuse");
    assert_eq!(console.post(&refuse, &form).status, 303);
    let why = "Declined in the console: It is not clear enough to pass on.";
    rooms.card_says(&card, why).await;
    rooms.card_offers(&card, &[]).await;
    rooms
        .in_thread(&said, "Please say which years you need.")
        .await;

    let appeal = "appeal: I mean every year since 2019";
    let appeal = rooms.ann.reply_in_thread(&rooms.circle, &said, appeal);
    appeal.await.unwrap();
    rooms
        .hears(&rooms.meg, &rooms.desk, "waits for a moderator again")
        .await;
    rooms.card_offers(&card, &SEEDS).await;
    rooms.mo.react(&rooms.desk, &card.id, "✅").await.unwrap();
    rooms.in_thread(&said, "has left this community").await;
}
