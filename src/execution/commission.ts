import { z } from 'zod';
import { type ComponentDescription, Registry } from '../foundation/registry.ts';
import { roundMoney } from '../market/money.ts';

/** Money for one fill, 0 or above. `units` without sign. */
export type CommissionModel = (units: number, price: number, multiplier: number) => number;

export interface CommissionDefinition<P = unknown> extends ComponentDescription {
  readonly params: z.ZodType<P>;
  create(params: P): CommissionModel;
}

const minimum = z.number().min(0).default(0).describe('at least this much money for each fill');

const none: CommissionDefinition<object> = {
  type: 'none',
  description: 'Trading is free.',
  params: z.strictObject({}),
  create: () => () => 0,
};

const percent: CommissionDefinition<{ percent: number; minimum: number }> = {
  type: 'percent',
  description: 'A share of the traded value.',
  params: z.strictObject({
    percent: z.number().min(0).max(100).describe('percent of the traded value'),
    minimum,
  }),
  create:
    ({ percent, minimum }) =>
    (units, price, multiplier) =>
      roundMoney(Math.max(minimum, (percent / 100) * units * price * multiplier)),
};

const perShare: CommissionDefinition<{ amount: number; minimum: number }> = {
  type: 'per_share',
  description: 'A fixed amount for each unit.',
  params: z.strictObject({ amount: z.number().min(0).describe('money for each unit'), minimum }),
  create:
    ({ amount, minimum }) =>
    (units) =>
      roundMoney(Math.max(minimum, amount * units)),
};

const fixed: CommissionDefinition<{ amount: number; minimum: number }> = {
  type: 'fixed',
  description: 'A fixed amount for each fill.',
  params: z.strictObject({ amount: z.number().min(0).describe('money for each fill'), minimum }),
  create: ({ amount, minimum }) => {
    const each = roundMoney(Math.max(minimum, amount));
    return () => each;
  },
};

export const commissionRegistry = new Registry<CommissionDefinition>('commission model', [
  none as CommissionDefinition,
  percent as CommissionDefinition,
  perShare as CommissionDefinition,
  fixed as CommissionDefinition,
]);
