import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RiskLimitDefinition } from '../../src/risk/limit.ts';
import { cases } from '../oracle/cases.ts';
import { runEngine } from '../oracle/engine-run.ts';
import type { PlainCase, PlainEvent, PlainResult, PlainRiskRule } from '../oracle/plain.ts';
import { describesItself } from './describes-itself.ts';

/** What a portfolio held and was worth when it decided an order, reckoned from its fills alone. */
export interface Moment {
  readonly input: PlainCase;
  readonly result: PlainResult;
  readonly equity: number;
  /** Units and closes by symbol, with the order filled. */
  readonly after: Readonly<Record<string, number>>;
  readonly marks: Readonly<Record<string, number>>;
  /** Number of the order. */
  readonly order: number;
  /** Numbers of all orders of the portfolio that built a position, this one among them. */
  readonly builders: readonly number[];
}

/** Whether the limit holds once an order that it let pass is filled. */
export type Holds<R> = (rule: R, moment: Moment) => boolean;

/** What every risk limit promises. */
export function limitContract<R extends PlainRiskRule>(
  definition: RiskLimitDefinition,
  rules: readonly R[],
  holds: Holds<R>,
): void {
  describe(`limit ${definition.type}`, () => {
    describesItself(definition);

    test('holds under random signals, whatever else a portfolio does', () => {
      let tested = 0;
      fc.assert(
        fc.property(cases, fc.constantFrom(...rules), (random, rule) => {
          const input = atNextOpen(random, rule);
          for (const result of runEngine(input)) {
            for (const moment of moments(input, result)) {
              tested++;
              if (!holds(rule, moment)) throw new Error(`order ${moment.order} of ${result.portfolio}`);
            }
          }
        }),
        { numRuns: 150 },
      );
      expect(tested).toBeGreaterThan(50);
    });

    test('refuses with the two numbers that it compared, and refuses something', () => {
      let refused = 0;
      for (const random of fc.sample(cases, { numRuns: 150, seed: 11 })) {
        for (const rule of rules) {
          for (const { orders } of runEngine(atNextOpen(random, rule))) {
            for (const { stage, code, value, limit } of orders) {
              if (stage !== 'risk' || code !== definition.type) continue;
              refused++;
              expect(value).toBeGreaterThan(limit as number);
            }
          }
        }
      }
      expect(refused).toBeGreaterThan(0);
    });
  });
}

/**
 * The case with this limit alone, market orders without exits, no splits, and no interest or dividends: what waits then is all filled at
 * the next open, and cash moves by fills alone, so that what a limit is to bound can be reckoned from what was ordered.
 */
function atNextOpen(input: PlainCase, rule: PlainRiskRule): PlainCase {
  const { financing: _, ...execution } = input.execution;
  return {
    ...input,
    bars: Object.fromEntries(
      Object.entries(input.bars).map(([symbol, bars]) => [
        symbol,
        bars.map(({ split: _split, dividend: _dividend, ...bar }) => bar),
      ]),
    ),
    execution,
    strategies: input.strategies.map((strategy) =>
      'script' in strategy
        ? {
            ...strategy,
            script: Object.fromEntries(
              Object.entries(strategy.script).map(([symbol, signals]) => [
                symbol,
                signals.map((signal) =>
                  signal === null ? null : { action: signal.action, target: signal.target },
                ),
              ]),
            ),
          }
        : strategy,
    ),
    portfolios: input.portfolios.map((portfolio) => ({
      ...portfolio,
      exits: undefined,
      risk: [rule],
      leverage: 1e6,
    })),
  };
}

/** Every order that built a position, as it was decided. */
function moments(input: PlainCase, result: PlainResult): Moment[] {
  const builders: number[] = [];
  return result.orders.flatMap((order) => {
    if (order.status === 'rejected' || order.strategy === null || order.exit !== null) return [];
    const given = (number: number) => (event: PlainEvent) => event.type === 'ORDER' && event.order === number;
    const earlier = result.events.slice(0, result.events.findIndex(given(order.number)));
    const isBefore = (number: number, ...types: string[]) =>
      earlier.some((event) => event.order === number && types.includes(event.type));
    const filled = result.fills.filter((fill) => isBefore(fill.order, 'FILL'));
    const after: Record<string, number> = {};
    const marks: Record<string, number> = {};
    for (const [symbol, bars] of Object.entries(input.bars)) {
      const known = bars.filter(({ closeTime }) => closeTime <= order.decidedTime);
      if (known.length > 0) marks[symbol] = known[known.length - 1].close;
      const own = filled.filter((fill) => fill.symbol === symbol);
      after[symbol] = own.reduce((sum, { units }) => sum + units, 0);
    }
    const { cash } = input.portfolios.find(({ id }) => id === result.portfolio) as { cash: number };
    const money = filled.length === 0 ? cash : filled[filled.length - 1].cashAfter;
    const equity = Object.entries(after).reduce(
      (sum, [symbol, units]) =>
        sum + (units === 0 ? 0 : units * marks[symbol] * (input.instruments?.[symbol]?.multiplier ?? 1)),
      money,
    );
    // What was ordered earlier and waits: whether it is withdrawn before it is filled, nobody knows.
    for (const other of result.orders) {
      const isOver = isBefore(other.number, 'FILL', 'ORDER_CANCELLED', 'ORDER_EXPIRED');
      if (isBefore(other.number, 'ORDER') && !isOver) after[other.symbol] += other.units;
    }
    // Sums of fractional units leave a few last bits.
    const whole = (units: number) => Math.round(units * 1e6) / 1e6;
    const base = whole(after[order.symbol]);
    after[order.symbol] = whole(base + order.units);
    const reduces = Math.abs(after[order.symbol]) <= Math.abs(base) && after[order.symbol] * base >= 0;
    if (reduces) return [];
    builders.push(order.number);
    return [{ input, result, equity, after, marks, order: order.number, builders }];
  });
}
