import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';

const params = z.strictObject({ source: sourceParam('close', 'the price: a bar field, or another feature') });

export const turnoverFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'turnover',
  description: 'Value traded in a bar, in money: price times volume.',
  params,
  inputs: ({ source }) => [source, 'volume'],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, _, [price, volume], [value]) => {
    for (let i = from; i < to; i++) value[i] = price[i] * volume[i];
  }),
};

/** Value traded in a bar, price times volume, in money; present from index 0 where there is a volume. */
export function turnover(options: SourceOption = {}): FeatureRequest {
  return { type: 'turnover', params: { ...options } };
}
