/** Rules for the client's code beyond types and lint: see tidy.test.ts. */
import ts from 'typescript';

const MOST_LINES = 250;
const MOST_COMPONENT_LINES = 100;

type Visit = (node: ts.Node) => void;

const parsed = (path: string, code: string): ts.SourceFile =>
  ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);

function linesOf(file: ts.SourceFile, node: ts.Node): number {
  const line = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  return line(node.end) - line(node.getStart(file)) + 1;
}

/**
 * The name of a function, possibly that of the variable it is assigned to: `const Row = memo(function () …)`.
 */
function nameOf(node: ts.Node): string {
  if ((ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)) && node.name) return node.name.text;
  const around = ts.findAncestor(
    node.parent,
    (one) => ts.isVariableDeclaration(one) || ts.isFunctionLike(one),
  );
  return around && ts.isVariableDeclaration(around) ? around.name.getText() : '';
}

/** Each component that is too long, as `Name: 120 lines`. */
export function longComponents(path: string, code: string): string[] {
  const file = parsed(path, code);
  const found: string[] = [];
  const visit: Visit = (node) => {
    const name = ts.isFunctionLike(node) ? nameOf(node) : '';
    const lines = linesOf(file, node);
    if (/^[A-Z]/.test(name) && lines > MOST_COMPONENT_LINES) found.push(`${name}: ${lines} lines`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

export function isLongFile(code: string): boolean {
  return code.trimEnd().split('\n').length > MOST_LINES;
}

/** Mutable holders of state. */
const HOLDERS =
  /^(create(Store)?|new (Map|Set|WeakMap|WeakSet|QueryClient|\w*(Queue|Requests|Session|Socket|Outbox)))$/;

const isConstantSet = (node: ts.Expression): boolean =>
  ts.isNewExpression(node) &&
  (node.arguments?.length ?? 0) > 0 &&
  /^(Set|Map)$/.test(node.expression.getText());

function isHolder(node: ts.Expression): boolean {
  if (ts.isNewExpression(node))
    return HOLDERS.test(`new ${node.expression.getText()}`) && !isConstantSet(node);
  return ts.isCallExpression(node) && HOLDERS.test(node.expression.getText());
}

/** Module-level variables with mutable state, which all windows and servers would share. */
export function singletons(path: string, code: string): string[] {
  const file = parsed(path, code);
  return file.statements.filter(ts.isVariableStatement).flatMap(({ declarationList }) => {
    const isLet = (declarationList.flags & ts.NodeFlags.Const) === 0;
    return declarationList.declarations
      .filter(({ initializer }) => isLet || (initializer !== undefined && isHolder(initializer)))
      .map(({ name }) => name.getText());
  });
}

/** State of the device and the page, independent of servers. */
export const OF_THE_DEVICE = [
  'features/notifications/favicon.ts plain',
  'features/notifications/favicon.ts wanted',
  'features/notifications/watch.ts lastSound',
  'features/shell/members-panel.ts membersPanel',
  'features/timeline/items.ts madeFrom',
  'i18n/catalogue.ts catalogueStore',
  'i18n/catalogue.ts needed',
  'i18n/catalogue.ts wanted',
  'i18n/locale.ts localeStore',
  'keyboard/custom-keys.ts customKeys',
  'keyboard/modality.ts last',
  'lib/appearance.ts appearance',
  'lib/behaviour.ts behaviour',
  'lib/link-token.ts linkToken',
  'lib/notice-settings.ts noticeSettings',
  'lib/sound.ts context',
  'markdown/parse.ts remembered',
  'store/messages/channel-log.ts tickets',
  'ui/menu/Menu.tsx loaded',
  'ui/menu/use-context-trigger.ts taken',
  'ui/page-title/PageTitle.tsx waiting',
  'ui/toast/Corner.tsx queue',
  'ui/toast/toast.tsx loaded',
] as const;

/** Whether it stores something in the browser under a name that clients of several servers would share. */
export function sharesStorage(code: string): boolean {
  const keeps = /\b(localStorage|sessionStorage)\b|from 'idb-keyval'|new BroadcastChannel\(|\.locks\b/.test(
    code,
  );
  return keeps && !code.includes("from '@/client/storage'");
}

/**
 * Words that have a better one in code: an email is no letter, a DM no conversation. Interface texts are
 * exempt.
 */
const BANNED =
  /^(bell|heard|told|tells?|telling|talks?|letters?|conversations?|people|pictures?|kept|tombstone|handover)$/;

/** Names from libraries, such as icons. */
const FOREIGN = /^Bell(Off|Ring)?$/;

/** The words of a name or of a sentence: `keptRows` has two. */
const wordsOf = (text: string): string[] =>
  text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z]+/g) ?? [];

const isBanned = (text: string): boolean => wordsOf(text).some((word) => BANNED.test(word));

/** The names and comments with a banned word in them. */
export function bannedWords(path: string, code: string): string[] {
  const file = parsed(path, code);
  const found = new Set<string>();
  const visit: Visit = (node) => {
    if (ts.isIdentifier(node) && !FOREIGN.test(node.text) && isBanned(node.text)) found.add(node.text);
    for (const { pos, end } of commentsAt(code, node)) {
      const comment = code.slice(pos, end);
      if (isBanned(comment)) found.add(comment);
    }
    for (const child of node.getChildren(file)) visit(child);
  };
  visit(file);
  return [...found];
}

const commentsAt = (code: string, { pos, end }: ts.Node): readonly ts.CommentRange[] => [
  ...(ts.getLeadingCommentRanges(code, pos) ?? []),
  ...(ts.getTrailingCommentRanges(code, end) ?? []),
];

/** Files with storage of the device, shared by all servers. */
export const DEVICE_STORAGE = [
  'features/shell/members-panel.ts',
  'gateway/idle.ts',
  'i18n/locale.ts',
  'keyboard/custom-keys.ts',
  'lib/appearance.ts',
  'lib/behaviour.ts',
  'lib/notice-settings.ts',
] as const;
