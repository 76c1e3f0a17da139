import { z } from 'zod';
import { type ComponentDescription, Registry } from '../foundation/registry.ts';
import type { BarSeries } from '../market/bar-series.ts';

/** The fill that is to be priced. */
export interface SlippageInput {
  /** Units of the fill, without sign. */
  readonly units: number;
  readonly series: BarSeries;
  /** The bar that fills. */
  readonly index: number;
}

/** The price at which a market or stop order really fills, above 0. `side` is +1 for a buy, −1 for a sale. */
export type SlippageModel = (referencePrice: number, side: number, input: SlippageInput) => number;

export interface SlippageDefinition<P = unknown> extends ComponentDescription {
  readonly params: z.ZodType<P>;
  create(params: P): SlippageModel;
}

const none: SlippageDefinition<object> = {
  type: 'none',
  description: 'Fills at the reference price.',
  params: z.strictObject({}),
  create: () => (referencePrice) => referencePrice,
};

const bps: SlippageDefinition<{ bps: number }> = {
  type: 'bps',
  description: 'Moves the price against the trader by a fixed share.',
  params: z.strictObject({ bps: z.number().min(0).lt(10_000).describe('hundredths of a percent') }),
  create:
    ({ bps }) =>
    (referencePrice, side) =>
      referencePrice * (1 + (side * bps) / 10_000),
};

const rangeShare: SlippageDefinition<{ fraction: number }> = {
  type: 'range_share',
  description: "Moves the price against the trader by a share of the bar's range, never beyond the bar.",
  params: z.strictObject({
    fraction: z.number().min(0).max(1).default(0.1).describe('share of high − low of the bar that fills'),
  }),
  create:
    ({ fraction }) =>
    (referencePrice, side, { series, index }) => {
      const high = series.high[index];
      const low = series.low[index];
      const slipped = referencePrice + side * fraction * (high - low);
      return side > 0 ? Math.min(slipped, high) : Math.max(slipped, low);
    },
};

const volumeShare: SlippageDefinition<{ impact: number; max_share: number }> = {
  type: 'volume_share',
  description: "Moves the price by the square of the fill's share of the bar's volume.",
  params: z.strictObject({
    impact: z.number().min(0).lt(1).default(0.1).describe('move at a share of 1, as a fraction of the price'),
    max_share: z
      .number()
      .gt(0)
      .max(1)
      .default(1)
      .describe('share that counts at most, and where the volume is not known'),
  }),
  create:
    ({ impact, max_share }) =>
    (referencePrice, side, { units, series, index }) => {
      const volume = series.volume[index];
      const share = volume > 0 ? Math.min(units / volume, max_share) : max_share;
      return referencePrice * (1 + side * impact * share * share);
    },
};

const volatility: SlippageDefinition<{ multiple: number; period: number; max_percent: number }> = {
  type: 'volatility',
  description: 'Moves the price by a multiple of the volatility of the bars before the one that fills.',
  params: z.strictObject({
    multiple: z.number().min(0).default(0.1).describe('multiple of the standard deviation of the returns'),
    period: z
      .int()
      .min(2)
      .max(10_000)
      .default(20)
      .describe('returns of closes before the bar that fills; none slips while there are fewer than two'),
    max_percent: z.number().gt(0).lt(100).default(10).describe('largest move, in percent of the price'),
  }),
  create:
    ({ multiple, period, max_percent }) =>
    (referencePrice, side, { series, index }) => {
      const move = Math.min(multiple * deviationBefore(series.close, index, period), max_percent / 100);
      return referencePrice * (1 + side * move);
    },
};

/** Sample standard deviation of the last `period` simple returns that were known before bar `index`; 0 below two. */
function deviationBefore(close: Float64Array, index: number, period: number): number {
  const first = Math.max(1, index - period);
  const count = index - first;
  if (count < 2) return 0;
  let sum = 0;
  for (let i = first; i < index; i++) sum += close[i] / close[i - 1] - 1;
  const mean = sum / count;
  let squares = 0;
  for (let i = first; i < index; i++) {
    const deviation = close[i] / close[i - 1] - 1 - mean;
    squares += deviation * deviation;
  }
  return Math.sqrt(squares / (count - 1));
}

export const slippageRegistry = new Registry<SlippageDefinition>('slippage model', [
  none as SlippageDefinition,
  bps as SlippageDefinition,
  rangeShare as SlippageDefinition,
  volumeShare as SlippageDefinition,
  volatility as SlippageDefinition,
]);
