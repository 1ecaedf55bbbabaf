//! Bot tokens, and similar texts.

use super::*;
use crate::cache::{Cache, SessionChange, User, UserChange};

const BOT: UserId = UserId::new(1_538_016_485_757_288_458);
const LOGIN: SessionId = SessionId::new(1_538_016_485_757_288_459);

fn world(bot: bool) -> (Cache, Secret) {
    let cache = Cache::default();
    let user = User { id: BOT, username: "mockbot".to_owned(), display_name: None, avatar: None, custom_status: None, bot };
    cache.apply(&UserChange::Put(user).into());
    let (token, stored) = issue(BOT, LOGIN);
    cache.apply(&SessionChange::BotTokenSet(BOT, Some(stored)).into());
    (cache, token)
}

#[test]
fn a_token_has_three_parts_and_names_its_bot() {
    let (cache, token) = world(true);
    let parts: Vec<_> = token.expose().split('.').collect();
    assert_eq!((parts.len(), parts[0]), (3, "MTUzODAxNjQ4NTc1NzI4ODQ1OA"));
    assert!(parts.iter().all(|part| !part.is_empty()) && parts[2].len() == 43);
    let caller = check(token.expose(), &cache.read()).expect("is the bot's");
    assert_eq!((caller.user, caller.session_id, caller.bot), (BOT, LOGIN, true));
    assert!(is_one(token.expose()));
}

#[test]
fn whatever_is_not_the_token_of_the_moment_is_refused_in_the_same_words() {
    let (cache, token) = world(true);
    let (old, token) = (token, issue(BOT, LOGIN));
    cache.apply(&SessionChange::BotTokenSet(BOT, Some(token.1)).into());
    let good = token.0.expose();
    let (head, secret) = good.rsplit_once('.').expect("has a secret");
    let (id, _) = good.split_once('.').expect("has an id");
    let other = URL_SAFE_NO_PAD.encode("1538016485757288460");
    let forged = [
        old.expose().to_owned(),
        String::new(),
        "..".to_owned(),
        head.to_owned(),
        format!("{head}."),
        format!("{head}.{}", secret.to_lowercase()),
        format!("{head}.x.{secret}"),
        format!("{other}.x.{secret}"),
        format!("{id}.{secret}"),
        format!("{good}="),
        format!("{good} "),
        format!("Bot {good}"),
        "A".repeat(1 << 20),
    ];
    for token in forged {
        assert_eq!(check(&token, &cache.read()), Err(ApiError::unauthorized()), "{token:.80}");
    }
    assert!(check(good, &cache.read()).is_ok(), "what the forgeries began from is good");
    cache.apply(&SessionChange::BotTokenSet(BOT, None).into());
    assert!(check(good, &cache.read()).is_err());
}

#[test]
fn a_person_has_no_token_of_a_bot() {
    let (cache, token) = world(false);
    assert!(check(token.expose(), &cache.read()).is_err());
    assert!(!is_one("eyJhbGciOiJIUzI1NiJ9.e30.x"));
}
