import { aMessage, aUser } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import type { DmChannel } from '@/api/gen';
import { withTyping } from '@/store/channels/typing';
import { withOpenedLog } from '@/store/entities';
import { withCreatedMessage } from '@/store/messages/events';
import { emptyState } from '@/store/state';
import { withBlocks, withDm, withDms, withoutDm } from './dms';
import { readDm, readSettings } from './normalise';

const taras = aUser('taras', { global_name: 'Тарас' });
const marta = aUser('marta', { global_name: 'Марта' });
const dm = (id: string, more: Partial<DmChannel> = {}): DmChannel => ({
  id,
  type: 1,
  recipients: [taras],
  last_message_id: null,
  last_pin_timestamp: null,
  flags: 0,
  ...more,
});

describe('conversations in the state', () => {
  it('hold the ids of the people, who stand with all others', () => {
    const state = withDms(emptyState(), [dm('10')]);
    expect(state.dms['10']).toMatchObject({
      recipientIds: [taras.id],
      name: null,
      owner_id: null,
    });
    expect(state.users[taras.id]).toEqual(taras);
  });

  it('are those of the new session and no others, with what was said in them', () => {
    const open = withDms(emptyState(), [dm('10'), dm('11')]);
    const logged = withOpenedLog(withOpenedLog(open, '10'), '11');
    const next = withDms(logged, [dm('11')]);
    expect(Object.keys(next.dms)).toEqual(['11']);
    expect(Object.keys(next.logs)).toEqual(['11']);
  });

  it('know the newest message, whatever comes first', () => {
    const before = withDm(emptyState(), dm('10', { last_message_id: '50' }));
    const said = withCreatedMessage(before, aMessage('10', taras, 'Привіт', { id: '90' }));
    expect(said.dms['10']?.last_message_id).toBe('90');
    const changed = withDm(said, dm('10', { last_message_id: '50' }));
    expect(changed.dms['10']?.last_message_id).toBe('90');
    const older = withCreatedMessage(changed, aMessage('10', taras, 'Раніше', { id: '60' }));
    expect(older.dms['10']?.last_message_id).toBe('90');
  });

  it('leave nothing behind when they close', () => {
    const open = withTyping(withOpenedLog(withDm(emptyState(), dm('10')), '10'), '10', taras.id, 0);
    const closed = withoutDm(open, '10');
    expect([closed.dms, closed.logs, closed.typing]).toEqual([{}, {}, {}]);
  });
});

describe('blocks', () => {
  it('are those that were told last', () => {
    const one = withBlocks(emptyState(), [taras]);
    const two = withBlocks(one, [marta]);
    expect([...two.blocks]).toEqual([marta.id]);
    expect(two.users[marta.id]).toEqual(marta);
  });
});

describe('what is damaged', () => {
  it('is no conversation, or one with the people that can be read', () => {
    expect(readDm({ id: '10', type: 0 })).toBeNull();
    expect(readDm({ type: 1 })).toBeNull();
    expect(readDm({ id: '10', type: 3, recipients: [{}, taras] })).toMatchObject({
      recipients: [taras],
      last_message_id: null,
      name: null,
    });
  });

  it('is the usual choice of settings', () => {
    expect(readSettings({ direct_messages: 'friends' })).toEqual({
      direct_messages: 'shared_guild',
      status: 'online',
      push_text: false,
    });
    expect(readSettings(null)).toBeNull();
  });
});
