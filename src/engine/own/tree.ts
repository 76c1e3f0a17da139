/** A container by name, with the one above it; null for the root. */
export interface TreeNode {
  readonly id: string;
  readonly parent: string | null;
}

/** The tree of a run's containers, by name. */
export class Tree {
  readonly ids: readonly string[];
  readonly #parents: ReadonlyMap<string, string | null>;

  constructor(nodes: readonly TreeNode[]) {
    this.ids = nodes.map(({ id }) => id);
    this.#parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  }

  has(id: string): boolean {
    return this.#parents.has(id);
  }

  parentOf(id: string): string | null {
    return this.#parents.get(id) ?? null;
  }

  /** From the root down to the container: `root › portfolio_a › watchdog`. */
  pathOf(id: string): string[] {
    const path = [id];
    // A parent that is its own ancestor ends it too.
    for (let up = this.parentOf(id); up !== null && !path.includes(up); up = this.parentOf(up))
      path.unshift(up);
    return path;
  }

  isBelow(id: string, above: string): boolean {
    return id !== above && this.pathOf(id).includes(above);
  }

  areSiblings(a: string, b: string): boolean {
    return a !== b && this.parentOf(a) === this.parentOf(b);
  }

  /** In the order of the run. */
  below(above: string): string[] {
    return this.ids.filter((id) => this.isBelow(id, above));
  }
}
