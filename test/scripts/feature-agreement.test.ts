import { expect, test } from 'vitest';
import { agreementTable } from '../../scripts/feature-agreement.ts';

const agreement = { key: 'sma_20', source: 'sma.sma', type: 'sma', figures: 3, from: 19, to: 30, worst: 0 };

test('the table of agreement says which columns agree, which differ, and what was not compared', () => {
  const [, ...lines] = agreementTable([agreement, { ...agreement, key: 'sma_30', worst: 2e-9 }]).split('\n');
  expect(lines[0]).toMatch(/^sma_20 +sma\.sma +3 +19–30 +0\.0e\+0 {2}agrees$/);
  expect(lines[1]).toMatch(/^sma_30 .* 2\.0e-9 {2}DIFFERS$/);
  expect(lines[3]).toMatch(/^1 of \d+ features compared\. It has no results for: adx, /);
});

test('a column without a number does not agree', () => {
  expect(agreementTable([{ ...agreement, worst: Number.NaN }])).toContain('DIFFERS');
});
