import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, periodsPerYearParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { barVariance } from './bar-variance.ts';
import { sma } from './sma.ts';

const params = z.strictObject({ period: periodParam(20), periods_per_year: periodsPerYearParam() });

export const parkinsonVolatilityFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'parkinson_volatility',
  description: "Parkinson's volatility of log returns, from highs and lows; blind to gaps between bars.",
  params,
  inputs: ({ period }) => [sma(period, { source: barVariance('parkinson') })],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, { periods_per_year }, [variance], [value]) => {
    for (let i = from; i < to; i++) value[i] = Math.sqrt(variance[i] * periods_per_year);
  }),
};

/** Parkinson's volatility, as a fraction per bar (or per year); present from index `period − 1`. */
export function parkinsonVolatility(period = 20, periodsPerYear = 1): FeatureRequest {
  return { type: 'parkinson_volatility', params: { period, periods_per_year: periodsPerYear } };
}
