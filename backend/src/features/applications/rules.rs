//! Derives the user name of a bot from the name of its application.

use crate::kernel::UserId;
use crate::kernel::{
    errors,
    limits::{rates, sizes},
};

sizes! {
    APPLICATION_DESCRIPTION_LENGTH: usize = "application_description_length", 400;
    /// Code points of all texts of a command.
    COMMAND_LENGTH: usize = "command_length", 8000;
    /// A command as it is stored.
    COMMAND_BYTES: usize = "command_bytes", 32 * 1024;
    /// A whole list of commands.
    COMMANDS_BYTES: usize = "commands_bytes", 256 * 1024;
    APPLICATIONS_PER_USER: usize = "applications_per_user", 25;
    BOTS_PER_GUILD: usize = "bots_per_guild", 50;
    /// Commands that a bot declares for all guilds, and for each one.
    COMMANDS_PER_SCOPE: usize = "commands_per_scope", 100;
}

rates! {
    /// Making and changing applications, and new tokens for them.
    APPLICATION = "application", 20 in 60 s, by Caller;
    BOT_ADD = "bot-add", 10 in 60 s, by Caller;
    /// Declaring commands.
    COMMANDS = "commands", 60 in 60 s, by Caller;
}

errors! {
    unknown_command = 404 / 10063, "Unknown application command.";
    too_many_applications = 400 / 200030, "Maximum number of applications reached.";
    too_many_bots = 400 / 200031, "Maximum number of bots of this guild reached.";
    too_many_commands = 400 / 30032, "Maximum number of application commands reached.";
}

/// Length of a taken name that leaves room for a number.
const STEM: usize = 20;

/// Candidate user names of a bot, best first. The last one is always free.
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
