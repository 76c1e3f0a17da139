import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, periodsPerYearParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { returns } from './returns.ts';
import { stdDev } from './std-dev.ts';

const params = z.strictObject({
  period: periodParam(20, 2, 'number of returns'),
  periods_per_year: periodsPerYearParam(),
  source: sourceParam(),
});

export const volatilityFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'volatility',
  description:
    'Close-to-close volatility: sample standard deviation (ddof 1) of the last period log returns.',
  params,
  inputs: ({ period, source }) => [stdDev(period, { source: returns(1, { kind: 'log', source }) })],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, { period, periods_per_year }, [deviation], [value]) => {
    const scale = Math.sqrt((period / (period - 1)) * periods_per_year);
    for (let i = from; i < to; i++) value[i] = deviation[i] * scale;
  }),
};

/** Close-to-close volatility, as a fraction per bar (or per year); present from index `period`. */
export function volatility(period = 20, periodsPerYear = 1, options: SourceOption = {}): FeatureRequest {
  return { type: 'volatility', params: { period, periods_per_year: periodsPerYear, ...options } };
}
