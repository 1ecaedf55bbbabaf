/**
 * Whether a message is worth a notification: the reader's settings of the channel, of its category and of its guild, in
 * this order, then the default. The server decides by the same rules whether to push.
 */
import type { Level, Message, NotificationSetting } from '@/api/gen';
import { isMention } from '@/store/read-states/reading';
import type { Id, State } from '@/store/state';

export const usualSetting = (scopeId: Id): NotificationSetting => ({
  scope_id: scopeId,
  level: null,
  muted: false,
  muted_until: null,
  suppress_everyone: false,
  suppress_roles: false,
});

export const settingOf = (state: State, scopeId: Id): NotificationSetting =>
  state.reading.settings[scopeId] ?? usualSetting(scopeId);

/** The nearest first: channel or DM, category, guild. */
function placesOf(state: State, scopeId: Id): NotificationSetting[] {
  const channel = state.channels[scopeId];
  const ids = [scopeId, channel?.parent_id, channel?.guild_id];
  return ids.filter((id) => typeof id === 'string').map((id) => settingOf(state, id));
}

const USUAL_IN_GUILD: Level = 'mentions';
const USUAL_IN_DM: Level = 'all';

/** The level in effect here. */
export function levelOf(state: State, scopeId: Id): Level {
  const chosen = placesOf(state, scopeId).find(({ level }) => level !== null)?.level;
  if (chosen !== undefined && chosen !== null) return chosen;
  const isGuild = scopeId in state.guilds || scopeId in state.channels;
  return isGuild ? USUAL_IN_GUILD : USUAL_IN_DM;
}

/** The inherited level. */
export function inheritedLevelOf(state: State, scopeId: Id): Level {
  const channel = state.channels[scopeId];
  const above = channel?.parent_id ?? channel?.guild_id;
  if (typeof above === 'string') return levelOf(state, above);
  return scopeId in state.guilds ? USUAL_IN_GUILD : USUAL_IN_DM;
}

/** Muted itself, or through its category or guild. */
export const isMuted = (state: State, scopeId: Id): boolean =>
  placesOf(state, scopeId).some(({ muted }) => muted);

/** Whether the message notifies the user; whether they are looking at it is checked elsewhere. */
export function notifies(state: State, message: Message, guildId: Id | undefined): boolean {
  const { me } = state;
  if (me === null || message.author.id === me.id || state.blocks.has(message.author.id)) return false;
  if (state.settings?.status === 'dnd' || isMuted(state, message.channel_id)) return false;
  const level = levelOf(state, message.channel_id);
  if (level === 'nothing') return false;
  if (level === 'all' || guildId === undefined) return true;
  if (message.mentions.some((user) => user.id === me.id)) return true;
  const places = placesOf(state, message.channel_id);
  if (message.mention_everyone) return !places.some((place) => place.suppress_everyone);
  return isMention(state, message, guildId) && !places.some((place) => place.suppress_roles);
}
