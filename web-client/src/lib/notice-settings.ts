/** Whether this device shows notifications and plays a sound; stored on it. */
import { createStore } from 'zustand/vanilla';

const KEY = 'chatspace.notices';

export interface NoticeSettings {
  /** Shown only if the browser permits it, too. */
  desktop: boolean;
  sound: boolean;
}

const usual: NoticeSettings = { desktop: false, sound: true };

function stored(): NoticeSettings {
  try {
    const found = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<NoticeSettings> | null;
    return { desktop: found?.desktop === true, sound: found?.sound !== false };
  } catch {
    return usual;
  }
}

export const noticeSettings = createStore<NoticeSettings>(stored);

noticeSettings.subscribe((state) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(state));
  } catch {
    // Without storage the choice lasts as long as the page.
  }
});
