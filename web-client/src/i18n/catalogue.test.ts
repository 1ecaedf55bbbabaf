import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { partOf } from '../../scripts/message-parts';
import en from './en.json';
import uk from './uk.json';

/** A fresh module, as a page that has just opened has it. */
async function opened(locale: 'en' | 'uk') {
  vi.resetModules();
  localStorage.setItem('chatspace.locale', locale);
  const { localeStore } = await import('./locale');
  return { localeStore, ...(await import('./catalogue')) };
}

afterEach(() => localStorage.clear());

describe('the texts', () => {
  it('come part by part, and stay when another part comes', async () => {
    const { catalogue, loadTexts, textsOf } = await opened('uk');
    await loadTexts();
    expect(catalogue.getState()?.messages['common.save']).toBe(uk['common.save']);
    expect(catalogue.getState()?.messages['timeline.reply']).toBeUndefined();
    await textsOf('live');
    await textsOf('later');
    expect(catalogue.getState()).toEqual({ locale: 'uk', messages: uk });
    expect(document.documentElement.lang).toBe('uk');
  });

  it('of another language come as far as those before', async () => {
    const { catalogue, loadTexts, textsOf, localeStore } = await opened('uk');
    await textsOf('live', 'later');
    localeStore.setState({ locale: 'en' });
    await loadTexts();
    expect(catalogue.getState()).toEqual({ locale: 'en', messages: en });
  });

  it('are those of the last choice, however the answers come', async () => {
    const { catalogue, loadTexts, textsOf, localeStore } = await opened('uk');
    const first = textsOf('live');
    localeStore.setState({ locale: 'en' });
    const second = loadTexts();
    await Promise.all([first, second]);
    expect(catalogue.getState()?.locale).toBe('en');
    expect(catalogue.getState()?.messages['timeline.reply']).toBe(en['timeline.reply']);
  });
});

/** The modules of a folder without their tests, as text. */
function sourcesOf(folder: string): [name: string, text: string][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.'))
    .map((name) => [join(folder, name), readFileSync(join(folder, name), 'utf8')]);
}

describe('the pages before one is in', () => {
  const pages = [...sourcesOf('src/features/auth'), ...sourcesOf('src/ui')].filter(
    // Fetched with all texts, or drawn only in the conversations.
    ([name]) => !name.includes('auth/link/') && !name.includes('presence-dot'),
  );
  const subjects = [...new Set(Object.keys(en).map((id) => id.split('.')[0]))];

  it.each(pages)('%s has only texts that are there', (_, text) => {
    const used = [...text.matchAll(/['"`](\w+)\.[\w.$]/g)].map(([, subject]) => subject ?? '');
    for (const subject of used.filter((one) => subjects.includes(one))) {
      expect(partOf(`${subject}.x`), subject).toBe('entry');
    }
  });
});
