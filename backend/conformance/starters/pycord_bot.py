"""A bot on Pycord that starts, declares a command, answers, edits and deletes."""

import sys

import discord

HOST, TOKEN = sys.argv[1:3]

discord.http.Route.API_BASE_URL = f"http://{HOST}/api/v{{API_VERSION}}"
discord.Asset.BASE = f"http://{HOST}/cdn"

intents = discord.Intents.none()
intents.guilds = intents.guild_messages = intents.message_content = True
bot = discord.Bot(intents=intents)


@bot.slash_command(name="tea", description="Makes tea")
async def tea(context: discord.ApplicationContext) -> None:
    await context.respond("tea")


@bot.event
async def on_ready() -> None:
    print("ready", flush=True)


@bot.event
async def on_message(message: discord.Message) -> None:
    if message.content == "!ping":
        answer = await message.reply("pong")
        await answer.edit(content="pong!")
        await answer.delete()
        print("answered", flush=True)


bot.run(TOKEN)
