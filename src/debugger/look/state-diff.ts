import { UserError } from '../../foundation/user-error.ts';
import { endOf, type Position } from '../position.ts';
import type { Session } from '../session.ts';
import { findNode, wholeState } from './find-node.ts';
import { engineAt } from './side-stage.ts';
import type { TreeNode } from './tree-node.ts';
import { type Unit, valueText } from './value-text.ts';
import { alignedRows } from './where.ts';

/** A value that is not the same in two states. */
export interface StateChange {
  readonly path: string;
  /** Null where it has no value; undefined where there is no such place. */
  readonly before: unknown;
  readonly after: unknown;
  /** after − before of two numbers, null otherwise. */
  readonly delta: number | null;
  readonly unit: Unit;
}

/** What is not the same in two states of a run, or of two runs. */
export interface StateDiff {
  /** The two states, in words: `bar 1200`, `bar 1201 of fork-1`. */
  readonly before: string;
  readonly after: string;
  /** In the order of the containers and of their fields. */
  readonly changes: readonly StateChange[];
  /** Values that are the same in both. */
  readonly same: number;
}

/**
 * What changed between two bars up to the cursor, over all containers or below one path of them.
 *
 * @param before the end of this bar, or an exact position; the bar before `after` without.
 * @param after the cursor without.
 * @throws UserError for a bar after the cursor or none that the run has, an unknown path.
 */
export function diffBars(
  session: Session,
  before?: number | Position,
  after?: number | Position,
  path = '',
): StateDiff {
  const to = after === undefined ? session.position : positionOf(session, after);
  const from = before === undefined ? endOf(Math.max(0, to.bar - 1)) : positionOf(session, before);
  const old = stateAt(session, from, path);
  const now = stateAt(session, to, path);
  return { before: placeText(from), after: placeText(to), ...compare(old, now) };
}

/**
 * How the states of two sessions differ at the end of the same bar, up to the cursors of both.
 *
 * @param bar that of the cursor that is less far without.
 */
export function diffSessions(
  one: Session,
  other: Session,
  bar: number = Math.min(one.position.bar, other.position.bar),
  path = '',
): StateDiff {
  const before = stateAt(one, positionOf(one, bar), path);
  const after = stateAt(other, positionOf(other, bar), path);
  return {
    before: `bar ${bar} of ${one.branch.name}`,
    after: `bar ${bar} of ${other.branch.name}`,
    ...compare(before, after),
  };
}

function positionOf(session: Session, place: number | Position): Position {
  const position = typeof place === 'number' ? endOf(place) : place;
  if (!Number.isInteger(position.bar) || position.bar < 0) {
    throw new UserError(`there is no bar ${position.bar}`, {
      code: 'no_such_bar',
      hint: `bars up to the cursor are 0 to ${session.position.bar}`,
    });
  }
  session.refuseFuture(position.bar);
  // The end of the cursor's bar lies after a cursor that is inside it; what is meant is as far as it got.
  const isHere = position.bar === session.position.bar && position.event === null;
  return isHere ? session.position : position;
}

interface Leaf {
  readonly value: unknown;
  readonly unit: Unit;
}

/** Values by their path, copied. */
function stateAt(session: Session, position: Position, path: string): Map<string, Leaf> {
  const engine = engineAt(session, position);
  const leaves = new Map<string, Leaf>();
  if (path.trim() === '') {
    flatten('', wholeState(engine, session.focus), leaves);
  } else {
    const found = findNode(engine, session.focus, path);
    flatten(found.path, found.node, leaves);
  }
  return leaves;
}

function flatten(path: string, { children, value, unit }: TreeNode, into: Map<string, Leaf>): void {
  if (children === undefined) {
    into.set(path, { value: value ?? null, unit: unit ?? 'number' });
    return;
  }
  for (const [name, child] of children()) {
    // Containers below are listed by themselves.
    if (child.kind === 'container' && path !== '') continue;
    flatten(path === '' ? name : `${path}.${name}`, child, into);
  }
}

function compare(
  old: ReadonlyMap<string, Leaf>,
  now: ReadonlyMap<string, Leaf>,
): Pick<StateDiff, 'changes' | 'same'> {
  const changes: StateChange[] = [];
  let same = 0;
  for (const path of pathsOf(old, now)) {
    const before = old.get(path);
    const after = now.get(path);
    if (before !== undefined && after !== undefined && Object.is(before.value, after.value)) {
      same++;
      continue;
    }
    const numbers = typeof before?.value === 'number' && typeof after?.value === 'number';
    changes.push({
      path,
      before: before?.value,
      after: after?.value,
      delta: numbers ? (after.value as number) - (before.value as number) : null,
      unit: (after ?? before)?.unit ?? 'number',
    });
  }
  return { changes, same };
}

/** Those of both, what came stands where it is now, and what went where its neighbours were. */
function pathsOf(old: ReadonlyMap<string, Leaf>, now: ReadonlyMap<string, Leaf>): string[] {
  const gone = [...old.keys()].filter((path) => !now.has(path));
  if (gone.length === 0) return [...now.keys()];
  const paths = [...now.keys()];
  const order = [...old.keys()];
  for (const path of gone) {
    const before = order[order.indexOf(path) - 1];
    paths.splice(before === undefined ? 0 : paths.indexOf(before) + 1, 0, path);
  }
  return paths;
}

function placeText({ bar, event }: Position): string {
  return event === null ? `bar ${bar}` : `bar ${bar}, event ${event + 1}`;
}

/** `portfolio_main.cash  100,000.00  5,938.71  -94,061.29`, columns beneath one another. */
export function diffText({ before, after, changes, same }: StateDiff): string {
  if (changes.length === 0) return `${before} and ${after} are the same in all ${same} values\n`;
  const rows = changes.map((change) => [
    change.path,
    sideText(change.before, change.unit),
    sideText(change.after, change.unit),
    change.delta === null ? '' : deltaText(change.delta, change.unit),
  ]);
  const table = [['', before, after, 'change'], ...rows];
  const widths = [1, 2, 3].map((i) => Math.max(...table.map((row) => row[i].length)));
  const aligned = table.map(([path, ...cells]) => [
    path,
    ...cells.map((cell, i) => cell.padStart(widths[i])),
  ]);
  const count = changes.length === 1 ? '1 value differs' : `${changes.length} values differ`;
  return `${alignedRows(aligned)}${count}, ${same} are the same\n`;
}

export function sideText(value: unknown, unit: Unit): string {
  return value === undefined ? '(none)' : valueText(value, unit);
}

export function deltaText(delta: number, unit: Unit): string {
  if (unit === 'date') return `${delta > 0 ? '+' : '-'}${valueText(Math.abs(delta) / 86_400_000, 'days')}`;
  return `${delta > 0 ? '+' : ''}${valueText(delta, unit)}`;
}
