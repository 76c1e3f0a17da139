import type { z } from 'zod';
import { atOnce, inTurns } from '../foundation/in-turns.ts';
import { parseParams } from '../foundation/parse-params.ts';
import { Random, seedOf } from '../foundation/random.ts';
import { Registry } from '../foundation/registry.ts';
import { UserError } from '../foundation/user-error.ts';
import { BarSeries } from '../market/bar-series.ts';
import { basket } from './generators/basket.ts';
import { gbm } from './generators/gbm.ts';
import type { BarClock, GeneratorDefinition, GeneratorParams, PriceBar } from './generators/generator.ts';
import { jumpDiffusion } from './generators/jump-diffusion.ts';
import { meanReverting } from './generators/mean-reverting.ts';
import { randomWalk } from './generators/random-walk.ts';
import { regimeSwitching } from './generators/regime-switching.ts';
import { session } from './generators/session.ts';
import { DAY, intervalMs, WEEK } from './interval.ts';

/** Every way to make bars up, by name. */
export const generators = new Registry<GeneratorDefinition>('generator', [
  randomWalk,
  gbm,
  jumpDiffusion,
  regimeSwitching,
  meanReverting,
  basket,
  session,
]);

/** Which bars `generateBars` makes: a generator, how many bars from when on, and its own parameters. */
export interface GenerateRequest extends Partial<GeneratorParams> {
  readonly symbol: string;
  /** The generator's name, such as `gbm`. */
  readonly kind: string;
  /** Further parameters of the generator, such as `volatility`. */
  readonly [param: string]: unknown;
}

/** The last moment that a date with a year of four digits can name. */
const LAST_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
/** Trading days in a year without weekends, holidays included by custom. */
const TRADING_DAYS = 252;
const CALENDAR_DAYS = 365;
const LARGEST_PRICE = 1e12;

/**
 * Bars made from nothing but their parameters: the same parameters give the same bits on every platform, and fewer
 * bars are the beginning of more.
 *
 * @throws UserError for a generator that there is not, and for parameters that it does not take.
 */
export function generateBars(request: GenerateRequest): BarSeries {
  return atOnce(generating(request));
}

/** The same bars, made without keeping the event loop from its work. Rejects with the signal's reason when aborted. */
export function generateBarsInTurns(request: GenerateRequest, signal?: AbortSignal): Promise<BarSeries> {
  return inTurns(generating(request), signal);
}

/** Bars between two turns: some milliseconds of work. */
const BARS_A_STEP = 8192;

function* generating(request: GenerateRequest): Generator<void, BarSeries> {
  const { symbol, kind, ...given } = request;
  const generator: GeneratorDefinition = generators.get(
    kind,
  ) as GeneratorDefinition<never> as GeneratorDefinition;
  const params = parseParams<z.ZodType<GeneratorParams> & z.ZodObject>(
    `generate:${kind}`,
    generator.params,
    given,
  );
  const series = BarSeries.allocate(symbol, params.bars);
  yield* fillTimes(series, kind, generator, params);
  yield* fillPrices(series, generator, params);
  return series;
}

function* fillTimes(
  series: BarSeries,
  kind: string,
  generator: GeneratorDefinition,
  params: GeneratorParams,
): Generator<void, void> {
  const interval = intervalMs(params.interval);
  const next = generator.clock?.(params) ?? steadyClock(params, interval);
  let end = 0;
  for (let i = 0; i < series.length; i++) {
    if (i % BARS_A_STEP === 0) yield;
    const time = next();
    series.openTime[i] = time;
    end = time + interval;
    series.closeTime[i] = end - 1;
  }
  if (end - 1 > LAST_TIME) {
    throw new UserError(
      `generate:${kind}: ${params.bars} bars of ${params.interval} run past the year 9999`,
      {
        code: 'bad_value',
        hint: 'fewer bars or a shorter interval are needed',
      },
    );
  }
}

/** One bar behind another, but for weekends. */
function steadyClock({ start, weekends }: GeneratorParams, interval: number): BarClock {
  let time = Date.parse(start);
  return () => {
    if (!weekends) time = skipWeekend(time);
    time += interval;
    return time - interval;
  };
}

/** Monday 00:00 for a time on a Saturday or Sunday, else the time itself. */
function skipWeekend(time: number): number {
  // 1970-01-01 was a Thursday: counted from there, days 2 and 3 of each week are the weekend.
  const day = Math.floor(time / DAY);
  const weekday = ((day % 7) + 7) % 7;
  return weekday === 2 || weekday === 3 ? (day + 4 - weekday) * DAY : time;
}

function* fillPrices(
  series: BarSeries,
  generator: GeneratorDefinition,
  params: GeneratorParams,
): Generator<void, void> {
  const { symbol } = series;
  const random = new Random(generator.drawsBySymbol === true ? seedOf(params.seed, symbol) : params.seed);
  const next = generator.start(params, { symbol, years: yearsPerBar(params), random });
  const scale = 10 ** params.decimals;
  const smallest = 1 / scale;
  const rounded = (price: number) =>
    Math.min(Math.max(Math.round(price * scale) / scale, smallest), LARGEST_PRICE);
  const bar: PriceBar = { open: 0, high: 0, low: 0, close: 0, move: 0, activity: 1 };
  for (let i = 0; i < series.length; i++) {
    if (i % BARS_A_STEP === 0) yield;
    next(bar);
    // Rounding never changes the order of prices, so low ≤ open, close ≤ high stays.
    series.open[i] = rounded(bar.open);
    series.high[i] = rounded(bar.high);
    series.low[i] = rounded(bar.low);
    series.close[i] = rounded(bar.close);
    // Log-normal around the mean, more on larger moves, as markets do: E|N| is 0.8 and E exp(0.3 N − 0.045) is 1.
    const activity = (0.2 + Math.abs(bar.move)) * Math.exp(0.3 * random.normal() - 0.045);
    series.volume[i] = Math.round(params.volume * bar.activity * activity);
  }
}

/** The part of a trading year that one bar covers. */
function yearsPerBar(params: GeneratorParams): number {
  const interval = intervalMs(params.interval);
  if (params.weekends) return interval / (CALENDAR_DAYS * DAY);
  // A bar of weeks spans weekends, on which nothing moves.
  return ((interval >= WEEK ? 5 / 7 : 1) * interval) / (TRADING_DAYS * DAY);
}
