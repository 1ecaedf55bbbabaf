/**
 * The texts in force: one language, and of it the parts that screens have asked for so far. Another language is shown
 * when as much of it has come as there was of the one before.
 */
import { createStore } from 'zustand/vanilla';
import type en from './en.json';
import { type Locale, localeStore } from './locale';

export type MessageId = keyof typeof en;
export type Catalogue = Record<MessageId, string>;

/** `entry` is always there; for the others a screen waits (`textsOf`). */
export type TextPart = 'entry' | 'live' | 'later';

type Fetch = () => Promise<{ default: Partial<Catalogue> }>;

const PARTS: Record<Locale, Record<TextPart, Fetch>> = {
  uk: {
    entry: () => import('./uk.json?entry'),
    live: () => import('./uk.json?live'),
    later: () => import('./uk.json?later'),
  },
  en: {
    entry: () => import('./en.json?entry'),
    live: () => import('./en.json?live'),
    later: () => import('./en.json?later'),
  },
};

export const catalogue = createStore<{ locale: Locale; messages: Catalogue } | null>(() => null);

const wanted = new Set<TextPart>(['entry']);
let latest: Promise<void> = Promise.resolve();
let started = 0;

/** Fetches the texts of the chosen language; the last call decides. */
export function loadTexts(): Promise<void> {
  started += 1;
  latest = load(started);
  return latest;
}

/** The part is there when this is done. Rejects when it cannot be had now; then the next call tries again. */
export async function textsOf(...parts: TextPart[]): Promise<void> {
  if (parts.every((part) => wanted.has(part))) return latest;
  for (const part of parts) wanted.add(part);
  try {
    await loadTexts();
  } catch (thrown) {
    for (const part of parts) wanted.delete(part);
    throw thrown;
  }
}

async function load(turn: number): Promise<void> {
  const { locale } = localeStore.getState();
  const loaded = await Promise.all([...wanted].map((part) => PARTS[locale][part]()));
  if (turn !== started) return latest;
  document.documentElement.lang = locale;
  const messages = Object.assign({}, ...loaded.map((part) => part.default)) as Catalogue;
  catalogue.setState({ locale, messages }, true);
}
