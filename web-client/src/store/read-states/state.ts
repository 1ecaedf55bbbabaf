/** The read states: see `reading` for what happens to them. */
import type { NotificationSetting } from '@/api/gen';

export interface Mark {
  lastRead: string;
  mentions: number;
}

export interface Reading {
  /** By channel. */
  marks: Readonly<Record<string, Mark>>;
  /** By guild: nothing before this is unread. */
  floors: Readonly<Record<string, string>>;
  /** By scope: guild, category, channel or DM. A missing one has the default settings. */
  settings: Readonly<Record<string, NotificationSetting>>;
}

export const emptyReading: Reading = {
  marks: {},
  floors: {},
  settings: {},
};
