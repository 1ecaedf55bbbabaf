//! What every kind of answer carries, and what a path that nobody knows is answered with.

use serde_json::Value;

use super::raw;
use crate::{
    images::{AVATAR, files::png, uploads},
    support::{Engine, World, text},
};

/// Each kind of answer, by a path.
async fn kinds(world: &World) -> Vec<(&'static str, String)> {
    let ann = world.person("ann").await;
    let hash = text(&uploads(world, &ann, AVATAR, &png()).await.ok()["avatar"]);
    vec![
        ("page", "/channels/@me".to_owned()),
        ("asset", "/theme.js".to_owned()),
        ("worker", "/sw.js".to_owned()),
        ("api", "/api/v10/chatspace/limits".to_owned()),
        ("health", "/health/live".to_owned()),
        ("media", format!("/cdn/avatars/{}/{hash}.png", ann.id)),
        ("default media", "/cdn/embed/avatars/0.png".to_owned()),
        ("docs", "/docs/".to_owned()),
        ("docs asset", "/docs/swagger-ui-bundle.js".to_owned()),
        ("redoc", "/redoc".to_owned()),
        ("document", "/openapi.json".to_owned()),
        ("refused", "/api/v10/users/@me".to_owned()),
        ("unknown", "/wp-admin".to_owned()),
    ]
}

/// The rules of a content policy by their names.
fn rules(policy: &str) -> Vec<(&str, &str)> {
    policy.split(';').map(|rule| rule.trim().split_once(' ').unwrap_or((rule.trim(), ""))).collect()
}

#[actix_web::test]
async fn every_kind_of_answer_keeps_the_browser_in_bounds() {
    let world = World::with(Engine::Sqlite, &[("PUBLIC_URL", "https://chat.example.org")]).await;
    for (kind, path) in kinds(&world).await {
        let answer = raw(&world, "GET", &path, &[]).await;
        let header = |name: &str| answer.headers.get(name).map(String::as_str);
        let status = match kind {
            "refused" => 401,
            "unknown" => 404,
            _ => 200,
        };
        assert_eq!(answer.status, status, "{kind}");
        assert_eq!(header("strict-transport-security"), Some("max-age=31536000"), "{kind}");
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{kind}");
        assert_eq!(header("referrer-policy"), Some("no-referrer"), "{kind}");
        assert_eq!(header("cross-origin-opener-policy"), Some("same-origin"), "{kind}");
        assert!(header("permissions-policy").is_some() && header("content-type").is_some(), "{kind}");
        let resource = if kind.ends_with("media") { "cross-origin" } else { "same-origin" };
        assert_eq!(header("cross-origin-resource-policy"), Some(resource), "{kind}");
        let caching = match kind {
            "page" | "asset" | "worker" => "no-cache",
            "media" | "default media" => "public, max-age=31536000, immutable",
            _ => "no-store",
        };
        assert_eq!(header("cache-control"), Some(caching), "{kind}");
        grade(kind, header("content-security-policy").unwrap_or_else(|| panic!("{kind} has a policy")));
    }
}

/// Nothing but a page may do anything, and a page nothing that it need not.
fn grade(kind: &str, policy: &str) {
    let rules = rules(policy);
    let rule = |name: &str| rules.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
    assert!(!policy.contains("unsafe-eval") && !policy.contains('*') && !policy.contains("http:"), "{kind}: {policy}");
    let is_docs = ["docs", "docs asset", "redoc"].contains(&kind);
    assert!(is_docs || !policy.contains("unsafe-inline"), "{kind}: {policy}");
    assert!(rule("script-src").is_none_or(|value| value == "'self'"), "{kind}: {policy}");
    assert!(kind.ends_with("media") || rule("frame-ancestors") == Some("'none'"), "{kind}: {policy}");
    match kind {
        "page" => {
            assert_eq!(rule("connect-src"), Some("'self' wss://chat.example.org"), "{policy}");
            assert_eq!(rule("require-trusted-types-for"), Some("'script'"), "{policy}");
            assert_eq!(rule("trusted-types"), Some("default"), "{policy}");
            for name in ["object-src", "base-uri"] {
                assert_eq!(rule(name), Some("'none'"), "{policy}");
            }
        }
        "media" | "default media" => assert_eq!((rule("default-src"), rule("sandbox")), (Some("'none'"), Some("")), "{policy}"),
        "docs" | "docs asset" | "redoc" => assert_eq!(rule("default-src"), Some("'self'"), "{policy}"),
        _ => assert_eq!(rule("default-src"), Some("'none'"), "{kind}: {policy}"),
    }
}

#[actix_web::test]
async fn without_tls_browsers_are_not_held_to_it() {
    for settings in [&[][..], &[("PUBLIC_URL", "http://chat.example.org:8000")]] {
        let world = World::with(Engine::Sqlite, settings).await;
        let answer = raw(&world, "GET", "/", &[]).await;
        assert!(!answer.headers.contains_key("strict-transport-security"));
        let policy = &answer.headers["content-security-policy"];
        assert!(!policy.contains("ws:") || policy.contains("ws://chat.example.org:8000;"), "{policy}");
    }
}

#[actix_web::test]
async fn whatever_can_be_got_can_be_asked_about() {
    let world = World::new(Engine::Sqlite).await;
    let mut paths = kinds(&world).await;
    paths.push(("health", "/health/ready".to_owned()));
    for (kind, path) in paths {
        let (got, asked) = (raw(&world, "GET", &path, &[]).await, raw(&world, "HEAD", &path, &[]).await);
        assert_eq!((asked.status, asked.body.len()), (got.status, 0), "{kind}");
        for name in ["content-length", "content-type", "etag", "cache-control"] {
            assert_eq!(asked.headers.get(name), got.headers.get(name), "{kind}: {name}");
        }
        assert_eq!(got.headers["content-length"], got.body.len().to_string(), "{kind}");
    }
    assert_eq!(raw(&world, "POST", "/health/live", &["Content-Length: 0"]).await.status, 405);
}

#[actix_web::test]
async fn only_paths_that_the_client_knows_are_its_page() {
    let world = World::new(Engine::Sqlite).await;
    for path in [
        "/",
        "/login",
        "/login/",
        "/invite/tea?x=1",
        "/channels/@me",
        "/channels/1/2?panel=members",
        "/channels/1/2/3",
        "/settings/profile",
    ] {
        let answer = raw(&world, "GET", path, &[]).await;
        assert_eq!((answer.status, answer.headers["content-type"].as_str()), (200, "text/html; charset=utf-8"), "{path}");
    }
    for path in
        ["/healthz", "/wp-admin", "/wp-login.php", "/.env", "/api", "/admin/", "/health", "/cdn", "/channels/1/2/3/4", "//login"]
    {
        let answer = raw(&world, "GET", path, &[]).await;
        assert_eq!((answer.status, answer.headers["content-type"].as_str()), (404, "application/json"), "{path}");
        let body: Value = serde_json::from_slice(&answer.body).expect("the one error shape");
        assert_eq!(body["code"], 0, "{path}");
    }
}
