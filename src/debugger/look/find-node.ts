import type { Engine } from '../../engine/engine.ts';
import { nameHint, nearestName } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import { canonical, type Focus } from '../names/scope.ts';
import { containerNode } from './container-tree.ts';
import { group, type TreeNode } from './tree-node.ts';

export interface FoundNode {
  /** The path with aliases resolved: `portfolio_main.metrics` for `metrics`. */
  readonly path: string;
  readonly node: TreeNode;
}

/** Words for what the focus names. */
const FOCUS_WORDS = ['portfolio', 'strategy', 'bar', 'features', 'metrics', 'position'] as const;

/**
 * The place at a path: a container's id, or a word for one in focus, then names with dots between. An empty path is the
 * root.
 *
 * @throws UserError for a name that is not there, with the nearest one.
 */
export function findNode(engine: Engine, focus: Focus, path: string): FoundNode {
  const { containers } = engine.topology;
  const [root] = containers;
  const wanted = path.trim().replace(/^root(?:\.|$)/, '');
  if (wanted === '') return { path: root.id, node: containerNode(engine, focus, root) };
  const start = { kind: 'group', children: () => new Map(), shortcuts: () => starts(engine, focus) } as const;
  const first = childNamed(start, wanted);
  if (first === undefined) {
    const known = [...FOCUS_WORDS, ...containers.map(({ id }) => id)];
    const [word] = wanted.split('.');
    throw unknownPath(`there is no container "${word}"`, word, known);
  }
  const alias = aliases(focus)[first.name];
  let found: FoundNode = { path: alias ?? first.name, node: first.node };
  let rest = first.rest;
  while (rest !== '') {
    const next = childNamed(found.node, rest);
    if (next === undefined) throw notBelow(found, rest);
    found = { path: `${found.path}.${next.name}`, node: next.node };
    rest = next.rest;
  }
  return found;
}

/** Every node that a path can begin with. */
function starts(engine: Engine, focus: Focus): ReadonlyMap<string, TreeNode> {
  const { containers } = engine.topology;
  const byId = new Map(containers.map((container) => [container.id, container]));
  const nodes = new Map<string, TreeNode>();
  for (const [id, container] of byId) nodes.set(id, containerNode(engine, focus, container));
  const words = aliases(focus);
  for (const word of FOCUS_WORDS) {
    const [, id, below] = /^(.*?)(?:\.(metrics|position))?$/.exec(words[word]) as RegExpExecArray;
    const container = byId.get(id);
    if (container === undefined || nodes.has(word)) continue;
    const node = containerNode(engine, focus, container);
    const found = below === undefined ? node : childNamed(node, below)?.node;
    if (found !== undefined) nodes.set(word, found);
  }
  return nodes;
}

function aliases({ portfolio, strategy, symbol }: Focus): Readonly<Record<string, string>> {
  return {
    portfolio: `portfolio_${portfolio}`,
    strategy: `strategy_${strategy}`,
    bar: `data_${symbol}`,
    features: `features_${symbol}`,
    metrics: `portfolio_${portfolio}.metrics`,
    position: `portfolio_${portfolio}.position`,
  };
}

/** The child that a path goes on with. Names may hold dots themselves (BRK.B), so the longest that fits is meant. */
function childNamed(
  { children, shortcuts }: TreeNode,
  path: string,
): { readonly name: string; readonly node: TreeNode; readonly rest: string } | undefined {
  for (const names of [children, shortcuts]) {
    const nodes = names?.();
    if (nodes === undefined) continue;
    for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
      const typed = path.slice(0, end);
      const name = nodes.has(typed)
        ? typed
        : [...nodes.keys()].find((n) => canonical(n) === canonical(typed));
      if (name !== undefined) return { name, node: nodes.get(name) as TreeNode, rest: path.slice(end + 1) };
    }
  }
  return undefined;
}

function notBelow({ path, node }: FoundNode, rest: string): UserError {
  const [word] = rest.split('.');
  if (node.children === undefined) {
    return new UserError(`${path} is a value, and has no "${word}"`, { code: 'unknown_path' });
  }
  const names = [...node.children().keys(), ...(node.shortcuts?.().keys() ?? [])];
  return unknownPath(`${path} has no "${word}"`, word, names);
}

const MOST_LISTED = 12;

function unknownPath(message: string, typed: string, names: readonly string[]): UserError {
  const all = [...new Set(names)];
  const short = nearestName(typed, all) !== undefined || all.length <= MOST_LISTED;
  const listed = `one of ${all.slice(0, MOST_LISTED).join(', ')} and ${all.length - MOST_LISTED} more`;
  return new UserError(message, { code: 'unknown_path', hint: short ? nameHint(typed, all) : listed });
}

/** All containers of a run below one node, each with all its fields; for comparing whole states. */
export function wholeState(engine: Engine, focus: Focus): TreeNode {
  const { containers } = engine.topology;
  return group('state', () =>
    containers.map((container) => [container.id, containerNode(engine, focus, container)]),
  )[1];
}
