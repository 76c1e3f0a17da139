import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GenerateRequest, generateBars, generators } from '../../src/data/generate-bars.ts';
import { loadBars } from '../../src/data/load-bars.ts';
import { areValidBars } from '../../src/data/quality/check-bars.ts';
import { formatBarsCsv } from '../../src/data/writing/format-csv.ts';
import { type BarSeries, SYNTHETIC_BAR } from '../../src/market/bar-series.ts';
import { csvFolder, mistakeOf } from './csv-folder.ts';

const folder = csvFolder();

const request = fc.record({
  symbol: fc.constant('X'),
  kind: fc.constantFrom(...generators.types),
  seed: fc.integer(),
  bars: fc.integer({ min: 2, max: 60 }),
  interval: fc.constantFrom('1d', '1h', '5m', '30s', '250ms', '1w'),
  start: fc
    .date({ min: new Date('1980-01-01'), max: new Date('2050-01-01'), noInvalidDate: true })
    .map((day) => day.toISOString().slice(0, 10)),
  weekends: fc.boolean(),
  price: fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
  decimals: fc.integer({ min: 0, max: 8 }),
  volume: fc.constantFrom(0, 1, 1e6),
  gap: fc.double({ min: 0, max: 1, noNaN: true }),
}) satisfies fc.Arbitrary<GenerateRequest>;

/** Every bit of every column. */
function bits(series: BarSeries): string[] {
  const { openTime, closeTime, open, high, low, close, volume } = series;
  return [openTime, closeTime, open, high, low, close, volume].map((column) =>
    Buffer.from(new Uint8Array(column.buffer)).toString('hex'),
  );
}

describe('generators', () => {
  test('always give valid bars that do not overlap', () => {
    fc.assert(
      fc.property(request, (given) => {
        const series = generateBars(given);
        expect(series.length).toBe(given.bars);
        expect(areValidBars(series, true)).toBe(true);
        for (let i = 1; i < series.length; i++)
          expect(series.openTime[i]).toBeGreaterThan(series.closeTime[i - 1]);
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  test.each([
    { kind: 'gbm', volatility: 5, drift: -5, decimals: 0 },
    { kind: 'gbm', volatility: 5, drift: 5, interval: '1w' },
    { kind: 'gbm', volatility: 0, drift: 0 },
    { kind: 'random_walk', step: 1e6, price: 1 },
    { kind: 'random_walk', step: 0.001, price: 0.001, decimals: 0 },
  ])('give valid bars at their limits: $kind', (given) => {
    expect(areValidBars(generateBars({ symbol: 'X', bars: 20_000, ...given }), true)).toBe(true);
  });

  test('same parameters, same bits; fewer bars are the beginning of more', () => {
    fc.assert(
      fc.property(request, (given) => {
        const series = generateBars(given);
        expect(bits(generateBars(given))).toEqual(bits(series));
        expect(bits(generateBars({ ...given, bars: given.bars + 10 }).slice(0, given.bars))).toEqual(
          bits(series),
        );
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test.each(generators.types)('%s: another seed gives other prices', (kind) => {
    const closes = [1, 2].map((seed) => [...generateBars({ symbol: 'X', kind, seed, bars: 20 }).close]);
    expect(closes[0]).not.toEqual(closes[1]);
  });

  test('bar 500 of seed 7 is what it always was, on every platform', () => {
    const last = generators.types.map((kind) => {
      const { open, high, low, close, volume } = generateBars({ symbol: 'X', kind, seed: 7, bars: 500 });
      return [kind, open[499], high[499], low[499], close[499], volume[499]];
    });
    expect(last).toEqual([
      ['random_walk', 87.59, 88.08, 86.09, 86.43, 664489],
      ['gbm', 94.43, 95.01, 92.68, 93.08, 664489],
    ]);
  });

  test('gbm has the drift and volatility asked for', () => {
    // 200 years: the mean of log returns has a standard error of 0.2 / √200, the deviation one of 0.2 / √(2 · 50,400).
    const { close } = generateBars({
      symbol: 'X',
      kind: 'gbm',
      drift: 0.1,
      volatility: 0.2,
      bars: 50_400,
      decimals: 8,
    });
    const returns = Array.from(close, (price, i) => Math.log(price / (i === 0 ? 100 : close[i - 1])));
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1);
    expect(Math.abs(mean * 252 - (0.1 - 0.02))).toBeLessThan(4 * (0.2 / Math.sqrt(200)));
    expect(Math.abs(Math.sqrt(variance * 252) - 0.2)).toBeLessThan(4 * (0.2 / Math.sqrt(2 * 50_400)));
  });

  test('random_walk has the step asked for, at every price', () => {
    const { close } = generateBars({
      symbol: 'X',
      kind: 'random_walk',
      step: 2,
      price: 1e6,
      bars: 20_000,
      decimals: 8,
    });
    const variance =
      close.reduce((sum, price, i) => sum + (price - (i === 0 ? 1e6 : close[i - 1])) ** 2, 0) / close.length;
    expect(Math.abs(Math.sqrt(variance) - 2)).toBeLessThan(4 * (2 / Math.sqrt(2 * 20_000)));
  });

  test('the range of a bar has the mean of a Brownian path', () => {
    // E[max − min] of a Brownian path is √(8 / π) standard deviations (Feller 1951).
    const { high, low } = generateBars({
      symbol: 'X',
      kind: 'random_walk',
      price: 1e6,
      gap: 0,
      bars: 20_000,
      decimals: 8,
    });
    const mean = high.reduce((sum, price, i) => sum + price - low[i], 0) / high.length;
    expect(mean).toBeCloseTo(Math.sqrt(8 / Math.PI), 1);
  });

  test('days leave weekends out unless they are traded', () => {
    const days = (weekends: boolean) =>
      Array.from(
        generateBars({ symbol: 'X', kind: 'gbm', start: '2021-01-01', bars: 4, weekends }).openTime,
        (time) => new Date(time).toISOString().slice(0, 10),
      );
    expect(days(false)).toEqual(['2021-01-01', '2021-01-04', '2021-01-05', '2021-01-06']);
    expect(days(true)).toEqual(['2021-01-01', '2021-01-02', '2021-01-03', '2021-01-04']);
  });

  test('every parameter is described and has a default', () => {
    for (const generator of generators) {
      const schema = z.toJSONSchema(generator.params, { io: 'input' });
      expect(schema.required ?? []).toEqual([]);
      expect(schema.additionalProperties).toBe(false);
      for (const property of Object.values(schema.properties ?? {}))
        expect(property).toHaveProperty('description');
    }
  });
});

describe('generate:', () => {
  test('gives the same bars as generateBars', async () => {
    const source = 'generate:gbm?bars=30&seed=7&volatility=0.5&interval=1h&start=2021-03-01&weekends=true';
    const loaded = await loadBars({ symbol: 'X', source }, folder.effects);
    const made = { bars: 30, seed: 7, volatility: 0.5, interval: '1h', start: '2021-03-01', weekends: true };
    expect(bits(loaded)).toEqual(bits(generateBars({ symbol: 'X', kind: 'gbm', ...made })));
  });

  test('is cut to the range', async () => {
    const source = 'generate:random_walk?bars=100&start=2021-03-01';
    const series = await loadBars(
      { symbol: 'X', source, from: '2021-03-02', to: '2021-03-03' },
      folder.effects,
    );
    expect(series.length).toBe(2);
    expect(series.openTime[0]).toBe(Date.UTC(2021, 2, 2));
  });

  test.each([
    ['generate:gbn', 'unknown generator "gbn" (did you mean "gbm"?)'],
    ['generate:gbm?volatilty=1', 'generate:gbm has no parameter "volatilty" (did you mean "volatility"?)'],
    ['generate:gbm?bars=0', 'generate:gbm: bars must be at least 1, found 0'],
    ['generate:gbm?bars=many', 'generate:gbm: bars must be of type number, found "many"'],
    ['generate:gbm?seed=1&seed=2', 'generate:gbm?seed=1&seed=2 gives seed twice'],
    [
      'generate:gbm?start=2021-02-29',
      'generate:gbm: start must be a date like 2000-01-03, found "2021-02-29"',
    ],
    [
      'generate:gbm?bars=1000000&interval=1w',
      'generate:gbm: 1000000 bars of 1w run past the year 9999 (fewer bars or a shorter interval are needed)',
    ],
  ])('%s is refused', async (source, message) => {
    expect((await mistakeOf(loadBars({ symbol: 'X', source }, folder.effects))).line).toBe(message);
  });

  test('a range outside the bars is told', async () => {
    const load = loadBars({ symbol: 'X', source: 'generate:gbm?bars=5', to: '1999-12-31' }, folder.effects);
    expect((await mistakeOf(load)).message).toBe(
      'no bars of X to 1999-12-31: generate:gbm?bars=5 runs from 2000-01-03 to 2000-01-07',
    );
  });
});

describe('formatBarsCsv', () => {
  test('what it writes is read back bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(request, async (given) => {
        const series = generateBars(given);
        const options = { interval: given.interval };
        expect(bits(await folder.load(formatBarsCsv(series), options))).toEqual(bits(series));
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test('volume is left out when there is none, and synthetic bars always', async () => {
    const series = generateBars({ symbol: 'X', kind: 'gbm', bars: 3 });
    series.volume.fill(Number.NaN);
    series.flags[1] = SYNTHETIC_BAR;
    const text = formatBarsCsv(series);
    expect(text.split('\n')[0]).toBe('date,open,high,low,close');
    const read = await folder.load(text);
    expect([...read.close]).toEqual([series.close[0], series.close[2]]);
    expect([...read.volume]).toEqual([Number.NaN, Number.NaN]);
  });
});
