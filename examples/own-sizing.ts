import { defineSizing, z } from 'admf';

/** Bets less while most trades of the portfolio lose. */
export default defineSizing({
  type: 'by_win_rate',
  description: 'A share of equity, times the share of trades that won so far.',
  params: z.strictObject({
    percent: z.number().gt(0).max(100).default(50).describe('percent of equity while nothing is known'),
    least: z.number().gt(0).max(1).default(0.3).describe('smallest share of that'),
  }),
  readsTrades: true,
  create:
    ({ percent, least }) =>
    ({ equity, price, multiplier, weight, trades }) => {
      const share = trades === null || trades.count < 5 ? 1 : Math.max(least, trades.wins / trades.count);
      return Math.max(0, (weight * equity * percent * share) / 100 / (price * multiplier));
    },
});
