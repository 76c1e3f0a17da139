import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, periodsPerYearParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { barVariance } from './bar-variance.ts';
import { intradayReturn } from './intraday-return.ts';
import { overnightReturn } from './overnight-return.ts';
import { sma } from './sma.ts';
import { stdDev } from './std-dev.ts';

const params = z.strictObject({
  period: periodParam(20, 2),
  periods_per_year: periodsPerYearParam(),
});

export const yangZhangVolatilityFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'yang_zhang_volatility',
  description:
    'Volatility of log returns after Yang and Zhang (2000), from gaps, open to close and ranges; right under any drift.',
  params,
  inputs: ({ period }) => [
    stdDev(period, { source: overnightReturn('log') }),
    stdDev(period, { source: intradayReturn('log') }),
    sma(period, { source: barVariance('rogers_satchell') }),
  ],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, { period, periods_per_year }, [overnight, intraday, withinBars], [value]) => {
    // The authors' weight, at which the estimate varies least; sample variances (ddof 1) throughout.
    const k = 0.34 / (1.34 + (period + 1) / (period - 1));
    const sample = period / (period - 1);
    for (let i = from; i < to; i++) {
      const variance =
        sample * (overnight[i] * overnight[i] + k * intraday[i] * intraday[i]) + (1 - k) * withinBars[i];
      value[i] = Math.sqrt(variance * periods_per_year);
    }
  }),
};

/** Volatility after Yang and Zhang, as a fraction per bar (or per year); present from index `period`. */
export function yangZhangVolatility(period = 20, periodsPerYear = 1): FeatureRequest {
  return { type: 'yang_zhang_volatility', params: { period, periods_per_year: periodsPerYear } };
}
