// The bot of the conformance proof, on discord.js. `scripts/conformance.mjs` controls it and reads its
// output.

import { Client, Events, GatewayIntentBits } from 'discord.js';

const [host, token] = process.argv.slice(2);
const STEPS = 12;
let steps = 0;

const client = new Client({
  intents: [
    GatewayIntentBits.Guilds, GatewayIntentBits.GuildMembers, GatewayIntentBits.GuildMessages, GatewayIntentBits.GuildMessageTyping,
    GatewayIntentBits.MessageContent, GatewayIntentBits.GuildMessageReactions,
  ],
  rest: { api: `http://${host}/api`, cdn: `http://${host}/cdn` },
});

function step(name, holds = true) {
  if (!holds) throw new Error(`not so: ${name}`);
  steps += 1;
  console.log(`step ${name}`);
}

client.once(Events.ClientReady, () => step('log in'));
client.on(Events.ShardReady, () => console.log('ready'));
client.on(Events.ShardResume, () => console.log('resumed'));
client.on(Events.MessageCreate, async (message) => {
  if (message.author.bot) return;
  console.log(`saw ${message.content}`);
  if (message.content === '!ping') {
    await talks(message);
    await looksAround(message.guild);
  } else if (message.content === '!again') {
    await message.channel.send('after all');
    step('429');
  } else if (message.content === '!bye') {
    await client.destroy();
    process.exit(steps === STEPS ? 0 : 1);
  }
});
client.on(Events.MessageReactionAdd, async (reaction, user) => {
  if (user.bot) return;
  step('hear reaction', reaction.emoji.name === '👍' && reaction.count === 1);
  const own = await reaction.message.react('🎉');
  step('react', own.me);
});
await client.login(token);

async function talks(message) {
  const answer = await message.reply('pong');
  step('answer', answer.content === 'pong');
  const edited = await answer.edit('pong!');
  step('edit', edited.content === 'pong!' && edited.editedAt !== null);
  await answer.delete();
  step('delete');
  await message.channel.sendTyping();
  step('typing');
  const history = await message.channel.messages.fetch({ limit: 50 });
  step('history', history.has(message.id));
}

async function looksAround(guild) {
  const channel = await guild.channels.create({ name: 'discordjs-room' });
  step('create channel', channel.name === 'discordjs-room');
  step('fetch members', (await guild.members.list({ limit: 100 })).size === 6);
  step('chunk members', (await guild.members.fetch()).size === 6);
}
