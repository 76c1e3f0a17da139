import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import type { FeatureRequest } from '../request.ts';
import { type ReturnKind, returnKindParam, returnOf } from './returns.ts';

const params = z.strictObject({ kind: returnKindParam() });

export const intradayReturnFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'intraday_return',
  description: "Return from this bar's open to its close, as a fraction.",
  params,
  inputs: () => ['open', 'close'],
  outputs: ['value'],
  warmUp: () => 0,
  create: columnwise((from, to, { kind }, [open, close], [value]) => {
    for (let i = from; i < to; i++) value[i] = returnOf(open[i], close[i], kind);
  }),
};

/** Return from a bar's open to its close, as a fraction; present from index 0. */
export function intradayReturn(kind: ReturnKind = 'simple'): FeatureRequest {
  return { type: 'intraday_return', params: { kind } };
}
