import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { goto, previous } from '../../src/debugger/motions/walk.ts';
import { Backtest } from '../../src/engine/backtest.ts';
import type { BacktestSpec } from '../../src/engine/backtest-spec.ts';
import type { Engine } from '../../src/engine/engine.ts';
import { defineStatefulStrategy, run } from '../../src/index.ts';
import type { AnyStrategy } from '../../src/strategies/universe.ts';
import { sessionOf, straightRun } from '../debugger/sessions.ts';
import { specOf } from '../oracle/engine-run.ts';
import type { PlainBar, PlainCase } from '../oracle/plain.ts';
import { barsOf, executionOf, portfolioOf } from '../oracle/tiny.ts';

/** Writes down all that it hears of; buys at its second bar of a day, with a stop loss, and leaves at the fourth. */
const diarist = defineStatefulStrategy({
  type: 'diarist',
  description: 'Writes down what happens.',
  params: z.strictObject({}),
  features: () => ({ close: 'close' }),
  initialState: () => ({ diary: [] as string[], bars: 0, drawn: 0 }),
  onStart: (context) => void context.state.diary.push('start'),
  beforeSession(date, { state, random }) {
    state.diary.push(`before ${date}`);
    state.bars = 0;
    state.drawn += random.uniform();
  },
  onBar(_features, bar, when, { state }) {
    state.diary.push(`bar ${bar.number}`);
    state.bars++;
    if (when.is('second bar of the day', state.bars === 2)) return { action: 'BUY', stopLoss: 90 };
    return when.is('fourth bar of the day', state.bars === 4) ? { action: 'EXIT' } : null;
  },
  onFill(fill, { state }) {
    state.diary.push(`${fill.portfolioId}: ${fill.units} at ${fill.price} (${fill.rule})`);
  },
  afterSession: (date, { state }) => void state.diary.push(`after ${date}`),
  onEnd: ({ state }) => void state.diary.push('end'),
});

type Prices = [number, number, number, number];
const still: Prices = [100, 100, 100, 100];
const falling: Prices = [100, 100, 80, 100];

function specFor(bars: PlainCase['bars'], portfolios = ['p']): BacktestSpec {
  const input: PlainCase = {
    bars,
    strategies: [{ id: 's', script: {} }],
    portfolios: portfolios.map((id) => portfolioOf({ id, cash: 100_000 })),
    execution: executionOf(),
  };
  const spec = specOf(input, { keepEquity: false, keepTrades: false });
  const definition = diarist as unknown as AnyStrategy;
  return {
    ...spec,
    strategies: [{ id: 's', definition, params: {}, symbols: Object.keys(bars), trusted: false }],
  };
}

function diaryOf({ topology }: Engine, symbol = 0): string[] {
  const state = topology.strategies[0].runners[symbol]?.inspect().state;
  return (state as { diary: string[] }).diary;
}

function diary(spec: BacktestSpec, symbol = 0): string[] {
  const backtest = new Backtest(spec);
  backtest.runSync();
  return diaryOf(backtest.engine, symbol);
}

/** Four bars a day, two whole days and the first bars of two more. */
const DAYS = barsOf([...Array<Prices>(7).fill(still), falling, still, null, null, null, null, still], 4);

describe('a strategy with hooks', () => {
  test('hears of start, sessions, bars, fills and end in the order in which they happen', () => {
    expect(diary(specFor({ X: DAYS }))).toEqual([
      'start',
      'before 1970-01-01',
      'bar 1',
      'bar 2',
      'p: 10 at 100 (open)',
      'bar 3',
      'bar 4',
      // The order of the fourth bar meets the first of the next day, before that day begins for the strategy.
      'p: -10 at 100 (open)',
      'after 1970-01-01',
      'before 1970-01-02',
      'bar 5',
      'bar 6',
      'p: 10 at 100 (open)',
      'bar 7',
      // An exit of its position is a fill like another.
      'p: -10 at 90 (stop)',
      'bar 8',
      'after 1970-01-02',
      'before 1970-01-03',
      'bar 9',
      // No bar, no session.
      'after 1970-01-03',
      'before 1970-01-04',
      'bar 10',
      'after 1970-01-04',
      'end',
    ]);
  });

  test('hears of the fills of every portfolio that follows it, and has a state for each symbol', () => {
    const late: PlainBar[] = DAYS.slice(4, 7);
    const spec = specFor({ X: DAYS.slice(0, 3), Y: late }, ['p', 'q']);
    expect(diary(spec, 0).filter((one) => one.includes('at'))).toEqual([
      'p: 10 at 100 (open)',
      'q: 10 at 100 (open)',
    ]);
    expect(diary(spec, 1).slice(0, 3)).toEqual(['start', 'before 1970-01-02', 'bar 1']);
    expect(diary(spec, 1).slice(-2)).toEqual(['after 1970-01-02', 'end']);
  });

  test('has sessions that are the days of a market, where the run says what these are', () => {
    const spec = specFor({ X: DAYS });
    // Of four bars a day the last one begins at 18:00.
    const day = { timeZone: 'UTC', starts: 18 * 60 };
    const sessions = diary({ ...spec, execution: { ...spec.execution, day } }).filter((one) =>
      one.startsWith('before'),
    );
    expect(sessions).toEqual(
      ['1970-01-01', '1970-01-02', '1970-01-03', '1970-01-04'].map((date) => `before ${date}`),
    );
    const bars = diary({ ...spec, execution: { ...spec.execution, day } });
    expect(bars.slice(bars.indexOf('bar 3'), bars.indexOf('bar 4') + 1)).toEqual([
      'bar 3',
      'after 1970-01-01',
      'before 1970-01-02',
      'bar 4',
    ]);
  });

  test('goes on from a state that was saved at any moment as if nothing had been', () => {
    const spec = specFor({ X: DAYS });
    const whole = new Backtest(spec);
    whole.runSync();
    for (let at = 0; at <= whole.engine.slices; at++) {
      const first = new Backtest(spec);
      first.engine.advance(at);
      const second = new Backtest(spec);
      second.engine.restore(first.engine.save());
      second.runSync();
      expect(diaryOf(second.engine)).toEqual(diaryOf(whole.engine));
      expect(second.engine.save()).toEqual(whole.engine.save());
    }
  });

  test('is stepped back through its sessions, and forward again, with the state of each moment', async () => {
    const spec = specFor({ X: DAYS });
    const { ends } = straightRun(spec);
    const session = sessionOf(spec);
    await goto(session, session.bars);
    for (let bar = session.bars - 1; bar >= 1; bar--) {
      await previous(session);
      expect([session.position.bar, session.stateHash]).toEqual([bar, ends[bar]]);
    }
    await goto(session, session.bars);
    expect(session.stateHash).toBe(ends[session.bars]);
    expect(diaryOf(session.engine)).toEqual(diary(spec));
  });

  test('is not changed by being asked what it would say at the first bar of a session', () => {
    const backtest = new Backtest(specFor({ X: DAYS }));
    backtest.engine.advance(4);
    const before = backtest.engine.save();
    const [{ runners }] = backtest.engine.topology.strategies;
    expect(runners[0]?.explain(4).conditions.map(({ left, met }) => [left, met])).toEqual([
      ['second bar of the day', false],
      ['fourth bar of the day', false],
    ]);
    expect(backtest.engine.save()).toEqual(before);
  });

  test.each(['onStart', 'beforeSession', 'onFill', 'afterSession', 'onEnd'] as const)(
    'that throws in %s fails the run, with the name of the strategy and its own place',
    async (hook) => {
      const broken = {
        ...diarist,
        [hook]: () => {
          throw new Error(`no ${hook}`);
        },
      };
      const failing = run({
        name: 'hooked',
        data: [{ symbol: 'X', source: { type: 'random_walk', bars: 30, interval: '6h' } }],
        strategies: [{ id: 'mine', type: broken }],
        portfolios: [{ id: 'p', strategies: ['mine'], cash: 100_000 }],
      });
      await expect(failing).rejects.toMatchObject({
        message: expect.stringMatching(
          new RegExp(`^run "hooked" failed: strategy mine threw at .*: no ${hook}$`),
        ) as string,
        excerpt: expect.stringContaining('session-hooks.test.ts') as string,
      });
    },
  );
});
