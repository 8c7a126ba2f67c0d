//! The moderators' channel: one card for each need, decided by buttons and forms, in step with what is
//! decided elsewhere.

use std::sync::Arc;

use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use hearback_store::Pool;
use hearback_wire::chance::SeededChance;
use hearback_wire::intake::{By, Did, Held};
use hearback_wire::reference::NeedRef;

use super::*;
use crate::chat::test_door::{Door, Shared, held, leaving, router};
use crate::{BotSettings, VaultKey, delivery};

/// A world whose node holds needs at its door, with a moderators' channel.
struct Desk {
    world: World,
    door: Shared,
    channel: Channel,
    mo: Person,
    _folder: tempfile::TempDir,
}

/// A real node holds a poll open; this one at least takes its time.
async fn unhurried(request: Request, next: Next) -> axum::response::Response {
    if request.uri().path().ends_with("/changes") {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    next.run(request).await
}

impl Desk {
    async fn new() -> Self {
        let door = Shared::default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let node_url = format!("http://{}", listener.local_addr().unwrap());
        let routes = router(Arc::clone(&door)).layer(from_fn(unhurried));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("v.db").display());
        let settings = BotSettings {
            room: "Hospital Friends".to_owned(),
            intermediary: "The Society".to_owned(),
            node_url,
            token: "secret".to_owned(),
            public_url: "https://needs.example.org".to_owned(),
            roster: Vec::new(),
            origin: hearback_wire::content::Origin::Unspecified,
            room_hides_origin: false,
            kept: crate::Kept::default(),
        };
        let house = house("http://127.0.0.1:9").await;
        let bots = Bots::open(
            Pool::open(&address).await.unwrap(),
            VaultKey::new([1; 32]),
            settings,
            house.clock.clone(),
            Arc::new(SeededChance::new(2)),
            client(),
        );
        let bots = bots.await.unwrap();
        tokio::spawn(delivery::run(bots.clone(), house.stop.clone()));
        let setup = Setup {
            start_pace: Duration::ZERO,
            ..Setup::default()
        };
        let world = World::with(setup, house, bots).await;
        let channel = world.server.add_channel("desk");
        let id = channel.id().to_string();
        world.set_up(&world.general, &[("moderators", &id)]).await;
        let mo = world.server.add_person("mo", "en-GB");
        let role = world
            .server
            .add_role("moderators", Permissions::MANAGE_MESSAGES);
        world.server.give_role(&mo, role);
        Self {
            world,
            door,
            channel,
            mo,
            _folder: folder,
        }
    }

    fn door<T>(&self, change: impl FnOnce(&mut Door) -> T) -> T {
        change(&mut self.door.lock().unwrap())
    }

    /// A need comes, and its card.
    async fn card(&self, seed: u64) -> (NeedRef, Message) {
        let reference = NeedRef::draw(&SeededChance::new(seed));
        self.door(|door| door.put(held(reference, NEED), Did::Arrived, By::Person));
        let name = reference.to_string();
        let card = self
            .channel
            .message("a card", |m| {
                m.content.contains(&name) && !m.buttons().is_empty()
            })
            .await;
        (reference, card.unwrap())
    }

    async fn shows(&self, card: &Message, words: &str) -> Message {
        self.channel
            .message(words, |m| m.id == card.id && m.content.contains(words))
            .await
            .unwrap()
    }

    fn decided(&self) -> Vec<String> {
        self.door(|door| door.decided.iter().map(|(verb, _)| verb.clone()).collect())
    }
}

#[tokio::test]
async fn a_card_is_approved_by_a_second_press_and_its_buttons_go() {
    let desk = Desk::new().await;
    let (_, card) = desk.card(4).await;
    insta::assert_snapshot!(card.content, @r"
    HB-6FKP-73WJ waits for a moderator. Please read it by 20 January 2027.
    ```
    We need waiting times for each hospital in the country
    ```
    Taken out before it came: a phone number.
    ");
    let labels: Vec<String> = card.buttons().into_iter().map(|b| b.label).collect();
    assert_eq!(
        labels,
        [
            "Approve",
            "Edit…",
            "Ask the person…",
            "Not for us…",
            "Join with another…"
        ]
    );
    let pressed = desk.mo.press_labelled(&card, "Approve").unwrap();
    let sure = says(&pressed, "nobody can call them back").await;
    assert!(desk.decided().is_empty());
    let yes = desk.mo.press_labelled(&sure, "Yes, it may leave").unwrap();
    says(&yes, "The card shows it").await;
    let after = desk.shows(&card, "Approved by <@").await;
    assert!(after.buttons().is_empty());
    assert_eq!(desk.decided(), ["approve"]);
    desk.world.is_clean();
}

#[tokio::test]
async fn of_two_moderators_one_wins_and_the_other_is_told() {
    let desk = Desk::new().await;
    let (_, card) = desk.card(4).await;
    let other = desk.world.admin();
    let mut sure = Vec::new();
    for who in [&desk.mo, &other] {
        let pressed = who.press_labelled(&card, "Approve").unwrap();
        sure.push(says(&pressed, "nobody can call them back").await);
    }
    let first = desk
        .mo
        .press_labelled(&sure[0], "Yes, it may leave")
        .unwrap();
    says(&first, "The card shows it").await;
    let second = other.press_labelled(&sure[1], "Yes, it may leave").unwrap();
    says(&second, "Nothing can be decided").await;
    assert_eq!(desk.decided(), ["approve"]);
    desk.world.is_clean();
}

#[tokio::test]
async fn words_a_question_and_a_refusal_go_by_forms() {
    let desk = Desk::new().await;
    let (_, card) = desk.card(4).await;
    let edit = desk.mo.press_labelled(&card, "Edit…").unwrap();
    let form = edit.form().await.unwrap();
    assert_eq!(form.fields[0].value, NEED);
    let other = "We need waiting times for each hospital, by month";
    let sent = desk.mo.submit(
        &edit,
        &[("words", other), ("why", "It was not clear how often")],
    );
    says(&sent.unwrap(), "The card shows it").await;
    desk.shows(&card, "Waits for the person").await;

    let (_, card) = desk.card(5).await;
    let ask = desk.mo.press_labelled(&card, "Ask the person…").unwrap();
    ask.form().await.unwrap();
    let sent = desk
        .mo
        .submit(&ask, &[("words", "Which years do you need?")])
        .unwrap();
    says(&sent, "The card shows it").await;

    let (_, card) = desk.card(6).await;
    let decline = desk.mo.press_labelled(&card, "Not for us…").unwrap();
    let choose = says(&decline, "The person reads the reason").await;
    let menu = &choose.menus()[0];
    let chosen = desk
        .mo
        .select(&choose, &menu.custom_id, &["unclear"])
        .unwrap();
    chosen.form().await.unwrap();
    let sent = desk
        .mo
        .submit(&chosen, &[("words", "Please say which years.")])
        .unwrap();
    says(&sent, "The card shows it").await;
    desk.shows(&card, "Declined by <@").await;
    assert_eq!(desk.decided(), ["edit", "ask", "refuse"]);
    desk.world.is_clean();
}

#[tokio::test]
async fn who_may_not_moderate_decides_nothing_and_a_card_follows_the_console() {
    let desk = Desk::new().await;
    let (reference, card) = desk.card(4).await;
    let pressed = desk.world.ada.press_labelled(&card, "Approve").unwrap();
    says(&pressed, "only moderators can decide").await;
    let list = desk.mo.run_command(&desk.channel, "queue", &[]).unwrap();
    says(&list, "1 need waits").await;
    desk.door(|door| door.let_go(reference, Did::Approved, By::Console));
    let after = desk.shows(&card, "Approved in the console").await;
    assert!(after.buttons().is_empty());
    let late = desk.mo.run_command(&desk.channel, "queue", &[]).unwrap();
    says(&late, "Nothing waits").await;
    desk.world.is_clean();
}

#[tokio::test]
async fn for_organisations_only_and_taken_back_until_it_leaves() {
    let desk = Desk::new().await;
    let (reference, card) = desk.card(4).await;
    let rare = Held {
        public: vec!["Few people have this.".to_owned()],
        ..desk.door(|door| door.get(reference))
    };
    desk.door(|door| door.put(rare.clone(), Did::Replied, By::Person));
    let card = desk.shows(&card, "Before everybody may read it").await;
    let pressed = desk.mo.press_labelled(&card, "Approve").unwrap();
    let sure = says(&pressed, "Few people have this").await;
    let only = desk
        .mo
        .press_labelled(&sure, "Only for connected organisations")
        .unwrap();
    says(&only, "The card shows it").await;
    let body = desk.door(|door| door.bodies.last().cloned().unwrap());
    assert_eq!(body["audience"], "named");

    let (reference, card) = desk.card(5).await;
    let waits = desk.door(|door| door.get(reference));
    desk.door(|door| door.put(leaving(waits, true), Did::Approved, By::Console));
    let card = desk.shows(&card, "leaves Tuesday 19 January").await;
    let labels: Vec<String> = card.buttons().into_iter().map(|b| b.label).collect();
    assert_eq!(
        labels,
        [
            "Take back that it may leave",
            "Let it leave with fewer others"
        ]
    );
    let back = desk
        .mo
        .press_labelled(&card, "Take back that it may leave")
        .unwrap();
    says(&back, "The card shows it").await;
    desk.shows(&card, "waits for a moderator").await;
    assert_eq!(desk.decided(), ["approve", "undo"]);
    desk.world.is_clean();
}
