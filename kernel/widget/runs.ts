import { changesText, type DebugSession, type ForkNode } from '../../src/index.ts';
import type { RunLine } from './frame.ts';

type Difference = ForkNode['differences'][number];

/** There is little room: of `strategies.trend.params.fast` the last name. */
function short(difference: Difference): Difference {
  return { ...difference, name: difference.name.slice(difference.name.lastIndexOf('.') + 1) };
}

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
      lines.push({ name, text: isFirst ? '' : `${changesText(differences.map(short))}, from bar ${from}` });
      for (const child of children) add(child, false);
    };
    add(session.forks(), true);
    this.#lines = lines;
    return lines;
  }
}
