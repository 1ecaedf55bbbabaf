/** The API calls that prepare a test. What a test is about uses the screen. */
import type { Channel, Email, Guild, Invite, Message, TokenPair, User } from '../../src/api/gen/types.gen';

export const PASSWORD = 'correct horse battery staple';

export const emailOf = (username: string) => `${username}@example.org`;

export class Api {
  constructor(
    private readonly url: string,
    private readonly token?: string,
  ) {}

  /** A new account; returns the API of that user. */
  async register(
    username: string,
    displayName = username,
    more: { invite?: string; password?: string } = {},
  ): Promise<Api> {
    const { access_token } = await this.post<TokenPair>('/auth/register', {
      email: emailOf(username),
      username,
      password: PASSWORD,
      display_name: displayName,
      ...more,
    });
    return new Api(this.url, access_token);
  }

  async signIn(username: string): Promise<Api> {
    const body = { email: emailOf(username), password: PASSWORD };
    const { access_token } = await this.post<TokenPair>('/auth/login', body);
    return new Api(this.url, access_token);
  }

  /** The refresh token of a new session, as in its cookie. */
  async refreshToken(email: string, password: string): Promise<string> {
    const { refresh_token } = await this.post<TokenPair>('/auth/login', { email, password });
    if (typeof refresh_token !== 'string') throw new Error('no refresh token');
    return refresh_token;
  }

  me(): Promise<User> {
    return this.call('GET', '/users/@me');
  }

  createGuild(name: string): Promise<Guild> {
    return this.post('/guilds', { name, system_channel_flags: 1 });
  }

  /** The nickname in this guild. */
  async isCalled(guild: string, nick: string): Promise<void> {
    await this.call('PATCH', `/guilds/${guild}/members/@me`, { nick });
  }

  async changeProfile(change: Record<string, unknown>): Promise<void> {
    await this.call('PATCH', '/users/@me', change);
  }

  channels(guild: string): Promise<Channel[]> {
    return this.call('GET', `/guilds/${guild}/channels`);
  }

  createChannel(guild: string, channel: Record<string, unknown>): Promise<Channel> {
    return this.post(`/guilds/${guild}/channels`, channel);
  }

  updateChannel(channel: string, change: Record<string, unknown>): Promise<Channel> {
    return this.call('PATCH', `/channels/${channel}`, change);
  }

  /** Allows everyone, or only the owner, to write in a channel. */
  async mayWrite(guild: string, channel: string, may: boolean): Promise<void> {
    const SEND_MESSAGES = String(1 << 11);
    await this.call('PUT', `/channels/${channel}/permissions/${guild}`, {
      type: 0,
      allow: may ? SEND_MESSAGES : '0',
      deny: may ? '0' : SEND_MESSAGES,
    });
  }

  /** Allows everyone, or only the owner, to add new reactions in a channel. */
  async mayReact(guild: string, channel: string, may: boolean): Promise<void> {
    const ADD_REACTIONS = String(1 << 6);
    await this.call('PUT', `/channels/${channel}/permissions/${guild}`, {
      type: 0,
      allow: may ? ADD_REACTIONS : '0',
      deny: may ? '0' : ADD_REACTIONS,
    });
  }

  async react(channel: string, message: string, emoji: string): Promise<void> {
    await this.call(
      'PUT',
      `/channels/${channel}/messages/${message}/reactions/${encodeURIComponent(emoji)}/@me`,
    );
  }

  async pin(channel: string, message: string): Promise<void> {
    await this.call('PUT', `/channels/${channel}/messages/pins/${message}`);
  }

  invite(channel: string): Promise<Invite> {
    return this.post(`/channels/${channel}/invites`, {});
  }

  join(code: string): Promise<Invite> {
    return this.post(`/invites/${code}`, {});
  }

  say(channel: string, content: string, more: Record<string, unknown> = {}): Promise<Message> {
    return this.post(`/channels/${channel}/messages`, { content, ...more });
  }

  async deleteChannel(channel: string): Promise<void> {
    await this.call('DELETE', `/channels/${channel}`);
  }

  async delete(channel: string, message: string): Promise<void> {
    await this.call('DELETE', `/channels/${channel}/messages/${message}`);
  }

  /** The id of the DM with this user. */
  async openDm(recipient: string): Promise<string> {
    const { id } = await this.post<{ id: string }>('/users/@me/channels', { recipient_id: recipient });
    return id;
  }

  /** The newest messages, oldest first. */
  async messages(channel: string, limit = 100): Promise<Message[]> {
    const newestFirst = await this.call<Message[]>('GET', `/channels/${channel}/messages?limit=${limit}`);
    return newestFirst.reverse();
  }

  /** The emails, newest first; for operators only. */
  emails(): Promise<Email[]> {
    return this.call('GET', '/chatspace/admin/emails');
  }

  /** The link of an unsent email, once; for operators only. */
  async revealLink(letter: string): Promise<string> {
    const { url } = await this.post<{ url: string }>(`/chatspace/admin/emails/${letter}/link`, {});
    return url;
  }

  private post<T>(path: string, body: unknown): Promise<T> {
    return this.call('POST', path, body);
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await fetch(`${this.url}/api/v10${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    const text = await answer.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
