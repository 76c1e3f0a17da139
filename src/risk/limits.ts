import { z } from 'zod';
import { type ComponentDescription, Registry } from '../foundation/registry.ts';
import type { AccountView } from '../market/account-view.ts';
import { unitsOf } from '../market/instrument.ts';

/** An order before approval, and what the portfolio would hold if everything waiting were filled. */
export interface ProposedOrder {
  readonly symbolIndex: number;
  /** Close of the decision bar. */
  readonly price: number;
  /** Lots of a symbol, long or short, that this order and those waiting can lead to at worst. */
  lotsAfter(symbol: number): number;
}

/** Why an order was refused: a stable code, the number tested and the limit it broke. */
export interface Refusal {
  readonly code: string;
  readonly value: number;
  readonly limit: number;
}

/** `(order, portfolio view) → refusal`, or null when the order may pass. */
export interface RiskLimit {
  (order: ProposedOrder, account: AccountView): Refusal | null;
  /** The two numbers that it compares, whether the order may pass or not; for explaining. */
  readonly measure?: (order: ProposedOrder, account: AccountView) => Refusal;
}

export interface RiskLimitDefinition<P = unknown> extends ComponentDescription {
  readonly params: z.ZodType<P>;
  create(params: P): RiskLimit;
}

/** A limit is met exactly in spite of rounding in the last bit. */
const HAIR = 1 + 1e-12;

/** A limit that refuses an order whose value is above the limit. */
function bound(measure: (order: ProposedOrder, account: AccountView) => Refusal): RiskLimit {
  const check = (order: ProposedOrder, account: AccountView) => {
    const measured = measure(order, account);
    return measured.value <= measured.limit * HAIR ? null : measured;
  };
  return Object.assign(check, { measure });
}

const maxPosition: RiskLimitDefinition<{ units?: number; percent?: number }> = {
  type: 'max_position',
  description: 'Bounds the position in one symbol, in units or in percent of equity.',
  params: z
    .strictObject({
      units: z.number().gt(0).optional().describe('largest number of units, long or short'),
      percent: z.number().gt(0).optional().describe('largest market value in percent of equity'),
    })
    .refine((p) => (p.units === undefined) !== (p.percent === undefined), {
      error: 'give either units or percent',
    }),
  create: ({ units, percent }) =>
    bound((order, account) => {
      const { lotSize, multiplier } = account.instruments[order.symbolIndex];
      const after = Math.abs(unitsOf(order.lotsAfter(order.symbolIndex), lotSize));
      const value = units === undefined ? after * order.price * multiplier : after;
      const limit = units ?? ((percent as number) / 100) * account.equity;
      return { code: 'max_position', value, limit };
    }),
};

const maxExposure: RiskLimitDefinition<{ percent: number }> = {
  type: 'max_exposure',
  description: 'Bounds the gross market value over all symbols, in percent of equity.',
  params: z.strictObject({ percent: z.number().gt(0).describe('percent of equity') }),
  create: ({ percent }) =>
    bound((order, account) => {
      const value = grossExposureAfter(order, account);
      return { code: 'max_exposure', value, limit: (percent / 100) * account.equity };
    }),
};

/**
 * Always on: gross exposure may not exceed leverage × equity. Since short positions count in full, the proceeds of a
 * short sale are never spent.
 */
export function buyingPower(leverage: number): RiskLimit {
  return bound((order, account) => {
    const value = grossExposureAfter(order, account);
    return { code: 'buying_power', value, limit: leverage * account.equity };
  });
}

function grossExposureAfter(order: ProposedOrder, account: AccountView): number {
  let gross = 0;
  for (let symbol = 0; symbol < account.instruments.length; symbol++) {
    const lots = order.lotsAfter(symbol);
    if (lots === 0) continue;
    const { lotSize, multiplier } = account.instruments[symbol];
    const price = symbol === order.symbolIndex ? order.price : account.mark(symbol);
    gross += Math.abs(unitsOf(lots, lotSize)) * price * multiplier;
  }
  return gross;
}

export const riskLimitRegistry = new Registry<RiskLimitDefinition>('risk limit', [
  maxPosition as RiskLimitDefinition,
  maxExposure as RiskLimitDefinition,
]);
