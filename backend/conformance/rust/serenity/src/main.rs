//! The bot of the conformance proof, on serenity. `scripts/conformance.mjs` controls it and reads its output.

use std::{
    env,
    error::Error,
    process,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use serenity::{
    all::{
        ChunkGuildFilter, Context, CreateChannel, CreateMessage, EditMessage, EventHandler, GatewayIntents, GetMessages, GuildId,
        GuildMembersChunkEvent, HttpBuilder, HttpError, Message, Reaction, ReactionType, Ready, ResumedEvent,
    },
    async_trait,
    client::ClientBuilder,
};

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The expected effects of `!ping`, a reaction and `!again`, after the login.
const STEPS: usize = 11;

#[derive(Default)]
struct Bot {
    steps: AtomicUsize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let mut arguments = env::args().skip(1);
    let (host, token) = (arguments.next().ok_or("HOST TOKEN")?, arguments.next().ok_or("HOST TOKEN")?);
    let intents = GatewayIntents::GUILDS
        | GatewayIntents::GUILD_MEMBERS
        | GatewayIntents::GUILD_MESSAGES
        | GatewayIntents::GUILD_MESSAGE_TYPING
        | GatewayIntents::GUILD_MESSAGE_REACTIONS
        | GatewayIntents::MESSAGE_CONTENT;
    // Without its own rate limiter it uses the configured address; it then does not wait after a 429.
    let http = HttpBuilder::new(&token).proxy(format!("http://{host}")).ratelimiter_disabled(true).build();
    let bot = Bot::default();
    http.get_current_application_info().await?;
    bot.step("log in");
    ClientBuilder::new_with_http(http, intents).event_handler(bot).await?.start().await?;
    Err("the client ended".into())
}

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, _: Context, _: Ready) {
        println!("ready");
    }

    async fn resume(&self, _: Context, _: ResumedEvent) {
        println!("resumed");
    }

    async fn guild_members_chunk(&self, _: Context, chunk: GuildMembersChunkEvent) {
        if chunk.nonce.as_deref() == Some("all") && chunk.members.len() == 6 {
            self.step("chunk members");
        }
    }

    async fn reaction_add(&self, context: Context, reaction: Reaction) {
        if reaction.member.as_ref().is_none_or(|member| member.user.bot) {
            return;
        }
        if let Err(error) = self.reacts(&context, &reaction).await {
            eprintln!("{error:?}");
            process::exit(1);
        }
    }

    async fn message(&self, context: Context, message: Message) {
        if message.author.bot {
            return;
        }
        println!("saw {}", message.content);
        let done = match (message.content.as_str(), message.guild_id) {
            ("!ping", Some(guild)) => self.pings(&context, &message, guild).await,
            ("!again", _) => self.insists(&context, &message).await,
            ("!bye", _) => process::exit(i32::from(self.steps.load(Ordering::SeqCst) != STEPS + 1)),
            _ => Ok(()),
        };
        if let Err(error) = done {
            eprintln!("{error:?}");
            process::exit(1);
        }
    }
}

impl Bot {
    fn step(&self, name: &str) {
        self.steps.fetch_add(1, Ordering::SeqCst);
        println!("step {name}");
    }

    async fn pings(&self, context: &Context, message: &Message, guild: GuildId) -> Outcome<()> {
        self.talks(context, message).await?;
        self.looks_around(context, guild).await
    }

    async fn reacts(&self, context: &Context, reaction: &Reaction) -> Outcome<()> {
        self.holds("hear reaction", reaction.emoji == ReactionType::Unicode("👍".to_owned()))?;
        let party = ReactionType::Unicode("🎉".to_owned());
        reaction.channel_id.create_reaction(&context.http, reaction.message_id, party.clone()).await?;
        let message = reaction.channel_id.message(&context.http, reaction.message_id).await?;
        self.holds("react", message.reactions.iter().any(|one| one.reaction_type == party && one.me))
    }

    async fn talks(&self, context: &Context, message: &Message) -> Outcome<()> {
        let channel = message.channel_id;
        let mut answer =
            channel.send_message(&context.http, CreateMessage::new().content("pong").reference_message(message)).await?;
        self.holds("answer", answer.content == "pong")?;
        answer.edit(&context.http, EditMessage::new().content("pong!")).await?;
        self.holds("edit", answer.content == "pong!" && answer.edited_timestamp.is_some())?;
        answer.delete(&context.http).await?;
        self.step("delete");
        channel.broadcast_typing(&context.http).await?;
        self.step("typing");
        let history = channel.messages(&context.http, GetMessages::new().limit(50)).await?;
        self.holds("history", history.iter().any(|old| old.id == message.id))
    }

    async fn looks_around(&self, context: &Context, guild: GuildId) -> Outcome<()> {
        let channel = guild.create_channel(&context.http, CreateChannel::new("serenity-room")).await?;
        self.holds("create channel", channel.name == "serenity-room")?;
        let members = guild.members(&context.http, Some(100), None).await?;
        self.holds("fetch members", members.len() == 6)?;
        context.shard.chunk_guild(guild, None, false, ChunkGuildFilter::None, Some("all".to_owned()));
        Ok(())
    }

    /// The library returns a 429 to its caller, who waits.
    async fn insists(&self, context: &Context, message: &Message) -> Outcome<()> {
        loop {
            match message.channel_id.say(&context.http, "after all").await {
                Ok(_) => break self.step("429"),
                Err(serenity::Error::Http(HttpError::UnsuccessfulRequest(answer))) if answer.status_code.as_u16() == 429 => {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    fn holds(&self, name: &str, is_so: bool) -> Outcome<()> {
        if !is_so {
            return Err(format!("not so: {name}").into());
        }
        self.step(name);
        Ok(())
    }
}
