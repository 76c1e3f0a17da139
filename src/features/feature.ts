import type { z } from 'zod';
import type { ComponentDescription } from '../foundation/registry.ts';
import type { Stateful } from '../foundation/state.ts';

/**
 * Computes one feature bar by bar. Column computation is this very code in a loop (`run`), so both give the same bits.
 *
 * A calculator is bound to its input and output columns. At bar i it may read inputs at indexes ≤ i, and must
 * write every output at i: a number, or NaN while the feature is absent (warm-up).
 */
export interface FeatureCalculator extends Stateful {
  update(i: number): void;
  /** `update` for i in [from, to), in order, in a tight loop. */
  run(from: number, to: number): void;
}

export interface FeatureDefinition<P = unknown> extends ComponentDescription {
  readonly params: z.ZodType<P>;
  /** Columns it reads, in the order in which `create` receives them. */
  inputs(params: P): readonly string[];
  /** Names of its columns; a feature with a single value calls it `value`. */
  readonly outputs: readonly string[];
  /** Index of the first bar at which all outputs are present, given clean inputs from index 0. */
  warmUp(params: P): number;
  /** Canonical short name of a configured feature: `sma_20`, or `sma_20_high` on another input. */
  label(params: P): string;
  create(params: P, inputs: readonly Float64Array[], outputs: readonly Float64Array[]): FeatureCalculator;
}
