import { expect, test } from 'vitest';
import { riskLimitRegistry } from '../../src/risk/limits.ts';
import { type Holds, limitContract, type Moment } from '../contracts/limit-contract.ts';
import { dayOf } from '../oracle/naive-days.ts';
import type { PlainRiskRule } from '../oracle/plain.ts';

type Rule<T extends PlainRiskRule['type']> = Extract<PlainRiskRule, { type: T }>;

const HAIR = 1e-9;
const atMost = (value: number, limit: number) => value <= limit + HAIR * Math.max(1, Math.abs(limit));

function valuesAfter({ after, marks, input }: Moment): number[] {
  return Object.entries(after)
    .filter(([, units]) => Math.abs(units) > HAIR)
    .map(([symbol, units]) => units * marks[symbol] * (input.instruments?.[symbol]?.multiplier ?? 1));
}
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const gross = (moment: Moment) => sum(valuesAfter(moment).map(Math.abs));
const orderOf = ({ result, order }: Moment) => result.orders[order - 1];

/** Not while it was in force: since the last breach nothing but what reduces was ordered, unless it had ended. */
const notHalted: Holds<Rule<'drawdown_stop' | 'daily_loss'>> = (rule, moment) => {
  const { decidedSlice, decidedTime } = orderOf(moment);
  const breach = moment.result.breaches.filter(({ slice }) => slice <= decidedSlice).pop();
  if (breach === undefined) return true;
  if (rule.type === 'drawdown_stop') {
    return decidedSlice - breach.slice >= (rule.bars ?? Number.POSITIVE_INFINITY);
  }
  const day = (time: number) => dayOf(moment.input, time);
  return day(decidedTime) > day(breach.time);
};

const LIMITS: { [T in PlainRiskRule['type']]: readonly [readonly Rule<T>[], Holds<Rule<T>>] } = {
  max_position: [
    [
      { type: 'max_position', units: 20 },
      { type: 'max_position', percent: 40 },
    ],
    (rule, moment) => {
      const { symbol } = orderOf(moment);
      if ('units' in rule) return atMost(Math.abs(moment.after[symbol]), rule.units);
      const value =
        moment.after[symbol] * moment.marks[symbol] * (moment.input.instruments?.[symbol]?.multiplier ?? 1);
      return atMost(Math.abs(value), (rule.percent / 100) * moment.equity);
    },
  ],
  max_exposure: [
    [{ type: 'max_exposure', percent: 60 }],
    (rule, moment) => atMost(gross(moment), (rule.percent / 100) * moment.equity),
  ],
  max_net_exposure: [
    [{ type: 'max_net_exposure', percent: 30 }],
    (rule, moment) => atMost(Math.abs(sum(valuesAfter(moment))), (rule.percent / 100) * moment.equity),
  ],
  max_leverage: [
    [{ type: 'max_leverage', leverage: 0.5 }],
    (rule, moment) => atMost(gross(moment), rule.leverage * moment.equity),
  ],
  max_positions: [
    [{ type: 'max_positions', positions: 1 }],
    (rule, moment) => valuesAfter(moment).length <= rule.positions,
  ],
  max_orders_per_bar: [
    [{ type: 'max_orders_per_bar', orders: 1 }],
    (rule, { result, order, builders }) => {
      const { decidedSlice } = result.orders[order - 1];
      return (
        builders.filter((one) => result.orders[one - 1].decidedSlice === decidedSlice).length <= rule.orders
      );
    },
  ],
  cooldown: [
    [{ type: 'cooldown', bars: 4 }],
    (rule, moment) => {
      const { symbol, decidedTime } = orderOf(moment);
      const index = moment.input.bars[symbol].findLastIndex(({ closeTime }) => closeTime <= decidedTime);
      const { events, roundTrips } = moment.result;
      const given = events.findIndex((event) => event.type === 'ORDER' && event.order === moment.order);
      const closed = events.slice(0, given).filter((event) => event.type === 'POSITION_CLOSE').length;
      const lost = roundTrips.slice(0, closed).filter((trip) => trip.symbol === symbol && trip.netPnl < 0);
      return lost.every(({ exitIndex }) => index - exitIndex >= rule.bars);
    },
  ],
  drawdown_stop: [
    [
      { type: 'drawdown_stop', percent: 0.2, action: 'halt' },
      { type: 'drawdown_stop', percent: 0.2, action: 'close', bars: 4 },
    ],
    notHalted,
  ],
  daily_loss: [[{ type: 'daily_loss', percent: 0.1, action: 'close' }], notHalted],
};

test('every registered limit is held to the contract', () => {
  expect(Object.keys(LIMITS).sort()).toEqual(riskLimitRegistry.types.sort());
});

for (const [type, [rules, holds]] of Object.entries(LIMITS)) {
  limitContract(
    riskLimitRegistry.get(type),
    rules as readonly PlainRiskRule[],
    holds as Holds<PlainRiskRule>,
  );
}
