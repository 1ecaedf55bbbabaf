/** The document title, with the unread count in front: `(3) #general · Linden`. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

const waiting = createStore<{ count: number }>(() => ({ count: 0 }));

export function setTitleCount(count: number): void {
  waiting.setState({ count });
}

export function PageTitle({ text }: { text: string }) {
  const count = useStore(waiting, (state) => state.count);
  return <title>{count > 0 ? `(${count}) ${text}` : text}</title>;
}
