import { expect, test } from 'vitest';
import { tradesFigure } from '../../../src/reports/figures/trades.ts';

test('of a trade whose return is not known the money alone is told', () => {
  const trade = {
    id: 'portfolio_p/trade-1',
    symbol: 'X',
    direction: 'long',
    entryTime: 0,
    exitTime: 86_400_000,
    pnl: 12,
    barsHeld: 1,
    bar: null,
    mae: Number.NaN,
    mfe: Number.NaN,
  } as const;
  const textOf = (returned: number) => tradesFigure([{ ...trade, returned }]).toPlotly().data[0].text;
  expect(textOf(0.5)).toEqual([expect.stringMatching(/ · 12\.00 \(50\.00 %\)$/)]);
  expect(textOf(Number.NaN)).toEqual([expect.stringMatching(/ · 12\.00$/)]);
});
