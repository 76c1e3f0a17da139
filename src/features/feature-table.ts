import { nameHint } from '../foundation/nearest-name.ts';
import type { Registry } from '../foundation/registry.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import { UserError } from '../foundation/user-error.ts';
import type { BarSeries } from '../market/bar-series.ts';
import type { FeatureCalculator, FeatureDefinition } from './feature.ts';
import { builtInFeatures, featureRegistry } from './registry.ts';
import type { FeatureRequest } from './request.ts';
import { type ResolvedFeature, resolveColumn } from './resolve.ts';

/**
 * `columns`: the whole series is computed at once. For sweeps and charts, where the reader minds the index.
 * `incremental`: nothing is computed beyond the bar that the table was advanced to, so the future cannot be read.
 * Both give the same bits.
 */
export type FeatureMode = 'columns' | 'incremental';

/** Bars that all features are computed for in turn. */
const BLOCK = 2048;

/** One distinct feature, with its columns and the code that fills them. */
interface Node {
  readonly feature: ResolvedFeature;
  readonly inputs: readonly Float64Array[];
  readonly columns: readonly Float64Array[];
  /** Those of the columns that are no other node's. */
  readonly own: readonly Float64Array[];
  /** Index of the first bar with all outputs present when the bars themselves have no gaps. */
  readonly warmUp: number;
  /** Hash of the labels of this node and all before it. */
  readonly fingerprint: number;
  calculator: FeatureCalculator;
}

/**
 * The features of one bar series as columns on shared memory, aligned with the bars. Each distinct feature is
 * computed once, however many ask for it, and whoever asks gets the same column.
 *
 * All columns are always filled up to the same bar; one that is asked for late catches up at once.
 */
export class FeatureTable implements Stateful {
  readonly series: BarSeries;
  readonly mode: FeatureMode;
  readonly #registry: Registry<FeatureDefinition>;
  /** A filled table on the same series, whose columns are taken and not computed again. */
  readonly #source: FeatureTable | null;
  /** What a feature reads comes before it, so that one pass in order is enough. */
  readonly #nodes: Node[] = [];
  readonly #nodeByLabel = new Map<string, Node>();
  readonly #columnByKey = new Map<string, Float64Array>();
  /** Bars that are filled in. */
  #filled = 0;

  constructor(
    series: BarSeries,
    mode: FeatureMode,
    registry: Registry<FeatureDefinition> = featureRegistry,
    source: FeatureTable | null = null,
  ) {
    this.series = series;
    this.mode = mode;
    this.#registry = registry;
    this.#source = source;
    this.#filled = source?.filled ?? 0;
  }

  /**
   * A table of its own whose columns are this one's wherever both have them: for a run that differs in some features.
   * @throws Error in `incremental` mode, where a column belongs to one run.
   */
  derive(): FeatureTable {
    if (this.mode !== 'columns') throw new Error('columns that grow with a run cannot be shared');
    if (this.#filled < this.series.length) this.compute();
    return new FeatureTable(this.series, this.mode, this.#registry, this);
  }

  /**
   * The column that a request names, one number per bar, NaN while it is absent. It stays the same array for the
   * life of the table and is to be read only.
   * @throws UserError when the request is not valid.
   */
  column(request: FeatureRequest): Float64Array {
    const { feature, output } = resolveColumn(request, this.#registry);
    return this.#node(feature).columns[output];
  }

  /** The column with a canonical name. @throws UserError with the nearest name when there is none. */
  columnByKey(key: string): Float64Array {
    const column = this.#columnByKey.get(key);
    if (column !== undefined) return column;
    throw new UserError(`${this.series.symbol} has no feature "${key}"`, {
      code: 'unknown_feature',
      hint: nameHint(key, this.#columnByKey.keys()),
    });
  }

  /** Index of the first bar at which the column has a number, if the bars themselves have no gaps. */
  warmUp(request: FeatureRequest): number {
    return this.#node(resolveColumn(request, this.#registry).feature).warmUp;
  }

  /** Canonical names of all columns, also of those that only feed others, in the order of computation. */
  get keys(): string[] {
    return [...this.#columnByKey.keys()];
  }

  /** Number of columns there are now. */
  get size(): number {
    return this.#columnByKey.size;
  }

  /** Number of bars that are filled in, from the first. */
  get filled(): number {
    return this.#filled;
  }

  /** Fills all columns to the end of the series. In `incremental` mode that shows the future: for when a run is over. */
  compute(): void {
    this.#fill(this.series.length);
    this.#nodes.forEach(keepCompiled);
  }

  /** Fills all columns up to and including bar i; in `columns` mode to the end. Bars must not go back: see `restore`. */
  advanceTo(i: number): void {
    if (!(i >= 0 && i < this.series.length)) {
      throw new RangeError(`bar ${i} is not among the ${this.series.length} bars of ${this.series.symbol}`);
    }
    if (this.mode === 'columns') {
      if (this.#filled < this.series.length) this.compute();
      return;
    }
    if (i < this.#filled - 1) {
      throw new RangeError(
        `features are at bar ${this.#filled - 1} and cannot advance to bar ${i}: restore first`,
      );
    }
    this.#fill(i + 1);
  }

  save(out: StateWriter): void {
    if (this.mode === 'columns') return;
    out.number(this.#filled);
    out.number(this.#nodes.length);
    out.number(this.#nodes.at(-1)?.fingerprint ?? 0);
    for (const { calculator } of this.#nodes) calculator.save(out);
  }

  /**
   * Goes to the bar of the checkpoint, backwards or forwards: bars after it become NaN again, bars before it that
   * this table has not seen (a fork into a new table) are computed. Features that were added since are kept.
   * In `columns` mode there is nothing to do.
   */
  restore(from: StateReader): void {
    if (this.mode === 'columns') return;
    const filled = from.number();
    const count = from.number();
    const fingerprint = from.number();
    if (
      filled > this.series.length ||
      count > this.#nodes.length ||
      (count > 0 && this.#nodes[count - 1].fingerprint !== fingerprint)
    ) {
      throw new RangeError(
        'features differ from those of the checkpoint: restored into another configuration?',
      );
    }
    if (filled > this.#filled) this.#fill(filled);
    for (const node of this.#nodes) {
      for (const column of node.own) column.fill(Number.NaN, filled, this.#filled);
    }
    this.#filled = filled;
    this.#nodes.forEach((node, index) => {
      if (index < count) {
        node.calculator.restore(from);
      } else {
        node.calculator = create(node.feature, node.inputs, node.columns);
        node.calculator.run(0, filled);
      }
    });
  }

  #fill(to: number): void {
    // Block by block, so that what one feature writes is still in the processor's cache when the next one reads it.
    for (let from = this.#filled; from < to; from += BLOCK) {
      const end = Math.min(to, from + BLOCK);
      for (const { calculator } of this.#nodes) calculator.run(from, end);
    }
    this.#filled = to;
  }

  #node(feature: ResolvedFeature): Node {
    const known = this.#nodeByLabel.get(feature.label);
    const { definition, label } = feature;
    if (known !== undefined) {
      if (known.feature.definition === definition) return known;
      if (known.feature.definition.type === definition.type) {
        throw new UserError(`feature ${definition.type} was defined anew after "${label}" was computed`, {
          code: 'feature_redefined',
          hint: 'run again, or make a new table',
        });
      }
      // A type called "sma_20" without parameters beside sma with period 20.
      throw new UserError(
        `features ${known.feature.definition.type} and ${definition.type} are both named "${label}"`,
        {
          code: 'feature_name_clash',
          hint: 'rename one of the two types',
        },
      );
    }
    let inputsPresent = 0;
    const inputs = feature.inputs.map((input) => {
      if (typeof input === 'string') return this.series[input];
      const node = this.#node(input.feature);
      inputsPresent = Math.max(inputsPresent, node.warmUp);
      return node.columns[input.output];
    });
    const shared = this.#source === null ? undefined : this.#source.#find(feature);
    if (shared !== undefined) return this.#add(shared);
    const sharedWith = definition.shared?.(feature.params) ?? {};
    const columns = definition.outputs.map((output) =>
      output in sharedWith ? inputs[sharedWith[output]] : absentColumn(this.series.length),
    );
    const warmUp = inputsPresent + definition.warmUp(feature.params);
    const fingerprint = hash(this.#nodes.at(-1)?.fingerprint ?? 0, label);
    const node = makeNode(feature, inputs, columns, warmUp, fingerprint);
    node.calculator.run(0, this.#filled);
    return this.#add(node);
  }

  /** The node of a feature that is known here, or where columns are taken from. */
  #find(feature: ResolvedFeature): Node | undefined {
    const known = this.#nodeByLabel.get(feature.label);
    if (known?.feature.definition === feature.definition) return known;
    return this.#source === null ? undefined : this.#source.#find(feature);
  }

  #add(node: Node): Node {
    const { label, keys } = node.feature;
    this.#nodes.push(node);
    this.#nodeByLabel.set(label, node);
    keys.forEach((key, output) => {
      this.#columnByKey.set(key, node.columns[output]);
    });
    return node;
  }
}

function makeNode(
  feature: ResolvedFeature,
  inputs: readonly Float64Array[],
  columns: readonly Float64Array[],
  warmUp: number,
  fingerprint: number,
): Node {
  const own = columns.filter((column) => !inputs.includes(column));
  const calculator = create(feature, inputs, columns);
  return { feature, inputs, columns, own, warmUp, fingerprint, calculator };
}

/** By definitions of ours, a node without bars that is never run. */
const idleNodes = new WeakMap<FeatureDefinition, Node>();

/**
 * V8 forgets what it has compiled for a class when the last object of it is collected, and compiles again for the next table, which
 * takes longer than most features do on a million bars. So one object of each class stays: made after others have
 * run, since it must have fields of the same kinds (a number that was whole until then is another kind).
 */
function keepCompiled({ feature, inputs, columns }: Node): void {
  const { definition } = feature;
  if (idleNodes.has(definition) || !builtInFeatures.has(definition.type)) return;
  const nothing = (): Float64Array => new Float64Array(0);
  idleNodes.set(definition, makeNode(feature, inputs.map(nothing), columns.map(nothing), 0, 0));
}

function create(
  { definition, params }: ResolvedFeature,
  inputs: readonly Float64Array[],
  columns: readonly Float64Array[],
): FeatureCalculator {
  return definition.create(params, inputs, columns);
}

function absentColumn(length: number): Float64Array {
  return new Float64Array(new SharedArrayBuffer(length * 8)).fill(Number.NaN);
}

/** FNV-1a over the characters, continued from `seed`: enough to notice a checkpoint of other features. */
function hash(seed: number, text: string): number {
  let h = seed ^ 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}
