import { isAlias, isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import type { UserError } from '../../foundation/user-error.ts';
import type { LocatedNode } from './node-locator.ts';
import { quoted } from './path.ts';
import { DEEPEST } from './yaml-limits.ts';

export interface LocatedValue {
  readonly value: unknown;
  readonly node: LocatedNode;
}

type At = (message: string, code: string, start: number, end: number, hint?: string) => UserError;

/** Nodes that aliases may add in all. Ten anchors of ten aliases each are 10 billion nodes otherwise. */
const MOST_EXPANDED = 10_000;

/** Keys that reach an object's prototype. They are never set on any object. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Turns the parsed document into plain values beside a tree of their places. Written here because the parser's own
 * conversion keeps no places, and because duplicate keys, aliases and merge keys need limits and located messages.
 */
export class TreeReader {
  readonly problems: UserError[] = [];
  readonly #at: At;
  readonly #anchors = new Map<string, Node>();
  readonly #open = new Set<Node>();
  #expanded = 0;
  /** The outermost alias that is being expanded: what a person can change. */
  #alias: { readonly start: number; readonly end: number } | undefined;

  constructor(at: At) {
    this.#at = at;
  }

  read(node: Node | null | undefined, depth = 0): LocatedValue {
    const [start, end] = node?.range ?? [0, 0];
    if (node === null || node === undefined) return { value: null, node: { start, end } };
    if (this.#alias !== undefined && ++this.#expanded > MOST_EXPANDED) {
      const { start: from, end: to } = this.#alias;
      throw this.#at('aliases expand to too many values', 'alias_bomb', from, to, `at most ${MOST_EXPANDED}`);
    }
    if (depth > DEEPEST)
      throw this.#at('nested too deeply', 'too_deep', start, end, `at most ${DEEPEST} levels`);
    if (isAlias(node)) return this.#readAlias(node.source, start, end, depth);

    // Inside an alias the anchors were registered already, and a later one of the same name may be meant by now.
    if (node.anchor !== undefined && this.#alias === undefined) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const read = isMap(node)
      ? this.#readMap(node, depth)
      : isSeq(node)
        ? this.#readList(node.items as Node[], start, end, depth)
        : this.#readScalar(node as Scalar, start, end);
    this.#open.delete(node);
    return read;
  }

  #readScalar(node: Scalar, start: number, end: number): LocatedValue {
    const plain = node.type === 'PLAIN' ? node.source : undefined;
    return { value: node.value ?? null, node: { start, end, plain } };
  }

  #readList(items: readonly Node[], start: number, end: number, depth: number): LocatedValue {
    const children = new Map<string | number, LocatedNode>();
    const value = items.map((item, i) => {
      const read = this.read(item, depth + 1);
      children.set(i, read.node);
      return read.value;
    });
    return { value, node: { start, end, children } };
  }

  #readMap(map: YAMLMap, depth: number): LocatedValue {
    const [start, end] = map.range ?? [0, 0];
    const value: Record<string, unknown> = {};
    const children = new Map<string | number, LocatedNode>();
    const merged: LocatedValue[] = [];
    for (const pair of map.items as Pair<Node, Node | null>[]) {
      const [keyStart, keyEnd] = pair.key?.range ?? [start, start];
      const key = keyText(pair.key);
      const error = (code: string, message: string, hint?: string) =>
        this.problems.push(this.#at(message, code, keyStart, keyEnd, hint));
      if (key === undefined) error('bad_key', 'a key must be a plain name');
      else if (FORBIDDEN_KEYS.has(key)) error('unknown_key', `unknown key ${quoted(key)}`);
      if (key === undefined || FORBIDDEN_KEYS.has(key)) continue;

      const read = this.read(pair.value, depth + 1);
      if (key === '<<' && isScalar(pair.key) && pair.key.type === 'PLAIN')
        merged.push({ ...read, node: { ...read.node, keyStart, keyEnd } });
      else if (Object.hasOwn(value, key)) {
        error(
          'duplicate_key',
          `key ${quoted(key)} stands twice in one map`,
          this.#firstSeen(children.get(key)),
        );
      } else {
        value[key] = read.value;
        // A value left out has no extent of its own: the key is where a person looks.
        const empty = read.node.start === read.node.end && read.value === null;
        const extent = empty ? { start: keyStart, end: keyEnd } : {};
        children.set(key, { ...read.node, ...extent, keyStart, keyEnd });
      }
    }
    for (const source of merged) this.#merge(source, value, children);
    return { value, node: { start, end, children } };
  }

  /** `<<: *base` or `<<: [*first, *second]`: keys that are not there yet, the first to give one winning. */
  #merge(
    source: LocatedValue,
    into: Record<string, unknown>,
    children: Map<string | number, LocatedNode>,
  ): void {
    const { value, node } = source;
    if (Array.isArray(value)) {
      value.forEach((part: unknown, i) => {
        this.#merge({ value: part, node: node.children?.get(i) ?? node }, into, children);
      });
    } else if (value !== null && typeof value === 'object') {
      for (const [key, part] of Object.entries(value)) {
        const place = node.children?.get(key);
        if (Object.hasOwn(into, key) || place === undefined) continue;
        into[key] = part;
        children.set(key, place);
      }
    } else {
      this.problems.push(this.#at('"<<" takes a map or a list of maps', 'bad_merge', node.start, node.end));
    }
  }

  #readAlias(name: string, start: number, end: number, depth: number): LocatedValue {
    const target = this.#anchors.get(name);
    if (target === undefined) {
      throw this.#at(`alias ${quoted(`*${name}`)} names no anchor before it`, 'unknown_alias', start, end);
    }
    if (this.#open.has(target)) {
      throw this.#at(`alias ${quoted(`*${name}`)} contains itself`, 'alias_bomb', start, end);
    }
    const outer = this.#alias;
    this.#alias ??= { start, end };
    const read = this.read(target, depth);
    this.#alias = outer;
    return { value: read.value, node: { ...read.node, start, end } };
  }

  #firstSeen(first: LocatedNode | undefined): string | undefined {
    if (first?.keyStart === undefined) return undefined;
    const { line } = this.#at('', '', first.keyStart, first.keyStart).location ?? {};
    return `the first is in line ${line}`;
  }
}

function keyText(key: Node | null): string | undefined {
  if (!isScalar(key) || key.value === null) return undefined;
  // Numbers and booleans keep the spelling of the file.
  return typeof key.value === 'string' ? key.value : key.source;
}
