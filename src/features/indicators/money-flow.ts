import { z } from 'zod';
import { columnwise, type FeatureDefinition } from '../feature.ts';
import { type FeatureRequest, outputsOf } from '../request.ts';
import { turnover } from './turnover.ts';
import { typicalPrice } from './typical-price.ts';

const params = z.strictObject({});

const OUTPUTS = ['positive', 'negative'] as const;

export const moneyFlowFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'money_flow',
  description:
    'Value traded in a bar, in money: positive when the typical price rose, negative when it fell.',
  params,
  inputs: () => [typicalPrice(), turnover({ source: typicalPrice() })],
  outputs: OUTPUTS,
  warmUp: () => 1,
  create: columnwise((from, to, _, [price, turnover], [positive, negative]) => {
    for (let i = from; i < to; i++) {
      const change = i > 0 ? price[i] - price[i - 1] : Number.NaN;
      const absent = Number.isNaN(change + turnover[i]) ? Number.NaN : 0;
      positive[i] = flowIf(change > 0, turnover[i]) + absent;
      negative[i] = flowIf(change < 0, turnover[i]) + absent;
    }
  }),
};

/**
 * Value traded in a bar at the typical price, in money, one request per column: `positive` when that price rose,
 * `negative` (a number above 0 as well) when it fell; the other is 0. Present from index 1.
 */
export function moneyFlow(): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('money_flow', {}, OUTPUTS);
}

/** The flow or 0, by a product: which way a price moves is a coin that no processor predicts. */
function flowIf(flows: boolean, flow: number): number {
  if (Number.isFinite(flow)) return flow * Number(flows);
  return flows ? flow : 0;
}
