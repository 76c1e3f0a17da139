import { UserError } from '../../foundation/user-error.ts';
import type { DebugSession } from '../debug-session.ts';
import { valueText } from '../look/value-text.ts';
import type { TreeRow } from './pane-data.ts';

interface Change {
  readonly before: string;
  readonly direction: number;
}

/**
 * The containers and what was opened below them, each value with what it was at the end of the bar before.
 *
 * @param expanded paths that are open.
 */
export async function stateTree(session: DebugSession, expanded: ReadonlySet<string>): Promise<TreeRow[]> {
  const rows: TreeRow[] = [];
  for (const { name, kind, text } of session.ls().names) {
    if (kind === 'value') continue;
    await addBranch(session, expanded, rows, { path: name, name, depth: 0, text });
  }
  return rows;
}

async function addBranch(
  session: DebugSession,
  expanded: ReadonlySet<string>,
  rows: TreeRow[],
  branch: { readonly path: string; readonly name: string; readonly depth: number; readonly text: string },
): Promise<void> {
  const { path, depth } = branch;
  const isExpanded = expanded.has(path);
  rows.push({ ...branch, isBranch: true, isExpanded, before: null, direction: 0 });
  if (!isExpanded) return;
  const changes = await changesBelow(session, path);
  for (const { name, kind, text } of session.ls(path).names) {
    const below = kind === 'container' ? name : `${path}.${name}`;
    if (kind !== 'value') {
      await addBranch(session, expanded, rows, { path: below, name, depth: depth + 1, text });
      continue;
    }
    const change = changes.get(below);
    rows.push({
      path: below,
      name,
      depth: depth + 1,
      text,
      isBranch: false,
      isExpanded: false,
      before: change?.before ?? null,
      direction: change?.direction ?? 0,
    });
  }
}

async function changesBelow(session: DebugSession, path: string): Promise<Map<string, Change>> {
  const found = new Map<string, Change>();
  if (session.bar < 1) return found;
  try {
    const { changes } = await session.diff(undefined, undefined, path);
    for (const { path: changed, before, delta, unit } of changes) {
      found.set(changed, { before: valueText(before, unit), direction: Math.sign(delta ?? 0) });
    }
  } catch (error) {
    // What there was no such thing of a bar ago has no difference.
    if (!(error instanceof UserError)) throw error;
  }
  return found;
}
