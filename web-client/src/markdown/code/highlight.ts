/** The colours of code: lowlight with its common languages. Loaded when a message has code. */
import { common, createLowlight } from 'lowlight';

const colours = createLowlight(common);

export interface Coloured {
  /** What it was coloured as; undefined for plain text. */
  language: string | undefined;
  nodes: ReturnType<typeof colours.highlight>['children'];
}

/** A longer block without a language is guessed. */
const GUESSED_LINES = 3;
/** Below it the guess is no better than chance. */
const SURE = 5;
const MOST = 20_000;

export function coloured(code: string, language: string | undefined): Coloured | null {
  if (code.length > MOST) return null;
  if (language !== undefined) {
    if (!colours.registered(language)) return null;
    return { language, nodes: colours.highlight(language, code).children };
  }
  if (code.split('\n').length <= GUESSED_LINES) return null;
  const { data, children } = colours.highlightAuto(code);
  const isSure = data?.language !== undefined && (data.relevance ?? 0) >= SURE;
  return isSure ? { language: data.language, nodes: children } : null;
}
