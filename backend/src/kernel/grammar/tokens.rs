//! The tokens of a line.

use unicode_normalization::char::is_combining_mark;

use super::Mention;

#[derive(Debug, Clone, Copy)]
pub enum Token {
    Text,
    Newline,
    /// Code over several lines.
    Block,
    Mention(Mention),
    Spoiler,
}

/// A text with what is remembered while it is parsed from start to end.
pub struct Source<'t> {
    pub text: &'t str,
    /// Up to this position no run of one backtick, or of two, follows.
    unclosed: [usize; 2],
    /// Runs of this many backticks or more are not closed any more.
    fewest: usize,
}

const CLOSING: [char; 11] = ['?', '!', '.', ',', ':', ';', '*', '_', '~', '\'', '"'];

impl<'t> Source<'t> {
    pub const fn new(text: &'t str) -> Self {
        Self { text, unclosed: [0; 2], fewest: usize::MAX }
    }

    /// The token at a position, and its end. `line_start`: only blanks precede it on its line.
    pub fn token(&mut self, at: usize, line_start: bool) -> (Token, usize) {
        let from = &self.text[at..];
        match from.as_bytes()[0] {
            b'\n' => (Token::Newline, at + 1),
            b'\\' => (Token::Text, at + 1 + from[1..].bytes().next().map_or(0, |next| usize::from(next.is_ascii_punctuation()))),
            b'`' => self.code(at, line_start),
            b'|' => {
                let count = count_of(from, |byte| byte == b'|');
                (if count == 2 { Token::Spoiler } else { Token::Text }, at + count)
            }
            b'<' => angled(from).map_or((Token::Text, at + 1), |(token, length)| (token, at + length)),
            b'@' => self.all(at).unwrap_or((Token::Text, at + 1)),
            _ => (Token::Text, self.address(at).unwrap_or_else(|| self.plain(at))),
        }
    }

    /// The end of plain text.
    fn plain(&self, at: usize) -> usize {
        let mut rest = self.text[at..].chars();
        rest.next();
        let special = ['\n', '\\', '`', '|', '<', '@', 'h', 'H', 'w', 'W', 'm', 'M'];
        rest.as_str().find(special).map_or(self.text.len(), |length| self.text.len() - rest.as_str().len() + length)
    }

    fn code(&mut self, from: usize, line_start: bool) -> (Token, usize) {
        let count = count_of(&self.text[from..], |byte| byte == b'`');
        let opened = from + count;
        let Some((start, end)) = (if count < 3 { self.span(count, opened) } else { self.fence(count, opened) }) else {
            let rest = self.text[opened..].find('\n').map_or("", |end| self.text[opened + end..].trim());
            return if count >= 3 && line_start && !rest.is_empty() {
                (Token::Block, self.text.len())
            } else {
                (Token::Text, opened)
            };
        };
        if count < 3 || !self.text[opened..start].contains('\n') {
            return (Token::Text, end);
        }
        // The end of the line belongs to the block.
        (Token::Block, end + usize::from(self.text[end..].starts_with('\n')))
    }

    /// One or two backticks are closed by just as many in the same paragraph.
    fn span(&mut self, count: usize, from: usize) -> Option<(usize, usize)> {
        if from < self.unclosed[count - 1] {
            return None;
        }
        let bytes = self.text.as_bytes();
        let mut at = from;
        while at < bytes.len() {
            match bytes[at] {
                b'\n' if self.is_blank(at + 1) => break,
                b'`' => {
                    let end = at + count_of(&self.text[at..], |byte| byte == b'`');
                    if end - at == count {
                        return Some((at, end));
                    }
                    at = end;
                }
                _ => at += 1,
            }
        }
        self.unclosed[count - 1] = at;
        None
    }

    /// Whether a line is blank and not the last one.
    fn is_blank(&self, at: usize) -> bool {
        self.text.as_bytes()[at..].iter().find(|byte| !matches!(byte, b' ' | b'\t')) == Some(&b'\n')
    }

    /// Three or more are closed by as many or more, anywhere.
    fn fence(&mut self, count: usize, from: usize) -> Option<(usize, usize)> {
        if count >= self.fewest {
            return None;
        }
        let mut at = from;
        while let Some(start) = self.text[at..].find('`').map(|length| at + length) {
            at = start + count_of(&self.text[start..], |byte| byte == b'`');
            if at - start >= count {
                return Some((start, at));
            }
        }
        self.fewest = count;
        None
    }

    /// The word must stand alone: not in an email address, a path or a host.
    fn all(&self, from: usize) -> Option<(Token, usize)> {
        let words = [("@everyone", Mention::Everyone), ("@here", Mention::Here)];
        let (word, mention) = words.into_iter().find(|(word, _)| self.text[from..].starts_with(word))?;
        let (before, after) = self.text.split_at(from);
        let mut after = after[word.len()..].chars();
        let is_apart = before.chars().next_back().is_none_or(|char| !is_word(char) && !matches!(char, '/' | '@'));
        let ends = match after.next() {
            Some('.') => after.next().is_none_or(|next| !is_word(next)),
            next => next.is_none_or(|next| !is_word(next)),
        };
        (is_apart && ends).then_some((Token::Mention(mention), from + word.len()))
    }

    /// The end of an address that starts here.
    fn address(&self, from: usize) -> Option<usize> {
        let rest = &self.text[from..];
        let is_inside = || self.text[..from].chars().next_back().is_some_and(is_word);
        let length = if let Some(length) = http(rest) {
            length
        } else {
            ["www.", "mailto:"].into_iter().find(|scheme| begins(rest, scheme)).filter(|_| !is_inside())?.len()
        };
        let begins_well = |char: char| {
            if http(rest).is_some() { !is_blank(char) && !"<>`)]|".contains(char) } else { char.is_alphanumeric() }
        };
        rest[length..].chars().next().filter(|char| begins_well(*char))?;
        let end = from + length + address_length(&rest[length..]);
        let cut = self.text[..end].trim_end_matches(CLOSING).len();
        (cut > from + length).then_some(cut)
    }
}

/// An address ends at a blank, at a delimiter, and at a bracket that it did not open.
fn address_length(text: &str) -> usize {
    let (mut round, mut square) = (0_i32, 0_i32);
    for (at, char) in text.char_indices() {
        match char {
            '<' | '>' | '`' => return at,
            '|' if text[at + 1..].starts_with('|') => return at,
            '(' => round += 1,
            '[' => square += 1,
            ')' => round -= 1,
            ']' => square -= 1,
            _ if is_blank(char) => return at,
            _ => {}
        }
        if round < 0 || square < 0 {
            return at;
        }
    }
    text.len()
}

/// A mention such as `<@1>`, or an address in angle brackets.
fn angled(text: &str) -> Option<(Token, usize)> {
    let end = text[1..].find(|char| matches!(char, '<' | '>') || is_blank(char)).map(|length| length + 1)?;
    if !text[end..].starts_with('>') {
        return None;
    }
    let inner = &text[1..end];
    if let Some(mention) = mention(inner) {
        return Some((Token::Mention(mention), end + 1));
    }
    let scheme = http(inner).or_else(|| begins(inner, "mailto:").then_some("mailto:".len()))?;
    (inner.len() > scheme).then_some((Token::Text, end + 1))
}

fn mention(inner: &str) -> Option<Mention> {
    // Other forms of a number are no ids.
    let is_id = |digits: &str| !digits.starts_with('0');
    if let Some(role) = inner.strip_prefix("@&") {
        return role.parse().ok().filter(|_| is_id(role)).map(Mention::Role);
    }
    if let Some(user) = inner.strip_prefix('@') {
        let user = user.strip_prefix('!').unwrap_or(user);
        return user.parse().ok().filter(|_| is_id(user)).map(Mention::User);
    }
    let channel = inner.strip_prefix('#')?;
    channel.parse().ok().filter(|_| is_id(channel)).map(Mention::Channel)
}

fn begins(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// The length of `http://` or `https://` at the start of a text.
fn http(text: &str) -> Option<usize> {
    ["http://", "https://"].into_iter().find(|scheme| begins(text, scheme)).map(str::len)
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || char == '_' || is_combining_mark(char)
}

/// White space according to JavaScript's regular expressions.
fn is_blank(char: char) -> bool {
    (char.is_whitespace() && char != '\u{85}') || char == '\u{feff}'
}

/// The number of these bytes at the start of a text.
pub fn count_of(text: &str, is: impl Fn(u8) -> bool) -> usize {
    text.bytes().take_while(|byte| is(*byte)).count()
}
