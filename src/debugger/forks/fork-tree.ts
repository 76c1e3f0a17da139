import { formatNumber } from '../../analytics/format.ts';
import { timeText } from '../../tracing/event-text.ts';
import {
  type ConfigDifference,
  configDifferences,
  differenceText,
} from '../../workflows/config/config-differences.ts';
import { writtenForm } from '../../workflows/config/written-form.ts';
import type { Branch } from '../branch.ts';
import type { Session } from '../session.ts';
import { columnLines } from './columns.ts';

/** A run of the tree of forks, as of its cursor. */
export interface ForkNode {
  readonly name: string;
  /** Whether it is the one that was asked. */
  readonly current: boolean;
  /** The bar at which it was forked; 0 for the first run. */
  readonly from: number;
  /** When that bar became known, UTC milliseconds; null before the first bar. */
  readonly fromTime: number | null;
  /** Against the run that it was forked from. */
  readonly differences: readonly ConfigDifference[];
  /** Where its cursor stands. */
  readonly bar: number;
  readonly time: number | null;
  /** By portfolio, as of the cursor. */
  readonly equity: Readonly<Record<string, number>>;
  readonly children: readonly ForkNode[];
}

/** The tree of all forks, from the first run on. */
export function forks(session: Session): ForkNode {
  let root = session.branch;
  while (root.parent !== null) root = root.parent;
  return nodeOf(root, session);
}

/**
 * The tree as text, a line for each run: where it was forked, where its cursor stands, equity there, and what was changed.
 *
 * @param portfolio whose equity is shown.
 */
export function forksText(root: ForkNode, portfolio: string): string {
  const rows: string[][] = [];
  const add = (node: ForkNode, margin: string, branch: string, below: string) => {
    rows.push([
      `${margin}${branch}${node.name}${node.current ? ' *' : ''}`,
      node === root ? '' : `from bar ${node.from}${when(node.fromTime)}`,
      `at bar ${node.bar}${when(node.time)}`,
      `${portfolio} ${formatNumber(node.equity[portfolio], 2)}`,
      node === root ? '' : changesText(node.differences),
    ]);
    for (const [i, child] of node.children.entries()) {
      const last = i === node.children.length - 1;
      add(child, `${margin}${below}`, last ? '└ ' : '├ ', last ? '  ' : '│ ');
    }
  };
  add(root, '', '', '');
  return `${columnLines(rows, 5).join('\n')}\n`;
}

function nodeOf(branch: Branch, current: Session): ForkNode {
  const session = current.tree.get(branch.name);
  if (session === undefined) throw new Error(`the branch ${branch.name} has no session`);
  const { parent } = branch;
  return {
    name: branch.name,
    current: session === current,
    from: branch.from,
    fromTime: timeOrNull(session.timeOf(branch.from)),
    differences:
      parent === null
        ? []
        : configDifferences(writtenForm(parent.prepared.config), writtenForm(branch.prepared.config)),
    bar: session.position.bar,
    time: timeOrNull(session.time),
    equity: Object.fromEntries(
      session.engine.topology.portfolios.map(({ spec, ledger }) => [spec.id, ledger.equity]),
    ),
    children: branch.children.map((child) => nodeOf(child, current)),
  };
}

/** `fast 20 → 10, slippage 0 → 5`, in words. */
export function changesText(differences: readonly ConfigDifference[]): string {
  return differences.length === 0 ? 'nothing changed' : differences.map(differenceText).join(', ');
}

function when(time: number | null): string {
  return time === null ? '' : ` (${timeText(time)})`;
}

function timeOrNull(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}
