/**
 * What a feature may add to the places where messages are read and written. The timeline and the composer draw what the
 * list in `features/registry.ts` has, and know no feature.
 */
import { type ComponentType, createContext, type RefObject, useContext } from 'react';
import type { Message } from '@/api/gen';
import type { Client } from '@/client/client';
import type { Text } from '@/i18n';
import type { ActionId, FeatureBindings } from '@/keyboard/bindings';
import type { Action } from '@/ui/menu/actions';

/** One list for toolbar, menu, sheet and keys. */
export interface MessageAction extends Action {
  /** The part of the menu: with reply and copy, with the profile, or with what cannot be undone. */
  group: 'main' | 'about' | 'danger';
  /** Its entry among the `keys`; it acts while the message has the focus. */
  shortcut?: ActionId;
  /** Also a button of the toolbar. */
  inToolbar?: boolean;
  /** It opens a dialog; `prepare` is called at the first sign of that. */
  opensDialog?: boolean;
  prepare?: () => void;
}

/** Done with one press: the toolbar has them at its end, the sheet of a phone first. */
export interface QuickAction extends Action {
  isPressed: boolean;
}

export interface MessagePartProps {
  message: Message;
  /** Undefined in a DM. */
  guildId: string | undefined;
  /** The message takes part in the Tab order, and its parts with it. */
  current: boolean;
}

/** A channel or DM whose header is drawn. */
export interface HeaderPartProps {
  channelId: string;
}

export interface MessageWindowProps extends Omit<MessagePartProps, 'current'> {
  row: RefObject<HTMLElement | null>;
  onClose: () => void;
}

/** All but the id is optional. Hooks are called for every message, always in the order of the list. */
export interface Feature {
  id: string;
  /** Keys of its actions, which the user may change. */
  keys?: FeatureBindings;
  /** Below the text of a message. */
  Below?: ComponentType<MessagePartProps>;
  /** A button in the header of channels and DMs. */
  InHeader?: ComponentType<HeaderPartProps>;
  useActions?: (message: Message) => readonly MessageAction[];
  useQuickActions?: (message: Message, count: number) => readonly QuickAction[];
  /** What is announced of a new message besides its text; empty for nothing. */
  spoken?: (message: Message, text: Text) => string;
  /**
   * Takes over a text that is sent: null if it is none of the feature's. A promise of false makes it an ordinary message
   * after all.
   */
  takeOver?: (client: Client, channelId: string, words: string) => Promise<boolean> | null;
}

export const FeaturesContext = createContext<readonly Feature[]>([]);

/** The list never changes while the page lives. */
export const useFeatures = (): readonly Feature[] => useContext(FeaturesContext);

export const useAddedActions = (message: Message): readonly MessageAction[] =>
  useFeatures().flatMap(({ useActions: ofFeature }) => ofFeature?.(message) ?? []);

export const useQuickActions = (message: Message, count: number): readonly QuickAction[] =>
  useFeatures().flatMap(({ useQuickActions: ofFeature }) => ofFeature?.(message, count) ?? []);
