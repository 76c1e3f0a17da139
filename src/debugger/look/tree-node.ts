import { snakeCase } from './snake-case.ts';
import { type Unit, unitOf } from './value-text.ts';

export type NodeKind = 'container' | 'component' | 'group' | 'value';

/** One place of the tree of containers, components and fields, read when it is asked for. */
export interface TreeNode {
  readonly kind: NodeKind;
  /** Of a value: plain data; null where there is none. */
  readonly value?: unknown;
  readonly unit?: Unit;
  /** What stands below, by name. */
  readonly children?: () => ReadonlyMap<string, TreeNode>;
  /** Names that are understood here too, and not listed. */
  readonly shortcuts?: () => ReadonlyMap<string, TreeNode>;
  /** One line about what stands below. */
  readonly summary?: () => string;
}

/** A field of the engine's own, whose name tells what it counts in. */
export function field(name: string, value: unknown, unit: Unit = unitOf(name)): [string, TreeNode] {
  const missing = value === undefined || (typeof value === 'number' && Number.isNaN(value));
  return [name, { kind: 'value', value: missing ? null : value, unit }];
}

export function group(
  name: string,
  children: () => Iterable<[string, TreeNode]>,
  more: Pick<TreeNode, 'shortcuts' | 'summary'> & { readonly kind?: NodeKind } = {},
): [string, TreeNode] {
  return [name, { kind: 'group', ...more, children: () => new Map(children()) }];
}

/**
 * Plain data as a subtree.
 *
 * @param own of the engine's own, whose names become snake_case and tell units; a user's names stay as they are.
 */
export function dataNode(name: string, data: unknown, own: boolean): [string, TreeNode] {
  const label = own ? snakeCase(name) : name;
  if (Array.isArray(data)) {
    return group(label, () => data.map((item, i) => dataNode(String(i), item, own)));
  }
  if (data instanceof Map) return group(label, () => [...data].map(([k, v]) => dataNode(String(k), v, own)));
  if (data instanceof Set) return dataNode(name, [...data], own);
  if (ArrayBuffer.isView(data) && !(data instanceof DataView)) {
    return dataNode(name, Array.from(data as unknown as ArrayLike<unknown>), own);
  }
  if (data instanceof Date) return [label, { kind: 'value', value: data.getTime(), unit: 'date' }];
  if (data !== null && typeof data === 'object') {
    return group(label, () => Object.entries(data).map(([key, value]) => dataNode(key, value, own)));
  }
  return field(label, data, own ? unitOf(label) : 'number');
}

/** A node and all below it as plain data; of containers below it, their names. */
export function plainData(node: TreeNode): unknown {
  // JSON knows no −0, which a short position at its own price has for a profit.
  if (node.children === undefined) return node.value === 0 ? 0 : (node.value ?? null);
  const data: Record<string, unknown> = {};
  const containers: string[] = [];
  for (const [name, child] of node.children()) {
    if (child.kind === 'container') containers.push(name);
    else data[name] = plainData(child);
  }
  return containers.length === 0 ? data : { ...data, containers };
}
