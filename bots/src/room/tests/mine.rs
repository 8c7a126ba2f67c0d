//! A person sees, takes away and erases all that is kept of them, and nothing of anybody else.

use hearback_wire::intake::{PutVoice, Withdraw};

use super::*;

/// A browser with its cookie.
struct Browser<'a> {
    house: &'a House,
    cookie: String,
}

impl<'a> Browser<'a> {
    async fn new(house: &'a House) -> Self {
        let cookie = house.get("/room").await.cookie();
        Self { house, cookie }
    }

    async fn get(&self, path: &str) -> Page {
        let request = http::Request::get(path).header("cookie", &self.cookie);
        self.house.request(request, String::new()).await
    }

    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = http::Request::post(path).header("cookie", &self.cookie);
        self.house.post_with(request, fields).await
    }

    async fn say(&self, need: &str) -> String {
        let fields = [("need", need), ("use", "")];
        self.post("/room", &fields).await.location()
    }

    async fn need(&self, words: &str) -> String {
        let thread = self.say(words).await;
        self.post(&format!("{thread}/send"), &[]).await.location();
        thread
    }

    async fn voice(&self) -> String {
        let fields = [
            ("ref", reference().to_string()),
            ("voice", "uses_it".into()),
        ];
        let fields = fields
            .each_ref()
            .map(|(name, value)| (*name, value.as_str()));
        self.post("/room/voice", &fields).await.location()
    }

    async fn all(&self) -> Value {
        serde_json::from_str(&self.get("/room/mine/kept.json").await.text).unwrap()
    }

    async fn erase(&self, released: &str) -> Page {
        self.post("/room/mine/erase", &[("released", released)])
            .await
    }
}

const OTHER: &str = "We need bus times that are true in every town of the county";

async fn taken(house: &House, thread: &str) {
    house
        .wait_for(thread, |seen| kinds(seen).contains(&"taken"))
        .await;
}

fn withdrawals(house: &House) -> Vec<Withdraw> {
    let puts = house.puts("/intake/v1/withdraw").into_iter();
    puts.map(|(_, body)| serde_json::from_str(&body).unwrap())
        .collect()
}

#[tokio::test]
async fn a_person_sees_all_of_theirs_and_nothing_of_others() {
    let house = house("http://127.0.0.1:8080").await;
    house.deliver();
    let (ann, bob) = (Browser::new(&house).await, Browser::new(&house).await);
    let thread = ann.need(NEED).await;
    taken(&house, &thread).await;
    let voiced = ann.voice().await;
    let draft = ann
        .say("We need figures on young carers in every county")
        .await;
    bob.need(OTHER).await;

    let list = ann.get("/room/mine").await.text;
    assert!(list.contains(NEED) && list.contains("young carers") && !list.contains(OTHER));
    let read = ann.get("/room/mine/kept").await.text;
    assert!(read.contains("You sent these words") && !read.contains(OTHER));
    let all = ann.all().await;
    assert_eq!(
        (&all["version"], &all["known_by"]),
        (&1.into(), &Value::Null)
    );
    assert_eq!(all["you"]["known_by"], "browser");
    let threads = all["threads"].as_array().unwrap();
    assert_eq!(threads.len(), 3);
    let sent = threads
        .iter()
        .find(|t| t["state"]["state"] == "sent")
        .unwrap();
    assert_eq!(sent["state"]["of"]["content"]["statement"], NEED);
    let seen = house.json(&thread).await;
    let texts = |messages: &Value| -> Vec<String> {
        let messages = messages["messages"].as_array().unwrap().iter();
        messages
            .map(|m| m["text"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(texts(sent), texts(&seen), "every message, word for word");
    assert_eq!(sent["receipts"][0]["purpose"], "need");
    assert_eq!(sent["receipts"][0]["way"], "room");
    assert_eq!(sent["receipts"][0]["read_first_by"], "The Society");
    let put = house.nth_put("/intake/v1/needs", 1).await;
    let put: PutNeed = serde_json::from_str(&put).unwrap();
    assert_eq!(sent["receipts"][0]["words"], put.approved.to_string());
    assert!(!all.to_string().contains(OTHER));

    for path in [&thread, &voiced] {
        let page = ann.get(path).await.text;
        assert!(page.contains("What you agreed to") && page.contains("/room/mine"));
    }
    assert!(ann.get(&draft).await.text.contains("/room/mine"));
    let nobody = house.get("/room/mine").await;
    assert!(nobody.text.contains("Nothing is kept here"));
    assert!(nobody.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn whoever_erases_is_gone_and_the_node_is_told_to_keep_what_left() {
    let house = house("http://127.0.0.1:8080").await;
    house.deliver();
    let (ann, bob) = (Browser::new(&house).await, Browser::new(&house).await);
    let thread = ann.need(NEED).await;
    taken(&house, &thread).await;
    let need: PutNeed = serde_json::from_str(&house.first_put("/intake/v1/needs").await).unwrap();
    ann.voice().await;
    let path = format!("/intake/v1/needs/{}/voices", reference());
    let voice: PutVoice = serde_json::from_str(&house.first_put(&path).await).unwrap();
    let kept = bob.need(OTHER).await;

    let asked = ann.get("/room/mine/erase").await.text;
    assert!(asked.contains("2 threads (one need, one voice)"), "{asked}");
    assert!(asked.contains("stay on the lists"));
    assert_eq!(
        ann.all().await["threads"].as_array().unwrap().len(),
        2,
        "a look erases nothing"
    );
    house.bots.wake.notify_one();
    house
        .node
        .wait(|seen| (seen.puts.len() >= 3).then_some(()))
        .await;

    let done = ann.erase("stay").await;
    assert!(
        done.text.contains("Done. I deleted 2 threads"),
        "{}",
        done.text
    );
    assert!(
        done.headers["set-cookie"]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    assert!(ann.all().await["threads"].as_array().unwrap().is_empty());
    assert_eq!(ann.get(&thread).await.status, StatusCode::NOT_FOUND);
    let told = house.node.wait(|seen| {
        let told = puts(seen, "/intake/v1/withdraw");
        (told.len() == 2).then_some(told)
    });
    told.await;
    let told = withdrawals(&house);
    assert!(told.iter().all(|put| put.keep_released));
    for handle in [need.handle, voice.handle] {
        assert!(told.iter().any(|put| put.handle == handle));
    }
    // What was on its way finds nobody, and that is said.
    let outcome = house.bring(need.handle, answered());
    assert_eq!(house.first_put(&outcome).await, r#"{"outcome":"gone"}"#);
    assert_eq!(bob.get(&kept).await.status, StatusCode::OK);
    // The same browser can begin again, and its voice counts again.
    ann.voice().await;
}

#[tokio::test]
async fn what_left_is_taken_back_too_where_that_was_chosen() {
    let house = house("http://127.0.0.1:8080").await;
    house.deliver();
    let ann = Browser::new(&house).await;
    let thread = ann.need(NEED).await;
    taken(&house, &thread).await;
    ann.erase("taken_back").await;
    house.first_put("/intake/v1/withdraw").await;
    assert!(!withdrawals(&house)[0].keep_released);
}

#[tokio::test]
async fn erasing_works_while_the_node_is_away_and_unsent_words_never_leave() {
    let house = house("http://127.0.0.1:8080").await;
    let ann = Browser::new(&house).await;
    ann.need(NEED).await;
    assert!(ann.erase("stay").await.text.contains("Done."));
    house.deliver();
    // The end is told once whatever was on its way has arrived or failed.
    assert!(house.bots.vault.next_due().await.unwrap() > Some(house.clock.now()));
    house.clock.advance_seconds(300);
    house.bots.wake.notify_one();
    house.first_put("/intake/v1/withdraw").await;
    assert!(house.puts("/intake/v1/needs").is_empty());
}

#[tokio::test]
async fn a_thread_can_be_erased_by_its_address_alone() {
    let house = house("http://127.0.0.1:8080").await;
    let ann = Browser::new(&house).await;
    let (one, other) = (ann.need(NEED).await, ann.need(OTHER).await);
    let path = format!("{one}/erase");
    assert!(house.get(&path).await.text.contains("one thread"));
    let done = house.post(&path, &[("released", "stay")]).await;
    assert!(done.text.contains("Done."), "{}", done.text);
    assert_eq!(house.get(&one).await.status, StatusCode::NOT_FOUND);
    assert_eq!(house.get(&other).await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_site_erases_nothing_and_a_browser_can_be_left() {
    let house = house("http://127.0.0.1:8080").await;
    let ann = Browser::new(&house).await;
    let thread = ann.need(NEED).await;
    let forged = http::Request::post("/room/mine/erase")
        .header("cookie", &ann.cookie)
        .header("origin", "https://elsewhere.example");
    let page = house.post_with(forged, &[("released", "stay")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let left = ann.post("/room/mine/leave", &[]).await;
    assert!(
        left.headers["set-cookie"]
            .to_str()
            .unwrap()
            .contains("Max-Age=0")
    );
    assert_eq!(house.get(&thread).await.status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_need_is_led_to_its_door_and_nothing_of_it_is_kept() {
    let house = house("http://127.0.0.1:8080").await;
    for (words, door) in [
        ("I cannot go on and I want to kill myself", "116 123"),
        (
            "My Universal Credit was stopped, who can help me?",
            "Citizens Advice",
        ),
        (
            "Under the FOI Act please provide the fines of 2025",
            "freedom-of-information",
        ),
        (
            "I want to complain about my hospital",
            "Office for Statistics",
        ),
    ] {
        let page = house.post("/room", &[("need", words), ("use", "")]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{words}");
        assert!(page.text.contains(door), "{}", page.text);
    }
    assert_eq!(house.threads().await, 0);
}
