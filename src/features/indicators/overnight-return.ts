import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import type { FeatureRequest } from '../request.ts';
import { type ReturnKind, returnKindParam, returnOf } from './returns.ts';

const params = z.strictObject({ kind: returnKindParam() });

export const overnightReturnFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'overnight_return',
  description:
    "Return from the previous bar's close to this bar's open, as a fraction: the gap between them.",
  params,
  inputs: () => ['open', 'close'],
  outputs: ['value'],
  warmUp: () => 1,
  create: columnwise((from, to, { kind }, [open, close], [value]) => {
    for (let i = from; i < to; i++) value[i] = i < 1 ? Number.NaN : returnOf(close[i - 1], open[i], kind);
  }),
};

/** Return from the previous close to this open, as a fraction; present from index 1. */
export function overnightReturn(kind: ReturnKind = 'simple'): FeatureRequest {
  return { type: 'overnight_return', params: { kind } };
}
