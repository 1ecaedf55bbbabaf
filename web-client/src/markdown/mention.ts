/** Mentions on the wire: `<@1>` `<@!1>` a person, `<@&1>` a role, `<#1>` a channel. */
import type { Extension as FromMarkdownExtension } from 'mdast-util-from-markdown';
import type { Code, Construct, Extension, State, Tokenizer } from 'micromark-util-types';
import type { MentionKind } from './nodes';

const LESS = 60;
const GREATER = 62;
const AT = 64;
const HASH = 35;
const AMPERSAND = 38;
const EXCLAMATION = 33;

const isDigit = (code: Code) => code !== null && code >= 48 && code <= 57;

const tokenize: Tokenizer = (effects, ok, nok) => {
  const digits: State = (code) => {
    if (code === GREATER) {
      effects.consume(code);
      effects.exit('mention');
      return ok;
    }
    if (!isDigit(code)) return nok(code);
    effects.consume(code);
    return digits;
  };
  const firstDigit: State = (code) => (isDigit(code) ? digits(code) : nok(code));
  const afterAt: State = (code) => {
    if (code !== AMPERSAND && code !== EXCLAMATION) return firstDigit(code);
    effects.consume(code);
    return firstDigit;
  };
  const sigil: State = (code) => {
    if (code !== AT && code !== HASH) return nok(code);
    effects.consume(code);
    return code === AT ? afterAt : firstDigit;
  };
  return (code) => {
    effects.enter('mention');
    effects.consume(code);
    return sigil;
  };
};

const construct: Construct = { name: 'mention', tokenize };

export const mentionSyntax: Extension = { text: { [LESS]: construct } };

function kindOf(raw: string): MentionKind {
  if (raw.startsWith('<#')) return 'channel';
  return raw.startsWith('<@&') ? 'role' : 'user';
}

export const mentionNodes: FromMarkdownExtension = {
  enter: {
    mention(token) {
      const raw = this.sliceSerialize(token);
      this.enter({ type: 'mention', kind: kindOf(raw), id: raw.replace(/\D/g, '') }, token);
    },
  },
  exit: {
    mention(token) {
      this.exit(token);
    },
  },
};
