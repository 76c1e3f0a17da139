import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { sourceParam } from '../params.ts';
import type { FeatureRequest, FeatureSource } from '../request.ts';

const weight = (byDefault: number, of: string) =>
  z.number().default(byDefault).describe(`how many times ${of} is taken; negative to subtract it`);

const params = z.strictObject({
  first: sourceParam('close', 'a bar field, or another feature'),
  second: sourceParam('open', 'a bar field, or another feature'),
  first_weight: weight(1, 'first'),
  second_weight: weight(-1, 'second'),
});

export const blendFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'blend',
  description: 'Weighted sum of two features or bar fields; by default their difference, first − second.',
  params,
  inputs: ({ first, second }) => [first, second],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, { first_weight, second_weight }, [first, second], [value]) => {
    for (let i = from; i < to; i++) value[i] = first_weight * first[i] + second_weight * second[i];
  }),
};

/** `firstWeight` · first + `secondWeight` · second: the spread between two averages, or half of their sum. */
export function blend(
  first: FeatureSource,
  second: FeatureSource,
  firstWeight = 1,
  secondWeight = -1,
): FeatureRequest {
  const params = { first, second, first_weight: firstWeight, second_weight: secondWeight };
  return { type: 'blend', params };
}
