import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type GenerateRequest, generateBars, generators } from '../../src/data/generate-bars.ts';
import { cholesky } from '../../src/data/generators/cholesky.ts';
import { loadBars } from '../../src/data/load-bars.ts';
import { areValidBars } from '../../src/data/quality/check-bars.ts';
import { formatBarsCsv } from '../../src/data/writing/format-csv.ts';
import { UserError } from '../../src/foundation/user-error.ts';
import { type BarSeries, SYNTHETIC_BAR } from '../../src/market/bar-series.ts';
import { csvFolder, mistakeOf } from './csv-folder.ts';

const folder = csvFolder();

const request = fc
  .record({
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
  })
  // Bars of a session are parts of a day.
  .map((given) =>
    given.kind === 'session' && /[dw]$/.test(given.interval) ? { ...given, interval: '1h' } : given,
  ) satisfies fc.Arbitrary<GenerateRequest>;

function logReturns(given: GenerateRequest): number[] {
  const { close } = generateBars(given);
  return Array.from(close, (price, i) => Math.log(price / (i === 0 ? 100 : close[i - 1])));
}

function correlationOf(x: readonly number[], y: readonly number[]): number {
  const centred = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.map((value) => value - mean);
  };
  const [a, b] = [centred(x), centred(y)];
  const product = (p: readonly number[], q: readonly number[]) =>
    p.reduce((sum, value, i) => sum + value * q[i], 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

function autocorrelation(values: readonly number[], lag = 1): number {
  return correlationOf(values.slice(0, -lag), values.slice(lag));
}

function mistakeIn(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error.line;
    throw error;
  }
  throw new Error('nothing was refused');
}

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
    { kind: 'jump_diffusion', volatility: 5, jumps: 10_000, jump_volatility: 1, decimals: 0 },
    { kind: 'regime_switching', turbulent_volatility: 5, turbulent_days: 0.01, calm_days: 0.01 },
    { kind: 'mean_reverting', half_life: 1e-6, volatility: 5 },
    { kind: 'mean_reverting', half_life: 1e6, volatility: 0, mean: 1e9 },
    { kind: 'basket', symbols: ['A', 'X'], correlation: -1 },
    { kind: 'session', volatility: 5, shape: 100, gap: 1 },
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
      ['jump_diffusion', 134.43, 136.61, 132.53, 135.04, 411406],
      ['regime_switching', 82.41, 82.91, 81.93, 82.54, 471553],
      ['mean_reverting', 110.1, 110.69, 107.8, 108.2, 664489],
      ['basket', 141.28, 141.76, 137.72, 138.22, 1632835],
      ['session', 100.15, 100.22, 100.11, 100.19, 575658],
    ]);
  });

  test.each([
    ['gbm', {}, 0.07 - 0.02, 0.2],
    ['jump_diffusion', { jumps: 20 }, undefined, Math.sqrt(0.04 + 20 * (0.02 ** 2 + 0.04 ** 2))],
    ['basket', { symbols: ['A', 'X'], correlation: 0.9 }, 0.05, 0.2],
    ['session', { interval: '390m', weekends: false }, 0.05, 0.2],
    [
      'regime_switching',
      { calm_days: 50, turbulent_days: 50, calm_drift: 0.1, turbulent_drift: 0.1 },
      undefined,
      Math.sqrt((0.12 ** 2 + 0.4 ** 2) / 2),
    ],
  ])('%s has the drift and volatility asked for', (kind, given, drift, volatility) => {
    const returns = logReturns({ symbol: 'X', kind, bars: 50_400, decimals: 8, ...given });
    const mean = returns.reduce((sum, value) => sum + value, 0) / returns.length;
    const variance = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (returns.length - 1);
    // 200 years: the mean of log returns has a standard error of volatility / √200. Fat tails widen that of the deviation.
    if (drift !== undefined)
      expect(Math.abs(mean * 252 - drift)).toBeLessThan(4 * (volatility / Math.sqrt(200)));
    expect(Math.abs(Math.sqrt(variance * 252) / volatility - 1)).toBeLessThan(0.05);
  });

  test('jump_diffusion jumps, and gbm does not', () => {
    const kurtosis = (kind: string) => {
      const returns = logReturns({ symbol: 'X', kind, bars: 20_000, decimals: 8 });
      const moment = (n: number) => returns.reduce((sum, value) => sum + value ** n, 0) / returns.length;
      return moment(4) / moment(2) ** 2;
    };
    expect(kurtosis('gbm')).toBeLessThan(3.3);
    expect(kurtosis('jump_diffusion')).toBeGreaterThan(5);
  });

  test('regime_switching has times of much and of little volatility', () => {
    const sizes = logReturns({ symbol: 'X', kind: 'regime_switching', bars: 20_000, decimals: 8 }).map(
      Math.abs,
    );
    expect(autocorrelation(sizes)).toBeGreaterThan(0.15);
    expect(
      Math.abs(autocorrelation(logReturns({ symbol: 'X', kind: 'gbm', bars: 20_000 }).map(Math.abs))),
    ).toBeLessThan(0.03);
  });

  test('mean_reverting comes back by half in its half-life, and stays around its mean', () => {
    const { close } = generateBars({
      symbol: 'X',
      kind: 'mean_reverting',
      half_life: 10,
      mean: 80,
      bars: 50_000,
      decimals: 8,
    });
    const logs = Array.from(close, (price) => Math.log(price / 80)).slice(200);
    expect(Math.abs(logs.reduce((sum, value) => sum + value, 0) / logs.length)).toBeLessThan(0.01);
    expect(autocorrelation(logs, 10)).toBeCloseTo(0.5, 1);
    // The stationary deviation is volatility / √(2 · speed).
    const deviation = Math.sqrt(logs.reduce((sum, value) => sum + value ** 2, 0) / logs.length);
    expect(deviation).toBeCloseTo(0.2 / Math.sqrt((2 * Math.LN2 * 252) / 10), 2);
  });

  test('a basket has the correlations asked for, symbol by symbol', () => {
    const symbols = ['A', 'B', 'C'];
    const correlation = [
      [1, 0.8, -0.3],
      [0.8, 1, 0.1],
      [-0.3, 0.1, 1],
    ];
    const returns = symbols.map((symbol) =>
      logReturns({ symbol, kind: 'basket', bars: 20_000, decimals: 8, symbols, correlation }),
    );
    symbols.forEach((_, i) => {
      symbols.forEach((__, j) => {
        expect(Math.abs(correlationOf(returns[i], returns[j]) - correlation[i][j])).toBeLessThan(0.03);
      });
    });
    const volumes = symbols.map((symbol) => [
      ...generateBars({ symbol, kind: 'basket', bars: 5, symbols }).volume,
    ]);
    expect(volumes[0]).not.toEqual(volumes[1]);
  });

  test.each([
    [
      'correlations that cannot be',
      { symbols: ['X', 'A', 'B'], correlation: -0.6 },
      'generate:basket: there are no prices with these correlations: their matrix is not positive semidefinite (at least -0.5000 for 3 symbols)',
    ],
    [
      'a symbol that is not in it',
      { symbols: ['XA', 'B'] },
      'generate:basket: symbols do not name X (did you mean "XA"?)',
    ],
    [
      'a matrix of another size',
      { symbols: ['X', 'B'], correlation: [[1]] },
      'generate:basket: correlation must have 2 rows of 2 numbers, as there are 2 symbols',
    ],
    [
      'a lopsided matrix',
      {
        symbols: ['X', 'B'],
        correlation: [
          [1, 0.5],
          [0.4, 1],
        ],
      },
      'generate:basket: correlation must have 1 on its diagonal and be the same above and below it',
    ],
  ])('a basket of %s is refused', (_, given, message) => {
    expect(mistakeIn(() => generateBars({ symbol: 'X', kind: 'basket', ...given }))).toBe(message);
  });

  test('a basket is named with commas in a source', async () => {
    const source = 'generate:basket?symbols=X,Y&correlation=0.5&bars=3';
    const read = await loadBars({ symbol: 'Y', source }, folder.effects);
    const made = generateBars({ symbol: 'Y', kind: 'basket', symbols: ['X', 'Y'], bars: 3 });
    expect(bits(read)).toEqual(bits(made));
  });

  test('a session opens by the clocks of its zone, on weekdays', () => {
    const { openTime } = generateBars({ symbol: 'X', kind: 'session', start: '2013-03-08', bars: 391 });
    const [first, last, next] = [0, 389, 390].map((i) => new Date(openTime[i]).toISOString().slice(0, 16));
    expect([first, last, next]).toEqual(['2013-03-08T14:30', '2013-03-08T20:59', '2013-03-11T13:30']);
  });

  test('a session is busy at open and close, and gaps between days', () => {
    const { open, close, high, low, volume } = generateBars({
      symbol: 'X',
      kind: 'session',
      bars: 390 * 200,
      decimals: 8,
    });
    const meanAt = (of: (i: number) => number, slot: number) =>
      Array.from({ length: 200 }, (_, day) => of(day * 390 + slot)).reduce((a, b) => a + b, 0) / 200;
    const range = (i: number) => Math.log(high[i] / low[i]);
    // Four times the variance is twice the range.
    expect(meanAt(range, 0) / meanAt(range, 195)).toBeGreaterThan(1.7);
    expect(meanAt((i) => volume[i], 389) / meanAt((i) => volume[i], 195)).toBeGreaterThan(3);
    expect(volume.reduce((a, b) => a + b) / volume.length / 1e6).toBeCloseTo(1, 1);
    const nights = Array.from({ length: 199 }, (_, day) =>
      Math.log(open[(day + 1) * 390] / close[day * 390 + 389]),
    );
    const variance = nights.reduce((sum, value) => sum + value ** 2, 0) / nights.length;
    expect(variance / ((0.04 / 252) * 0.2)).toBeCloseTo(1, 0);
    expect(open[1]).toBe(close[0]);
  });

  test.each([
    [
      { session: '16:00-09:30' },
      'generate:session: session 16:00-09:30 closes before it opens (sessions over midnight are not made)',
    ],
    [
      { timezone: 'America/NewYork' },
      'there is no time zone "America/NewYork" (did you mean "America/New_York"?)',
    ],
    [{ interval: '1d' }, 'generate:session: bars of 1d run past midnight (a shorter interval is needed)'],
  ])('a session of %j is refused', (given, message) => {
    expect(mistakeIn(() => generateBars({ symbol: 'X', kind: 'session', ...given }))).toBe(message);
  });

  test('cholesky gives back the matrix', () => {
    const numbers = fc.array(fc.double({ min: -3, max: 3, noNaN: true }), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(numbers, (entries) => {
        const rows = [0, 1, 2, 3].map((i) => entries.slice(4 * i, 4 * i + 4));
        const product = (a: readonly number[], b: readonly number[]) =>
          a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
        const matrix = rows.map((a, i) => rows.map((b, j) => product(a, b) + (i === j ? 0.01 : 0)));
        const factor = cholesky(matrix) ?? [];
        matrix.forEach((row, i) => {
          row.forEach((value, j) => {
            expect(product(factor[i], factor[j].concat([0, 0, 0]))).toBeCloseTo(value, 8);
          });
        });
      }),
      { seed: 1 },
    );
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
