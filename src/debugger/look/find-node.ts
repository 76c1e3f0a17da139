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
  const start = startOf(engine, focus, wanted);
  if (start === undefined) {
    const known = [...FOCUS_WORDS, ...containers.map(({ id }) => id)];
    const [word] = wanted.split('.');
    throw unknownPath(`there is no container "${word}"`, word, known);
  }
  let { found, rest } = start;
  while (rest !== '') {
    const next = childNamed(found.node, rest);
    if (next === undefined) throw notBelow(found, rest);
    found = { path: `${found.path}.${next.name}`, node: next.node };
    rest = next.rest;
  }
  return found;
}

/** The container, or what a word means, that a path begins with. Nodes are made of that one alone: charts ask at every frame. */
function startOf(
  engine: Engine,
  focus: Focus,
  path: string,
): { readonly found: FoundNode; readonly rest: string } | undefined {
  const byId = new Map(engine.topology.containers.map((container) => [container.id, container]));
  const begun = nameAt(new Set([...byId.keys(), ...FOCUS_WORDS]), path);
  if (begun === undefined) return undefined;
  const { name, rest } = begun;
  const meant = byId.has(name) ? name : aliases(focus)[name];
  const [, id, below] = byId.has(meant)
    ? [meant, meant, undefined]
    : (/^(.*)\.(metrics|position)$/.exec(meant) ?? [meant, meant, undefined]);
  const container = byId.get(id);
  if (container === undefined) return undefined;
  const node = containerNode(engine, focus, container);
  const found = below === undefined ? node : childNamed(node, below)?.node;
  return found === undefined ? undefined : { found: { path: meant, node: found }, rest };
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

/** The child that a path goes on with. */
function childNamed(
  { children, shortcuts }: TreeNode,
  path: string,
): { readonly name: string; readonly node: TreeNode; readonly rest: string } | undefined {
  for (const names of [children, shortcuts]) {
    const nodes = names?.();
    if (nodes === undefined) continue;
    const found = nameAt(nodes, path);
    if (found !== undefined) return { ...found, node: nodes.get(found.name) as TreeNode };
  }
  return undefined;
}

/** The name that a path begins with. Names may hold dots themselves (BRK.B), so the longest that fits is meant. */
function nameAt(
  names: ReadonlyMap<string, unknown> | ReadonlySet<string>,
  path: string,
): { readonly name: string; readonly rest: string } | undefined {
  for (let end = path.length; end > 0; end = path.lastIndexOf('.', end - 1)) {
    const typed = path.slice(0, end);
    const alike = canonical(typed);
    const name = names.has(typed) ? typed : [...names.keys()].find((one) => canonical(one) === alike);
    if (name !== undefined) return { name, rest: path.slice(end + 1) };
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
