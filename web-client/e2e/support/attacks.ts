/** Requests that a page of another site can make a browser send to ours, without reading the response. */
import type { Page } from '@playwright/test';
import { emailOf, PASSWORD } from './api';

const V10 = '/api/v10';
const AUTH = `${V10}/auth`;

/** The attacker's own account, into which the attacker would like to sign the victim. */
export const MALLORY = { email: emailOf('mallory'), password: 'correct horse=battery staple' };

interface Form {
  by: 'form';
  enctype: 'application/x-www-form-urlencoded' | 'multipart/form-data' | 'text/plain';
  fields: Record<string, string>;
}

interface Fetch {
  by: 'fetch' | 'xhr';
  method?: string;
  mode?: RequestMode;
  headers?: Record<string, string>;
  body?: string;
}

interface Beacon {
  by: 'beacon';
  type: string;
  body: string;
}

interface Element {
  by: 'img' | 'iframe' | 'script' | 'link' | 'video' | 'object';
}

export type Attack = {
  name: string;
  path: string;
  /** It contains a name and a password and needs no cookie. */
  ownPassword?: boolean;
} & (Form | Fetch | Beacon | Element);

/**
 * A plain text form whose body is valid JSON: one field whose name is everything before the equals sign.
 */
function smuggled(json: Record<string, unknown>): Record<string, string> {
  const text = JSON.stringify(json);
  const at = text.indexOf('=');
  return { [text.slice(0, at)]: text.slice(at + 1) };
}

const register = { ...MALLORY, email: emailOf('puppet'), username: 'puppet' };

/** `channel` and `guild` are the victim's. */
export function attacks(channel: string, guild: string): Attack[] {
  const urlencoded = 'application/x-www-form-urlencoded';
  const multipart = 'multipart/form-data';
  const plain = 'text/plain';
  const says = { content: 'I have been here = the stranger' };
  const passwords = { current_password: PASSWORD, new_password: 'chosen=by the stranger' };
  const grant = { grant_type: 'password', username: MALLORY.email, password: MALLORY.password };
  const form = (name: string, path: string, enctype: Form['enctype'], fields: Record<string, string>) =>
    ({ name, path, by: 'form', enctype, fields }) as const;
  const send = (name: string, path: string, more: Partial<Fetch>) =>
    ({ name, path, by: 'fetch', method: 'POST', ...more }) as const;
  const noCors = { mode: 'no-cors', headers: { 'content-type': plain } } as const;
  const json = { mode: 'cors', headers: { 'content-type': 'application/json' } } as const;

  const all: Attack[] = [
    form('refresh, by an empty form', `${AUTH}/refresh`, urlencoded, {}),
    form('refresh, by an empty form of plain text', `${AUTH}/refresh`, plain, {}),
    form('logout, by an empty form', `${AUTH}/logout`, urlencoded, {}),
    form('logout, by a form of parts', `${AUTH}/logout`, multipart, { a: 'b' }),
    form('logout, by an empty form of plain text', `${AUTH}/logout`, plain, {}),
    form('login, by a form', `${AUTH}/login`, urlencoded, MALLORY),
    form('login, by a form of plain text that is JSON', `${AUTH}/login`, plain, smuggled(MALLORY)),
    form('register, by a form of parts', `${AUTH}/register`, multipart, register),
    form('register, by a form of plain text that is JSON', `${AUTH}/register`, plain, smuggled(register)),
    form('token, by the form it takes', `${AUTH}/token`, urlencoded, grant),
    form('message, by a form of plain text', `${V10}/channels/${channel}/messages`, plain, smuggled(says)),
    form('message, by a form of parts', `${V10}/channels/${channel}/messages`, multipart, says),
    form('invite, by an empty form', `${V10}/channels/${channel}/invites`, plain, {}),
    form('password, by a form of plain text', `${AUTH}/password`, plain, smuggled(passwords)),
    form('deletion of the account, by a form', `${V10}/users/@me/delete`, urlencoded, { messages: 'erase' }),

    send('refresh, by fetch', `${AUTH}/refresh`, { ...noCors, body: '{}' }),
    send('refresh, by fetch without a body', `${AUTH}/refresh`, { mode: 'no-cors' }),
    send('refresh, by fetch with the header of the client', `${AUTH}/refresh`, {
      ...json,
      headers: { ...json.headers, 'x-chatspace-client': 'web' },
      body: '{}',
    }),
    send('logout, by fetch', `${AUTH}/logout`, { ...noCors, body: '{}' }),
    send('logout, by fetch with the header of the client', `${AUTH}/logout`, {
      mode: 'cors',
      headers: { 'x-chatspace-client': 'web' },
    }),
    send('logout, by fetch that wants to read', `${AUTH}/logout`, {
      mode: 'cors',
      headers: { 'content-type': plain },
    }),
    send('login, by fetch', `${AUTH}/login`, { ...noCors, body: JSON.stringify(MALLORY) }),
    send('login, by fetch of JSON', `${AUTH}/login`, { ...json, body: JSON.stringify(MALLORY) }),
    send('token, by fetch', `${AUTH}/token`, {
      mode: 'no-cors',
      headers: { 'content-type': urlencoded },
      body: new URLSearchParams(grant).toString(),
    }),
    send('register, by fetch', `${AUTH}/register`, { ...noCors, body: JSON.stringify(register) }),
    send('message, by fetch', `${V10}/channels/${channel}/messages`, {
      ...noCors,
      body: JSON.stringify(says),
    }),
    send('message, by fetch with a made-up token', `${V10}/channels/${channel}/messages`, {
      ...json,
      headers: { ...json.headers, authorization: 'Bearer x' },
      body: JSON.stringify(says),
    }),
    send('profile, by fetch', `${V10}/users/@me`, {
      ...json,
      method: 'PATCH',
      body: '{"global_name":"Fool"}',
    }),
    send('guild deleted, by fetch', `${V10}/guilds/${guild}`, { mode: 'cors', method: 'DELETE' }),
    send('password, by fetch', `${AUTH}/password`, { ...noCors, body: JSON.stringify(passwords) }),
    { name: 'logout, by XMLHttpRequest', path: `${AUTH}/logout`, by: 'xhr', method: 'POST', body: '{}' },
    { name: 'logout, by beacon', path: `${AUTH}/logout`, by: 'beacon', type: plain, body: '{}' },
    { name: 'refresh, by beacon', path: `${AUTH}/refresh`, by: 'beacon', type: urlencoded, body: '' },
    {
      name: 'message, by beacon',
      path: `${V10}/channels/${channel}/messages`,
      by: 'beacon',
      type: plain,
      body: JSON.stringify(says),
    },

    { name: 'logout, as a picture', path: `${AUTH}/logout`, by: 'img' },
    { name: 'refresh, as a picture', path: `${AUTH}/refresh`, by: 'img' },
    { name: 'logout, as a frame', path: `${AUTH}/logout`, by: 'iframe' },
    { name: 'refresh, as a frame', path: `${AUTH}/refresh`, by: 'iframe' },
    { name: 'oneself, as a script', path: `${V10}/users/@me`, by: 'script' },
    { name: 'messages, as a script', path: `${V10}/channels/${channel}/messages`, by: 'script' },
    { name: 'logout, as a style sheet', path: `${AUTH}/logout`, by: 'link' },
    { name: 'refresh, as a film', path: `${AUTH}/refresh`, by: 'video' },
    { name: 'guild, as an object', path: `${V10}/guilds/${guild}`, by: 'object' },
  ];
  const doors = ['login', 'register', 'token'].map((name) => `${AUTH}/${name}`);
  return all.map((attack) => ({ ...attack, ownPassword: doors.includes(attack.path) }));
}

/** Runs it on the page. It is over when the witness has seen it, not when this returns. */
export async function carryOut(page: Page, server: string, attack: Attack): Promise<void> {
  await page.evaluate(
    ([attack, address]) => {
      const element = (tag: string, attributes: Record<string, string>) => {
        const made = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
        document.body.append(made);
        return made;
      };
      switch (attack.by) {
        case 'form': {
          element('iframe', { name: 'away' });
          const { enctype } = attack;
          const form = element('form', { action: address, method: 'post', enctype, target: 'away' });
          for (const [name, value] of Object.entries(attack.fields)) {
            const input = document.createElement('textarea');
            Object.assign(input, { name, value });
            form.append(input);
          }
          (form as HTMLFormElement).submit();
          break;
        }
        case 'fetch': {
          const { method, mode, headers, body } = attack;
          fetch(address, { method, mode, headers, body, credentials: 'include' }).catch(() => {});
          break;
        }
        case 'xhr': {
          const request = new XMLHttpRequest();
          request.open(attack.method ?? 'POST', address);
          request.withCredentials = true;
          request.send(attack.body);
          break;
        }
        case 'beacon':
          navigator.sendBeacon(address, new Blob([attack.body], { type: attack.type }));
          break;
        case 'link':
          element('link', { rel: 'stylesheet', href: address });
          break;
        case 'object':
          element('object', { data: address });
          break;
        default:
          element(attack.by, { src: address });
      }
    },
    [attack, `${server}${attack.path}`] as const,
  );
}
