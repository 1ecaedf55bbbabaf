/** The window of a feature that is open on a message. One at a time; the message's row draws it. */
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type Client, perClient } from '@/client/client';
import { useClient } from '@/client/context';
import type { MessageWindowProps } from './feature';

type Draw = (props: MessageWindowProps) => ReactNode;

const opened = perClient(() =>
  createStore<{ open: { messageId: string; draw: Draw } | null }>(() => ({ open: null })),
);

export const openMessageWindow = (client: Client, messageId: string, draw: Draw): void =>
  opened(client).setState({ open: { messageId, draw } });

export const closeMessageWindow = (client: Client): void => opened(client).setState({ open: null });

/** Draws the window; null while none is open on this message. */
export const useMessageWindow = (messageId: string): Draw | null =>
  useStore(opened(useClient()), ({ open }) => (open?.messageId === messageId ? open.draw : null));
