import { z } from 'zod';
import type { FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { RollingWeightedMean } from '../rolling-weighted-mean.ts';
import { blend } from './blend.ts';
import { wma } from './wma.ts';

const params = z.strictObject({ period: periodParam(20, 2), source: sourceParam() });

/** Whole bars, rounded down as Hull did. */
const smoothing = (period: number) => Math.floor(Math.sqrt(period));

export const hmaFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'hma',
  description: "Hull's moving average: WMA over √period bars of 2 WMA(period / 2) − WMA(period).",
  params,
  inputs: ({ period, source }) => [
    blend(wma(Math.floor(period / 2), { source }), wma(period, { source }), 2, -1),
  ],
  outputs: ['value'],
  warmUp: ({ period }) => smoothing(period) - 1,
  create: ({ period }, [input], [value]) => new RollingWeightedMean(smoothing(period), input, value),
};

/** Hull's moving average; present from index `period + ⌊√period⌋ − 2`. */
export function hma(period = 20, options: SourceOption = {}): FeatureRequest {
  return { type: 'hma', params: { period, ...options } };
}
