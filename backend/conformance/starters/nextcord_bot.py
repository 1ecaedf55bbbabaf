"""A bot on nextcord that starts, declares a command, answers, edits and deletes."""

import sys

import nextcord

HOST, TOKEN = sys.argv[1:3]

nextcord.http.Route.BASE = f"http://{HOST}/api/v10"
nextcord.Asset.BASE = f"http://{HOST}/cdn"

intents = nextcord.Intents.none()
intents.guilds = intents.guild_messages = intents.message_content = True
bot = nextcord.Client(intents=intents)


@bot.slash_command(name="tea", description="Makes tea")
async def tea(interaction: nextcord.Interaction) -> None:
    await interaction.send("tea")


@bot.event
async def on_ready() -> None:
    print("ready", flush=True)


@bot.event
async def on_message(message: nextcord.Message) -> None:
    if message.content == "!ping":
        answer = await message.reply("pong")
        await answer.edit(content="pong!")
        await answer.delete()
        print("answered", flush=True)


bot.run(TOKEN)
