import { expect, test } from 'vitest';
import { metricDocs } from '../../scripts/metric-docs.ts';
import { RUN_METRICS } from '../../src/analytics/run-metrics.ts';
import { readRepositoryFile } from '../support/repository-files.ts';

test('docs/metrics.md is what the definitions say (if not: node scripts/metric-docs.ts)', () => {
  expect(readRepositoryFile('docs/metrics.md')).toBe(metricDocs());
});

test('every metric has a row in it', () => {
  const names = [...metricDocs().matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(names.toSorted()).toEqual(RUN_METRICS.map(({ name }) => name).toSorted());
});
