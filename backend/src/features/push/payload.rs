//! The content of a push: JSON for the service worker of the web client.

use serde::Serialize;

use crate::{
    access::{self, History, MessageChannel},
    cache::{DmChannel, Guild, Model},
    features::mail::actions::Language,
    kernel::{
        ChannelId, GuildId, MessageId, Permissions, Timestamp, UserId,
        grammar::{self, Mention},
    },
};

/// Maximum plaintext that every push service accepts, encrypted as one record.
const MOST_BYTES: usize = 3993;
/// Plaintexts are padded to a multiple of this.
const STEP_BYTES: usize = 512;
/// Maximum length of a quoted text, in code points.
const QUOTED: usize = 240;

/// Why a user is notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A message in a DM channel.
    Dm,
    /// A message that mentions them.
    Mention,
}

#[derive(Serialize)]
struct Payload<'p> {
    v: u8,
    kind: Kind,
    channel_id: ChannelId,
    #[serde(skip_serializing_if = "Option::is_none")]
    guild_id: Option<GuildId>,
    message_id: MessageId,
    title: &'p str,
    body: &'p str,
    /// A notification replaces the one with the same tag.
    tag: ChannelId,
}

/// The message of a notification.
#[derive(Debug, Clone, Copy)]
pub struct News<'n> {
    pub to: UserId,
    pub channel: ChannelId,
    pub message: MessageId,
    pub author: UserId,
    pub content: &'n str,
    pub language: Language,
}

/// Builds the content: `None` if the reader may not see the message now, or blocks its author. `app` is the name of the instance.
pub fn payload(model: &Model, news: &News<'_>, app: &str, now: Timestamp) -> Option<(Kind, Vec<u8>)> {
    let message_channel = access::authorize_channel(model, news.to, news.channel, Permissions::VIEW_CHANNEL, now).ok()?;
    if model.blocks(news.to, news.author) {
        return None;
    }
    let kind = if message_channel.guild().is_some() { Kind::Mention } else { Kind::Dm };
    let quotes = model.settings(news.to).push_text;
    let (title, body) =
        if quotes { quoted(model, message_channel, news, now) } else { (app.to_owned(), hint(kind, news.language).to_owned()) };
    let payload = Payload {
        v: 1,
        kind,
        channel_id: news.channel,
        guild_id: message_channel.guild_id(),
        message_id: news.message,
        title: &title,
        body: &body,
        tag: news.channel,
    };
    Some((kind, padded(serde_json::to_vec(&payload).expect("text and numbers serialise"))))
}

/// The content without names.
const fn hint(kind: Kind, language: Language) -> &'static str {
    match (kind, language) {
        (Kind::Dm, Language::English) => "You have a new message.",
        (Kind::Dm, Language::Ukrainian) => "У вас нове повідомлення.",
        (Kind::Mention, Language::English) => "You were mentioned.",
        (Kind::Mention, Language::Ukrainian) => "Вас згадали.",
    }
}

/// The content with names that the reader may know, and with the text of the message.
fn quoted(model: &Model, message_channel: MessageChannel<'_>, news: &News<'_>, now: Timestamp) -> (String, String) {
    let author = name(model, message_channel.guild(), news.author);
    let title = match message_channel {
        MessageChannel::Guild(guild, channel) => format!("{author} (#{}, {})", channel.name, guild.name),
        MessageChannel::DmChannel(DmChannel { name: Some(group), .. }) => format!("{author} ({group})"),
        MessageChannel::DmChannel(_) => author,
    };
    if !History::of(model, news.to, news.channel, now).is_open() {
        return (title, hint(Kind::Mention, news.language).to_owned());
    }
    let sight = Sight { model, guild: message_channel.guild(), reader: news.to, now };
    (title, cut(&sight.plain(news.content)))
}

/// The displayed name of a user.
fn name(model: &Model, guild: Option<&Guild>, user: UserId) -> String {
    let nick = guild.and_then(|guild| guild.members.get(&user)).and_then(|member| member.nick.clone());
    let own = || model.user(user).map(|user| user.display_name.clone().unwrap_or_else(|| user.username.clone()));
    nick.or_else(own).unwrap_or_default()
}

/// The names that the reader may know.
#[derive(Clone, Copy)]
struct Sight<'m> {
    model: &'m Model,
    guild: Option<&'m Guild>,
    reader: UserId,
    now: Timestamp,
}

impl Sight<'_> {
    /// The text with names instead of ids, since notifications cannot resolve them.
    fn plain(self, text: &str) -> String {
        grammar::with_names(text, &|mention| self.named(mention))
    }

    /// The displayed name of a mention.
    fn named(self, mention: Mention) -> Option<String> {
        match mention {
            Mention::User(id) => self.model.user(id).map(|user| format!("@{}", name(self.model, self.guild, user.id))),
            Mention::Role(id) => Some(format!("@{}", self.guild?.roles.get(&id)?.name)),
            Mention::Channel(id) => {
                let guild = self.guild?;
                let channel = guild.channels.get(&id)?;
                access::views(guild, channel, self.reader, self.now).then(|| format!("#{}", channel.name))
            }
            Mention::Everyone | Mention::Here => None,
        }
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(QUOTED) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Pads the JSON with blanks, to hide its length.
fn padded(mut json: Vec<u8>) -> Vec<u8> {
    json.resize(json.len().next_multiple_of(STEP_BYTES).min(MOST_BYTES.max(json.len())), b' ');
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(cut(&"ї".repeat(QUOTED)), "ї".repeat(QUOTED));
        assert_eq!(cut(&"ї".repeat(QUOTED + 1)), format!("{}…", "ї".repeat(QUOTED)));
    }

    #[test]
    fn only_marks_of_what_there_is_are_replaced() {
        let model = Model::default();
        for text in ["", "<", "a < b > c", "<@1>", "<@&1> <#2>", "<@", "<@їжак>", "<<@1>>", "1 <2> 3 <"] {
            let sight = Sight { model: &model, guild: None, reader: UserId::new(1), now: Timestamp::from_ms(0) };
            assert_eq!(sight.plain(text), text);
        }
    }

    #[test]
    fn lengths_go_in_steps_and_fit_one_record() {
        for length in [0, 1, 511, 512, 513, 3600, MOST_BYTES] {
            let padded = padded(vec![b'x'; length]).len();
            assert!(
                padded >= length && padded <= MOST_BYTES && (padded.is_multiple_of(STEP_BYTES) || padded == MOST_BYTES),
                "{length}"
            );
        }
    }
}
