import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { applied } from '@tests/applied';
import { client } from '@tests/client';
import { aDm, taras } from '@tests/dms';
import { signedIn } from '@tests/person';
import { answer, show } from '@tests/screen';
import { aChannel, aMessage, aRole, guildCreate, nextId } from '@tests/wire';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Message } from '@/api/gen';
import { sessionStore } from '@/api/session';
import { DmList } from '@/features/dms';
import { GuildMenu, GuildRail } from '@/features/guilds';
import { InboxDialog } from '@/features/inbox';
import { NotificationDialog } from '@/features/notifications';
import { Operator } from '@/features/operator/Operator';
import { OwnStatus } from '@/features/presence';
import { ProfileCard } from '@/features/profile';
import { Settings } from '@/features/settings/Settings';
import { MessageMenu } from '@/features/timeline/MessageMenu';
import { withDms } from '@/store/dms/dms';
import { withMe } from '@/store/entities';
import { emptyState, type State } from '@/store/state';

const guildId = nextId();
const channel = aChannel(guildId, 'general', { last_message_id: nextId() });
const dm = aDm(taras);
const REASON = 'Needs a connection to the server';
const TITLE = 'Not available offline';

let me: ReturnType<typeof signedIn>;
let calls: ReturnType<typeof answer>;

function known(): State {
  const guild = guildCreate({
    id: guildId,
    name: 'Book club',
    owner: taras,
    roles: [aRole(guildId, '@everyone', 0n)],
    channels: [channel],
    members: [],
  });
  const own = withDms(withMe(emptyState(), me), [dm]);
  return applied(own, { name: 'GUILD_CREATE', payload: guild }, Date.now());
}

beforeEach(() => {
  me = signedIn();
  me.chatspace.operator = true;
  sessionStore(client).setState({ status: 'signed-in', user: me, unreachable: true }, true);
  client.store.setState({ ...known(), lastKnown: Date.now() }, true);
  calls = answer({});
});
afterEach(() => vi.unstubAllGlobals());

/** Everything that changes something on the server. */
const changes = () => calls.filter(({ route }) => !route.startsWith('GET'));
const item = (name: RegExp) => screen.findByRole('menuitem', { name });

describe('a page that was opened without its server', () => {
  it('does not mark a message unread, and says why', async () => {
    const message: Message = aMessage(channel.id, taras, 'a book');
    const anchor = { element: document.body, point: null };
    await show(
      <MessageMenu opened={{ message, anchor }} guildId={guildId} onDelete={() => {}} onClose={() => {}} />,
      'en',
    );
    const unread = await item(/^Mark unread/);
    expect(unread).toHaveAttribute('aria-disabled', 'true');
    expect(unread).toHaveTextContent(REASON);
    expect(await item(/^Block/)).toHaveTextContent(REASON);
    expect(await item(/^Copy text/)).not.toHaveAttribute('aria-disabled');
    expect(screen.queryByRole('menuitem', { name: /^(Reply|Edit|Delete)/ })).toBeNull();
  });

  it('offers nothing of a server that only the server can do', async () => {
    const guild = client.store.getState().guilds[guildId];
    if (guild === undefined) throw new Error('the guild has not come');
    await show(<GuildMenu guild={guild} onCreateChannel={() => {}} onCreateCategory={() => {}} />, 'en');
    await userEvent.click(screen.getByRole('button', { name: /Book club/ }));
    const items = await screen.findAllByRole('menuitem');
    expect(items.length).toBeGreaterThan(2);
    for (const each of items) {
      expect(each).toHaveAttribute('aria-disabled', 'true');
      expect(each).toHaveTextContent(REASON);
    }
  });

  it('says in each window that it needs a connection', async () => {
    await show(<GuildRail current={guildId} isDm={false} />, 'en');
    await userEvent.click(screen.getByRole('button', { name: 'Add a server' }));
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByRole('heading', { name: TITLE })).toBeVisible();
    expect(within(dialog).queryByRole('textbox')).toBeNull();
  });

  it('says so where notifications are chosen', async () => {
    await show(<NotificationDialog isOpen scopeId={channel.id} onClose={() => {}} />, 'en');
    expect(await screen.findByRole('heading', { name: TITLE })).toBeVisible();
    expect(screen.queryByRole('radio')).toBeNull();
  });

  it('shows of a profile what is known, and reports no error', async () => {
    const shown = { userId: taras.id, guildId: undefined, beside: document.body };
    await show(<ProfileCard isOpen shown={shown} asSheet />, 'en');
    const card = await screen.findByRole('dialog');
    expect(card).toHaveTextContent('@taras');
    expect(card).toHaveTextContent('More will appear once you’re back online.');
    expect(screen.queryByRole('alert')).toBeNull();
    expect(within(card).queryByRole('button', { name: /Message|Block/ })).toBeNull();
    expect(calls).toEqual([]);
  });

  it.each([
    'profile',
    'account',
    'security',
    'privacy',
    'devices',
    'data',
  ])('has no settings of the %s, and says why', async (section) => {
    await show(<Settings section={section} />, 'en');
    expect(await screen.findByRole('heading', { name: TITLE })).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(changes()).toEqual([]);
  });

  it.each(['appearance', 'keyboard'])('has the settings of this device: %s', async (section) => {
    await show(<Settings section={section} />, 'en');
    expect((await screen.findAllByRole('region')).length).toBeGreaterThan(0);
    expect(screen.queryByRole('heading', { name: TITLE })).toBeNull();
  });

  it('tells of this device’s notifications, and that pushes need the server', async () => {
    await show(<Settings section="notifications" />, 'en');
    expect(await screen.findByRole('heading', { name: TITLE })).toBeVisible();
    expect(screen.getAllByRole('region').length).toBeGreaterThan(1);
  });

  it('does not administer the server', async () => {
    await show(<Operator section="users" />, 'en');
    expect(await screen.findByRole('heading', { name: TITLE })).toBeVisible();
    expect(calls).toEqual([]);
  });

  it('does not change what others see of oneself', async () => {
    await show(<OwnStatus />, 'en');
    await userEvent.click(await screen.findByRole('button', { name: /^Your presence/ }));
    const choices = await screen.findAllByRole('menuitemradio');
    for (const choice of choices) expect(choice).toHaveAttribute('aria-disabled', 'true');
  });

  it('lists what was unread, and does not mark it as read', async () => {
    await show(<InboxDialog isOpen onClose={() => {}} />, 'en');
    expect(await screen.findByRole('heading', { name: TITLE })).toBeVisible();
    await userEvent.click(screen.getByRole('tab', { name: 'Unread' }));
    const panel = screen.getByRole('tabpanel');
    expect(within(panel).getByRole('link', { name: /general/ })).toBeVisible();
    expect(within(panel).queryByRole('button')).toBeNull();
    expect(panel).toHaveTextContent(REASON);
  });

  it('closes no conversation, and says why', async () => {
    await show(<DmList current={undefined} />, 'en');
    await userEvent.click(screen.getByRole('button', { name: /^Close .*Тарас/ }));
    expect(await screen.findByText(REASON)).toBeVisible();
    expect(changes()).toEqual([]);
    expect(client.store.getState().dms[dm.id]).toBeDefined();
  });

  it('offers all of it again as soon as the server has answered', async () => {
    await show(<GuildRail current={guildId} isDm={false} />, 'en');
    await userEvent.click(screen.getByRole('button', { name: 'Add a server' }));
    await screen.findByRole('heading', { name: TITLE });
    sessionStore(client).setState({ unreachable: false });
    expect(await screen.findByRole('textbox')).toBeVisible();
  });
});
