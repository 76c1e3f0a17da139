import { UserError } from '../../foundation/user-error.ts';
import type { Session } from '../session.ts';
import { findNode } from './find-node.ts';
import { cursorScope } from './side-stage.ts';
import { type NodeKind, plainData, type TreeNode } from './tree-node.ts';
import { type Unit, valueText } from './value-text.ts';

export interface ListedName {
  readonly name: string;
  readonly kind: NodeKind;
  /** Of a value; null for everything else. */
  readonly value: unknown;
  readonly unit: Unit | null;
  /** The value, or a line about what stands below. */
  readonly text: string;
}

/** What stands at one place of the container tree. */
export interface Listing {
  readonly path: string;
  readonly names: readonly ListedName[];
}

/** The value at a path, or of an expression, as of the cursor. */
export interface Printed {
  /** The path with aliases resolved, or the expression. */
  readonly path: string;
  /** Plain data: a value, or all that stands below. */
  readonly value: unknown;
  /** A line for each name below, deeper ones further in; one alone for a value. */
  readonly rows: readonly PrintedRow[];
}

export interface PrintedRow {
  readonly name: string;
  readonly depth: number;
  /** Empty for a name with others below it. */
  readonly text: string;
}

/** Lists what stands below a path of the container tree; the root without one. @throws UserError for an unknown name. */
export function listPath(session: Session, path = ''): Listing {
  const found = findNode(session.engine, session.focus, path);
  const entries: [string, TreeNode][] =
    found.node.children === undefined
      ? [[found.path.slice(found.path.lastIndexOf('.') + 1), found.node]]
      : [...found.node.children()];
  return { path: found.path, names: entries.map(([name, node]) => listed(name, node)) };
}

/**
 * The value at a path of the container tree, with all that stands below it; or the value of an expression over names,
 * `portfolio.equity - 100000`.
 *
 * @throws UserError for an unknown name, with the nearest one.
 */
export function printPath(session: Session, path: string): Printed {
  const { engine, focus } = session;
  if (path.trim() === 'event' || path.trim().startsWith('event.')) return printExpression(session, path);
  let mistake: unknown;
  try {
    const found = findNode(engine, focus, path);
    return { path: found.path, value: plainData(found.node), rows: nodeRows(found.path, found.node, 0) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    mistake = error;
  }
  // Symbols may hold what looks like an operator, so paths are tried first.
  if (/[\s()<>=!&|+*/%'"-]/.test(path)) return printExpression(session, path);
  throw mistake;
}

function printExpression(session: Session, text: string): Printed {
  const name = text.trim();
  const { event } = session;
  if (name === 'event') {
    if (event === null)
      throw new UserError('the cursor stands at no event', { code: 'no_event', hint: 'step' });
    const rows = Object.entries(event).map(([key, value]) => ({
      name: key,
      depth: 0,
      text: valueText(value),
    }));
    return { path: name, value: event, rows };
  }
  const value = session.compile(name).evaluate(cursorScope(session));
  return { path: name, value, rows: [{ name, depth: 0, text: valueText(value) }] };
}

function listed(name: string, node: TreeNode): ListedName {
  const { kind, value, unit } = node;
  if (node.children === undefined) {
    return { name, kind, value: value ?? null, unit: unit ?? null, text: valueText(value, unit) };
  }
  const names = node.summary === undefined ? [...node.children().keys()] : [];
  return { name, kind, value: null, unit: null, text: node.summary?.() ?? namesText(names) };
}

function namesText(names: readonly string[]): string {
  if (names.length === 0) return 'empty';
  return names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** A line for a node, and for each below it, deeper ones further in; containers below it are left out. */
export function nodeRows(name: string, node: TreeNode, depth: number): PrintedRow[] {
  if (node.children === undefined) return [{ name, depth, text: valueText(node.value, node.unit) }];
  const children = [...node.children()].filter(([, child]) => child.kind !== 'container');
  const head = { name, depth, text: children.length === 0 ? (node.summary?.() ?? 'empty') : '' };
  return [head, ...children.flatMap(([below, child]) => nodeRows(below, child, depth + 1))];
}

const INDENT = '  ';

/** Names and values in two columns; `/` marks what has more below it. */
export function listingText({ path, names }: Listing): string {
  const shown = names.map(({ name, kind }) => (kind === 'value' ? name : `${name}/`));
  const width = Math.max(0, ...shown.map((name) => name.length));
  const lines = names.map(({ text }, i) => `${INDENT}${shown[i].padEnd(width)}  ${text}`.trimEnd());
  return `${[path, ...lines].join('\n')}\n`;
}

/** The value alone, or a line for each name below, values beneath one another. */
export function printedText({ rows }: Printed): string {
  if (rows.length === 1) return `${rows[0].text}\n`;
  const width = Math.max(...rows.map(({ name, depth }) => name.length + INDENT.length * depth));
  const lines = rows.map(({ name, depth, text }) =>
    `${(INDENT.repeat(depth) + name).padEnd(width)}  ${text}`.trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}
