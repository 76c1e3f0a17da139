import { z } from 'zod';
import { Registry } from '../foundation/registry.ts';
import type { AccountView } from '../market/account-view.ts';
import { unitsOf } from '../market/instrument.ts';
import { dailyLoss, drawdownStop } from './halts.ts';
import { bound, type ProposedOrder, type RiskLimit, type RiskLimitDefinition } from './limit.ts';

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
      const reason = 'the position would be larger than allowed';
      return { code: 'max_position', reason, value, limit };
    }),
};

const maxExposure: RiskLimitDefinition<{ percent: number }> = {
  type: 'max_exposure',
  description: 'Bounds the gross market value over all symbols, in percent of equity.',
  params: z.strictObject({ percent: z.number().gt(0).describe('percent of equity') }),
  create: ({ percent }) =>
    bound((order, account) => {
      const value = grossExposureAfter(order, account);
      const reason = 'gross exposure would be larger than allowed';
      return { code: 'max_exposure', reason, value, limit: (percent / 100) * account.equity };
    }),
};

const maxNetExposure: RiskLimitDefinition<{ percent: number }> = {
  type: 'max_net_exposure',
  description: 'Bounds long minus short market value over all symbols, either way, in percent of equity.',
  params: z.strictObject({ percent: z.number().gt(0).describe('percent of equity') }),
  create: ({ percent }) =>
    bound((order, account) => {
      const value = Math.max(netExposureAfter(order, account, 1), -netExposureAfter(order, account, -1));
      const reason = 'net exposure would be larger than allowed';
      return { code: 'max_net_exposure', reason, value, limit: (percent / 100) * account.equity };
    }),
};

const maxLeverage: RiskLimitDefinition<{ leverage: number }> = {
  type: 'max_leverage',
  description: "Bounds gross market value by a multiple of equity, below the portfolio's own leverage.",
  params: z.strictObject({ leverage: z.number().gt(0).describe('multiple of equity') }),
  create: ({ leverage }) =>
    bound((order, account) => {
      const value = grossExposureAfter(order, account);
      const reason = 'leverage would be larger than allowed';
      return { code: 'max_leverage', reason, value, limit: leverage * account.equity };
    }),
};

const maxPositions: RiskLimitDefinition<{ positions: number }> = {
  type: 'max_positions',
  description: 'Bounds the number of symbols held at one time.',
  params: z.strictObject({ positions: z.int().min(1).describe('symbols with a position') }),
  create: ({ positions }) =>
    bound((order, account) => {
      let value = 0;
      for (let symbol = 0; symbol < account.instruments.length; symbol++) {
        if (order.lotsAfter(symbol) !== 0) value++;
      }
      const reason = 'there would be more positions than allowed';
      return { code: 'max_positions', reason, value, limit: positions };
    }),
};

const ordersPerBar: RiskLimitDefinition<{ orders: number }> = {
  type: 'max_orders_per_bar',
  description: 'Bounds how many orders that build positions are given at one moment.',
  params: z.strictObject({
    orders: z.int().min(1).describe('orders at the close of one bar, of all symbols'),
  }),
  create: ({ orders }) =>
    bound((order) => {
      const reason = 'there would be more orders at once than allowed';
      return { code: 'max_orders_per_bar', reason, value: order.ordersAtOnce + 1, limit: orders };
    }),
};

const cooldown: RiskLimitDefinition<{ bars: number }> = {
  type: 'cooldown',
  description: 'No new position in a symbol for some bars after a losing trade in it.',
  params: z.strictObject({ bars: z.int().min(1).describe('bars of the symbol, from the exit on') }),
  create: ({ bars }) => {
    const measure = ({ trades, symbolIndex, index }: ProposedOrder) => {
      const since = index - (trades?.lastLoss(symbolIndex) ?? Number.NEGATIVE_INFINITY);
      // What is left of the pause: a limit refuses what is above it.
      const value = Math.max(0, bars - since);
      return {
        code: 'cooldown',
        reason: 'the last trade in it lost, so many bars are to pass',
        value,
        limit: 0,
      };
    };
    return bound(measure, { readsTrades: true });
  },
};

/**
 * Always on: gross exposure may not exceed leverage × equity. Since short positions count in full, the proceeds of a
 * short sale are never spent.
 */
export function buyingPower(leverage: number): RiskLimit {
  return bound((order, account) => {
    const value = grossExposureAfter(order, account);
    const reason = 'gross exposure would exceed leverage times equity';
    return { code: 'buying_power', reason, value, limit: leverage * account.equity };
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

/** Signed, when what waits goes to the given side as far as it can. */
function netExposureAfter(order: ProposedOrder, account: AccountView, side: number): number {
  let net = 0;
  for (let symbol = 0; symbol < account.instruments.length; symbol++) {
    const lots = order.lotsAtMost(symbol, side);
    if (lots === 0) continue;
    const { lotSize, multiplier } = account.instruments[symbol];
    const price = symbol === order.symbolIndex ? order.price : account.mark(symbol);
    net += unitsOf(lots, lotSize) * price * multiplier;
  }
  return net;
}

export const riskLimitRegistry = new Registry<RiskLimitDefinition>('risk limit', [
  maxPosition as RiskLimitDefinition,
  maxExposure as RiskLimitDefinition,
  maxNetExposure as RiskLimitDefinition,
  maxLeverage as RiskLimitDefinition,
  maxPositions as RiskLimitDefinition,
  ordersPerBar as RiskLimitDefinition,
  cooldown as RiskLimitDefinition,
  drawdownStop as RiskLimitDefinition,
  dailyLoss as RiskLimitDefinition,
]);
