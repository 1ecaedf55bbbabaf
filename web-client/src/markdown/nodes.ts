/** What a message can hold beside standard Markdown. */
import type { PhrasingContent } from 'mdast';

export type MentionKind = 'user' | 'role' | 'channel' | 'everyone';

export interface MentionNode {
  type: 'mention';
  kind: MentionKind;
  /** The mentioned one; for everyone the word itself. */
  id: string;
}

export interface SpoilerNode {
  type: 'spoiler';
  children: PhrasingContent[];
}

declare module 'mdast' {
  interface PhrasingContentMap {
    mention: MentionNode;
    spoiler: SpoilerNode;
  }

  interface RootContentMap {
    mention: MentionNode;
    spoiler: SpoilerNode;
  }
}

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    mention: 'mention';
  }
}
