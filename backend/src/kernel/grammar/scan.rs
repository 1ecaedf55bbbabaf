//! The lines of a message: quotes, and the contents of other lines.

use super::{
    Mention,
    tokens::{Source, Token, count_of},
};

/// Maximum depth of quotes; a deeper text is shown verbatim.
pub const MAX_DEPTH: usize = 16;

#[derive(Debug)]
pub enum Piece<'t> {
    Text(&'t str),
    Mention(Mention, &'t str),
    /// Two bars, which open and close a spoiler.
    Spoiler,
    /// Open marks are closed here.
    Break,
    Quote(Quote<'t>),
}

/// Consecutive quoted lines.
#[derive(Debug)]
pub struct Quote<'t> {
    /// The prefix removed from each line.
    pub marks: Vec<&'t str>,
    pub text: String,
}

pub fn scan(text: &str) -> Vec<Piece<'_>> {
    let mut source = Source::new(text);
    let (mut pieces, mut at) = (Vec::new(), 0);
    while at < text.len() {
        if let Some(end) = tildes(text, at) {
            pieces.extend([Piece::Break, Piece::Text(&text[at..end])]);
            at = end;
        } else if let Some((quote, end)) = quote(text, at) {
            pieces.push(Piece::Quote(quote));
            at = end;
        } else {
            at = line(&mut source, at, &mut pieces);
        }
    }
    pieces
}

/// The end of the line at this position, after its line feed.
fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

/// The tildes at the start of a line, at least three.
fn fence_of_tildes(line: &str) -> Option<(usize, &str)> {
    let indent = count_of(line, |byte| byte == b' ');
    let count = count_of(&line[indent..], |byte| byte == b'~');
    (indent <= 3 && count >= 3).then(|| (count, &line[indent + count..]))
}

/// The end of a block between lines of tildes; an unclosed one extends to the end.
fn tildes(text: &str, from: usize) -> Option<usize> {
    let mut at = line_end(text, from);
    let (least, _) = fence_of_tildes(&text[from..at]).filter(|_| text[..at].ends_with('\n'))?;
    while at < text.len() {
        let end = line_end(text, at);
        let closes = fence_of_tildes(&text[at..end])
            .is_some_and(|(count, rest)| count >= least && rest.trim_matches([' ', '\t', '\n']).is_empty());
        at = end;
        if closes {
            break;
        }
    }
    Some(at)
}

/// The quote marks at the start of a line, and the rest after the last of them.
fn quoted(line: &str) -> Option<(usize, &str)> {
    let indent = count_of(line, |byte| byte == b' ');
    let count = count_of(&line[indent..], |byte| byte == b'>');
    (indent <= 3 && count > 0).then(|| (indent, &line[indent + count..]))
}

fn begins_quote(line: &str) -> bool {
    quoted(line).is_some_and(|(_, rest)| {
        let words = rest.trim_start_matches(' ');
        words.len() < rest.len() && !words.is_empty() && !words.starts_with('\n')
    })
}

fn quote(text: &str, from: usize) -> Option<(Quote<'_>, usize)> {
    if !begins_quote(&text[from..line_end(text, from)]) {
        return None;
    }
    let (mut quote, mut at) = (Quote { marks: Vec::new(), text: String::new() }, from);
    while at < text.len() {
        let end = line_end(text, at);
        let line = &text[at..end];
        let Some((indent, rest)) = quoted(line) else { break };
        if !(rest.is_empty() || rest.starts_with([' ', '\n'])) {
            break;
        }
        let mark = indent + 1 + usize::from(line[indent + 1..].starts_with(' '));
        quote.marks.push(&line[..mark]);
        quote.text.push_str(&line[mark..]);
        at = end;
    }
    Some((quote, at))
}

/// The mark of a heading or list item at the start of a line, and whether it is more than blanks.
fn marker(line: &str) -> (usize, bool) {
    let blanks = count_of(line, |byte| matches!(byte, b' ' | b'\t'));
    let from = &line[blanks..];
    let numbers = count_of(from, |byte| byte.is_ascii_digit());
    let length = match from.as_bytes() {
        [b'#', ..] => Some(count_of(from, |byte| byte == b'#')).filter(|count| *count <= 6),
        [b'-' | b'*' | b'+', ..] => Some(1),
        _ if (1..=9).contains(&numbers) && from[numbers..].starts_with(['.', ')']) => Some(numbers + 1),
        _ => None,
    };
    let space = length.map(|length| (length, count_of(&from[length..], |byte| matches!(byte, b' ' | b'\t'))));
    match space {
        Some((length, space))
            if space > 0
                && !from[length + space..].trim_start_matches('\n').is_empty()
                && !from[length + space..].starts_with('\n') =>
        {
            (blanks + length + space, true)
        }
        _ => (blanks, false),
    }
}

/// A line, including the code that continues on the next ones; where it ends.
fn line<'t>(source: &mut Source<'t>, from: usize, pieces: &mut Vec<Piece<'t>>) -> usize {
    let text = source.text;
    let (length, is_marked) = marker(&text[from..line_end(text, from)]);
    let indent: usize = text[from..from + length].bytes().map(|byte| if byte == b'\t' { 4 } else { 1 }).sum();
    let start = from + length;
    if is_marked || text[start..].starts_with('\n') {
        pieces.push(Piece::Break);
    }
    pieces.push(Piece::Text(&text[from..start]));
    let mut at = start;
    while at < text.len() {
        let (token, end) = source.token(at, at == start && !is_marked && indent <= 3);
        let raw = &text[at..end];
        at = end;
        match token {
            Token::Text => pieces.push(Piece::Text(raw)),
            Token::Mention(mention) => pieces.push(Piece::Mention(mention, raw)),
            Token::Spoiler => pieces.push(Piece::Spoiler),
            Token::Block => {
                pieces.extend([Piece::Break, Piece::Text(raw)]);
                if raw.ends_with('\n') {
                    break;
                }
            }
            Token::Newline => {
                pieces.push(Piece::Text(raw));
                if is_marked {
                    pieces.push(Piece::Break);
                }
                break;
            }
        }
    }
    at
}
