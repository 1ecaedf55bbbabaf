/**
 * The foundation's story, run by a TypeScript client that was generated from the API document alone.
 *
 * Requests and responses use generated functions and types only. Each successful step is printed; the first
 * failure ends the program.
 */
import {
  acceptInvite, createChannel, createGuild, createInvite, createMessage, currentUser, deleteMessage, editMessage, findInvite, findMessage,
  listChannels, listMembers, listMessages, signIn, signOut, refresh, register, updateCurrentUser, uploadAvatar,
} from './generated';
import { type Client, createClient } from './generated/client';
import type { Channel, Guild, Invite } from './generated';

const PASSWORD = 'correct horse battery staple';
/** An image of 16 by 16 pixels. */
const IMAGE =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAIAAACQkWg2AAAAFklEQVR4nGNQaPhAEmIY1TCqYfhqAADW3ZAQgQkdKgAAAABJRU5ErkJggg==';
const baseUrl = process.argv[2] ?? '';
const throwOnError = true;

function step(name: string, holds: boolean): void {
  if (!holds) throw new Error(`not so: ${name}`);
  console.log(`step ${name}`);
}

/** A new user, who signs in and refreshes the session. */
async function arrives(name: string): Promise<{ client: Client; refreshToken: string | null | undefined }> {
  const client = createClient({ baseUrl });
  const account = { email: `${name}@example.net`, username: name, password: PASSWORD };
  const { data: registered } = await register({ client, throwOnError, body: account });
  if (!('access_token' in registered)) throw new Error('a log-in was promised where no letters are sent');
  step(`${name} registers`, registered.user.username === name);
  const { data: pair } = await signIn({ client, throwOnError, body: { email: account.email, password: PASSWORD } });
  step(`${name} logs in`, pair.access_token !== registered.access_token);
  const { data: fresh } = await refresh({ client, throwOnError, body: { refresh_token: pair.refresh_token } });
  if (fresh === undefined) throw new Error('only the web client may refresh without a token');
  step(`${name} refreshes`, fresh.refresh_token !== pair.refresh_token);
  return { client: createClient({ baseUrl, auth: fresh.access_token }), refreshToken: fresh.refresh_token };
}

async function founds(client: Client): Promise<{ guild: Guild; channel: Channel; invite: Invite }> {
  const { data: guild } = await createGuild({ client, throwOnError, body: { name: 'Tea' } });
  step('a guild', guild.name === 'Tea');
  const at = { path: { guild_id: guild.id } };
  const { data: channel } = await createChannel({ client, throwOnError, ...at, body: { name: 'green', topic: 'Leaves' } });
  step('a channel', channel.name === 'green' && channel.topic === 'Leaves');
  const { data: channels } = await listChannels({ client, throwOnError, ...at });
  step('the channels', channels.some(({ id }) => id === channel.id));
  const { data: invite } = await createInvite({ client, throwOnError, path: { channel_id: channel.id }, body: { max_uses: 5 } });
  step('an invite', invite.code !== '');
  return { guild, channel, invite };
}

async function joins(client: Client, guild: Guild, { code }: Invite): Promise<void> {
  const { data: found } = await findInvite({ client: createClient({ baseUrl }), throwOnError, path: { code } });
  step('what the invite leads to', found.code === code);
  const { data: accepted } = await acceptInvite({ client, throwOnError, path: { code } });
  step('the second person joins', accepted.code === code);
  const { data: members } = await listMembers({ client, throwOnError, path: { guild_id: guild.id }, query: { limit: 10 } });
  step('the members', members.length === 2);
}

async function talk(cat: Client, dan: Client, channel: Channel): Promise<void> {
  const path = { channel_id: channel.id };
  const { data: said } = await createMessage({ client: cat, throwOnError, path, body: { content: 'Hello' } });
  const { data: answer } = await createMessage({ client: dan, throwOnError, path, body: { content: 'Hi' } });
  step('both speak', said.content === 'Hello' && answer.content === 'Hi');
  const one = { ...path, message_id: said.id };
  const { data: edited } = await editMessage({ client: cat, throwOnError, path: one, body: { content: 'Hello!' } });
  step('an edit', edited.content === 'Hello!' && edited.edited_timestamp !== null);
  const { data: found } = await findMessage({ client: dan, throwOnError, path: one });
  step('one message', found.content === 'Hello!');
  const { response } = await deleteMessage({ client: dan, throwOnError, path: { ...path, message_id: answer.id } });
  step('a deletion', response.status === 204);
  const { data: history } = await listMessages({ client: dan, throwOnError, path, query: { limit: 10 } });
  step('the history', history.map(({ content }) => content).join() === 'Hello!');
  const { error } = await editMessage({ client: dan, path: one, body: { content: 'Mine' } });
  step('a refusal, in the promised form', error?.code === 50005);
}

async function showsHerself(client: Client): Promise<void> {
  const file = new Blob([Buffer.from(IMAGE, 'base64')], { type: 'image/png' });
  const { data: user } = await uploadAvatar({ client, throwOnError, body: { file } });
  step('an avatar', user.avatar !== null);
  const { data: named } = await updateCurrentUser({ client, throwOnError, body: { global_name: 'Cat' } });
  step('a name', named.global_name === 'Cat');
  const { data: again } = await currentUser({ client, throwOnError });
  step('the user', again.avatar === user.avatar);
}

async function leaves(client: Client, refreshToken: string | null | undefined): Promise<void> {
  const { response } = await signOut({ client, throwOnError, body: { refresh_token: refreshToken } });
  step('logging out', response.status === 204);
  const { error } = await currentUser({ client });
  step('a closed door', error?.code === 0);
}

async function main(): Promise<void> {
  const { client: cat } = await arrives('cat');
  const { client: dan, refreshToken } = await arrives('dan');
  const { guild, channel, invite } = await founds(cat);
  await joins(dan, guild, invite);
  await talk(cat, dan, channel);
  await showsHerself(cat);
  await leaves(dan, refreshToken);
  console.log('done');
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
