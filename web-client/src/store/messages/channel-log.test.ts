import { aMessage, aUser, nextId } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import type { Message } from '@/api/gen';
import { compareIds } from '@/lib/ids';
import * as logs from './channel-log';

const channelId = nextId();
const olena = aUser('olena');
const says = (content: string) => aMessage(channelId, olena, content);
const contents = (log: logs.ChannelLog) => log.rows.map((row) => row.message.content);

function loaded(messages: Message[], limit = 50): logs.ChannelLog {
  const loading = logs.loadStarted(logs.emptyLog, 'latest');
  return logs.pageLoaded(loading, { ticket: ticketOf(loading), messages: [...messages].reverse(), limit });
}

function ticketOf(log: logs.ChannelLog): number {
  if (log.load === null) throw new Error('nothing is being loaded');
  return log.load.ticket;
}

describe('a channel log', () => {
  it('shows a page oldest first and knows that it is the whole channel', () => {
    const log = loaded([says('a'), says('b')]);
    expect(contents(log)).toEqual(['a', 'b']);
    expect([log.atStart, log.atEnd]).toEqual([true, true]);
  });

  it('appends a live message only while it reaches the end, and counts the others', () => {
    const log = logs.created(loaded([says('a')]), says('b'));
    expect(contents(log)).toEqual(['a', 'b']);
    const away = logs.created(logs.trimmedEnd(log, 1), says('c'));
    expect(contents(away)).toEqual(['a']);
    expect(away.missed).toBe(1);
  });

  it('knows of a page around a message which ends it reaches', () => {
    const messages = [says('a'), says('b'), says('c'), says('d'), says('e')];
    const around = (middle: Message, limit: number) => {
      const loading = logs.loadStarted(logs.emptyLog, 'around');
      const page = { ticket: ticketOf(loading), messages: [...messages].reverse(), limit };
      const { atStart, atEnd } = logs.pageLoaded(loading, { ...page, around: middle.id });
      return [atStart, atEnd];
    };
    const [, second, third] = messages as [Message, Message, Message];
    expect(around(third, 4)).toEqual([false, false]);
    expect(around(third, 8)).toEqual([true, true]);
    expect(around(second, 6)).toEqual([true, false]);
  });

  it('takes the same message once', () => {
    const message = says('a');
    expect(contents(logs.created(logs.created(loaded([]), message), message))).toEqual(['a']);
  });

  it('keeps the order when an own answer overtakes an earlier message', () => {
    const [first, own] = [says('first'), says('own')];
    expect(contents(logs.created(logs.created(loaded([]), own, 'n1'), first))).toEqual(['first', 'own']);
  });

  it('keeps the key of an own row when the page with it comes again', () => {
    const own = says('own');
    const log = logs.loadStarted(logs.madeStale(logs.created(loaded([]), own, 'n1')), 'latest');
    const again = logs.pageLoaded(log, { ticket: ticketOf(log), messages: [own], limit: 50 });
    expect(again.rows[0]?.key).toBe('n1');
  });

  it('replays over a page what happened while it was fetched', () => {
    const [retained, edited, deleted, live] = [says('kept'), says('old text'), says('deleted'), says('live')];
    let log = logs.loadStarted(logs.emptyLog, 'latest');
    const ticket = ticketOf(log);
    log = logs.updated(log, { ...edited, content: 'new text' });
    log = logs.removed(log, deleted.id);
    log = logs.created(log, live);
    log = logs.pageLoaded(log, { ticket, messages: [deleted, edited, retained], limit: 50 });
    expect(contents(log)).toEqual(['kept', 'new text', 'live']);
  });

  it('ignores the page of an abandoned fetch', () => {
    const first = logs.loadStarted(logs.emptyLog, 'latest');
    const second = logs.loadStarted(first, 'latest');
    expect(logs.pageLoaded(second, { ticket: ticketOf(first), messages: [says('x')], limit: 50 })).toBe(
      second,
    );
  });

  it('says of each change whether it touched the start', () => {
    const old = says('old');
    let log = loaded([says('a'), says('b')], 2);
    log = logs.loadStarted(log, 'older');
    log = logs.pageLoaded(log, { ticket: ticketOf(log), messages: [old], limit: 2 });
    expect([contents(log), log.shift, log.atStart]).toEqual([['old', 'a', 'b'], true, true]);
    expect(logs.created(log, says('c')).shift).toBe(false);
    expect(logs.trimmedStart(log, 2)).toMatchObject({ shift: true, atStart: false });
  });

  it('takes no live message while stale, so that no hole can come into it', () => {
    const log = logs.created(logs.madeStale(loaded([says('a')])), says('after a hole'));
    expect(contents(log)).toEqual(['a']);
    expect(log.missed).toBe(1);
  });

  it('ignores an answer with a message from before the window', () => {
    const old = says('old');
    const log = loaded([says('a'), says('b')], 2);
    expect(contents(logs.created(log, old, 'n1'))).toEqual(['a', 'b']);
  });
});

/** A small seeded generator, so that a failure can be repeated. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe('a channel log under random traffic, slow pages and gaps', () => {
  it.each(Array.from({ length: 60 }, (_, seed) => seed))('agrees with the server (seed %i)', (seed) => {
    const random = randomFrom(seed + 1);
    const server: Message[] = Array.from({ length: random(30) }, (_, n) => says(`m${n}`));
    const limit = 5;
    let log = logs.emptyLog;
    let answer: logs.Page | null = null;

    const fetchPage = (kind: logs.PageKind) => {
      log = logs.loadStarted(log, kind);
      const first = log.rows[0]?.message.id;
      const last = log.rows.at(-1)?.message.id;
      const page =
        kind === 'older'
          ? server.filter((m) => first === undefined || compareIds(m.id, first) < 0).slice(-limit)
          : kind === 'newer'
            ? server.filter((m) => last === undefined || compareIds(m.id, last) > 0).slice(0, limit)
            : server.slice(-limit);
      answer = { ticket: ticketOf(log), messages: page.reverse(), limit };
    };
    const deliver = () => {
      if (answer !== null) log = logs.pageLoaded(log, answer);
      answer = null;
    };
    const act = () => {
      const choice = random(12);
      if (choice < 4) {
        const message = says(`m${server.length}`);
        server.push(message);
        log = logs.created(log, message);
      } else if (choice === 4 && server.length > 0) {
        const [gone] = server.splice(random(server.length), 1);
        if (gone !== undefined) log = logs.removed(log, gone.id);
      } else if (choice === 5 && server.length > 0) {
        const index = random(server.length);
        const known = server[index];
        if (known === undefined) return;
        const edited = { ...known, content: `${known.content}*` };
        server[index] = edited;
        log = logs.updated(log, edited);
      } else if (choice === 6 && answer === null) fetchPage('latest');
      else if (choice === 7 && answer === null && log.loaded && !log.stale) fetchPage('older');
      else if (choice === 8 && answer === null && log.loaded && !log.stale && !log.atEnd) fetchPage('newer');
      else if (choice === 9) log = random(2) === 0 ? logs.trimmedStart(log, 8) : logs.trimmedEnd(log, 8);
      else if (choice === 10 && random(4) === 0) {
        log = logs.madeStale(log);
        answer = null;
        server.push(says('unseen'));
      } else deliver();
    };
    for (let step = 0; step < 200; step += 1) act();
    deliver();
    if (log.stale || !log.loaded) {
      fetchPage('latest');
      deliver();
    }
    const ids = server.map((m) => m.id);
    // What the client holds is an unbroken stretch of what the server has.
    const from = log.rows.length === 0 ? 0 : ids.indexOf(log.rows[0]?.message.id ?? '');
    const window = log.atEnd ? server.slice(from) : server.slice(from, from + log.rows.length);
    expect(log.rows.map((row) => row.message)).toEqual(log.rows.length === 0 && log.atEnd ? [] : window);
    if (log.rows.length === 0 && log.atEnd && log.atStart) expect(server).toEqual([]);
  });
});
