"""The bot of the conformance proof, on hikari. `scripts/conformance.mjs` says what it is to do, and reads what it prints."""

import logging
import sys

import hikari

HOST, TOKEN = sys.argv[1:3]
STEPS = 12
steps = 0

INTENTS = (
    hikari.Intents.GUILDS
    | hikari.Intents.GUILD_MEMBERS
    | hikari.Intents.GUILD_MESSAGES
    | hikari.Intents.GUILD_MESSAGE_TYPING
    | hikari.Intents.GUILD_MESSAGE_REACTIONS
    | hikari.Intents.MESSAGE_CONTENT
)
bot = hikari.GatewayBot(TOKEN, rest_url=f"http://{HOST}/api/v10", intents=INTENTS, banner=None)


def step(name: str, holds: object = True) -> None:
    global steps
    assert holds, f"not so: {name}"
    steps += 1
    print(f"step {name}", flush=True)


class Reconnects(logging.Handler):
    """The library tells of op 7 only in its log."""

    def emit(self, record: logging.LogRecord) -> None:
        if "instruction to reconnect" in record.getMessage():
            print("op 7", flush=True)


logging.getLogger().addHandler(Reconnects())


@bot.listen()
async def on_started(event: hikari.StartedEvent) -> None:
    step("log in", (await bot.rest.fetch_my_user()).is_bot)


@bot.listen()
async def on_ready(event: hikari.ShardReadyEvent) -> None:
    print("ready", flush=True)


@bot.listen()
async def on_resumed(event: hikari.ShardResumedEvent) -> None:
    print("resumed", flush=True)


@bot.listen()
async def on_chunk(event: hikari.MemberChunkEvent) -> None:
    if event.nonce == "all":
        step("chunk members", len(event.members) == 6)


@bot.listen()
async def on_message(event: hikari.GuildMessageCreateEvent) -> None:
    if event.is_bot:
        return
    print(f"saw {event.content}", flush=True)
    if event.content == "!ping":
        await talks(event.message)
        await looks_around(event.guild_id)
    elif event.content == "!again":
        await event.message.respond("after all")
        step("429")
    elif event.content == "!bye":
        await bot.close()


@bot.listen()
async def on_reaction(event: hikari.GuildReactionAddEvent) -> None:
    if event.member.is_bot:
        return
    step("hear reaction", event.emoji_name == "👍")
    await bot.rest.add_reaction(event.channel_id, event.message_id, "🎉")
    message = await bot.rest.fetch_message(event.channel_id, event.message_id)
    step("react", [one.is_me for one in message.reactions if one.emoji == "🎉"] == [True])


async def talks(message: hikari.Message) -> None:
    answer = await message.respond("pong", reply=True)
    step("answer", answer.content == "pong")
    edited = await answer.edit("pong!")
    step("edit", edited.content == "pong!" and edited.edited_timestamp)
    await answer.delete()
    step("delete")
    await bot.rest.trigger_typing(message.channel_id)
    step("typing")
    history = await bot.rest.fetch_messages(message.channel_id).limit(50)
    step("history", message.id in [old.id for old in history])


async def looks_around(guild: hikari.Snowflake) -> None:
    channel = await bot.rest.create_guild_text_channel(guild, "hikari-room")
    step("create channel", channel.name == "hikari-room")
    step("fetch members", len(await bot.rest.fetch_members(guild)) == 6)
    await bot.request_guild_members(guild, nonce="all")


bot.run(check_for_updates=False)
sys.exit(0 if steps == STEPS else 1)
