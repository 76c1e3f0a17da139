import { z } from 'zod';
import { UserError } from '../../foundation/user-error.ts';
import { DAY, intervalMs, intervalSchema, MINUTE } from '../interval.ts';
import { checkTimeZone, ZoneClock } from '../times/zone-clock.ts';
import { type BarClock, type GeneratorDefinition, generatorParams } from './generator.ts';
import { clamp, driftParam, volatilityParam, writeLogBar } from './log-prices.ts';

const TRADING_DAYS = 252;
const CALENDAR_DAYS = 365;

const params = z.strictObject({
  ...generatorParams,
  interval: intervalSchema.default('1m').describe('length of a bar, shorter than a day'),
  session: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'must be like 09:30-16:00')
    .default('09:30-16:00')
    .describe('when the market is open, by the clocks of the time zone'),
  timezone: z.string().min(1).default('America/New_York').describe('IANA time zone of the session'),
  drift: driftParam,
  volatility: volatilityParam,
  gap: generatorParams.gap
    .default(0.2)
    .describe('share of a day’s variance that falls between sessions, 0 to 1'),
  shape: z
    .number()
    .min(0)
    .max(100)
    .default(3)
    .describe(
      'how much more happens at open and close than in the middle: 3 is four times as much, 0 is none',
    ),
});

type SessionParams = z.output<typeof params>;

/**
 * Bars within trading sessions. Variance and volume of a bar follow a U over the session, 1 + shape · (2τ − 1)² for τ
 * from 0 to 1, and prices gap between sessions; over a year returns have the drift and the volatility asked for.
 */
export const session: GeneratorDefinition<SessionParams> = {
  type: 'session',
  description: 'Bars within trading sessions: busy at open and close, with gaps between them.',
  params,
  clock: sessionClock,
  start({ price, drift, volatility, gap, shape, weekends, ...given }, { random }) {
    const days = weekends ? CALENDAR_DAYS : TRADING_DAYS;
    const daily = volatility ** 2 / days;
    const bars = barsOf(given);
    const shapes = Array.from({ length: bars }, (_, i) => 1 + shape * (2 * ((i + 0.5) / bars) - 1) ** 2);
    const sum = shapes.reduce((total, value) => total + value, 0);
    const trend = (drift / days - daily / 2) / bars;
    let i = 0;
    let last = Math.log(price);
    return (bar) => {
      const slot = i % bars;
      const overnight = slot === 0 && i > 0 ? Math.sqrt(daily * gap) * random.normal() : 0;
      const variance = (daily * (1 - gap) * shapes[slot]) / sum;
      const open = clamp(last + overnight);
      const move = random.normal();
      const close = clamp(open + trend + Math.sqrt(variance) * move);
      writeLogBar(bar, open, close, variance, random);
      bar.move = move;
      bar.activity = (shapes[slot] * bars) / sum;
      last = close;
      i++;
    };
  },
};

/** Minutes since midnight at which the session opens and closes. */
function hours(text: string): readonly [number, number] {
  const [from, to] = text.split('-').map((time) => {
    const [hour, minute] = time.split(':').map(Number);
    return hour * 60 + minute;
  });
  if (from < to) return [from, to];
  throw new UserError(`generate:session: session ${text} closes before it opens`, {
    code: 'bad_parameter',
    hint: 'sessions over midnight are not made',
  });
}

/** Bars of a session; the last one may end after it. */
function barsOf({ session: text, interval }: Pick<SessionParams, 'session' | 'interval'>): number {
  const [from, to] = hours(text);
  return Math.ceil(((to - from) * MINUTE) / intervalMs(interval));
}

function sessionClock(given: SessionParams): BarClock {
  const { start, weekends, timezone, interval } = given;
  checkTimeZone(timezone);
  const step = intervalMs(interval);
  const [from] = hours(given.session);
  const bars = barsOf(given);
  if (from * MINUTE + bars * step > DAY) {
    throw new UserError(`generate:session: bars of ${interval} run past midnight`, {
      code: 'bad_parameter',
      hint: 'a shorter interval is needed',
    });
  }
  const clock = new ZoneClock(timezone);
  let day = Date.parse(start);
  let slot = 0;
  let open = 0;
  return () => {
    if (slot === bars) {
      slot = 0;
      day += DAY;
    }
    if (slot === 0) {
      while (!weekends && [0, 6].includes(new Date(day).getUTCDay())) day += DAY;
      open = clock.nearestMoment(day + from * MINUTE);
    }
    return open + step * slot++;
  };
}
