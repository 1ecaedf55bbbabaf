//! The user name of a bot, made from the name of its application.

use crate::kernel::UserId;

/// Of a name that is taken, as much as leaves room for a number.
const STEM: usize = 20;

/// User names for a bot, the best first. The last one is nobody else's.
pub fn usernames(name: &str, id: UserId) -> Vec<String> {
    let stem = stem(name);
    let numbered = (2..10).map(|number| format!("{stem}_{number}"));
    let own = format!("{stem}_{}", id.get().rem_euclid(10_000_000_000));
    std::iter::once(stem.clone()).chain(numbered).chain([own]).collect()
}

fn stem(name: &str) -> String {
    let words = name.split(|character: char| !character.is_ascii_alphanumeric() && character != '.');
    let words: Vec<_> = words.filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    let stem: String = words.join("_").chars().take(STEM).collect();
    if stem.chars().filter(char::is_ascii_alphanumeric).count() < 2 { "bot".to_owned() } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::text;

    #[test]
    fn a_bot_has_the_name_of_its_application_as_far_as_a_user_may_have_it() {
        let id = UserId::new(1_538_016_485_757_288_458);
        for (name, first) in [
            ("mockbot", "mockbot"),
            ("Tea Timer", "tea_timer"),
            ("  --Tea!  ", "tea"),
            ("Чайник", "bot"),
            ("x", "bot"),
            ("..", "bot"),
            ("a name that is longer than it may be", "a_name_that_is_longe"),
        ] {
            let names = usernames(name, id);
            assert_eq!(names[0], first);
            assert!(names.iter().all(|name| text::username(name).as_ref() == Ok(name)), "{names:?}");
        }
    }
}
