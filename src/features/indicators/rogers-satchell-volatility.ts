import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, periodsPerYearParam } from '../params.ts';
import type { FeatureRequest } from '../request.ts';
import { barVariance } from './bar-variance.ts';
import { sma } from './sma.ts';

const params = z.strictObject({ period: periodParam(20), periods_per_year: periodsPerYearParam() });

export const rogersSatchellVolatilityFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'rogers_satchell_volatility',
  description:
    'Volatility of log returns after Rogers and Satchell: right under any drift; blind to gaps between bars.',
  params,
  inputs: ({ period }) => [sma(period, { source: barVariance('rogers_satchell') })],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, { periods_per_year }, [variance], [value]) => {
    for (let i = from; i < to; i++) value[i] = Math.sqrt(variance[i] * periods_per_year);
  }),
};

/** Volatility after Rogers and Satchell, as a fraction per bar (or per year); present from index `period − 1`. */
export function rogersSatchellVolatility(period = 20, periodsPerYear = 1): FeatureRequest {
  return { type: 'rogers_satchell_volatility', params: { period, periods_per_year: periodsPerYear } };
}
