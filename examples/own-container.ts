import { defineComponent, defineEventType, z } from 'admf';

/** What the watchdog publishes: traced, listed and explained like any event of the engine's. */
const ALERT = defineEventType(
  'ALERT',
  z.strictObject({
    what: z.enum(['losing_streak', 'large_loss']),
    symbol: z.string(),
    losses: z.int().describe('closed trades in a row that lost'),
    money: z.number().describe('lost in them'),
  }),
);

export default defineComponent({
  type: 'watchdog',
  description: 'Tells of large losses, and of trades that lose one after the other.',
  params: z.strictObject({
    streak: z.int().min(2).default(3).describe('losing trades in a row that are worth an alert'),
    large: z.number().gt(0).default(2000).describe('a loss worth an alert by itself, in money'),
  }),
  publishes: [ALERT],
  initialState: () => ({ losses: 0, money: 0, alerts: 0 }),
  listens: {
    POSITION_CLOSE({ payload: { symbol, pnl } }, { params, state, publish }) {
      if (pnl >= 0) {
        state.losses = 0;
        state.money = 0;
        return;
      }
      state.losses += 1;
      state.money -= pnl;
      const isLarge = -pnl >= params.large;
      if (!isLarge && state.losses % params.streak !== 0) return;
      state.alerts += 1;
      publish(ALERT, {
        what: isLarge ? 'large_loss' : 'losing_streak',
        symbol,
        losses: state.losses,
        money: state.money,
      });
    },
  },
});
