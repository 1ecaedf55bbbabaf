//! The grammar of messages: mentions, and the plain text for notifications.
//!
//! A message is one text. Code, addresses, mentions and emphasis in it are recognised twice: by the server (this module), which
//! notifies users, and by the web client (`web-client/src/markdown`), which renders, previews and edits it. Both follow the rules
//! below, and both test suites use the `cases.json` next to this file.
//!
//! A case has a text, the ids of the `users`, `roles` and `channels` that it mentions, the words for `all` that count in it, and
//! the text of a preview (`plain`, for the client). Absent values are empty or untested. User 1 is Olena, user 2 is Taras K, role
//! 6 is mods, channel 5 is general.
//!
//! # Rules
//!
//! 1. **Quotes** are lines that begin with `>` (after at most three blanks) and a blank; a line of `>` alone continues a quote. A
//!    quote ends with its lines. Its content follows the same rules. Beyond a depth of 16 the whole message is shown verbatim and
//!    mentions nobody.
//! 2. **Code** is between runs of backticks: one or two are closed by just as many in the same paragraph, three or more by as
//!    many or more, anywhere. Several lines between three or more are a block, also if it starts within a line. Three or more at
//!    the start of a line that are not closed are a block up to the end of the quote or message. A block is also between lines of
//!    three or more `~`. Nothing is recognised within code.
//! 3. A **backslash** escapes the ASCII punctuation after it, except in code.
//! 4. **Addresses** begin with `http://`, `https://`, or, not inside a word, `www.` or `mailto:`. They end at a blank, `<`, `>`,
//!    a backtick, `||`, or a bracket that they did not open, and lose punctuation at their end. `<https://…>` is an address, too.
//!    `[text](address)` is a link. Addresses contain no mentions.
//! 5. **Mentions** are `<@1>`, `<@!1>` (a user), `<@&1>` (a role), `<#1>` (a channel), with an id from 1 to 2^63 − 1 without
//!    leading zeros, anywhere outside of code and addresses; and `@everyone` and `@here` where no letter, digit, `_`, `/` or
//!    `@` stands before them, and no letter, digit, `_`, nor a full stop with one of these, after them.
//! 6. **Emphasis** is that of CommonMark (`*`, `_`), and `~~strikes~~`, `||spoilers||`; a blank line closes all of it. Marks
//!    around nothing but marks, and marks beyond a depth of 16, are text.
//! 7. **Headings** (`#` to `######`) and **list items** (`-`, `*`, `+`, `1.`, `1)`) have a blank after their mark. Numbers, blank
//!    lines, indentation and runs of blanks are shown as typed.
//!
//! A preview has no emphasis marks, and `…` in place of a spoiler.
//!
//! Parsing takes time linear in the length of the text.

mod mention;
mod scan;
mod tokens;

pub use mention::Mention;
pub use scan::MAX_DEPTH;
use scan::{Piece, scan};

/// The mentions of a text in order of appearance, without those in code, in addresses and after a backslash.
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    if text.contains(['<', '@']) && collect(text, 0, &mut found).is_none() {
        // Nested too deep: the text is shown verbatim.
        found.clear();
    }
    found
}

fn collect(text: &str, depth: usize, found: &mut Vec<Mention>) -> Option<()> {
    for piece in scan(text) {
        match piece {
            Piece::Mention(mention, _) => found.push(mention),
            Piece::Quote(_) if depth == MAX_DEPTH => return None,
            Piece::Quote(quote) => collect(&quote.text, depth + 1, found)?,
            Piece::Text(_) | Piece::Spoiler | Piece::Break => {}
        }
    }
    Some(())
}

/// The text with names in place of mentions, and without the contents of spoilers.
pub fn with_names(text: &str, name: &impl Fn(Mention) -> Option<String>) -> String {
    named(text, 0, name).unwrap_or_else(|| text.to_owned())
}

fn named(text: &str, depth: usize, name: &impl Fn(Mention) -> Option<String>) -> Option<String> {
    let mut words = String::with_capacity(text.len());
    // The start of the open spoiler.
    let mut hidden = None;
    for piece in scan(text) {
        match piece {
            Piece::Text(raw) => words.push_str(raw),
            Piece::Mention(mention, raw) => words.push_str(name(mention).as_deref().unwrap_or(raw)),
            Piece::Spoiler => match hidden.take() {
                Some(start) => {
                    words.truncate(start);
                    words.push('…');
                }
                None => {
                    hidden = Some(words.len());
                    words.push_str("||");
                }
            },
            Piece::Break => hidden = None,
            Piece::Quote(_) if depth == MAX_DEPTH => return None,
            Piece::Quote(quote) => {
                hidden = None;
                let inner = named(&quote.text, depth + 1, name)?;
                for (mark, line) in quote.marks.iter().zip(inner.split_inclusive('\n')) {
                    words.push_str(mark);
                    words.push_str(line);
                }
            }
        }
    }
    Some(words)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::kernel::UserId;

    #[derive(Deserialize)]
    struct Case {
        text: String,
        #[serde(default)]
        users: Vec<String>,
        #[serde(default)]
        roles: Vec<String>,
        #[serde(default)]
        channels: Vec<String>,
        #[serde(default)]
        all: Vec<String>,
    }

    /// Without duplicates, in order of appearance.
    fn listed(found: &[Mention], pick: impl Fn(Mention) -> Option<String>) -> Vec<String> {
        let mut list = Vec::new();
        for word in found.iter().copied().filter_map(pick) {
            if !list.contains(&word) {
                list.push(word);
            }
        }
        list
    }

    #[test]
    fn the_cases_that_the_web_client_shares_are_read_alike() {
        let cases: Vec<Case> = serde_json::from_str(include_str!("cases.json")).expect("a list of cases");
        assert!(cases.len() >= 200);
        for Case { text, users, roles, channels, all } in cases {
            let found = mentions(&text);
            let user = |mention| if let Mention::User(id) = mention { Some(id.to_string()) } else { None };
            assert_eq!(listed(&found, user), users, "users of {text:?}");
            let role = |mention| if let Mention::Role(id) = mention { Some(id.to_string()) } else { None };
            assert_eq!(listed(&found, role), roles, "roles of {text:?}");
            let channel = |mention| if let Mention::Channel(id) = mention { Some(id.to_string()) } else { None };
            assert_eq!(listed(&found, channel), channels, "channels of {text:?}");
            let word = |mention| match mention {
                Mention::Everyone => Some("@everyone".to_owned()),
                Mention::Here => Some("@here".to_owned()),
                _ => None,
            };
            assert_eq!(listed(&found, word), all, "words for all in {text:?}");
        }
    }

    #[test]
    fn names_stand_in_the_place_of_mentions_and_hidden_words_stay_hidden() {
        let name = |mention| (mention == Mention::User(UserId::new(1))).then(|| "@Олена".to_owned());
        for (text, words) in [
            ("hi <@1>, <@2>", "hi @Олена, <@2>"),
            ("`<@1>` <@!1>", "`<@1>` @Олена"),
            ("see ||the <@1>|| end", "see … end"),
            ("a || b", "a || b"),
            ("||a\n\nb||", "||a\n\nb||"),
            ("`||a||`", "`||a||`"),
            ("> <@1>\n> b\n<@1>", "> @Олена\n> b\n@Олена"),
            ("> ||a||", "> …"),
            ("", ""),
        ] {
            assert_eq!(with_names(text, &name), words, "{text:?}");
        }
    }

    #[test]
    fn a_text_that_nests_too_deep_is_shown_as_it_is_and_mentions_nobody() {
        let deep = |depth: usize| format!("{}<@1>", "> ".repeat(depth));
        assert_eq!(mentions(&deep(MAX_DEPTH)), [Mention::User(UserId::new(1))]);
        assert_eq!(mentions(&deep(MAX_DEPTH + 1)), []);
        assert_eq!(with_names(&deep(990), &|_| Some("x".to_owned())), deep(990));
    }
}
