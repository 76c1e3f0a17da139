import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateBars } from '../../src/data/generate-bars.ts';
import { Backtest } from '../../src/engine/backtest.ts';
import type { BacktestSpec } from '../../src/engine/backtest-spec.ts';
import type { EventRecord } from '../../src/events/event.ts';
import { TYPE } from '../../src/events/event-type.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { makeInstrument } from '../../src/market/instrument.ts';
import { sizingRegistry } from '../../src/risk/sizing.ts';
import type { AnyStrategy } from '../../src/strategies/universe.ts';
import { describesItself } from './describes-itself.ts';

export interface StrategyRunCase {
  /** How many symbols it can trade; 3 by default. */
  readonly symbols?: number;
  readonly params: readonly unknown[];
}

const NAMES = ['BBB', 'AAA', 'CCC'];

/** Bars of several symbols, daily, of which one may begin later. */
const market = (symbols: number) =>
  fc
    .record({
      seed: fc.integer({ min: 1, max: 1e6 }),
      bars: fc.integer({ min: 2, max: 160 }),
      late: fc.nat(20),
    })
    .map(({ seed, bars, late }) =>
      NAMES.slice(0, symbols).map((symbol, i) => {
        const series = generateBars({ symbol, kind: 'random_walk', seed: seed + i, bars });
        return i === 1 ? series.slice(Math.min(late, bars - 1), bars) : series;
      }),
    );

function specOf(definition: AnyStrategy, params: unknown, series: readonly BarSeries[]): BacktestSpec {
  const all = sizingRegistry.get('percent_of_equity').create({ percent: 95 });
  return {
    markets: series.map((one) => ({
      series: one,
      instrument: makeInstrument(one.symbol, { lotSize: 0.001 }),
    })),
    strategies: [
      { id: 's', definition, params, symbols: series.map(({ symbol }) => symbol), trusted: false },
    ],
    portfolios: [
      {
        id: 'p',
        strategies: [{ id: 's', weight: 1 }],
        cash: 100_000,
        direction: 'long_short',
        sizing: { type: 'percent_of_equity', rule: all },
        limits: [],
        leverage: 4,
        keepEquity: false,
        keepTrades: false,
      },
    ],
    execution: {
      profile: 'next_open',
      slippage: (price) => price,
      commission: () => 0,
      closeAtEnd: false,
    },
    onError: 'stop',
    validation: 'off',
    featureMode: 'incremental',
    riskFreeRate: 0,
    seed: 5,
  };
}

/** Runs a strategy in the engine and keeps its signals. */
function listen(spec: BacktestSpec): { backtest: Backtest; signals: EventRecord<'SIGNAL'>[] } {
  const backtest = new Backtest(spec);
  const signals: EventRecord<'SIGNAL'>[] = [];
  const [{ container }] = backtest.engine.topology.strategies;
  container.bus.listen(
    TYPE.SIGNAL,
    (event) => signals.push(event.record(container.bus.containers) as EventRecord<'SIGNAL'>),
    'test',
  );
  return { backtest, signals };
}

function signalsOf(spec: BacktestSpec): EventRecord<'SIGNAL'>[] {
  const { backtest, signals } = listen(spec);
  backtest.runSync();
  return signals;
}

/** What every strategy promises of its runs in the engine, whether it looks at one symbol or at all of them. */
export function strategyRunContract(
  definition: AnyStrategy,
  { symbols = NAMES.length, params }: StrategyRunCase,
): void {
  const given = params.map((one) => definition.params.parse(one));
  const cases = (numRuns: number, check: (series: BarSeries[], params: unknown, at: number) => void) =>
    fc.assert(fc.property(market(symbols), fc.constantFrom(...given), fc.nat(), check), { numRuns });

  describe(`strategy ${definition.type} in the engine`, () => {
    describesItself(definition);

    test('says something over enough bars', () => {
      const series = NAMES.slice(0, symbols).map((symbol, i) =>
        generateBars({ symbol, kind: 'random_walk', seed: 40 + i, bars: 1_500 }),
      );
      expect(given.some((one) => signalsOf(specOf(definition, one, series)).length > 0)).toBe(true);
    });

    test('does not see the future: signals stay the same when what comes after is cut off', () => {
      cases(25, (series, one, at) => {
        const longest = series.reduce((a, b) => (a.length > b.length ? a : b));
        const time = longest.closeTime[at % longest.length];
        const cut = series.map((all) => all.slice(0, all.closeTime.filter((close) => close <= time).length));
        const whole = signalsOf(specOf(definition, one, series)).filter(({ timestamp }) => timestamp <= time);
        expect(
          signalsOf(
            specOf(
              definition,
              one,
              cut.filter(({ length }) => length > 0),
            ),
          ),
        ).toEqual(cut.every(({ length }) => length > 0) ? whole : expect.anything());
      });
    });

    test('does not depend on the order in which its symbols are given', () => {
      cases(15, (series, one) => {
        const straight = signalsOf(specOf(definition, one, series));
        expect(signalsOf(specOf(definition, one, [...series].reverse()))).toEqual(straight);
      });
    });

    test('says the same when it is run again, and when it goes on from a saved state', () => {
      cases(15, (series, one, at) => {
        const spec = specOf(definition, one, series);
        const straight = signalsOf(spec);
        const { backtest, signals } = listen(spec);
        backtest.engine.advance(at % (backtest.engine.slices + 1));
        const saved = backtest.engine.save();
        const resumed = listen(spec);
        resumed.backtest.engine.restore(saved);
        resumed.backtest.runSync();
        expect([...signals, ...resumed.signals]).toEqual(straight);
      });
    });

    test('gives each signal a reason and the conditions that were met', () => {
      cases(25, (series, one) => {
        for (const { payload } of signalsOf(specOf(definition, one, series))) {
          expect(payload.reason).not.toBe('');
          expect(payload.conditions.length).toBeGreaterThan(0);
          expect(payload.conditions.every(({ met }) => met)).toBe(true);
        }
      });
    });

    test('says at every bar, when asked again, what it said, and is changed by no question', () => {
      cases(6, (series, one) => {
        const spec: BacktestSpec = { ...specOf(definition, one, series), featureMode: 'columns' };
        const straight = signalsOf(spec);
        const { backtest, signals } = listen(spec);
        const { engine } = backtest;
        const [{ runners }] = engine.topology.strategies;
        while (engine.slice < engine.slices) {
          const { slice } = engine;
          const { offsets, feeds, indexes } = engine.timeline;
          const asked = [];
          for (let entry = offsets[slice]; entry < offsets[slice + 1]; entry++) {
            const answer = runners[feeds[entry]]?.explain(indexes[entry]);
            expect(answer?.conditions.length).toBeGreaterThan(0);
            if (answer?.signal) asked.push(series.map(({ symbol }) => symbol).sort()[feeds[entry]]);
          }
          const before = signals.length;
          engine.advance(slice + 1);
          expect(
            signals
              .slice(before)
              .map(({ payload }) => payload.symbol)
              .sort(),
          ).toEqual(asked);
        }
        expect(signals).toEqual(straight);
      });
    });
  });
}
