import { changesText, type DebugSession, type ForkNode } from '../../src/index.ts';
import type { RunLine } from './frame.ts';

/** The runs of a tree of forks. What a fork is does not change, so that the tree is read again only when it has grown. */
export class Runs {
  #tree: ReadonlyMap<string, unknown> | null = null;
  #lines: readonly RunLine[] = [];

  of(session: DebugSession): readonly RunLine[] {
    const { tree } = session.core;
    if (tree === this.#tree && tree.size === this.#lines.length) return this.#lines;
    this.#tree = tree;
    const lines: RunLine[] = [];
    const add = ({ name, from, differences, children }: ForkNode, isFirst: boolean): void => {
      lines.push({ name, text: isFirst ? '' : `from bar ${from}: ${changesText(differences)}` });
      for (const child of children) add(child, false);
    };
    add(session.forks(), true);
    this.#lines = lines;
    return lines;
  }
}
