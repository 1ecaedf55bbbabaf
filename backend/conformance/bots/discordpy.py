"""The bot of the conformance proof, on discord.py. `scripts/conformance.mjs` says what it is to do, and reads what it prints."""

import sys

import discord
import yarl

HOST, TOKEN = sys.argv[1:3]
STEPS = 12

discord.http.Route.BASE = f"http://{HOST}/api/v10"
discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(f"ws://{HOST}/gateway")
discord.Asset.BASE = f"http://{HOST}/cdn"


class Bot(discord.Client):
    steps = 0

    def step(self, name: str, holds: object = True) -> None:
        assert holds, f"not so: {name}"
        self.steps += 1
        print(f"step {name}", flush=True)

    async def setup_hook(self) -> None:
        self.step("log in", self.user is not None)

    async def on_ready(self) -> None:
        print("ready", flush=True)

    async def on_resumed(self) -> None:
        print("resumed", flush=True)

    async def on_socket_raw_receive(self, frame: str) -> None:
        if '"op":7,' in frame:
            print("op 7", flush=True)

    async def on_message(self, message: discord.Message) -> None:
        if message.author.bot:
            return
        print(f"saw {message.content}", flush=True)
        if message.content == "!ping":
            await self.talks(message)
            await self.looks_around(message.guild)
        elif message.content == "!again":
            await message.channel.send("after all")
            self.step("429")
        elif message.content == "!bye":
            await self.close()

    async def on_raw_reaction_add(self, reaction: discord.RawReactionActionEvent) -> None:
        if reaction.member is None or reaction.member.bot:
            return
        self.step("hear reaction", str(reaction.emoji) == "👍")
        message = self.get_partial_messageable(reaction.channel_id).get_partial_message(reaction.message_id)
        await message.add_reaction("🎉")
        self.step("react", [one.me for one in (await message.fetch()).reactions if str(one.emoji) == "🎉"] == [True])

    async def talks(self, message: discord.Message) -> None:
        answer = await message.reply("pong")
        self.step("answer", answer.content == "pong")
        edited = await answer.edit(content="pong!")
        self.step("edit", edited.content == "pong!" and edited.edited_at)
        await answer.delete()
        self.step("delete")
        async with message.channel.typing():
            self.step("typing")
        history = [old.id async for old in message.channel.history(limit=50)]
        self.step("history", message.id in history)

    async def looks_around(self, guild: discord.Guild) -> None:
        channel = await guild.create_text_channel("discordpy-room")
        self.step("create channel", channel.name == "discordpy-room")
        members = [member async for member in guild.fetch_members(limit=100)]
        self.step("fetch members", len(members) == 6)
        self.step("chunk members", len(await guild.chunk(cache=False)) == 6)


intents = discord.Intents.none()
intents.guilds = intents.members = intents.guild_messages = intents.guild_typing = intents.guild_reactions = intents.message_content = True
bot = Bot(intents=intents, enable_debug_events=True)
bot.run(TOKEN)
sys.exit(0 if bot.steps == STEPS else 1)
