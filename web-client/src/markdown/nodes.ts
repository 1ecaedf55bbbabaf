/** What a message is made of. Texts keep every character, spaces and line ends included. */
export type MentionKind = 'user' | 'role' | 'channel' | 'everyone';

export interface MentionNode {
  type: 'mention';
  kind: MentionKind;
  /** The id; for everyone the word itself. */
  id: string;
}

export interface LinkNode {
  type: 'link';
  url: string;
  children: Inline[];
}

/** Short and long time, short and long date, both, both with the day of the week, relative. */
export type TimeStyle = 't' | 'T' | 'd' | 'D' | 'f' | 'F' | 'R';

/** A moment, in seconds of Unix time. */
export interface TimeNode {
  type: 'time';
  at: number;
  style: TimeStyle;
}

export type Span = 'strong' | 'emphasis' | 'strike' | 'spoiler';

export type Inline =
  | { type: 'text'; value: string }
  | { type: 'code'; value: string }
  | { type: Span; children: Inline[] }
  | MentionNode
  | TimeNode
  | LinkNode;

export interface Item {
  /** The marker as it was typed: `-`, `*`, `+`, `7.` or `7)`. */
  marker: string;
  children: Block[];
}

export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; level: number; children: Inline[] }
  /** The language as its fence names it. */
  | { type: 'block'; value: string; language?: string }
  | { type: 'list'; ordered: boolean; items: Item[] }
  | { type: 'quote'; children: Block[] };

export interface Root {
  children: Block[];
  /** Too deep or too large to be drawn with its marks. */
  flat: boolean;
}
