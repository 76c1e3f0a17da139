import { expect, test } from 'vitest';
import { bootstrapIntervals } from '../../../src/analytics/significance/bootstrap.ts';
import { returnMoments } from '../../../src/analytics/significance/return-moments.ts';
import { Random } from '../../../src/foundation/random.ts';
import { dailyReturns, drawdowns, type EquityLine } from '../../../src/reports/figures/returns.ts';
import { confidenceOf } from '../../../src/reports/tear-sheet/confidence.ts';
import { html } from '../../../src/reports/tear-sheet/html.ts';
import { crisisRows, trailingRows, windowReturn } from '../../../src/reports/tear-sheet/window-returns.ts';

const DAY = 86_400_000;

function line(from: string, equity: readonly number[], initial = 100): EquityLine {
  const start = Date.parse(from);
  return { label: 'p', time: equity.map((_, i) => start + i * DAY), equity, initial };
}

test('the return of a window is from the equity before it, and its fall counts from there too', () => {
  const own = line('2020-01-01', [110, 120, 90, 99]);
  const from = Date.parse('2020-01-03');
  expect(windowReturn(own, from, from + DAY)).toEqual({ total: 99 / 120 - 1, drawdown: 90 / 120 - 1 });
  expect(windowReturn(own, Date.parse('2020-01-01'), Date.parse('2020-01-01'))?.total).toBeCloseTo(0.1, 14);
});

test('a window may have a million values, more than a call takes arguments', () => {
  const count = 1_000_000;
  const time = Float64Array.from({ length: count }, (_, i) => i * 60_000);
  const equity = new Float64Array(count).fill(100);
  equity[count >> 1] = 60;
  const own: EquityLine = { label: 'p', time, equity, initial: 100 };
  expect(windowReturn(own, 0, time[count - 1])).toEqual({ total: 0, drawdown: -0.4 });
});

test('a window without a value in it, or without one before it, has no return', () => {
  const own = line('2020-01-01', [110, 120]);
  expect(windowReturn(own, Date.parse('2021-01-01'), Date.parse('2021-02-01'))).toBeNull();
  expect(
    windowReturn({ ...own, initial: undefined }, Date.parse('2020-01-01'), Date.parse('2020-01-02')),
  ).toBeNull();
});

test('only crises that lie wholly within the run are told', () => {
  const days = (count: number) => Array.from({ length: count }, (_, i) => 100 + i);
  expect(crisisRows([line('2020-02-01', days(60))]).map(({ name }) => name)).toEqual(['COVID-19']);
  expect(crisisRows([line('2020-02-20', days(60))])).toEqual([]);
});

test('trailing returns reach back no further than the run, and a month ago of 31 March is the end of February', () => {
  const equity = Array.from({ length: 91 }, (_, i) => (i < 59 ? 100 : 200));
  // 2021-01-01 to 2021-04-01; equity doubles on 1 March.
  const rows = trailingRows([{ ...line('2021-01-01', equity.slice(0, 90)) }]);
  expect(rows.map(({ label }) => label)).toEqual(['Month to date']);
  expect(rows[0].returns[0]?.total).toBe(1);
});

test('what is put into HTML is text, unless it is HTML', () => {
  const name = '<script>alert("1")</script>';
  expect(html`<b title="${name}">${name}</b>${[html`<i>${1}</i>`, null, false]}`.text).toBe(
    '<b title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;</b><i>1</i>',
  );
});

test('nothing is said of the confidence in one day, or in a line that never moves', () => {
  expect(confidenceOf(line('2020-01-01', [101]), null)).toBeNull();
  expect(confidenceOf(line('2020-01-01', [100, 100, 100, 100]), null)).toBeNull();
});

test('more trials make the same record less sure, and the intervals hold what was measured', () => {
  const equity: number[] = [100];
  for (let i = 1; i < 400; i++) equity.push(equity[i - 1] * (1 + 0.004 * Math.sin(i * 12.9898) + 0.0005));
  const found = confidenceOf(line('2020-01-01', equity), null, { trials: 1000 });
  expect(found?.deflatedSharpe).toBeLessThan(found?.probabilisticSharpe as number);
  expect(found?.maxDrawdown?.high).toBeLessThan(0);
  expect(confidenceOf(line('2020-01-01', equity), null)).toMatchObject({
    deflatedSharpe: null,
    trials: null,
  });
});

test('the intervals are those of the Sharpe ratio, return and drawdown as they are told elsewhere', () => {
  const equity = Array.from({ length: 500 }, (_, i) => 100 + 20 * Math.sin(i / 9) + i / 10);
  const own = line('2020-01-01', equity);
  const { returns, perYear } = dailyReturns(own);
  const grown = (drawn: Float64Array) => drawn.reduce((value, r) => value * (1 + r), 1);
  const [sharpe, annualReturn, maxDrawdown] = bootstrapIntervals(
    returns.filter((value) => !Number.isNaN(value)),
    [
      (drawn) => (returnMoments(drawn)?.sharpe ?? Number.NaN) * Math.sqrt(perYear),
      (drawn) => grown(drawn) ** (perYear / drawn.length) - 1,
      (drawn) => {
        let value = 1;
        return Math.min(...drawdowns({ equity: drawn.map((r) => (value *= 1 + r)), initial: 1 }));
      },
    ],
    new Random(1),
  );
  const found = confidenceOf(own, null);
  for (const [mine, plain] of [
    [found?.sharpe, sharpe],
    [found?.annualReturn, annualReturn],
    [found?.maxDrawdown, maxDrawdown],
  ]) {
    expect(mine?.low).toBeCloseTo(plain?.low as number, 11);
    expect(mine?.high).toBeCloseTo(plain?.high as number, 11);
  }
});

test('a record that lost more than everything has no yearly return', () => {
  const found = confidenceOf(line('2020-01-01', [100, 120, -30, -40, 80, 90, 100]), null);
  expect(found?.annualReturn ?? null).toBeNull();
});
