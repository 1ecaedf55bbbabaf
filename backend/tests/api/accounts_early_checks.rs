//! Work that is dear is done after the door: whoever is refused has cost next to nothing, and nobody holds up those who are served.

use std::time::{Duration, Instant};

use chatspace::observe::metrics;
use futures_util::future::join_all;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::{
    accounts::{register, registration},
    mail::resets,
    support::{Engine, PASSWORD, World, text},
};

/// What the estimate of a password's strength takes longest for.
fn dear_password() -> String {
    "p4$$w0rd@l1c3!m0nk3y".chars().cycle().take(128).collect()
}

/// Whether others are answered while 25 do the same at once.
async fn others_are_served(world: &World, asks: impl AsyncFn(usize) -> u16) {
    let others = async {
        let mut longest = Duration::ZERO;
        for _ in 0..20 {
            let began = Instant::now();
            world.stranger().get("/chatspace/instance").await.ok();
            longest = longest.max(began.elapsed());
        }
        longest
    };
    let (statuses, longest) = tokio::join!(join_all((0..25).map(|number| asks(number))), others);
    assert!(statuses.iter().all(|status| matches!(status, 400 | 403)), "{statuses:?}");
    assert!(longest < Duration::from_secs(5), "{longest:?}");
}

on_both_databases! {
    a_reset_by_an_unknown_link_costs_no_work_on_its_password,
    a_registration_that_is_refused_costs_no_work_on_its_password,
    a_wrong_setup_token_costs_no_work_on_the_password,
}

async fn a_reset_by_an_unknown_link_costs_no_work_on_its_password(world: World) {
    world.person("alice").await;
    let password = dear_password();
    let forged = "FVf3wQvAAE1n8Zk0cC2p9rT5yLx7mB4dQeW6uJhKsGaVtPz1oiNYRXl2";
    let (accepted, slow) = (world.running().state().blocking_pool.taken(), metrics().slow_polls("/api/v10/auth/reset"));
    others_are_served(&world, async |number| {
        let token = if number % 2 == 0 { forged } else { "no link at all" };
        resets(&world, token, &password).await.status.as_u16()
    })
    .await;
    assert_eq!(world.running().state().blocking_pool.taken(), accepted, "no password was estimated or hashed");
    assert_eq!(metrics().slow_polls("/api/v10/auth/reset"), slow);
}

async fn a_registration_that_is_refused_costs_no_work_on_its_password(world: World) {
    let alice = world.person("alice").await;
    for (mode, status) in [("closed", 403), ("invite", 403)] {
        alice.patch("/chatspace/admin/settings", &json!({"registration": mode})).await.ok();
        let accepted = world.running().state().blocking_pool.taken();
        others_are_served(&world, async |number| {
            let mut form = registration(&format!("person{number}"));
            form["password"] = json!(dear_password());
            if number % 2 == 0 {
                form["invite"] = json!("QQQQQQQQQQ");
            }
            let answer = register(&world, &form).await.status.as_u16();
            assert!(answer == status || mode == "invite", "{answer}");
            answer
        })
        .await;
        assert_eq!(world.running().state().blocking_pool.taken(), accepted, "{mode}");
    }
}

async fn a_wrong_setup_token_costs_no_work_on_the_password(world: World) {
    let accepted = world.running().state().blocking_pool.taken();
    let mut form = registration("mallory");
    form["setup_token"] = json!("x".repeat(32));
    let refused = register(&world, &form).await.refused(400, 50035);
    assert_eq!(refused["errors"]["setup_token"]["_errors"][0]["code"], "SETUP_TOKEN_INVALID");
    assert_eq!(world.running().state().blocking_pool.taken(), accepted);
}

/// Bodies that a parser, a check or a comparison may take long for.
fn dear_bodies() -> Vec<Value> {
    let deep = (0..120).fold(json!("x"), |inner, _| json!([inner]));
    let texts = [
        dear_password(),
        "a".repeat(60_000),
        "й".repeat(30_000),
        "и\u{306}".repeat(15_000),
        format!("a{}", "\u{301}\u{323}".repeat(15_000)),
        "\u{FDFA}".repeat(20_000),
        format!("{}@{}.example.org", "x".repeat(64), "ü".repeat(20_000)),
        format!("a@xn--{}.org", "9".repeat(50_000)),
        "👩‍👩‍👧".repeat(3000),
        "\u{202E}".repeat(20_000),
        "(".repeat(60_000),
        "1 ".repeat(30_000),
    ];
    texts.into_iter().map(Value::String).chain([deep, json!(1e300), Value::Null]).collect()
}

/// A route that needs nobody to be signed in, as the API document has it.
struct OpenRoute {
    method: Method,
    /// The template.
    path: String,
    /// Of its body.
    fields: Vec<String>,
}

fn open_routes() -> Vec<OpenRoute> {
    let document: Value = serde_json::from_str(include_str!("../../../openapi/openapi.json")).expect("the document is JSON");
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let is_open = operation["operationId"].is_string() && operation["security"].as_array().is_none_or(Vec::is_empty);
            let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else { continue };
            if is_open {
                found.push(OpenRoute { method, path: path.clone(), fields: fields(&document, operation) });
            }
        }
    }
    found
}

/// The names of the fields of a request's body.
fn fields(document: &Value, operation: &Value) -> Vec<String> {
    let content = operation["requestBody"]["content"].as_object().and_then(|content| content.values().next());
    let schema = content.map_or(&Value::Null, |content| &content["schema"]);
    let named = [&schema["$ref"], &schema["oneOf"][1]["$ref"], &schema["oneOf"][0]["$ref"]].into_iter().find_map(Value::as_str);
    let Some(name) = named.and_then(|named| named.rsplit('/').next()) else { return Vec::new() };
    let properties = document["components"]["schemas"][name]["properties"].as_object();
    properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default()
}

/// The fields of one body, all but one of them as they should be.
fn body(fields: &[String], changed: &str, value: &Value) -> Value {
    let good = |field: &str| match field {
        "email" => json!("mallory@example.org"),
        "username" => json!("mallory"),
        "password" => json!(PASSWORD),
        _ => Value::Null,
    };
    let filled = fields.iter().map(|field| (field.clone(), if field == changed { value.clone() } else { good(field) }));
    Value::Object(filled.filter(|(_, value)| !value.is_null()).collect())
}

#[actix_web::test]
async fn nothing_that_is_sent_keeps_a_worker_busy_on_a_route_that_is_open_to_everybody() {
    let world = World::with(Engine::Sqlite, &[("REGISTRATION", "closed")]).await;
    world.person("alice").await;
    let routes = open_routes();
    assert!(routes.iter().filter(|route| !route.fields.is_empty()).count() >= 10, "the document was read");
    for OpenRoute { method, path, fields } in routes {
        let before = metrics().slow_polls(&path);
        let client = Client::new();
        let ask = async |url: String, body: String, kind: &str| {
            let request = client.request(method.clone(), url).header("content-type", kind).body(body);
            assert_ne!(request.send().await.expect("is answered").status(), 500, "{path}");
        };
        let long = path.replace('{', "x").replace('}', &"x".repeat(6000));
        for url in [&long, &format!("{long}?{}", "a=%F0%9F&".repeat(500))] {
            ask(world.url(url), String::new(), "application/json").await;
        }
        let url = world.url(&path.replace(['{', '}'], "1"));
        for value in dear_bodies() {
            for field in &fields {
                ask(url.clone(), body(&fields, field, &value).to_string(), "application/json").await;
            }
            let form = url::form_urlencoded::Serializer::new(String::new()).append_pair("password", &value.to_string()).finish();
            ask(url.clone(), form, "application/x-www-form-urlencoded").await;
        }
        ask(url.clone(), "[".repeat(60_000), "application/json").await;
        assert_eq!(metrics().slow_polls(&path), before, "{path}");
    }
}

#[actix_web::test]
async fn an_estimate_is_made_beside_the_workers_and_one_worker_serves_on() {
    let world = World::new(Engine::Sqlite).await;
    let alice = world.person("alice").await;
    let route = "/api/v10/auth/password";
    let before = metrics().slow_polls(route);
    let change = json!({"current_password": PASSWORD, "new_password": dear_password()});
    let (changed, _) = tokio::join!(alice.post("/auth/password", &change), alice.get("/users/@me"));
    changed.ok();
    assert_eq!(metrics().slow_polls(route), before);
}

#[actix_web::test]
async fn twenty_register_in_an_hour_from_one_address_and_the_next_waits() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    for number in 0..20 {
        world.pass(Duration::from_secs(1));
        register(&world, &registration(&format!("person{number}"))).await.ok();
    }
    register(&world, &registration("person20")).await.refused(429, 0);
}

#[actix_web::test]
async fn a_hundred_sign_in_rightly_from_one_address_in_a_quarter_of_an_hour_and_guessing_is_stopped_all_the_same() {
    let world = World::with(Engine::Sqlite, &[("RATE_LIMITS", "default")]).await;
    for name in ["alice", "bob"] {
        world.person(name).await;
    }
    let sign_in = async |name: &str, password: &str| {
        let form = json!({"email": format!("{name}@example.org"), "password": password});
        world.stranger().post("/auth/login", &form).await
    };
    for number in 0..100 {
        world.pass(Duration::from_millis(200));
        let body = sign_in(if number % 2 == 0 { "alice" } else { "bob" }, PASSWORD).await.ok();
        assert!(text(&body["access_token"]).len() > 100, "{number}");
    }
    world.pass(Duration::from_mins(15));
    for number in 0..20 {
        sign_in(&format!("nobody{number}"), "a wrong password").await.refused(400, 50035);
    }
    sign_in("nobody20", "a wrong password").await.refused(429, 0);
    sign_in("alice", PASSWORD).await.refused(429, 0);
}
