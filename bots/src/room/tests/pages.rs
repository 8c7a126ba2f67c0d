//! What single pages promise.

use super::*;

#[tokio::test]
async fn an_open_page_is_told_of_a_change() {
    use futures_util::StreamExt;
    let house = house("http://127.0.0.1:8080").await;
    let thread = house.say().await;
    let request = http::Request::get(format!("{thread}/live"))
        .body(Body::empty())
        .unwrap();
    let response = house.bots.router().oneshot(request).await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut body = response.into_body().into_data_stream();
    house.post(&format!("{thread}/send"), &[]).await.location();
    let chunk = tokio::time::timeout(PATIENCE, body.next())
        .await
        .unwrap()
        .unwrap()
        .unwrap();
    assert!(chunk.starts_with(b"event: changed"));
}

#[tokio::test]
async fn wrong_words_come_back_with_the_form() {
    let house = house("http://127.0.0.1:8080").await;
    let long = "word ".repeat(200);
    for typed in [
        "",
        "too <short>",
        long.as_str(),
        "We need waiting\u{202E} times everywhere",
    ] {
        let page = house
            .post("/room", &[("need", typed), ("use", "a kept use")])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains("a kept use") && page.text.contains("Nothing was sent"));
        assert!(!page.text.contains("<short>"), "typed text is escaped");
    }
    let thread = house.say().await;
    let page = house
        .post(&format!("{thread}/edit"), &[("need", "short"), ("use", "")])
        .await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let huge = "x".repeat(crate::room::MOST_BYTES + 1);
    let page = house.post("/room", &[("need", huge.as_str())]).await;
    assert!(page.text.contains("far too long"));
}

#[tokio::test]
async fn names_never_reach_the_thread_and_stopping_deletes_the_words() {
    let house = house("http://127.0.0.1:8080").await;
    let named = format!("{NEED}, says Zebedee");
    let thread = house
        .post("/room", &[("need", named.as_str())])
        .await
        .location();
    let page = house.get(&thread).await;
    assert!(!page.text.contains("Zebedee") && page.text.contains("a person&#39;s name"));
    house
        .post(&format!("{thread}/cancel"), &[])
        .await
        .location();
    let page = house.get(&thread).await;
    assert!(!page.text.contains("hospital"), "{}", page.text);
    assert_eq!(house.json(&thread).await["state"], "cancelled");
}

#[tokio::test]
async fn one_browser_has_one_voice_for_a_need() {
    let house = house("https://needs.example.org").await;
    let list = house.get("/room/needs").await;
    assert!(list.text.contains("Bus times"));
    let cookie = list.cookie();
    assert!(cookie.starts_with("__Host-hearback_person="));
    let reference = reference().to_string();
    let fields = [("ref", reference.as_str()), ("voice", "uses_it")];
    let with = || http::Request::post("/room/voice").header("cookie", &cookie);
    let thread = house.post_with(with(), &fields).await.location();
    assert_eq!(house.json(&thread).await["state"], "voiced");
    let again = house.post_with(with(), &fields).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(again.text.contains("counts already"));
    let draft = house.say().await;
    let instead = http::Request::post(format!("{draft}/voice")).header("cookie", &cookie);
    assert_eq!(
        house.post_with(instead, &fields).await.status,
        StatusCode::CONFLICT
    );
    assert_eq!(
        house.json(&draft).await["state"],
        "preview",
        "nothing changed"
    );
    house
        .post(&format!("{thread}/withdraw"), &[])
        .await
        .location();
    house.post_with(with(), &fields).await.location();
}

#[tokio::test]
async fn pages_are_closed_to_other_sites_and_kept_by_nobody() {
    let house = house("https://needs.example.org").await;
    let thread = house.say().await;
    let page = house.get(&thread).await;
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("unsafe"));
    for inline in ["<style", "style=", "onclick", "<script>"] {
        assert!(!page.text.contains(inline), "{inline}");
    }
    let from = |site: &str, origin: &str| {
        http::Request::post(format!("{thread}/send"))
            .header("sec-fetch-site", site.to_owned())
            .header("origin", origin.to_owned())
    };
    let other = house
        .post_with(from("cross-site", "https://evil.example"), &[])
        .await;
    assert_eq!(other.status, StatusCode::FORBIDDEN);
    assert!(other.text.contains("Another site"));
    assert!(other.headers.contains_key("content-security-policy"));
    assert_eq!(house.json(&thread).await["state"], "preview");
    let ours = house
        .post_with(from("same-origin", "https://needs.example.org"), &[])
        .await;
    ours.location();
    for path in [
        "/t/short",
        &format!("/t/{}", "0".repeat(64)),
        "/t/short.json",
    ] {
        assert_eq!(house.get(path).await.status, StatusCode::NOT_FOUND);
    }
}

#[tokio::test]
async fn what_could_not_be_kept_comes_back_in_a_form_of_its_own() {
    let house = house("http://127.0.0.1:8080").await;
    let thread = house.say().await;
    house.pool.close().await;
    let words = "It is about the hospitals in the <north>.";
    let forms: [(String, &[(&str, &str)]); 4] = [
        ("/room".to_owned(), &[("need", NEED), ("use", words)]),
        (format!("{thread}/edit"), &[("need", NEED), ("use", words)]),
        (format!("{thread}/reply"), &[("words", words)]),
        (format!("{thread}/appeal"), &[("words", words)]),
    ];
    for (path, fields) in forms {
        let page = house.post(&path, fields).await;
        assert_eq!(page.status, StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert!(page.text.contains(&format!("action=\"{path}\"")), "{path}");
        assert!(page.text.contains("Please try again in a minute"), "{path}");
        for (name, typed) in fields {
            assert!(page.text.contains(&format!("name=\"{name}\"")), "{path}");
            let typed = typed.replace('<', "&#60;").replace('>', "&#62;");
            assert!(
                page.text.contains(&format!("\n{typed}</textarea>")),
                "{path}"
            );
        }
    }
}
