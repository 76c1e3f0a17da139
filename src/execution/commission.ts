import { z } from 'zod';
import { type ComponentDescription, Registry } from '../foundation/registry.ts';
import { roundMoney } from '../market/money.ts';

/** The fill that a commission is charged for. */
export interface CommissionInput {
  readonly symbol: string;
  /** Without sign. */
  readonly units: number;
  readonly price: number;
  readonly multiplier: number;
  /** +1 for a buy, −1 for a sale. */
  readonly side: number;
  /** A limit order that waited for the price: it brought liquidity. All others take it. */
  readonly maker: boolean;
  /**
   * What the portfolio traded before this fill in the calendar month (UTC) of its time: units without sign, and their value. 0 unless
   * the model says that it reads them.
   */
  readonly monthUnits: number;
  readonly monthValue: number;
}

/** Money for one fill, 0 or above. */
export interface CommissionModel {
  (fill: CommissionInput): number;
  /** It reads `monthUnits` or `monthValue`. */
  readonly readsMonth?: boolean;
}

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
    ({ units, price, multiplier }) =>
      roundMoney(Math.max(minimum, (percent / 100) * units * price * multiplier)),
};

const perShare: CommissionDefinition<{ amount: number; minimum: number }> = {
  type: 'per_share',
  description: 'A fixed amount for each unit.',
  params: z.strictObject({ amount: z.number().min(0).describe('money for each unit'), minimum }),
  create:
    ({ amount, minimum }) =>
    ({ units }) =>
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

interface TierParams {
  readonly by: 'value' | 'units';
  readonly tiers: readonly { readonly from: number; readonly percent: number; readonly per_unit: number }[];
  readonly minimum: number;
}

const tiered: CommissionDefinition<TierParams> = {
  type: 'tiered',
  description: 'A rate that falls with what the portfolio has traded in the calendar month.',
  params: z.strictObject({
    by: z.enum(['value', 'units']).default('value').describe('what counts towards the next tier'),
    tiers: z
      .array(
        z.strictObject({
          from: z.number().min(0).describe('traded in the month before this fill, at least'),
          percent: z.number().min(0).max(100).default(0).describe('percent of the traded value'),
          per_unit: z.number().min(0).default(0).describe('money for each unit'),
        }),
      )
      .nonempty()
      .refine((tiers) => tiers[0].from === 0, { error: 'the first tier must be from 0', path: [0, 'from'] })
      .refine((tiers) => tiers.every(({ from }, i) => i === 0 || from > tiers[i - 1].from), {
        error: 'tiers must rise',
      })
      .meta({
        description: 'the last one reached holds for the whole fill',
        examples: [
          [
            { from: 0, percent: 0.1 },
            { from: 1_000_000, percent: 0.05 },
          ],
        ],
      }),
    minimum,
  }),
  create: ({ by, tiers, minimum }) => {
    const charge: CommissionModel = ({ units, price, multiplier, monthUnits, monthValue }) => {
      const traded = by === 'value' ? monthValue : monthUnits;
      let tier = tiers[0];
      for (const next of tiers) if (next.from <= traded) tier = next;
      const value = units * price * multiplier;
      return roundMoney(Math.max(minimum, (tier.percent / 100) * value + tier.per_unit * units));
    };
    return Object.assign(charge, { readsMonth: true });
  },
};

interface Rate {
  readonly percent: number;
  readonly per_unit: number;
  readonly fixed: number;
}

interface Venue {
  readonly name: string;
  readonly symbols?: readonly string[];
  readonly maker?: Rate;
  readonly taker: Rate;
  readonly sale?: Rate;
  readonly minimum: number;
  readonly maximum_percent?: number;
}

// A maker may be paid: rates below 0 are allowed, the sum is not.
const rate = z.strictObject({
  percent: z.number().min(-100).max(100).default(0).describe('percent of the traded value'),
  per_unit: z.number().default(0).describe('money for each unit'),
  fixed: z.number().default(0).describe('money for each fill'),
});

const schedule: CommissionDefinition<{ exchanges: readonly Venue[] }> = {
  type: 'schedule',
  description: 'The fee schedule of each exchange: maker and taker, fees on sales, minimum and maximum.',
  params: z.strictObject({
    exchanges: z
      .array(
        z.strictObject({
          name: z.string().min(1).describe('for people'),
          symbols: z
            .array(z.string().min(1))
            .nonempty()
            .optional()
            .describe('traded there; all that no exchange before it names'),
          maker: rate.optional().describe('for a limit order that waited; as taker when left out'),
          taker: rate.describe('for everything else'),
          sale: rate.optional().describe('on top, for sales'),
          minimum,
          maximum_percent: z.number().gt(0).optional().describe('at most this percent of the traded value'),
        }),
      )
      .nonempty()
      .describe('the first that trades the symbol charges; a symbol that none trades is free'),
  }),
  create: ({ exchanges }) => {
    const amountOf = ({ percent, per_unit, fixed }: Rate, units: number, value: number) =>
      (percent / 100) * value + per_unit * units + fixed;
    return ({ symbol, units, price, multiplier, side, maker }) => {
      const venue = exchanges.find(({ symbols }) => symbols === undefined || symbols.includes(symbol));
      if (venue === undefined) return 0;
      const value = units * price * multiplier;
      let amount = amountOf(maker ? (venue.maker ?? venue.taker) : venue.taker, units, value);
      if (side < 0 && venue.sale !== undefined) amount += amountOf(venue.sale, units, value);
      amount = Math.max(venue.minimum, amount);
      // As brokers do: the maximum wins over the minimum.
      if (venue.maximum_percent !== undefined)
        amount = Math.min(amount, (venue.maximum_percent / 100) * value);
      return roundMoney(amount);
    };
  },
};

export const commissionRegistry = new Registry<CommissionDefinition>('commission model', [
  none as CommissionDefinition,
  percent as CommissionDefinition,
  perShare as CommissionDefinition,
  fixed as CommissionDefinition,
  tiered as CommissionDefinition,
  schedule as CommissionDefinition,
]);
