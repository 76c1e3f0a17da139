import { describe, expect, test } from 'vitest';
import { run } from '../../src/workflows/run-workflow.ts';
import { scratchFolder } from '../cli/scratch.ts';

/** Prices that rise and fall in turns, so that short averages cross; every seventh day is missing. */
function prices(first: number, gap: number): string {
  const rows = Array.from({ length: 120 }, (_, i) => {
    const close = first + 10 * Math.sin(i / 4);
    const date = new Date(Date.UTC(2020, 0, 1 + i)).toISOString().slice(0, 10);
    return i % 7 === gap ? [] : [`${date},${close},${close + 1},${close - 1},${close},100`];
  });
  return ['date,open,high,low,close,volume', ...rows.flat()].join('\n');
}

function workflow(entries: readonly string[], more = ''): string {
  return `name: study
data:
${entries.map((entry) => `  - ${entry}`).join('\n')}
${more}
strategies:
  - { id: trend, type: sma_crossover, params: { fast: 2, slow: 5 } }
portfolios:
  - { id: p, strategies: [trend], cash: 100_000, direction: long_short }
tracing: { default: { mode: full } }
`;
}

async function ran(entries: readonly string[], more = '') {
  const cwd = scratchFolder({
    'w.yaml': workflow(entries, more),
    'a.csv': prices(100, 3),
    'b.csv': prices(50, 5),
  });
  const done = await run('w.yaml', { baseDirectory: cwd, results: false });
  return { ...done, series: done.prepared.series };
}

describe('settings of data', () => {
  test('fill gaps with bars that strategies see and no order fills on', async () => {
    const { series, portfolio, prepared } = await ran([
      '{ symbol: A, source: a.csv, quality: { gaps: fill, gap_bars: 0 } }',
    ]);
    const [bars] = series;
    expect(bars.length).toBe(120);
    const synthetic = new Set(
      [...bars.openTime.keys()].filter((i) => bars.flags[i] === 1).map((i) => bars.openTime[i]),
    );
    expect(synthetic.size).toBe(17);
    const fills = (portfolio('p').trades ?? []).flatMap((trade) => trade.fills);
    expect(fills.length).toBeGreaterThan(10);
    for (const { fill } of fills) expect(synthetic.has(fill.timestamp)).toBe(false);
    // Some orders waited over one.
    const waited = fills.filter(({ fill }) => synthetic.has(fill.timestamp - 86_400_000));
    expect(waited.length).toBeGreaterThan(0);
    expect(prepared.quality?.[0].checks).toMatchObject([{ check: 'gaps', count: 17 }]);
  });

  test('put symbols on one calendar', async () => {
    const entries = ['{ symbol: A, source: a.csv }', '{ symbol: B, source: b.csv }'];
    const lengths = async (more: string) => (await ran(entries, more)).series.map(({ length }) => length);
    expect(await lengths('')).toEqual([103, 103]);
    expect(await lengths('align: common')).toEqual([86, 86]);
    expect(await lengths('align: union')).toEqual([120, 120]);
  });

  test('change the fingerprint of a run, and the same ones give the same', async () => {
    const entry = '{ symbol: A, source: a.csv, interval: 1w }';
    const prints = [];
    for (const one of [entry, entry, '{ symbol: A, source: a.csv }'])
      prints.push((await ran([one])).fingerprint);
    expect(prints[0]).toBe(prints[1]);
    expect(prints[0]).not.toBe(prints[2]);
  });

  test('resample generated bars, and read dates of the time zone', async () => {
    const source = '{ type: session, bars: 3900, timezone: America/New_York }';
    const { series } = await ran([
      `{ symbol: A, source: ${source}, interval: 1d, timezone: America/New_York, from: 2000-01-05, to: 2000-01-11 }`,
    ]);
    const [bars] = series;
    expect(Array.from(bars.openTime, (time) => new Date(time).toISOString().slice(0, 13))).toEqual(
      ['05', '06', '07', '10', '11'].map((day) => `2000-01-${day}T05`),
    );
  });

  test('take moments as well as dates in a time zone', async () => {
    const source = '{ type: session, bars: 3900 }';
    const { series } = await ran([
      `{ symbol: A, source: ${source}, timezone: America/New_York, from: "2000-01-05T15:00Z", to: 2000-01-05 }`,
    ]);
    expect([series[0].openTime[0], series[0].length]).toEqual([Date.UTC(2000, 0, 5, 15), 360]);
  });
});
