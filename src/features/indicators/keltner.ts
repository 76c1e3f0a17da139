import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { multiplierParam, periodParam, sourceParam } from '../params.ts';
import { type FeatureRequest, outputsOf, type SourceOption } from '../request.ts';
import { atr } from './atr.ts';
import { ema } from './ema.ts';

const params = z.strictObject({
  period: periodParam(20, 1, 'bars of the EMA in the middle'),
  multiplier: multiplierParam(2, 'distance of the bands, in average true ranges'),
  atr_period: periodParam(10, 1, 'bars of the average true range'),
  source: sourceParam(),
});

const OUTPUTS = ['middle', 'upper', 'lower'] as const;

export const keltnerFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'keltner',
  description: 'Keltner channel: an EMA, and average true ranges above and below it.',
  params,
  inputs: ({ period, atr_period, source }) => [ema(period, { source }), atr(atr_period)],
  outputs: OUTPUTS,
  shared: () => ({ middle: 0 }),
  warmUp: () => 0,
  create: columnwise((from, to, { multiplier }, [ema, atr], [, upper, lower]) => {
    for (let i = from; i < to; i++) {
      const distance = multiplier * atr[i];
      upper[i] = ema[i] + distance;
      lower[i] = ema[i] - distance;
    }
  }),
};

/** Keltner channel, one request per column, in price; bands present from index max(`period − 1`, `atrPeriod`). */
export function keltner(
  period = 20,
  multiplier = 2,
  atrPeriod = 10,
  options: SourceOption = {},
): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('keltner', { period, multiplier, atr_period: atrPeriod, ...options }, OUTPUTS);
}
