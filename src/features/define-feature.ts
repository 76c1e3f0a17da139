import { z } from 'zod';
import { UserError } from '../foundation/user-error.ts';
import { type FeatureDefinition, stateless } from './feature.ts';
import { builtInFeatures, featureRegistry } from './registry.ts';
import type { FeatureRequest, FeatureSource } from './request.ts';

type Params = z.ZodObject;

/** What the two simple forms have in common. */
interface FeatureFunction<S extends Params, I extends string> {
  /** The name used in requests and columns, snake_case. */
  readonly type: string;
  /** One sentence. */
  readonly description: string;
  /** A strict zod object with a `.describe()` and a default on every parameter; left out where there are none. */
  readonly params?: S;
  /** What it reads, by names of its own: bar fields and other features. */
  readonly inputs:
    | Readonly<Record<I, FeatureSource>>
    | ((params: z.output<S>) => Readonly<Record<I, FeatureSource>>);
}

/** A feature that is a function of the current bar. */
export interface BarFeature<S extends Params, I extends string> extends FeatureFunction<S, I> {
  readonly window?: undefined;
  /** The value at a bar from its inputs there; not asked while one of them is absent. */
  value(inputs: Readonly<Record<I, number>>, params: z.output<S>): number | null | undefined;
}

/** A feature that is a function of the last bars. */
export interface WindowFeature<S extends Params, I extends string> extends FeatureFunction<S, I> {
  /** How many bars it looks at, the current one included. */
  window(params: z.output<S>): number;
  /**
   * The value at a bar from the last `window` values of each input, oldest first; not asked while one of them is absent. The arrays
   * are copies, and are filled again for the next bar.
   */
  value(inputs: Readonly<Record<I, Float64Array>>, params: z.output<S>): number | null | undefined;
}

/** Makes requests for a feature, as `sma` does; parameters left out take their defaults. */
export interface DefinedFeature<S extends Params> {
  (params?: z.input<S>, output?: string): FeatureRequest;
  readonly definition: FeatureDefinition;
}

/**
 * Adds a feature of your own: from then on strategies, notebooks and other features ask for it like for any other.
 * Defining it again, as when a notebook cell runs again, replaces it for the tables that are made from then on.
 *
 * The function must depend on nothing but what it is given; it then has no way to see the future. `null`, `undefined` and NaN mean that
 * there is no value. A feature with running state, or with several outputs, is given as a whole `FeatureDefinition`.
 *
 * @example
 * const closeLocation = defineFeature({
 *   type: 'close_location',
 *   description: 'Where the close stands between low and high, 0 to 1.',
 *   inputs: { high: 'high', low: 'low', close: 'close' },
 *   value: ({ high, low, close }) => (high > low ? (close - low) / (high - low) : null),
 * });
 *
 * const medianPrice = defineFeature({
 *   type: 'median_price',
 *   description: 'Median of the last period values.',
 *   params: z.strictObject({ period: periodParam(21), source: sourceParam() }),
 *   inputs: ({ source }) => ({ x: source }),
 *   window: ({ period }) => period,
 *   value: ({ x }) => x.sort()[x.length >> 1],
 * });
 * sma(5, { source: medianPrice({ period: 9 }) });
 *
 * @throws UserError when the name is not snake_case or belongs to a feature of ours.
 */
export function defineFeature<I extends string, S extends Params = z.ZodObject<Record<never, never>>>(
  feature: BarFeature<S, I>,
): DefinedFeature<S>;
export function defineFeature<I extends string, S extends Params = z.ZodObject<Record<never, never>>>(
  feature: WindowFeature<S, I>,
): DefinedFeature<S>;
export function defineFeature<S extends Params>(
  feature: FeatureDefinition<z.output<S>> & { readonly params: S },
): DefinedFeature<S>;
export function defineFeature(
  feature: BarFeature<Params, string> | WindowFeature<Params, string> | FeatureDefinition,
): DefinedFeature<Params> {
  const definition = 'create' in feature ? feature : definitionOf(feature);
  const { type } = definition;
  if (!/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(type)) {
    throw new UserError(`"${type}" cannot name a feature`, {
      code: 'bad_feature_name',
      hint: 'small letters, digits and single underscores, a letter first: close_location',
    });
  }
  if (builtInFeatures.has(type)) {
    throw new UserError(`feature "${type}" is there already`, {
      code: 'duplicate_component',
      hint: `choose another name, such as my_${type}`,
    });
  }
  featureRegistry.replace(definition);
  const request = (params = {}, output?: string): FeatureRequest =>
    output === undefined ? { type, params } : { type, params, output };
  return Object.assign(request, { definition });
}

function definitionOf(
  feature: BarFeature<Params, string> | WindowFeature<Params, string>,
): FeatureDefinition {
  const { type, description, params = z.strictObject({}), inputs } = feature;
  const overWindow = feature.window !== undefined;
  const sources = (given: unknown) =>
    typeof inputs === 'function' ? inputs(given as z.output<Params>) : inputs;
  const length = (given: unknown): number => {
    const bars = feature.window?.(given as z.output<Params>) ?? 1;
    if (Number.isInteger(bars) && bars >= 1) return bars;
    throw new UserError(`feature ${type}: window gave ${bars}`, {
      code: 'bad_feature_window',
      hint: 'a whole number of bars, 1 or more',
    });
  };
  return {
    type,
    description,
    params: params as FeatureDefinition['params'],
    inputs: (given) => Object.values(sources(given)),
    outputs: ['value'],
    warmUp: (given) => length(given) - 1,
    create: (given, columns, [output]) => {
      const bars = length(given);
      const names = Object.keys(sources(given));
      const arrays = columns.map(() => new Float64Array(bars));
      // Filled anew for each bar: an object a bar would take most of the time.
      const inputs: Record<string, number | Float64Array> = {};
      names.forEach((name, k) => {
        inputs[name] = arrays[k];
      });
      // What `value` takes follows from whether there is a window, which the overloads tie together.
      const valueAt = feature.value as (inputs: unknown, params: unknown) => unknown;
      return stateless((from, to) => {
        for (let i = from; i < to; i++) {
          if (!fillWindows(i, columns, arrays)) {
            output[i] = Number.NaN;
            continue;
          }
          if (!overWindow) for (let k = 0; k < names.length; k++) inputs[names[k]] = arrays[k][0];
          output[i] = checked(type, valueAt(inputs, given), i);
        }
      });
    },
  };
}

/** Copies what ends at bar i into the arrays. @returns false when it begins before the first bar, or holds a NaN. */
function fillWindows(i: number, columns: readonly Float64Array[], arrays: readonly Float64Array[]): boolean {
  for (let k = 0; k < columns.length; k++) {
    const start = i + 1 - arrays[k].length;
    if (start < 0) return false;
    for (let j = 0; j < arrays[k].length; j++) {
      const x = columns[k][start + j];
      if (Number.isNaN(x)) return false;
      arrays[k][j] = x;
    }
  }
  return true;
}

function checked(type: string, value: unknown, i: number): number {
  if (typeof value === 'number') return value;
  if (value === null || value === undefined) return Number.NaN;
  throw new UserError(`feature ${type} gave ${JSON.stringify(value) ?? typeof value} at bar ${i + 1}`, {
    code: 'bad_feature_value',
    hint: 'a number, or null while there is none',
  });
}
