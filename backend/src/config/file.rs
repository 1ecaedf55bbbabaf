//! The file `.env` of the working folder. Files of parent folders are not read, since they belong to others.
//!
//! A dollar sign has no special meaning. The crate would substitute variables, and thereby truncate a password silently.

use std::{collections::HashMap, fs, io::ErrorKind};

const FILE: &str = ".env";
/// Replaces dollar signs while the crate parses the file; no setting can contain it.
const NUL: char = '\0';
/// The byte order mark that some editors write.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The settings of the file; none if there is no file. The first of several with the same name counts.
///
/// # Errors
/// If it cannot be read, or a line is malformed.
pub(super) fn settings() -> Result<HashMap<String, String>, String> {
    match fs::read_to_string(FILE) {
        Ok(text) => read(&text),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(HashMap::new()),
        Err(error) => Err(error.to_string()),
    }
}

fn read(text: &str) -> Result<HashMap<String, String>, String> {
    if text.contains(NUL) {
        return Err("is not text".to_owned());
    }
    let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let without_dollars = text.replace("\\$", "\0").replace('$', "\0");
    let (mut settings, mut last) = (HashMap::new(), None::<String>);
    for setting in dotenvy::from_read_iter(without_dollars.as_bytes()) {
        // The line itself is not shown, since it may contain a password.
        let (name, value) = setting.map_err(|_| {
            let place = last.map_or("at its beginning".to_owned(), |name| format!("after {name}"));
            format!("{place} there is a line that is not of the form NAME=value or NAME='a longer value'")
        })?;
        last = Some(name.clone());
        settings.entry(name).or_insert_with(|| value.replace(NUL, "$"));
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_what_stands_there() {
        let text = "\u{feff}# a comment with 'a quote and $HOME\n\
            A=pa$$word${HOME}$1\nB='$HOME'\nC=\"a $HOME b\"\nexport D = \\$x # $HOME\nE=\nA=later\nF='a#b' # why\n";
        let settings = read(text).expect("are settings");
        let all = [("A", "pa$$word${HOME}$1"), ("B", "$HOME"), ("C", "a $HOME b"), ("D", "$x"), ("E", ""), ("F", "a#b")];
        assert_eq!(settings, all.map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    }

    #[test]
    fn a_malformed_line_is_reported_without_its_value() {
        for bad in ["A=1\nSMTP_URL='smtps://me:hunter2@mail.example.org\n", "A=1\nB=hunter2=x y\n", "A=1\nhunter2\n"] {
            let error = read(bad).expect_err("is no setting");
            assert!(error.contains("after A there is a line that is not of the form") && !error.contains("hunter2"), "{error}");
        }
    }
}
