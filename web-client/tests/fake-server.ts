/**
 * A server for tests: the gateway over a real WebSocket on loopback, the HTTP API as a `fetch`. It follows the wire
 * format: sequences, replay on RESUME, RESULT by nonce, one message for a repeated nonce. It can be set to misbehave.
 *
 * There is one guild with one channel; the client under test is Olena, its owner by default.
 */
import type { AddressInfo } from 'node:net';
import { type WebSocket as Socket, WebSocketServer } from 'ws';
import type { Channel, CurrentUser, GuildCreate, Member, Message, User } from '@/api/gen';
import { compareIds } from '@/lib/ids';
import {
  aChannel,
  aMember,
  aMessage,
  aRole,
  aUser,
  currentUser,
  guildCreate,
  nextId,
  wireTime,
} from './wire';

interface Session {
  id: string;
  sequence: number;
  sent: { s: number; text: string }[];
  socket: Socket | null;
}

type Body = Record<string, unknown>;

interface Reacting {
  user: User;
  message: Message;
  emoji: string;
  on?: boolean;
  times?: number;
  /** The remaining count in the event; absent if not given. */
  count?: number;
}

const REACTIONS = /\/messages\/(\d+)\/reactions(?:\/([^/]+))?(?:\/([^/]+))?$/;

/** View, send, read history, invite. */
const EVERYONE = (1n << 10n) | (1n << 11n) | (1n << 16n) | (1n << 0n);

/** These need no token: they start or end a session. */
const SESSION_CALLS = new Set(['/auth/login', '/auth/register', '/auth/register/confirm', '/auth/logout']);
const SETUP = { secret: 'JBSWY3DPEHPK3PXP', uri: 'otpauth://totp/ChatSpace:olena?secret=JBSWY3DPEHPK3PXP' };

export class FakeServer {
  readonly olena = aUser('olena', { global_name: 'Олена' });
  readonly taras = aUser('taras', { global_name: 'Тарас' });
  readonly guild: GuildCreate;
  readonly channel: Channel;
  readonly messages: Message[] = [];
  /** Frames the client sent, by op. */
  readonly received: { op: number; d: Body }[] = [];
  /** HTTP calls the client made, as "METHOD path". */
  readonly calls: string[] = [];
  members: Member[];
  /** The part of READY for clients with the ChatSpace extensions. */
  extras: Body = {};
  /** The visible status of each user, by id; a missing one is offline. */
  statuses: Record<string, string> = {};
  #listAsked: { channel_id: unknown; ranges: [number, number][] } | null = null;
  heartbeatInterval = 41_250;
  token = 'access-1';
  /**
   * The outcome of the next sends: an error body, `silent` (stored, no response), `lost` (not stored) or
   * `closes` (not stored, and the connection ends).
   */
  sendFaults: ({ status: number; code: number; retry_after?: number } | 'silent' | 'lost' | 'closes')[] = [];
  /** Who reacted, by message and emoji. */
  readonly reactors = new Map<string, User[]>();
  /** The responses to the next changes of reactions. */
  reactionFaults: { status: number; code: number }[] = [];
  /** Whether HTTP works at all. */
  reachable = true;
  signedIn = true;
  /** Whether the browser has a session cookie, valid or not. */
  hasCookie = true;
  password = 'довгий пароль';
  /** Whether the password was checked recently: required to set up the second factor. */
  fresh = true;

  #gateway: WebSocketServer;
  #sessions = new Map<string, Session>();
  #byNonce = new Map<string, Message>();

  private constructor(gateway: WebSocketServer) {
    this.#gateway = gateway;
    const guildId = nextId();
    this.channel = aChannel(guildId, 'general', { topic: 'Про все' });
    this.members = [aMember(this.olena), aMember(this.taras)];
    this.statuses = { [this.olena.id]: 'online', [this.taras.id]: 'idle' };
    this.guild = guildCreate({
      id: guildId,
      name: 'Липа',
      owner: this.olena,
      roles: [aRole(guildId, '@everyone', EVERYONE)],
      channels: [this.channel],
      members: [aMember(this.olena)],
      memberCount: 2,
    });
    gateway.on('connection', (socket) => this.#accept(socket));
  }

  static async start(): Promise<FakeServer> {
    const gateway = new WebSocketServer({ port: 0, host: '127.0.0.1' });
    await new Promise((resolve) => gateway.once('listening', resolve));
    return new FakeServer(gateway);
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#gateway.close(resolve));
  }

  get host(): string {
    return `127.0.0.1:${(this.#gateway.address() as AddressInfo).port}`;
  }

  get me(): CurrentUser {
    return currentUser(this.olena);
  }

  /** A user writes. */
  says(author: User, content: string, more: Partial<Message> = {}): Message {
    const message = aMessage(this.channel.id, author, content, more);
    this.#store(message);
    return message;
  }

  edits(message: Message, content: string): Message {
    const edited = { ...message, content, edited_timestamp: wireTime(new Date()) };
    this.messages[this.messages.findIndex((one) => one.id === message.id)] = edited;
    this.emit('MESSAGE_UPDATE', { ...edited, guild_id: this.guild.id });
    return edited;
  }

  deletes(message: Message): void {
    this.messages.splice(
      this.messages.findIndex((one) => one.id === message.id),
      1,
    );
    this.emit('MESSAGE_DELETE', { id: message.id, channel_id: message.channel_id, guild_id: this.guild.id });
  }

  /** A user adds or removes a reaction; the event is sent `times` times. */
  reacts({ user, message, emoji, on = true, times = 1, count }: Reacting): void {
    const key = `${message.id} ${emoji}`;
    const others = (this.reactors.get(key) ?? []).filter(({ id }) => id !== user.id);
    this.reactors.set(key, on ? [...others, user] : others);
    const place = { channel_id: message.channel_id, message_id: message.id, guild_id: this.guild.id };
    const event = {
      ...place,
      user_id: user.id,
      emoji: { id: null, name: emoji, animated: false },
      ...(count !== undefined && { chatspace: { count } }),
    };
    const whole = { ...event, burst: false, type: 0, ...(on && { member: aMember(user), burst_colors: [] }) };
    for (let sent = 0; sent < times; sent += 1)
      this.emit(on ? 'MESSAGE_REACTION_ADD' : 'MESSAGE_REACTION_REMOVE', whole);
  }

  #reaction(method: string, message: Message, emoji: string, who: string | undefined): Response {
    const fault = method === 'GET' ? undefined : this.reactionFaults.shift();
    if (fault !== undefined) return json(fault.status, { message: 'refused', ...fault });
    const known = this.reactors.get(`${message.id} ${emoji}`) ?? [];
    if (method === 'GET') return json(200, known);
    const place = { channel_id: message.channel_id, message_id: message.id, guild_id: this.guild.id };
    if (emoji === '') this.emit('MESSAGE_REACTION_REMOVE_ALL', place);
    else if (who === undefined)
      this.emit('MESSAGE_REACTION_REMOVE_EMOJI', { ...place, emoji: { id: null, name: emoji } });
    else {
      const user = who === '@me' ? this.olena : known.find(({ id }) => id === who);
      if (user !== undefined) this.reacts({ user, message, emoji, on: method === 'PUT' });
    }
    return json(204);
  }

  /** Sends the subscribed rows: everyone by name, offline members last. */
  sendMemberList(): void {
    const asked = this.#listAsked;
    if (asked === null) return;
    const statusOf = ({ user }: Member) => this.statuses[user.id] ?? 'offline';
    const groups = ['online', 'offline'].map((id) => ({
      id,
      members: this.members.filter((member) => (statusOf(member) === 'offline') === (id === 'offline')),
    }));
    const rows = groups
      .filter(({ members }) => members.length > 0)
      .flatMap(({ id, members }): unknown[] => [
        { group: { id, count: members.length } },
        ...members.map((member) => ({ member, presence: this.#presence(member.user, statusOf(member)) })),
      ]);
    this.emit('CHATSPACE_MEMBER_LIST_UPDATE', {
      guild_id: this.guild.id,
      channel_id: asked.channel_id,
      member_count: this.members.length,
      online_count: groups[0]?.members.length ?? 0,
      groups: groups
        .filter(({ members }) => members.length > 0)
        .map(({ id, members }) => ({ id, count: members.length })),
      ranges: asked.ranges.map(([first, last]) => ({ first, items: rows.slice(first, last + 1) })),
    });
  }

  #presence({ id }: User, status: string): Body {
    return { user: { id }, status, activities: [], client_status: {} };
  }

  emit(name: string, payload: unknown): void {
    for (const session of this.#sessions.values()) this.#dispatch(session, name, payload);
  }

  /** Drops the connections without a close frame. */
  cut(): void {
    for (const socket of this.#gateway.clients) socket.terminate();
  }

  close(code: number): void {
    for (const socket of this.#gateway.clients) socket.close(code);
  }

  sendOp(op: number, d: unknown): void {
    for (const socket of this.#gateway.clients) socket.send(JSON.stringify({ op, d }));
  }

  /** Ends the sessions, as after a restart. */
  forgetSessions(): void {
    this.#sessions.clear();
  }

  countOf(op: number): number {
    return this.received.filter((frame) => frame.op === op).length;
  }

  /** Stands in for `fetch`. */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const url = new URL(request.url);
    this.calls.push(`${request.method} ${url.pathname}`);
    if (!this.reachable) throw new TypeError('Failed to fetch');
    const body = request.method === 'GET' ? {} : ((await request.json().catch(() => ({}))) as Body);
    return this.#answer(request, url, body);
  };

  #answer(request: Request, url: URL, body: Body): Response {
    const path = url.pathname.replace('/api/v10', '');
    if (path === '/auth/refresh') return this.#refreshed();
    if (SESSION_CALLS.has(path)) return json(path === '/auth/logout' ? 204 : 200, this.#pair());
    if (request.headers.get('Authorization') !== `Bearer ${this.token}`) {
      return json(401, { code: 0, message: '401: Unauthorized' });
    }
    if (path === '/auth/reauthenticate') return this.#reauthenticated(body);
    if (path === '/auth/totp') {
      return this.fresh
        ? json(200, SETUP)
        : json(403, { code: 200001, message: 'Confirm your password first.' });
    }
    const messages = `/channels/${this.channel.id}/messages`;
    if (path === messages && request.method === 'GET') return json(200, this.#page(url.searchParams));
    if (path === messages && request.method === 'POST') {
      const fault = this.sendFaults.shift();
      if (typeof fault === 'object') return json(fault.status, { message: 'refused', ...fault });
      return json(200, this.#create(body));
    }
    const message = this.messages.find((one) => path === `${messages}/${one.id}`);
    if (message !== undefined && request.method === 'PATCH') {
      return json(200, this.edits(message, String(body.content)));
    }
    if (message !== undefined && request.method === 'DELETE') {
      this.deletes(message);
      return json(204);
    }
    const [, id, emoji = '', who] = REACTIONS.exec(path) ?? [];
    const reacted = this.messages.find((one) => one.id === id);
    if (reacted !== undefined) return this.#reaction(request.method, reacted, decodeURIComponent(emoji), who);
    return json(404, { code: 0, message: '404: Not Found' });
  }

  #refreshed(): Response {
    if (!this.hasCookie) return json(204);
    return this.signedIn ? json(200, this.#pair()) : json(401, { code: 0, message: '401: Unauthorized' });
  }

  #reauthenticated(body: Body): Response {
    this.fresh = body.password === this.password;
    if (this.fresh) return json(204);
    const problem = { _errors: [{ code: 'PASSWORD_WRONG', message: 'The password is wrong.' }] };
    return json(400, { code: 50035, message: 'Invalid Form Body', errors: { password: problem } });
  }

  #pair(): Body {
    return { access_token: this.token, token_type: 'bearer', expires_in: 600, user: this.me };
  }

  #page(query: URLSearchParams): Message[] {
    const limit = Number(query.get('limit') ?? 50);
    const before = query.get('before');
    const after = query.get('after');
    const around = query.get('around');
    if (around !== null) {
      const half = Math.floor(limit / 2);
      const older = this.messages.filter((one) => compareIds(one.id, around) <= 0).slice(half - limit);
      const newer = this.messages.filter((one) => compareIds(one.id, around) > 0).slice(0, half);
      return [...older, ...newer].reverse();
    }
    if (after !== null) {
      return this.messages
        .filter((one) => compareIds(one.id, after) > 0)
        .slice(0, limit)
        .reverse();
    }
    const older =
      before === null ? this.messages : this.messages.filter((one) => compareIds(one.id, before) < 0);
    return older.slice(-limit).reverse();
  }

  #create(body: Body): Message {
    const nonce = String(body.nonce);
    const known = this.#byNonce.get(nonce);
    if (known !== undefined) return known;
    const reference = body.message_reference as { message_id: string } | undefined;
    const message = aMessage(this.channel.id, this.olena, String(body.content), {
      nonce,
      ...(reference && {
        type: 19,
        message_reference: {
          type: 0,
          guild_id: this.guild.id,
          channel_id: this.channel.id,
          message_id: reference.message_id,
        },
        referenced_message: this.messages.find((one) => one.id === reference.message_id) ?? null,
      }),
    });
    this.#byNonce.set(nonce, message);
    this.#store(message);
    return message;
  }

  #store(message: Message): void {
    const member = this.members.find((one) => one.user.id === message.author.id);
    this.messages.push(message);
    const { user: _, ...partial } = member ?? aMember(message.author);
    this.emit('MESSAGE_CREATE', { ...message, guild_id: this.guild.id, member: partial });
  }

  #accept(socket: Socket): void {
    let session: Session | null = null;
    socket.send(JSON.stringify({ op: 10, d: { heartbeat_interval: this.heartbeatInterval } }));
    socket.on('message', (raw) => {
      const { op, d } = JSON.parse(String(raw)) as { op: number; d: Body };
      this.received.push({ op, d });
      if (op === 1) socket.send(JSON.stringify({ op: 11 }));
      else if (op === 2) session = this.#identify(socket, d);
      else if (op === 6) session = this.#resume(socket, d);
      else if (session === null) socket.close(4003);
      else this.#command(session, op, d);
    });
    socket.on('close', () => {
      if (session?.socket === socket) session.socket = null;
    });
  }

  #identify(socket: Socket, d: Body): Session | null {
    if (d.token !== this.token) {
      socket.close(4004);
      return null;
    }
    const session: Session = { id: `session-${nextId()}`, sequence: 0, sent: [], socket };
    this.#sessions.set(session.id, session);
    this.#dispatch(session, 'READY', {
      v: 10,
      chatspace: this.extras,
      user: this.me,
      session_id: session.id,
      resume_gateway_url: `ws://${this.host}/gateway`,
      guilds: [{ id: this.guild.id, unavailable: true }],
      application: { id: this.olena.id, flags: 0 },
      private_channels: [],
      shard: [0, 1],
    });
    this.#dispatch(session, 'GUILD_CREATE', this.guild);
    return session;
  }

  #resume(socket: Socket, d: Body): Session | null {
    const session = this.#sessions.get(String(d.session_id));
    if (session === undefined) {
      socket.send(JSON.stringify({ op: 9, d: false }));
      return null;
    }
    session.socket = socket;
    for (const { s, text } of session.sent) if (s > Number(d.seq)) socket.send(text);
    this.#dispatch(session, 'RESUMED', {});
    return session;
  }

  #command(session: Session, op: number, d: Body): void {
    if (op === 8) {
      this.#dispatch(session, 'GUILD_MEMBERS_CHUNK', {
        guild_id: this.guild.id,
        members: this.members,
        chunk_index: 0,
        chunk_count: 1,
        not_found: [],
        presences: [{ user: { id: this.taras.id }, status: 'idle', activities: [], client_status: {} }],
        nonce: d.nonce,
      });
    } else if (op === 206) {
      const ranges = (d.ranges ?? []) as [number, number][];
      this.#listAsked = ranges.length === 0 ? null : { channel_id: d.channel_id, ranges };
      this.sendMemberList();
    } else if (op === 200) this.#send(session, d);
    else if (op === 201 || op === 202) {
      const message = this.messages.find((one) => one.id === d.message_id);
      if (message === undefined) {
        this.#result(session, {
          nonce: d.nonce,
          op,
          ok: false,
          status: 404,
          code: 10008,
          message: 'unknown',
        });
        return;
      }
      if (op === 202) this.deletes(message);
      const data = op === 201 ? this.edits(message, String(d.content)) : null;
      this.#result(session, { nonce: d.nonce, op, ok: true, data });
    } else if (op === 204 && d.nonce !== undefined) {
      this.#result(session, { nonce: d.nonce, op, ok: true, data: null });
    } else if (op === 205) this.#result(session, { nonce: d.nonce, op, ok: true, data: null });
  }

  #send(session: Session, d: Body): void {
    const fault = this.sendFaults.shift();
    if (fault === 'lost') return;
    if (fault === 'closes') {
      session.socket?.close(4002);
      return;
    }
    if (typeof fault === 'object') {
      this.#result(session, { nonce: d.nonce, op: 200, ok: false, message: 'refused', ...fault });
      return;
    }
    const data = this.#create(d);
    if (fault !== 'silent') this.#result(session, { nonce: d.nonce, op: 200, ok: true, data });
  }

  #result(session: Session, d: Body): void {
    session.socket?.send(JSON.stringify({ op: 210, d }));
  }

  #dispatch(session: Session, t: string, d: unknown): void {
    session.sequence += 1;
    const text = JSON.stringify({ op: 0, t, s: session.sequence, d });
    session.sent.push({ s: session.sequence, text });
    session.socket?.send(text);
  }
}

function json(status: number, body?: unknown): Response {
  if (status === 204) return new Response(null, { status });
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
}
