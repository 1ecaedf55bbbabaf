//! Refresh tokens, and forged access tokens.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
use hmac::{Hmac, Mac};
use jsonwebtoken::Algorithm;
use serde_json::{Value, json};
use sha2::{Sha256, Sha384};

use super::*;
use crate::{
    access::Tokens,
    cache::{Cache, SessionChange, User, UserChange},
    kernel::{Clock, Keys, SessionId, Timestamp, UserId},
};

const KEY: &str = "3f8a1c5e9b7d2046a8c1e3f57b9d0246";
const NOW_S: i64 = 1_800_000_000;
const ALICE: UserId = UserId::new(1_538_016_506_728_808_461);
const LOGIN: SessionId = SessionId::new(1_538_016_506_728_808_462);

#[test]
fn refresh_tokens_are_long_random_and_chained_by_the_servers_key() {
    let (one, other) = (first(), first());
    assert_ne!(one, other);
    assert_eq!(one.expose().len(), 43);
    let key = Secret::new(KEY);
    assert_eq!(next(&key, &one), next(&key, &one), "a repeated refresh yields the same successor");
    assert_ne!(next(&key, &one), next(&key, &other));
    assert_ne!(next(&key, &one), next(&Secret::new("another key of the server, also long"), &one));
    assert_ne!(next(&key, &one), one);
    assert_eq!(hash(&one).len(), 32);
}

fn tokens() -> (Tokens, Clock, Cache) {
    let clock = Clock::manual(Timestamp::from_ms(NOW_S * 1000));
    let cache = Cache::default();
    let alice =
        User { id: ALICE, username: "alice".to_owned(), display_name: None, avatar: None, custom_status: None, bot: false };
    cache.apply(&UserChange::Put(alice).into());
    (Tokens::new(clock.clone(), Algorithm::HS256, &Keys::from(Secret::new(KEY)), Duration::from_mins(10)), clock, cache)
}

fn good_claims() -> Value {
    json!({"iss": "chatspace", "aud": "chatspace", "typ": "access", "sub": ALICE.to_string(), "sid": LOGIN.to_string(),
           "iat": NOW_S, "nbf": NOW_S, "exp": NOW_S + 600})
}

fn unsigned(header: &str, claims: &str) -> String {
    format!("{}.{}", B64.encode(header), B64.encode(claims))
}

/// Signed with the algorithm of its header, or with HS256.
fn forged(header: &Value, claims: &str, key: &[u8]) -> String {
    let text = unsigned(&header.to_string(), claims);
    let signature = if header["alg"] == "HS384" {
        let mut mac = Hmac::<Sha384>::new_from_slice(key).expect("any key will do");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    } else {
        let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("any key will do");
        mac.update(text.as_bytes());
        mac.finalize().into_bytes().to_vec()
    };
    format!("{text}.{}", B64.encode(signature))
}

/// With one claim replaced, or removed if null; everything else, including the signature, is valid.
fn with_claim(name: &str, value: Value) -> String {
    let mut claims = good_claims();
    if value.is_null() {
        claims.as_object_mut().expect("is an object").remove(name);
    } else {
        claims[name] = value;
    }
    forged(&json!({"alg": "HS256", "typ": "JWT"}), &claims.to_string(), KEY.as_bytes())
}

#[test]
fn a_valid_token_is_accepted_until_it_expires_or_its_session_is_revoked() {
    let (tokens, clock, cache) = tokens();
    let token = tokens.issue(ALICE, LOGIN);
    let caller = tokens.check(token.expose(), &cache.read()).expect("is ours");
    assert_eq!((caller.user, caller.session_id), (ALICE, LOGIN));
    let made_by_hand = with_claim("iss", json!("chatspace"));
    assert!(tokens.check(&made_by_hand, &cache.read()).is_ok(), "what the forgeries below start from is good");
    clock.advance(Duration::from_secs(599));
    assert!(tokens.check(token.expose(), &cache.read()).is_ok());
    clock.advance(Duration::from_secs(1));
    assert!(tokens.check(token.expose(), &cache.read()).is_err());
    let token = tokens.issue(ALICE, LOGIN);
    cache.apply(&SessionChange::Revoked(LOGIN, clock.monotonic().after(Duration::from_mins(10))).into());
    assert!(tokens.check(token.expose(), &cache.read()).is_err());
}

#[test]
fn a_token_for_a_user_who_is_not_there_is_refused() {
    let (tokens, _, cache) = tokens();
    assert!(tokens.check(tokens.issue(UserId::new(7), LOGIN).expose(), &cache.read()).is_err());
}

fn forgeries_of_the_signature() -> Vec<(&'static str, String)> {
    let claims = good_claims().to_string();
    let header = |alg: &str| json!({"alg": alg, "typ": "JWT"});
    let right = forged(&header("HS256"), &claims, KEY.as_bytes());
    let (text, _) = right.rsplit_once('.').expect("has a signature");
    let (head, rest) = right.split_once('.').expect("has a header");
    let (_, signature) = rest.split_once('.').expect("has claims");
    let other_claims = B64.encode(claims.replace(&ALICE.to_string(), "1538016506728808499"));
    let mut headers = vec![
        ("alg none, no signature", format!("{}.", unsigned(r#"{"alg":"none","typ":"JWT"}"#, &claims))),
        ("alg None, no signature", format!("{}.", unsigned(r#"{"alg":"None","typ":"JWT"}"#, &claims))),
        ("alg none, right signature", forged(&header("none"), &claims, KEY.as_bytes())),
        ("alg HS384 with the right key", forged(&header("HS384"), &claims, KEY.as_bytes())),
        ("alg RS256", forged(&header("RS256"), &claims, KEY.as_bytes())),
        ("alg missing", forged(&json!({"typ": "JWT"}), &claims, KEY.as_bytes())),
        ("alg in Cyrillic", forged(&header("НS256"), &claims, KEY.as_bytes())),
        ("key is empty", forged(&header("HS256"), &claims, b"")),
        ("key is a usual word", forged(&header("HS256"), &claims, b"secret")),
        ("key is public text", forged(&header("HS256"), &claims, b"-----BEGIN PUBLIC KEY-----")),
        ("empty signature", format!("{text}.")),
        ("stripped signature", text.to_owned()),
        ("one dot", head.to_owned() + "." + rest.split_once('.').expect("has claims").0),
        ("two dots missing", right.replace('.', "")),
        ("a fourth part", format!("{right}.x")),
        ("other claims under the signature", format!("{head}.{other_claims}.{signature}")),
        ("empty", String::new()),
        ("only dots", "..".to_owned()),
        ("one megabyte", format!("{text}.{}", "A".repeat(1 << 20))),
        ("one megabyte of claims", with_claim("more", json!("x".repeat(1 << 20)))),
    ];
    for (name, key, value) in [
        ("kid is a path", "kid", json!("../../../../dev/null")),
        ("kid is SQL", "kid", json!("' UNION SELECT ''; --")),
        ("jku elsewhere", "jku", json!("https://evil.example/keys")),
        ("jwk inside", "jwk", json!({"kty": "oct", "k": "AA"})),
    ] {
        let mut header = header("HS256");
        header[key] = value;
        headers.push((name, forged(&header, &claims, b"")));
    }
    headers
}

fn forgeries_of_the_claims() -> Vec<(&'static str, String)> {
    let twice = good_claims().to_string().replacen('{', r#"{"sub":"1538016506728808499","#, 1);
    vec![
        ("exp is text", with_claim("exp", json!((NOW_S + 600).to_string()))),
        ("exp is a float", with_claim("exp", json!(NOW_S as f64 + 600.5))),
        ("exp is negative", with_claim("exp", json!(-1))),
        ("exp is 2^63", with_claim("exp", json!(1_u64 << 63))),
        ("exp is 2^62", with_claim("exp", json!(1_u64 << 62))),
        ("exp is now", with_claim("exp", json!(NOW_S))),
        ("exp is missing", with_claim("exp", Value::Null)),
        ("exp is true", with_claim("exp", json!(true))),
        ("nbf in the future", with_claim("nbf", json!(NOW_S + 31))),
        ("nbf is text", with_claim("nbf", json!("soon"))),
        ("nbf is missing", with_claim("nbf", Value::Null)),
        ("aud of another", with_claim("aud", json!("another"))),
        ("aud is missing", with_claim("aud", Value::Null)),
        ("iss of another", with_claim("iss", json!("another"))),
        ("iss is missing", with_claim("iss", Value::Null)),
        ("typ of another token", with_claim("typ", json!("refresh"))),
        ("typ is missing", with_claim("typ", Value::Null)),
        ("sub is a number", with_claim("sub", json!(ALICE.get()))),
        ("sub is no id", with_claim("sub", json!("alice"))),
        ("sub is missing", with_claim("sub", Value::Null)),
        ("sid is no id", with_claim("sid", json!("-1"))),
        ("sid is missing", with_claim("sid", Value::Null)),
        ("sub twice", forged(&json!({"alg": "HS256"}), &twice, KEY.as_bytes())),
        ("claims are no JSON", forged(&json!({"alg": "HS256"}), "tea", KEY.as_bytes())),
        ("a refresh token", first().expose().to_owned()),
    ]
}

#[test]
fn every_forged_token_is_refused_in_the_same_words() {
    let (tokens, _, cache) = tokens();
    let all: Vec<_> = forgeries_of_the_signature().into_iter().chain(forgeries_of_the_claims()).collect();
    assert!(all.len() >= 25);
    for (name, token) in all {
        let error = tokens.check(&token, &cache.read()).expect_err(name);
        assert_eq!(error, crate::kernel::ApiError::unauthorized(), "{name}");
    }
}

/// Tokens of a server whose key has been replaced, with its clock and users.
fn after_a_change_of_keys() -> (Tokens, Clock, Cache) {
    let (_, clock, cache) = tokens();
    let keys = Keys { current: Secret::new(NEXT_KEY), previous: Some(Secret::new(KEY)) };
    (Tokens::new(clock.clone(), Algorithm::HS256, &keys, Duration::from_mins(10)), clock, cache)
}

const NEXT_KEY: &str = "e9b7d2046a8c1e3f57b9d02463f8a1c5";

/// As the server signed it while `key` was current.
fn of_key(claims: &Value, key: &str) -> String {
    let kid = hex::encode(crate::kernel::keys::id_of(&Secret::new(key)));
    forged(&json!({"alg": "HS256", "typ": "JWT", "kid": kid}), &claims.to_string(), key.as_bytes())
}

#[test]
fn a_token_of_the_key_before_counts_until_it_ends() {
    let (old, clock, cache) = tokens();
    let token = old.issue(ALICE, LOGIN);
    let (new, _, _) = after_a_change_of_keys();
    assert!(new.check(token.expose(), &cache.read()).is_ok());
    let without = Tokens::new(clock, Algorithm::HS256, &Secret::new(NEXT_KEY).into(), Duration::from_mins(10));
    assert!(without.check(token.expose(), &cache.read()).is_err(), "where the key before is not given");
    let (new, clock, cache) = after_a_change_of_keys();
    clock.advance(Duration::from_mins(10));
    assert!(new.check(token.expose(), &cache.read()).is_err());
}

#[test]
fn whoever_has_the_key_before_makes_no_tokens_of_their_own() {
    let (new, clock, cache) = after_a_change_of_keys();
    assert!(new.check(&of_key(&good_claims(), KEY), &cache.read()).is_ok(), "one that was made before this start");
    clock.advance(Duration::from_mins(1));
    let claims = |iat: i64, exp: i64| {
        let mut claims = good_claims();
        (claims["iat"], claims["nbf"], claims["exp"]) = (json!(iat), json!(iat), json!(exp));
        claims
    };
    for (name, token) in [
        ("made after this start", of_key(&claims(NOW_S + 1, NOW_S + 601), KEY)),
        ("that lives too long", of_key(&claims(NOW_S, NOW_S + 601), KEY)),
        ("with the name of the key in use", {
            let kid = hex::encode(crate::kernel::keys::id_of(&Secret::new(NEXT_KEY)));
            forged(&json!({"alg": "HS256", "kid": kid}), &good_claims().to_string(), KEY.as_bytes())
        }),
        ("without a name", forged(&json!({"alg": "HS256"}), &good_claims().to_string(), KEY.as_bytes())),
        (
            "with the name of no key",
            forged(&json!({"alg": "HS256", "kid": "00"}), &good_claims().to_string(), NEXT_KEY.as_bytes()),
        ),
    ] {
        assert!(new.check(&token, &cache.read()).is_err(), "{name}");
    }
    let mut console = good_claims();
    (console["typ"], console["sub"], console["sid"]) = (json!("console"), json!("console"), Value::Null);
    assert!(new.check_console(&of_key(&console, KEY)).is_err(), "nor does it open the console");
}
