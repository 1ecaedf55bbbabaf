import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { aDm, aGroup, dmScene, marta, taras } from '@tests/dms';
import { answer, show } from '@tests/screen';
import { aUser } from '@tests/wire';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DmHeader, DmList, DmWindows, openWindow, RecipientsPanel } from '.';
import { closeWindow } from './opened';

afterEach(() => {
  act(() => closeWindow(client));
  vi.unstubAllGlobals();
});

/** Its text, without the initials in its image. */
function wordsOf(element: HTMLElement): string {
  const copy = element.cloneNode(true) as HTMLElement;
  for (const hidden of copy.querySelectorAll('[aria-hidden="true"]')) hidden.remove();
  return copy.textContent ?? '';
}
const names = () => screen.getAllByRole('link').map(wordsOf);
const entity = (id: string) => {
  const channel = client.store.getState().dms[id];
  if (channel === undefined) throw new Error('no such conversation');
  return channel;
};

describe('the list of conversations', () => {
  it('has the newest first; a group without a name is called by its people', async () => {
    const dm = aDm(taras);
    const group = aGroup();
    dmScene({ channels: [{ ...dm, last_message_id: String(BigInt(group.id) + 1n) }, group] });
    await show(<DmList current={undefined} />);
    expect(names()).toEqual(['Тарас', 'Тарас і Марта3 людини']);
  });

  it('says what belongs here while there is nothing', async () => {
    dmScene();
    await show(<DmList current={undefined} />);
    expect(screen.getByText(/Тут з’являться ваші розмови/)).toBeVisible();
  });

  it('closes a conversation of two at once, and asks before leaving a group', async () => {
    const [dm, group] = [aDm(), aGroup({ name: 'Пікнік' })];
    dmScene({ channels: [dm, group] });
    const calls = answer({ [`DELETE /channels/${dm.id}`]: [200, dm] });
    await show(
      <>
        <DmList current={undefined} />
        <DmWindows />
      </>,
    );
    await userEvent.click(screen.getByRole('button', { name: 'Закрити розмову: Тарас' }));
    await waitFor(() => expect(names()).toEqual(['Пікнік3 людини']));
    await userEvent.click(screen.getByRole('button', { name: 'Вийти з групи: Пікнік' }));
    expect(
      await screen.findByRole('alertdialog', { name: 'Вийти з групи' }, { timeout: 10_000 }),
    ).toHaveTextContent('Пікнік');
    expect(calls.map(({ route }) => route)).toEqual([`DELETE /channels/${dm.id}`]);
  });

  it('opens the menu of a row by the right mouse button', async () => {
    dmScene({ channels: [aDm()] });
    await show(<DmList current={undefined} />);
    await userEvent.pointer({ target: screen.getByRole('link'), keys: '[MouseRight]' });
    const menu = await screen.findByRole('menu', { name: 'Дії: Тарас' });
    expect(
      within(menu)
        .getAllByRole('menuitem')
        .map((item) => item.textContent),
    ).toEqual([
      'Профіль',
      'Створити групу',
      'Заблокувати',
      'Позначити прочитаним',
      'Сповіщення',
      'Закрити розмову',
    ]);
  });

  it('has a tombstone for one who is gone', async () => {
    const gone = aUser(`deleted_user_${taras.id}`, { id: taras.id });
    dmScene({ channels: [aDm(gone)] });
    await show(<DmList current={undefined} />);
    expect(names()).toEqual(['Видалений користувач']);
    expect(screen.queryByRole('img')).toBeNull();
  });
});

describe('the top of a conversation', () => {
  it('of two has the presence of the other one, unless they are blocked', async () => {
    const dm = aDm();
    dmScene({ channels: [dm] });
    client.store.setState({ presences: { [taras.id]: 'dnd' } });
    await show(<DmHeader channel={entity(dm.id)} />);
    expect(screen.getByRole('heading', { level: 1, name: 'Тарас' })).toBeVisible();
    expect(screen.getByText('Не турбувати')).toBeVisible();
    act(() => client.store.setState({ blocks: new Set([taras.id]) }));
    expect(screen.getByText('Заблоковано')).toBeVisible();
    expect(screen.queryByRole('img', { name: 'Не турбувати' })).toBeNull();
  });

  it('of a group has its people', async () => {
    const group = aGroup({ name: 'Пікнік' });
    dmScene({ channels: [group] });
    await show(<DmHeader channel={entity(group.id)} />);
    expect(screen.getByText('Тарас і Марта')).toBeVisible();
  });
});

describe('the people of a group', () => {
  it('are oneself and the others, with what can be done about them', async () => {
    const group = aGroup({ name: 'Пікнік' });
    const me = dmScene({ channels: [{ ...group, owner_id: undefined }] });
    const owned = { ...entity(group.id), owner_id: me.id };
    await show(<RecipientsPanel channel={owned} />);
    expect(screen.getByRole('heading', { name: '3 людини' })).toBeVisible();
    const rows = screen.getAllByRole('listitem');
    expect(rows.map(wordsOf)).toEqual(['Оленави', 'Тарас', 'Марта']);
    expect(within(rows[0] as HTMLElement).getByRole('img', { name: 'Власник групи' })).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Дії: Марта' }));
    expect((await screen.findAllByRole('menuitem')).map((item) => item.textContent)).toEqual([
      'Написати повідомлення',
      'Заблокувати',
      'Вилучити з групи',
    ]);
  });

  it('can be taken out only by who owns it', async () => {
    const group = aGroup({ owner_id: taras.id });
    dmScene({ channels: [group] });
    await show(<RecipientsPanel channel={entity(group.id)} />);
    await userEvent.click(screen.getByRole('button', { name: 'Дії: Марта' }));
    await screen.findByRole('menu');
    expect(screen.queryByRole('menuitem', { name: 'Вилучити з групи' })).toBeNull();
  });
});

describe('a new message', () => {
  it('goes to one person, found and chosen with the keyboard alone', async () => {
    const earlier = aDm(marta);
    dmScene({ channels: [earlier, aDm(taras)] });
    const calls = answer({ 'POST /users/@me/channels': [200, earlier] });
    const { address } = await show(<DmWindows />);
    act(() => openWindow(client, { kind: 'new' }));
    await userEvent.type(await screen.findByRole('searchbox', { name: 'Пошук за ім’ям' }), 'мар{Enter}');
    expect(screen.getByRole('button', { name: 'Прибрати: Марта' })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Написати' }));
    await waitFor(() => expect(address()).toBe(`/dm/${earlier.id}`));
    expect(calls[0]?.body).toEqual({ recipient_id: marta.id });
  });

  it('makes a group of several', async () => {
    const group = aGroup();
    dmScene({ channels: [aDm(marta), aDm(taras)] });
    const calls = answer({ 'POST /users/@me/channels': [200, group] });
    await show(<DmWindows />);
    act(() => openWindow(client, { kind: 'new' }));
    await userEvent.click(await screen.findByRole('option', { name: /Марта/ }));
    await userEvent.click(screen.getByRole('option', { name: /Тарас/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Створити групу' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(calls[0]?.body).toEqual({ recipients: [marta.id, taras.id] });
    expect(client.store.getState().dms[group.id]).toBeDefined();
  });

  it('says honestly that somebody does not take it', async () => {
    dmScene({ channels: [aDm(taras)] });
    answer({
      'POST /users/@me/channels': [403, { code: 50007, message: 'Cannot send messages to this user.' }],
    });
    await show(<DmWindows />);
    act(() => openWindow(client, { kind: 'new' }));
    await userEvent.click(await screen.findByRole('option', { name: /Тарас/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Написати' }));
    expect(await screen.findByRole('alert')).toHaveTextContent('Ця людина не приймає повідомлень від вас.');
  });

  it('is put away with Esc, from the field and from the list', async () => {
    dmScene({ channels: [aDm(taras)] });
    await show(<DmWindows />);
    act(() => openWindow(client, { kind: 'new' }));
    expect(await screen.findByRole('searchbox')).toHaveFocus();
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    act(() => openWindow(client, { kind: 'new' }));
    await userEvent.click(await screen.findByRole('option', { name: /Тарас/ }));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('offers nobody who is blocked', async () => {
    dmScene({ channels: [aDm(taras), aDm(marta)], blocks: [taras] });
    await show(<DmWindows />);
    act(() => openWindow(client, { kind: 'new' }));
    await screen.findByRole('option', { name: /Марта/ });
    expect(screen.queryByRole('option', { name: /Тарас/ })).toBeNull();
  });
});

describe('a group', () => {
  it('gets another name', async () => {
    const group = aGroup({ name: 'Пікнік' });
    dmScene({ channels: [group] });
    const calls = answer({ [`PATCH /channels/${group.id}`]: [200, { ...group, name: 'Ліс' }] });
    await show(<DmWindows />);
    act(() => openWindow(client, { kind: 'change', channelId: group.id }));
    const field = await screen.findByLabelText('Назва групи');
    await userEvent.clear(field);
    await userEvent.type(field, 'Ліс{Enter}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(calls[0]?.body).toEqual({ name: 'Ліс' });
    expect(entity(group.id).name).toBe('Ліс');
  });

  it('gets more people, one by one, and nobody who is in it', async () => {
    const ivan = aUser('ivan', { global_name: 'Іван' });
    const group = aGroup();
    dmScene({ channels: [group, aDm(ivan)] });
    const route = `PUT /channels/${group.id}/recipients/${ivan.id}`;
    const calls = answer({ [route]: [204] });
    await show(<DmWindows />);
    act(() => openWindow(client, { kind: 'add', channelId: group.id }));
    await userEvent.click(await screen.findByRole('option', { name: /Іван/ }));
    expect(screen.queryByRole('option', { name: /Тарас/ })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Додати' }));
    await waitFor(() => expect(calls.map((call) => call.route)).toEqual([route]));
  });

  it('tells its owner before they leave that it goes over to another', async () => {
    const me = dmScene();
    const group = aGroup({ name: 'Пікнік', owner_id: me.id });
    dmScene({ channels: [group] });
    client.store.setState({ me });
    await show(<DmWindows />);
    act(() => openWindow(client, { kind: 'leave', channelId: group.id }));
    expect(await screen.findByRole('alertdialog')).toHaveTextContent(
      'Власником стане той, хто в ній найдовше.',
    );
  });
});
