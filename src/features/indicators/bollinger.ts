import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';
import { sma } from './sma.ts';
import { stdDev } from './std-dev.ts';

const params = z.strictObject({
  period: periodParam(20),
  std_devs: z
    .number()
    .positive()
    .max(100)
    .default(2)
    .describe('distance of the bands, in standard deviations'),
  source: sourceParam(),
});

export const bollingerFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'bollinger',
  description:
    'Bollinger bands: simple moving average, and population standard deviations (ddof 0) above and below it.',
  params,
  inputs: ({ period, source }) => [sma(period, { source }), stdDev(period, { source })],
  outputs: ['middle', 'upper', 'lower'],
  shared: () => ({ middle: 0 }),
  warmUp: () => 0,
  create: columnwise((from, to, { std_devs }, [mean, deviation], [, upper, lower]) => {
    for (let i = from; i < to; i++) {
      const distance = std_devs * deviation[i];
      upper[i] = mean[i] + distance;
      lower[i] = mean[i] - distance;
    }
  }),
};

/**
 * Bollinger bands, one request per column: `bollinger(20, 2).upper`. `middle` is the SMA itself; `upper` and
 * `lower` are `stdDevs` population standard deviations away. All present from index `period − 1`.
 */
export function bollinger(
  period = 20,
  stdDevs = 2,
  options: SourceOption = {},
): Readonly<Record<'middle' | 'upper' | 'lower', FeatureRequest>> {
  const column = (output: string) => ({
    type: 'bollinger',
    params: { period, std_devs: stdDevs, ...options },
    output,
  });
  return { middle: column('middle'), upper: column('upper'), lower: column('lower') };
}
