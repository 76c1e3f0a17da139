import { describe, expect, test } from 'vitest';
import { complete } from '../../src/debugger/commands/complete.ts';
import { Desk } from '../../src/debugger/commands/desk.ts';
import { openDebugSession } from '../../src/debugger/debug-session.ts';
import type { RunView } from '../../src/debugger/stops/run-view.ts';

const workflow = {
  name: 'signs',
  data: ['BRK-B', 'BRK.A', 'BTC/USDT'].map((symbol, i) => ({
    symbol,
    source: `generate:random_walk?bars=200&seed=${i + 3}`,
  })),
  strategies: [{ id: 'sma-5.8', type: 'sma_crossover', params: { fast: 5, slow: 8 } }],
  portfolios: [
    {
      id: 'my-main',
      strategies: ['sma-5.8'],
      cash: 100_000,
      sizing: { type: 'percent_of_equity', percent: 30 },
    },
  ],
};

const session = await openDebugSession(workflow);
await session.goto('end');
const units = ['BRK-B', 'BRK.A', 'BTC/USDT'].map((symbol) => `portfolio_my-main.positions.${symbol}.units`);
const printedNumber = (name: string) => session.print(name).value as number;

// `print` knew them, and everything that takes an expression took the sign for an operator, or the name for one that is missing.
describe('names with signs in them', () => {
  test.each([
    'portfolio_my-main.equity',
    'data_BRK-B.close',
    'data_BRK.A.close',
    'data_BTC/USDT.close',
    'features_BTC/USDT.sma_8',
    ...units,
  ])('%s is one name in expressions as it is in print', async (name) => {
    const value = printedNumber(name);
    expect(value).toBeTypeOf('number');
    expect(session.print(`${name} - 1`).value).toBe(value - 1);
    expect(session.print(`${name}-${name}`).value).toBe(0);
    const table = await session.series([name, `${name} + 1`]);
    expect(table.columns[name].at(-1)).toBe(value);
    expect(table.columns[`${name} + 1`].at(-1)).toBe(value + 1);
    const logged = await session.log(name, 'bar');
    expect(logged.rows.at(-1)?.value).toBe(value);
  });

  test.each(units)('%s can be watched and asked for in stops, also by a function', async (name) => {
    const stops = async (set: () => unknown) => {
      await session.goto('start');
      set();
      const bars: number[] = [];
      for (let at = await session.continue(); at.end === 'stopped'; at = await session.continue())
        bars.push(at.to.bar);
      session.delete();
      return bars;
    };
    const { columns, bar } = await (async () => {
      await session.goto('end');
      return session.series([name]);
    })();
    const held = [...bar].filter((_, i) => columns[name][i] > 0);
    expect(held.length).toBeGreaterThan(0);
    expect(await stops(() => session.break(`${name} > 0`))).toEqual(held);
    expect(await stops(() => session.break((at: RunView) => (at.value(name) as number) > 0))).toEqual(held);
    const changed = [...bar].filter((_, i) => columns[name][i] !== (columns[name][i - 1] ?? 0));
    expect(await stops(() => session.watch(name))).toEqual(changed);
  });

  test('events of containers that are called so can be caught', () => {
    expect(session.catch('data_BTC/USDT:BAR').text).toBe('data_BTC/USDT:BAR');
    session.delete();
  });

  test('of two symbols one of which begins like the other, the whole name is meant', () => {
    expect(() => session.print('data_BRK-C.close + 1')).toThrow('unknown name "data_BRK"');
  });

  test('completion goes on behind a sign', () => {
    const desk = new Desk(session);
    // Others add names of their own to what is typed, where that begins.
    expect(complete(desk, 'until FIL')).toEqual({ start: 6, candidates: [] });
    for (const line of ['break portfolio_my-main.eq', 'print bar.close-portfolio_my-main.eq']) {
      const { candidates, start } = complete(desk, line);
      expect(candidates.map(({ text }) => text)).toEqual(['portfolio_my-main.equity']);
      expect(line.slice(start)).toBe('portfolio_my-main.eq');
    }
  });
});
