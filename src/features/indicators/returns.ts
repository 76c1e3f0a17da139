import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { periodParam, sourceParam } from '../params.ts';
import type { FeatureRequest, SourceOption } from '../request.ts';

export const returnKindParam = () =>
  z.enum(['simple', 'log']).default('simple').describe('simple: b / a − 1; log: ln(b / a)');

export type ReturnKind = 'simple' | 'log';

const params = z.strictObject({
  period: periodParam(1, 1, 'number of bars that the return spans'),
  kind: returnKindParam(),
  source: sourceParam(),
});

export const returnsFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'returns',
  description: 'Return over period bars, as a fraction: 0.01 is 1 %.',
  params,
  inputs: ({ source }) => [source],
  outputs: ['value'],
  warmUp: ({ period }) => period,
  create: columnwise((from, to, { period, kind }, [input], [value]) => {
    for (let i = from; i < to; i++) {
      value[i] = i < period ? Number.NaN : returnOf(input[i - period], input[i], kind);
    }
  }),
};

/** Return over `period` bars, as a fraction; present from index `period`, absent where a price is not positive. */
export function returns(
  period = 1,
  options: SourceOption & { readonly kind?: ReturnKind } = {},
): FeatureRequest {
  return { type: 'returns', params: { period, ...options } };
}

/** Return from a to b, as a fraction; NaN when either is not positive: a ratio to nothing, or to a debt, is no return. */
export function returnOf(a: number, b: number, kind: ReturnKind): number {
  if (!(a > 0 && b > 0)) return Number.NaN;
  return kind === 'log' ? Math.log(b / a) : (b - a) / a;
}
