"""A bot on interactions.py that starts, declares a command, answers, edits and deletes."""

import sys

import interactions
from interactions import Client, Intents, SlashContext, listen, slash_command
from interactions.api.http.route import Route

HOST, TOKEN = sys.argv[1:3]

Route.BASE = f"http://{HOST}/api/v10"
bot = Client(intents=Intents.GUILDS | Intents.GUILD_MESSAGES | Intents.MESSAGE_CONTENT)


@slash_command(name="tea", description="Makes tea")
async def tea(context: SlashContext) -> None:
    await context.send("tea")


@listen()
async def on_ready() -> None:
    print("ready", flush=True)


@listen()
async def on_message_create(event: interactions.events.MessageCreate) -> None:
    if event.message.content == "!ping":
        answer = await event.message.reply("pong")
        await answer.edit(content="pong!")
        await answer.delete()
        print("answered", flush=True)


bot.start(TOKEN)
