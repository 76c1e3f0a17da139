import { expect, test } from 'vitest';
import { stockIndicatorsAgreement, TOLERANCE } from './stock-indicators.ts';

test.each(stockIndicatorsAgreement())('$key agrees with Stock.Indicators', ({ worst }) => {
  expect(worst).toBeLessThan(TOLERANCE);
});
