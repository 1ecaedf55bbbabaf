import { aDm } from '@tests/dms';
import { aChannel, nextId } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import { withDms } from '@/store/dms/dms';
import { emptyState } from '@/store/state';
import { pinHandlers } from './pins';

const AT = '2026-01-01T10:00:00.000000+00:00';
const channel = aChannel(nextId(), 'general');
const dm = aDm();
const state = withDms({ ...emptyState(), channels: { [channel.id]: channel } }, [dm]);
const withPins = (channel_id: string, last_pin_timestamp: unknown) =>
  pinHandlers.CHANNEL_PINS_UPDATE(state, { channel_id, last_pin_timestamp } as never);

describe('an event of pins', () => {
  it('says when the newest pin was made, in channels and in DMs', () => {
    expect(withPins(channel.id, AT).channels[channel.id]?.last_pin_timestamp).toBe(AT);
    expect(withPins(dm.id, AT).dms[dm.id]?.last_pin_timestamp).toBe(AT);
  });

  it('takes what is no time for no pin, and an unknown channel for nothing', () => {
    expect(withPins(channel.id, 'yesterday').channels[channel.id]?.last_pin_timestamp).toBeNull();
    expect(withPins(nextId(), AT)).toBe(state);
  });
});
