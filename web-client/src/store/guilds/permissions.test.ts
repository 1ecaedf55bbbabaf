import { applied } from '@tests/applied';
import { aChannel, aMember, aRole, aUser, guildCreate, nextId } from '@tests/wire';
import { describe, expect, it } from 'vitest';
import type { Overwrite } from '@/api/gen';
import { emptyState } from '@/store/state';
import { ALL_PERMISSIONS, Permission, permissionsOf } from './permissions';

const owner = aUser('olena');
const taras = aUser('taras');
const guildId = nextId();
const roleId = nextId();
const { viewChannel, sendMessages, manageMessages, attachFiles, administrator, readHistory } = Permission;

/** Taras has the role; everyone may see and send. */
function worldWith(overwrites: Overwrite[], role = 0n, timeout: string | null = null) {
  const channel = aChannel(guildId, 'general', { permission_overwrites: overwrites });
  const payload = guildCreate({
    id: guildId,
    name: 'Липа',
    owner,
    roles: [
      aRole(guildId, '@everyone', viewChannel | sendMessages | attachFiles | readHistory),
      aRole(roleId, 'mod', role, { position: 1 }),
    ],
    channels: [channel],
    members: [aMember(taras, { roles: [roleId], communication_disabled_until: timeout })],
  });
  const state = applied(emptyState(), { name: 'GUILD_CREATE', payload }, 0);
  return permissionsOf(state, Date.now(), taras.id, guildId, channel.id);
}

const overwrite = (id: string, type: number, allow: bigint, deny: bigint): Overwrite => ({
  id,
  type,
  allow: String(allow),
  deny: String(deny),
});

describe('permissions', () => {
  it('give the owner everything and a stranger nothing', () => {
    const payload = guildCreate({ id: guildId, name: 'Липа', owner, roles: [], channels: [], members: [] });
    const state = applied(emptyState(), { name: 'GUILD_CREATE', payload }, 0);
    expect(permissionsOf(state, Date.now(), owner.id, guildId)).toBe(ALL_PERMISSIONS);
    expect(permissionsOf(state, Date.now(), taras.id, guildId)).toBe(0n);
  });

  it('add up roles, and let an administrator pass every overwrite', () => {
    expect(worldWith([], manageMessages) & manageMessages).toBe(manageMessages);
    expect(worldWith([overwrite(guildId, 0, 0n, viewChannel)], administrator)).toBe(ALL_PERMISSIONS);
  });

  it('apply overwrites of everyone, then of roles together, then of the member', () => {
    const silent = overwrite(guildId, 0, 0n, sendMessages);
    expect(worldWith([silent]) & sendMessages).toBe(0n);
    expect(worldWith([silent, overwrite(roleId, 0, sendMessages, 0n)]) & sendMessages).toBe(sendMessages);
    const denied = overwrite(taras.id, 1, 0n, sendMessages);
    expect(worldWith([denied, silent, overwrite(roleId, 0, sendMessages, 0n)]) & sendMessages).toBe(0n);
  });

  it('are nothing where the channel cannot be seen', () => {
    expect(worldWith([overwrite(guildId, 0, 0n, viewChannel)])).toBe(0n);
  });

  it('need sending for attaching', () => {
    expect(worldWith([overwrite(guildId, 0, 0n, sendMessages)]) & attachFiles).toBe(0n);
  });

  it('leave only seeing and reading to a member who is timed out', () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    expect(worldWith([], manageMessages, soon)).toBe(viewChannel | readHistory);
  });
});
