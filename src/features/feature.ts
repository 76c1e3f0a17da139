import type { z } from 'zod';
import type { ComponentDescription } from '../foundation/registry.ts';
import type { Stateful } from '../foundation/state.ts';
import type { FeatureInput } from './request.ts';

/**
 * Computes the columns of one feature. It is bound to its input and output columns when it is made.
 *
 * `run` is the only way in: whole columns are one long call, bar by bar is many short ones. So both give the same
 * bits, and a calculator may keep its running values in local variables during a call, which is what makes it fast.
 */
export interface FeatureCalculator extends Stateful {
  /**
   * Writes every output at each i in [from, to): a number, or NaN while the feature is absent. For bar i it may
   * read inputs at indexes ≤ i, earlier bars included. Calls follow one another without gaps: `from` is the `to` of
   * the call before, or of the call before the `save` that was restored.
   */
  run(from: number, to: number): void;
}

/** A calculator that keeps nothing from one bar to the next but what stands in the columns. */
export function stateless(run: (from: number, to: number) => void): FeatureCalculator {
  return { run, save() {}, restore() {} };
}

/**
 * The `create` of a feature whose calculators keep nothing, from one function for all of them: V8 compiles that once, but a
 * closure for each calculator again and again.
 */
export function columnwise<P>(
  run: (
    from: number,
    to: number,
    params: P,
    inputs: readonly Float64Array[],
    outputs: readonly Float64Array[],
  ) => void,
): FeatureDefinition<P>['create'] {
  return (params, inputs, outputs) => stateless((from, to) => run(from, to, params, inputs, outputs));
}

/**
 * A kind of feature: what its parameters mean, what it reads, and how it is computed. How a configured feature is
 * called (`sma_20`) follows from the parameters, see `featureKey`: it cannot forget one and so mix up two features.
 *
 * NaN in an input means absent. A feature over a window is absent while the window holds one; a recursive feature is
 * absent at it and starts anew after it, seed included (also after an infinite input, which would never leave it).
 * Absent inputs at the start (a feature of a feature that is still warming up) are the same case.
 */
export interface FeatureDefinition<P = unknown> extends ComponentDescription {
  readonly params: z.ZodObject & z.ZodType<P>;
  /**
   * What it reads, in the order in which `create` receives the columns. A feature that is made of others reads them
   * here: then each is computed once, whoever else asks for it.
   */
  inputs(params: P): readonly FeatureInput[];
  /** Names of its columns; a feature with a single value calls it `value`. */
  readonly outputs: readonly string[];
  /**
   * For outputs that are one of the inputs, number for number, the index of that input: they share its column, which must be
   * another feature's, and the calculator leaves them alone.
   */
  shared?(params: P): Readonly<Record<string, number>>;
  /** Index of the first bar at which all outputs are present, given inputs that are present from index 0. */
  warmUp(params: P): number;
  create(params: P, inputs: readonly Float64Array[], outputs: readonly Float64Array[]): FeatureCalculator;
}
