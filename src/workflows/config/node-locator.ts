import type { Locator, Place } from './locator.ts';
import { formatPath, type Path } from './path.ts';
import type { SourceText } from './source-text.ts';

/** The places of a value and of what it holds; offsets into the text. */
export interface LocatedNode {
  readonly start: number;
  readonly end: number;
  readonly keyStart?: number;
  readonly keyEnd?: number;
  /** An unquoted scalar as it was typed. */
  readonly plain?: string;
  readonly children?: Map<string | number, LocatedNode>;
}

/** Finds values in the text of a file by a tree of their places. */
export class NodeLocator implements Locator {
  readonly #source: SourceText;
  readonly #root: LocatedNode;

  constructor(source: SourceText, root: LocatedNode) {
    this.#source = source;
    this.#root = root;
  }

  place(path: Path, at: 'key' | 'value', prefixPath: Path = path): Place {
    const { node, exists } = this.#find(path);
    const isKey = exists && at === 'key' && node.keyStart !== undefined;
    const start = isKey ? (node.keyStart ?? 0) : node.start;
    // A map or a list is pointed at by its first character; underlining all of it says less.
    const end = isKey ? (node.keyEnd ?? start + 1) : node.children === undefined ? node.end : start + 1;
    const prefix = formatPath(prefixPath);
    return {
      location: { file: this.#source.file, ...this.#source.position(start) },
      excerpt: this.#source.excerpt(start, end),
      prefix: prefix === '' ? '' : `${prefix}: `,
    };
  }

  plainText(path: Path): string | undefined {
    const { node, exists } = this.#find(path);
    return exists ? node.plain : undefined;
  }

  rename(path: Path, from: string, to: string): void {
    const { node } = this.#find(path);
    const moved = node.children?.get(from);
    if (moved !== undefined) node.children?.set(to, moved);
  }

  #find(path: Path): { node: LocatedNode; exists: boolean } {
    let node = this.#root;
    for (const step of path) {
      const next = node.children?.get(step);
      if (next === undefined) return { node, exists: false };
      node = next;
    }
    return { node, exists: true };
  }
}
