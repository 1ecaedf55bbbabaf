import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { client } from '@tests/client';
import { dmScene, taras } from '@tests/dms';
import { answer, show } from '@tests/screen';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { PrivacySection } from './PrivacySection';

afterEach(() => vi.unstubAllGlobals());

const choice = (name: RegExp) => screen.getByRole('radio', { name });

describe('privacy', () => {
  it('is who may write to one, in force at once', async () => {
    dmScene();
    const settings = { direct_messages: 'nobody', status: 'online', push_text: false };
    const calls = answer({ 'PATCH /users/@me/settings': [200, settings] });
    await show(<PrivacySection />);
    expect(choice(/Люди з моїх серверів/)).toBeChecked();
    await userEvent.click(choice(/Ніхто/));
    await waitFor(() => expect(client.store.getState().settings?.direct_messages).toBe('nobody'));
    expect(choice(/Ніхто/)).toBeChecked();
    expect(calls[0]?.body).toEqual({ direct_messages: 'nobody' });
  });

  it('stays as it was when the change fails', async () => {
    dmScene();
    answer({ 'PATCH /users/@me/settings': [500, { code: 0, message: 'x' }] });
    await show(<PrivacySection />);
    await userEvent.click(choice(/Будь-хто/));
    expect(await screen.findByRole('alert')).toBeVisible();
    expect(choice(/Люди з моїх серверів/)).toBeChecked();
  });

  it('lists who is blocked, with the way back', async () => {
    dmScene({ blocks: [taras] });
    answer({ [`DELETE /users/@me/blocks/${taras.id}`]: [204] });
    await show(<PrivacySection />);
    await userEvent.click(screen.getByRole('button', { name: 'Розблокувати: Тарас' }));
    expect(await screen.findByText('Ви нікого не заблокували.')).toBeVisible();
    expect(client.store.getState().blocks.size).toBe(0);
  });
});
