import { expect, test } from 'vitest';
import { runEngine } from '../oracle/engine-run.ts';
import { runNaive } from '../oracle/naive-engine.ts';
import type { PlainCase } from '../oracle/plain.ts';
import { DAY, flat, portfolioOf } from '../oracle/tiny.ts';

test('what counts towards a tier is what was traded in the month of the fill, whatever fill came before', () => {
  // A week that began in January is known in February, after fills of its own days: the month of the last fill went back.
  const weeks = Array.from({ length: 6 }, (_, week) => ({
    ...flat(100)[0],
    openTime: 7 * week * DAY,
    closeTime: 7 * (week + 1) * DAY - 1,
  }));
  const BUY = { action: 'BUY' } as const;
  const at = (length: number, index: number, then: number) =>
    Array.from({ length }, (_, i) => (i === index ? BUY : i === then ? ({ action: 'EXIT' } as const) : null));
  const input: PlainCase = {
    bars: { DAYS: flat(...Array<number>(40).fill(100)), WEEKS: weeks },
    strategies: [{ id: 's', script: { DAYS: at(40, 31, 35), WEEKS: at(6, 3, -1) } }],
    portfolios: [portfolioOf()],
    execution: {
      profile: 'next_open',
      slippage: { type: 'none' },
      commission: {
        type: 'tiered',
        by: 'units',
        tiers: [
          { from: 0, percent: 0, per_unit: 1 },
          { from: 10, percent: 0, per_unit: 0.5 },
        ],
        minimum: 0,
      },
      closeAtEnd: false,
    },
  };
  const [engine] = runEngine(input);
  expect(engine.fills.map(({ symbol, time, commission }) => [symbol, time / DAY, commission])).toEqual([
    ['DAYS', 32, 10],
    ['WEEKS', 28, 10],
    ['DAYS', 36, 5],
  ]);
  expect(engine).toEqual(runNaive(input)[0]);
});
