import { z } from 'zod';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { FeatureCalculator, FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import { type FeatureRequest, outputsOf, type SourceOption } from '../request.ts';
import { emaAlpha, SmoothedAverage } from '../smoothed-average.ts';
import { ema } from './ema.ts';

export const macdParams = () =>
  z
    .strictObject({
      fast: periodParam(12, 1, 'bars of the fast average'),
      slow: periodParam(26, 1, 'bars of the slow average'),
      signal: periodParam(9, 1, 'bars of the signal line'),
      source: sourceParam(),
    })
    .refine(({ fast, slow }) => fast < slow, { error: 'must be below slow', path: ['fast'] });

const params = macdParams();

const OUTPUTS = ['macd', 'signal', 'histogram'] as const;

export const macdFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'macd',
  description:
    'Moving average convergence divergence: fast EMA − slow EMA, an EMA of that as signal, and their difference.',
  params,
  inputs: ({ fast, slow, source }) => [ema(fast, { source }), ema(slow, { source })],
  outputs: OUTPUTS,
  warmUp: ({ signal }) => signal - 1,
  create: ({ signal }, [fast, slow], [macd, line, histogram]) =>
    new Macd(signal, fast, slow, macd, line, histogram),
};

/**
 * Moving average convergence divergence, one request per column, in price: `macd().histogram`. The line is present
 * from index `slow − 1`, signal and histogram from `slow + signal − 2`. Each EMA is seeded at its own start;
 * `macdAligned` starts both together as TA-Lib does.
 */
export function macd(
  fast = 12,
  slow = 26,
  signal = 9,
  options: SourceOption = {},
): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('macd', { fast, slow, signal, ...options }, OUTPUTS);
}

class Macd implements FeatureCalculator {
  readonly #average: SmoothedAverage;
  readonly #fast: Float64Array;
  readonly #slow: Float64Array;
  readonly #macd: Float64Array;
  readonly #signal: Float64Array;
  readonly #histogram: Float64Array;

  constructor(
    period: number,
    fast: Float64Array,
    slow: Float64Array,
    macd: Float64Array,
    signal: Float64Array,
    histogram: Float64Array,
  ) {
    this.#average = new SmoothedAverage(period, emaAlpha(period));
    this.#fast = fast;
    this.#slow = slow;
    this.#macd = macd;
    this.#signal = signal;
    this.#histogram = histogram;
  }

  run(from: number, to: number): void {
    const macd = this.#macd;
    for (let i = from; i < to; i++) macd[i] = this.#fast[i] - this.#slow[i];
    this.#average.run(from, to, macd, this.#signal);
    for (let i = from; i < to; i++) this.#histogram[i] = macd[i] - this.#signal[i];
  }

  save(out: StateWriter): void {
    this.#average.save(out);
  }

  restore(from: StateReader): void {
    this.#average.restore(from);
  }
}
