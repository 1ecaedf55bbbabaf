/** What is kept of reading: see `reading` for what happens to it. */
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
  /** By place: guild, category, channel or conversation. A place that is not here has the usual settings. */
  settings: Readonly<Record<string, NotificationSetting>>;
}

export const emptyReading: Reading = {
  marks: {},
  floors: {},
  settings: {},
};
