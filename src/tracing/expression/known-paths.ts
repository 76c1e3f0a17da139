import { nameHint, nearestName } from '../../foundation/nearest-name.ts';
import { type ExpressionSource, expressionError } from './expression-error.ts';
import { type Node, visitPaths } from './syntax-tree.ts';

/** Names listed when none is near; more are a wall of text. */
const MOST_LISTED = 12;

/**
 * Refuses paths that nothing can ever stand at.
 *
 * @param hint what to say of a path that is known to stand elsewhere; the nearest name where it gives nothing.
 * @param known whole paths such as `metrics.total_pnl`; one that ends in `.*` allows anything below it.
 */
export function checkPaths(
  node: Node,
  known: readonly string[],
  source: ExpressionSource,
  hint: (path: string) => string | undefined = () => undefined,
): void {
  const exact = new Set(known);
  const open = known.filter((path) => path.endsWith('.*')).map((path) => path.slice(0, -1));
  visitPaths(node, ({ at, steps }) => {
    const path = steps.join('.');
    if (exact.has(path) || open.some((prefix) => path.startsWith(prefix))) return;
    const names = known.filter((name) => !name.endsWith('.*'));
    throw expressionError(
      source,
      at,
      `unknown name ${JSON.stringify(path)}`,
      hint(path) ?? hintFor(path, names),
    );
  });
}

function hintFor(path: string, names: readonly string[]): string {
  const near = nearestName(path, names);
  if (near !== undefined) return `did you mean ${near}?`;
  // A bare field of something known, `total_pnl` for `metrics.total_pnl`.
  const owner = names.find((name) => name.endsWith(`.${path}`));
  if (owner !== undefined) return `did you mean ${owner}?`;
  if (names.length <= MOST_LISTED) return nameHint(path, names);
  return `one of ${names.slice(0, MOST_LISTED).join(', ')} and ${names.length - MOST_LISTED} more`;
}
