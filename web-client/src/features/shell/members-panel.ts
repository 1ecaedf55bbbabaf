/** Whether the member list is open on a wide screen; stored on this device. */
import { createStore } from 'zustand/vanilla';

const KEY = 'chatspace.members';

function stored(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'hidden';
  } catch {
    return true;
  }
}

export const membersPanel = createStore<{ open: boolean }>(() => ({ open: stored() }));

export function toggleMembersPanel(): void {
  const open = !membersPanel.getState().open;
  membersPanel.setState({ open });
  try {
    localStorage.setItem(KEY, open ? 'shown' : 'hidden');
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
