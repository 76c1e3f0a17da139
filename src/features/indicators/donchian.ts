import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam } from '../params.ts';
import { type FeatureRequest, outputsOf } from '../request.ts';
import { highest } from './highest.ts';
import { lowest } from './lowest.ts';

const params = z.strictObject({
  period: periodParam(20),
  lag: z
    .int()
    .min(0)
    .max(100_000)
    .default(0)
    .describe('bars between the channel and the current bar; 1 leaves the current bar out of it'),
});

const OUTPUTS = ['middle', 'upper', 'lower'] as const;

const SIDES = { upper: 0, lower: 1 };

export const donchianFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'donchian',
  description: 'Donchian channel: highest high and lowest low of period bars, and the middle between them.',
  params,
  inputs: ({ period }) => [highest(period, { source: 'high' }), lowest(period, { source: 'low' })],
  outputs: OUTPUTS,
  // Without a lag its sides are the two extremes themselves.
  shared: ({ lag }) => (lag === 0 ? SIDES : {}),
  warmUp: ({ lag }) => lag,
  create: columnwise((from, to, { lag }, [highest, lowest], [middle, upper, lower]) => {
    if (lag > 0) {
      shift(highest, lag, upper, from, to);
      shift(lowest, lag, lower, from, to);
    }
    const [high, low] = lag > 0 ? [upper, lower] : [highest, lowest];
    for (let i = from; i < to; i++) middle[i] = (high[i] + low[i]) / 2;
  }),
};

/**
 * Donchian channel, one request per column, in price; present from index `period − 1 + lag`. With `lag` 1 the channel is
 * that of the bars before, which the current bar can break out of; with 0 it never can.
 */
export function donchian(period = 20, lag = 0): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('donchian', { period, lag }, OUTPUTS);
}

function shift(input: Float64Array, lag: number, output: Float64Array, from: number, to: number): void {
  for (let i = from; i < to; i++) output[i] = i < lag ? Number.NaN : input[i - lag];
}
