//! The bot of the conformance proof, on twilight. `scripts/conformance.mjs` controls it and reads its output.

use std::{env, error::Error, process::ExitCode, time::Duration};

use twilight_gateway::{ConfigBuilder, Event, EventTypeFlags, Intents, Shard, ShardId, StreamExt as _};
use twilight_http::{Client, request::channel::reaction::RequestReactionType};
use twilight_model::{
    channel::{ChannelType, Message, message::EmojiReactionType},
    gateway::{GatewayReaction, payload::outgoing::RequestGuildMembers},
    id::{Id, marker::GuildMarker},
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The expected effects of `!ping`, a reaction and `!again`.
const STEPS: usize = 11;

struct Bot {
    http: Client,
    shard: Shard,
    steps: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<ExitCode> {
    let mut arguments = env::args().skip(1);
    let (host, token) = (arguments.next().ok_or("HOST TOKEN")?, arguments.next().ok_or("HOST TOKEN")?);
    let intents = Intents::GUILDS
        | Intents::GUILD_MEMBERS
        | Intents::GUILD_MESSAGES
        | Intents::GUILD_MESSAGE_TYPING
        | Intents::GUILD_MESSAGE_REACTIONS
        | Intents::MESSAGE_CONTENT;
    let http = Client::builder().token(token.clone()).proxy(host.clone(), true).build();
    let config = ConfigBuilder::new(token, intents).proxy_url(format!("ws://{host}/gateway")).build();
    let mut bot = Bot { http, shard: Shard::with_config(ShardId::ONE, config), steps: 0 };
    bot.http.current_user_application().await?.model().await?;
    bot.step("log in");
    while let Some(event) = bot.shard.next_event(EventTypeFlags::all()).await {
        match event {
            Ok(Event::Ready(_)) => println!("ready"),
            Ok(Event::Resumed) => println!("resumed"),
            Ok(Event::MemberChunk(chunk)) if chunk.nonce.as_deref() == Some("all") && chunk.members.len() == 6 => {
                bot.step("chunk members")
            }
            Ok(Event::MessageCreate(message)) if !message.author.bot => {
                println!("saw {}", message.content);
                if message.content == "!bye" {
                    return Ok(if bot.steps == STEPS + 1 { ExitCode::SUCCESS } else { ExitCode::FAILURE });
                }
                bot.obeys(&message).await?;
            }
            Ok(Event::ReactionAdd(reaction)) if reaction.member.as_ref().is_some_and(|member| !member.user.bot) => {
                bot.reacts(&reaction).await?;
            }
            Ok(_) => {}
            Err(error) => {
                eprintln!("{error:?}");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    Ok(ExitCode::FAILURE)
}

impl Bot {
    fn step(&mut self, name: &str) {
        self.steps += 1;
        println!("step {name}");
    }

    async fn obeys(&mut self, message: &Message) -> Outcome<()> {
        match (message.content.as_str(), message.guild_id) {
            ("!ping", Some(guild)) => {
                self.talks(message).await?;
                self.looks_around(guild).await
            }
            ("!again", _) => {
                self.http.create_message(message.channel_id).content("after all").await?.model().await?;
                self.step("429");
                Ok(())
            }
            _ => Ok(()),
        }
    }

    async fn reacts(&mut self, reaction: &GatewayReaction) -> Outcome<()> {
        let (channel, message) = (reaction.channel_id, reaction.message_id);
        let is_thumb = matches!(&reaction.emoji, EmojiReactionType::Unicode { name } if name == "👍");
        self.holds("hear reaction", is_thumb)?;
        self.http.create_reaction(channel, message, &RequestReactionType::Unicode { name: "🎉" }).await?;
        let message = self.http.message(channel, message).await?.model().await?;
        let is_party = |emoji: &EmojiReactionType| matches!(emoji, EmojiReactionType::Unicode { name } if name == "🎉");
        self.holds("react", message.reactions.iter().any(|one| one.me && is_party(&one.emoji)))
    }

    async fn talks(&mut self, message: &Message) -> Outcome<()> {
        let channel = message.channel_id;
        let answer = self.http.create_message(channel).content("pong").reply(message.id).await?.model().await?;
        self.holds("answer", answer.content == "pong")?;
        let edited = self.http.update_message(channel, answer.id).content(Some("pong!")).await?.model().await?;
        self.holds("edit", edited.content == "pong!" && edited.edited_timestamp.is_some())?;
        self.http.delete_message(channel, answer.id).await?;
        self.step("delete");
        self.http.create_typing_trigger(channel).await?;
        self.step("typing");
        let history = self.http.channel_messages(channel).limit(50).await?.models().await?;
        self.holds("history", history.iter().any(|old| old.id == message.id))
    }

    async fn looks_around(&mut self, guild: Id<GuildMarker>) -> Outcome<()> {
        let channel = self.http.create_guild_channel(guild, "twilight-room").kind(ChannelType::GuildText).await?.model().await?;
        self.holds("create channel", channel.name.as_deref() == Some("twilight-room"))?;
        let members = self.http.guild_members(guild).limit(100).await?.models().await?;
        self.holds("fetch members", members.len() == 6)?;
        self.shard.command(&RequestGuildMembers::builder(guild).nonce("all").query("", None));
        Ok(())
    }

    fn holds(&mut self, name: &str, is_so: bool) -> Outcome<()> {
        if !is_so {
            return Err(format!("not so: {name}").into());
        }
        self.step(name);
        Ok(())
    }
}
