import { expect, test } from 'vitest';
import { METRICS, namedMetrics } from '../../src/analytics/metrics.ts';
import { dailyRun, trade } from './support.ts';

const METRIC_VALUES = dailyRun(1000, [1010, 1005]).metrics();

test('the table has one row for each metric that is measured', () => {
  const properties = METRICS.map(({ property }) => property);
  expect(new Set(properties).size).toBe(METRICS.length);
  expect(properties.toSorted()).toEqual(Object.keys(METRIC_VALUES).toSorted());
});

test('names are unique snake_case, and every row is told in whole sentences', () => {
  expect(new Set(METRICS.map(({ name }) => name)).size).toBe(METRICS.length);
  expect(new Set(METRICS.map(({ label }) => label)).size).toBe(METRICS.length);
  for (const { name, definition } of METRICS) {
    expect(name).toMatch(/^[a-z]+(_[a-z]+)*$/);
    expect(definition).toMatch(/^[A-Z].*\.$/);
  }
});

test('a metric is null only where its row says when', () => {
  const traded = dailyRun(1000, [990, 1005]);
  traded.onRoundTrip(trade(5));
  const runs = [dailyRun(1000, []), dailyRun(1000, [1000]), dailyRun(1000, [-5, 20]), traded].map((run) =>
    run.metrics(),
  );
  for (const { property, nullWhen } of METRICS) {
    if (nullWhen === null) expect(runs.map((run) => run[property])).not.toContain(null);
    else expect(runs.map((run) => run[property])).toContain(null);
  }
});

test('results are written under snake_case names in the order of the table', () => {
  const named = namedMetrics(METRIC_VALUES);
  expect(Object.keys(named)).toEqual(METRICS.map(({ name }) => name));
  expect(named.max_drawdown).toBe(METRIC_VALUES.maxDrawdown);
  expect(JSON.parse(JSON.stringify(named))).toEqual(named);
});
