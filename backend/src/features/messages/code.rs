//! What of a text is code: there, nothing is a mention. As the client shows it, by the rules of CommonMark.

use std::borrow::Cow;

/// The text with a space in the place of each code block and each code span.
pub fn without_code(text: &str) -> Cow<'_, str> {
    if !text.contains(['`', '~']) {
        return Cow::Borrowed(text);
    }
    let (mut kept, mut paragraph) = (String::with_capacity(text.len()), String::new());
    let mut fence: Option<(char, usize)> = None;
    for line in text.split_inclusive('\n') {
        match (fence, marker(line)) {
            (Some((with, least)), Some((found, count, rest))) if found == with && count >= least && rest.trim().is_empty() => {
                fence = None;
            }
            (Some(_), _) => {}
            // What stands behind opening backticks has none, or it is a span.
            (None, Some((found, count, rest))) if found == '~' || !rest.contains('`') => {
                push_without_spans(&mut kept, &paragraph);
                paragraph.clear();
                kept.push(' ');
                fence = Some((found, count));
            }
            (None, _) => paragraph.push_str(line),
        }
    }
    push_without_spans(&mut kept, &paragraph);
    Cow::Owned(kept)
}

/// The three or more backticks or tildes that a line begins with, and what follows them.
fn marker(line: &str) -> Option<(char, usize, &str)> {
    let text = line.trim_start_matches(' ');
    let first = text.chars().next().filter(|first| matches!(first, '`' | '~'))?;
    let rest = text.trim_start_matches(first);
    let count = text.len() - rest.len();
    (count >= 3 && line.len() - text.len() <= 3).then_some((first, count, rest))
}

/// A span lies between two runs of equally many backticks. One that is never closed is text.
fn push_without_spans(kept: &mut String, mut text: &str) {
    while let Some(start) = text.find('`') {
        let (before, from) = text.split_at(start);
        let is_escaped = before.len() % 2 != before.trim_end_matches('\\').len() % 2;
        let opening = if is_escaped { 1 } else { run(from) };
        match (!is_escaped).then(|| closing(&from[opening..], opening)).flatten() {
            Some(end) => {
                kept.push_str(before);
                kept.push(' ');
                text = &from[opening + end..];
            }
            None => {
                kept.push_str(&text[..start + opening]);
                text = &from[opening..];
            }
        }
    }
    kept.push_str(text);
}

/// How many backticks a text begins with.
fn run(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// Where the first run of just so many backticks ends.
fn closing(text: &str, count: usize) -> Option<usize> {
    let mut at = 0;
    while let Some(start) = text[at..].find('`') {
        let found = run(&text[at + start..]);
        at += start + found;
        if found == count {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_blocks_fall_away_and_what_is_not_closed_stays() {
        for (text, kept) in [
            ("plain @here", "plain @here"),
            ("a `@here` b", "a   b"),
            ("``a ` @here`` b", "  b"),
            ("`open @here", "`open @here"),
            (r"\`@here\`", r"\`@here\`"),
            (r"\\`@here`", r"\\ "),
            ("a\n```rs\n@here\n```\nb", "a\n b"),
            ("~~~\n@here\n~~~", " "),
            ("```\n@here", " "),
            ("````\n```\n@here\n````\nb", " b"),
            ("a ```@here``` b", "a   b"),
            ("```@here```", " "),
            ("`a\n@here` b", "  b"),
            ("`` `@here", "`` `@here"),
        ] {
            assert_eq!(without_code(text), kept, "{text:?}");
        }
    }

    #[test]
    fn a_text_of_backticks_only_is_read_in_good_time() {
        let text: String = (1..=60).flat_map(|count| [" ", "`"].into_iter().chain(std::iter::repeat_n("`", count))).collect();
        assert_eq!(without_code(&text), text);
    }
}
