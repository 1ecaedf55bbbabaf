import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Actions, GatewaySession } from './session';
import { type Dispatch, type Frame, Op } from './types';

/** The protocol driven by hand: what it did stands in `did`. */
function begin(token: Actions['token'] = () => Promise.resolve('token')) {
  const sent: Frame[] = [];
  const events: Dispatch[] = [];
  const did: string[] = [];
  const session = new GatewaySession({
    send: (frame) => sent.push(frame),
    reconnect: (code) => {
      did.push(`reconnect ${code}`);
      session.closed(code);
    },
    stop: (reason) => did.push(`stop ${reason}`),
    token,
    dispatch: (event) => events.push(event),
    online: () => did.push('online'),
    result: (result) => did.push(`result ${result.nonce}`),
  });
  const frame = (op: number, d?: unknown, s?: number, t?: string) =>
    session.received(JSON.stringify({ op, d, s, t }));
  const connect = async () => {
    session.opened();
    frame(Op.hello, { heartbeat_interval: 40_000 });
    await vi.advanceTimersByTimeAsync(0);
  };
  const ready = () => frame(Op.dispatch, { session_id: 'abc' }, 1, 'READY');
  return { session, sent, events, did, frame, connect, ready };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.spyOn(Math, 'random').mockReturnValue(0.5);
});
afterEach(() => vi.useRealTimers());

describe('the gateway session', () => {
  it('identifies after HELLO, as a client that loads members lazily', async () => {
    const { connect, sent } = begin();
    await connect();
    expect(sent).toMatchObject([{ op: 2, d: { token: 'token', chatspace: { v: 1, lazy_members: true } } }]);
  });

  it('resumes after a loss with the last sequence number', async () => {
    const { connect, ready, frame, session, sent } = begin();
    await connect();
    ready();
    frame(Op.dispatch, {}, 2, 'MESSAGE_CREATE');
    session.closed(1006);
    await connect();
    expect(sent.at(-1)).toEqual({ op: 6, d: { token: 'token', session_id: 'abc', seq: 2 } });
  });

  it('hands on each event once', async () => {
    const { connect, ready, frame, events } = begin();
    await connect();
    ready();
    frame(Op.dispatch, { n: 2 }, 2, 'MESSAGE_CREATE');
    frame(Op.dispatch, { n: 2 }, 2, 'MESSAGE_CREATE');
    expect(events).toHaveLength(2);
  });

  it('resumes rather than go on with a hole', async () => {
    const { connect, ready, frame, events, did } = begin();
    await connect();
    ready();
    frame(Op.dispatch, {}, 3, 'MESSAGE_CREATE');
    expect(events).toHaveLength(1);
    expect(did).toEqual(['online', 'reconnect 4000']);
  });

  it('beats first at a random moment, then regularly, and reconnects when a beat is not answered', async () => {
    const { connect, ready, frame, sent, did } = begin();
    await connect();
    ready();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(sent.at(-1)).toEqual({ op: 1, d: 1 });
    frame(Op.heartbeatAck);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(did).toEqual(['online']);
    await vi.advanceTimersByTimeAsync(40_000);
    expect(did).toEqual(['online', 'reconnect 4000']);
  });

  it('answers a demand for a heartbeat at once', async () => {
    const { connect, ready, frame, sent } = begin();
    await connect();
    ready();
    frame(Op.heartbeat);
    expect(sent.at(-1)).toEqual({ op: 1, d: 1 });
  });

  it('resumes on op 7 and begins anew on op 9 false', async () => {
    const { connect, ready, frame, sent } = begin();
    await connect();
    ready();
    frame(Op.reconnect);
    await connect();
    expect(sent.at(-1)?.op).toBe(6);
    frame(Op.invalidSession, false);
    await connect();
    expect(sent.at(-1)?.op).toBe(2);
  });

  it.each([
    [4004, 'stop signed-out'],
    [4901, 'stop replaced'],
    [4012, 'stop refused'],
  ])('does not come back after %i', async (code, outcome) => {
    const { connect, ready, session, did } = begin();
    await connect();
    ready();
    session.closed(code);
    expect(did).toEqual(['online', outcome]);
  });

  it('renews the token and resumes after 4100', async () => {
    const token = vi.fn((renew: boolean) => Promise.resolve(renew ? 'new' : 'old'));
    const { connect, ready, session, sent } = begin(token);
    await connect();
    ready();
    session.closed(4100);
    await connect();
    expect(sent.at(-1)).toMatchObject({ op: 6, d: { token: 'new', seq: 1 } });
  });

  it.each([4007, 4009])('begins anew after %i', async (code) => {
    const { connect, ready, session, sent } = begin();
    await connect();
    ready();
    session.closed(code);
    await connect();
    expect(sent.at(-1)?.op).toBe(2);
  });

  it('gives a new token on op 211', async () => {
    const { connect, ready, frame, sent } = begin((renew) => Promise.resolve(renew ? 'new' : 'old'));
    await connect();
    ready();
    frame(Op.tokenExpiring, { expires_in: 60 });
    await vi.advanceTimersByTimeAsync(0);
    expect(sent.at(-1)).toMatchObject({ op: 205, d: { token: 'new' } });
  });

  it('stops when the session of the person is over, and tries again when nobody answers', async () => {
    const over = begin(() => Promise.resolve(null));
    await over.connect();
    expect(over.did).toEqual(['stop signed-out']);
    const unreachable = begin(() => Promise.reject(new Error('no network')));
    await unreachable.connect();
    expect(unreachable.did).toEqual(['reconnect 4000']);
  });

  it('survives frames it cannot read', async () => {
    const { connect, ready, session, frame, did } = begin();
    await connect();
    session.received('{');
    session.received('[]');
    session.received(new Blob());
    frame(99);
    frame(Op.result, { nonce: 1 });
    ready();
    expect(did).toEqual(['online']);
  });

  it('gives up a connection that never becomes ready', async () => {
    const { connect, did } = begin();
    await connect();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(did).toContain('reconnect 4000');
  });

  it('finds a dead connection soon after waking up', async () => {
    const { connect, ready, session, did } = begin();
    await connect();
    ready();
    session.probe();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(did).toEqual(['online', 'reconnect 4000']);
  });
});
