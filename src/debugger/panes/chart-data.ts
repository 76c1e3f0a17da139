import { upperBound } from '../../foundation/binary-search.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { DebugSession } from '../debug-session.ts';
import type { SeriesView } from '../series/series-view.ts';
import { ChartMarks } from './chart-marks.ts';
import { lastDone } from './last-done.ts';
import type { ChartData } from './pane-data.ts';

const PRICES = ['open', 'high', 'low', 'close', 'bar.open_time'];
const UNITS = 'portfolio.position.units';
const ACCOUNT = ['equity', 'drawdown', UNITS];
/** Lines over the candles; more can hardly be told apart. */
const MOST_INDICATORS = 4;
/** Views that are kept: of another portfolio, of a fork. */
const MOST_VIEWS = 4;
/** Bytes that the values of each may take up: a slider is dragged over runs of any length. */
const KEPT = 2 ** 23;

/** What part of a run the charts show. */
export interface ChartWish {
  /** Bars that there is room for. */
  readonly bars: number;
  /** Bars that share an entry. */
  readonly step: number;
  /** Bars that the window lies back from the cursor. */
  readonly pan: number;
}

interface OpenView {
  readonly series: SeriesView;
  readonly indicators: readonly string[];
}

/** Reads what the charts show, at a cost of what they show. */
export class Charts {
  readonly #views = new Map<string, OpenView>();
  readonly #marks = new ChartMarks();

  async read(
    session: DebugSession,
    { bars: room, step, pan }: ChartWish,
    signal?: AbortSignal,
  ): Promise<ChartData> {
    const { focus, name, bars } = session;
    const key = JSON.stringify([name, focus]);
    const { series, indicators } = this.#viewOf(session, key);
    const last = lastDone(session);
    const to = Math.max(Math.min(last, 1), last - pan);
    // Entries begin at the same bars wherever the window is, so that the chart does not flicker while it moves.
    const from = Math.max(1, Math.floor((to - room) / step) * step + 1);
    const isLoaded = await series.load({ from, to, signal });
    const shown = isLoaded ? to : from - 1;
    const now = pan === 0 && isLoaded ? valuesInBar(session, series.expressions) : null;
    const column = (path: string, of: Choice) => {
      const values =
        step === 1 ? series.values(path, from, shown) : bucketed(series, path, from, shown, step, of);
      return now === null ? values : appended(values, now[path], step === 1 ? 'add' : of);
    };
    const isInside = session.position.event !== null;
    const opened = column('bar.open_time', 'first');
    const close = column('close', 'last');
    const all = {
      times: opened,
      open: column('open', 'first'),
      high: column('high', 'high'),
      low: column('low', 'low'),
    };
    const known = now === null ? shown : shown + 1;
    const { times, open, high, low } = ownCandles(session, { from, step, to: known }, close) ?? all;
    return {
      first: from,
      step,
      symbol: focus.symbol,
      times,
      open,
      high,
      low,
      close,
      equity: column('equity', 'last'),
      drawdown: column('drawdown', 'low'),
      units: column(UNITS, 'last'),
      indicators: indicators.map((path) => ({
        name: path.slice(path.indexOf('.') + 1),
        values: column(path, 'last'),
      })),
      marks: await this.#marks.between(session, key, from, isInside && pan === 0 ? to + 1 : to),
      levels: pan > 0 ? [] : waitingLevels(session),
      holding: pan > 0 ? null : holdingOf(session),
      pending: isInside && pan === 0 && now === null && isLoaded ? openingOf(session, times.at(-1)) : null,
      bars,
    };
  }

  #viewOf(session: DebugSession, key: string): OpenView {
    const known = this.#views.get(key);
    if (known !== undefined) return known;
    const indicators = indicatorNames(session);
    const series = session.seriesView([...PRICES, ...ACCOUNT, ...indicators], { keep: KEPT });
    const view = { indicators, series };
    this.#views.set(key, view);
    for (const old of this.#views.keys()) {
      if (this.#views.size <= MOST_VIEWS) break;
      this.#views.delete(old);
    }
    return view;
  }
}

/** Opening of each entry, and its candle but for the close. */
type Candles = Pick<ChartData, 'times' | 'open' | 'high' | 'low'>;

/**
 * Of a symbol that has no bar wherever the run has one: its bars, and in entries without any the last close, which still stands. The
 * whole candle again would be another bar. Null where it has bars in all entries, as in most runs.
 */
function ownCandles(
  session: DebugSession,
  { from, step, to }: { readonly from: number; readonly step: number; readonly to: number },
  close: Float64Array,
): Candles | null {
  const { series } = session.core.branch.prepared;
  const own = series.find(({ symbol }) => symbol === session.focus.symbol);
  if (series.length < 2 || own === undefined) return null;
  const end = (bar: number) => session.core.timeOf(Math.min(bar, to));
  const known = (bar: number) => (bar < 1 ? 0 : upperBound(own.closeTime, end(bar)));
  const entries = Array.from(close, (_, i) => [known(from + i * step - 1), known(from + (i + 1) * step - 1)]);
  if (entries.every(([first, after]) => after > first)) return null;
  let last = Number.NEGATIVE_INFINITY;
  const times = entries.map(([first, after], i) => {
    // A long bar opened before the short ones of another symbol that ended within it.
    last = Math.max(last, after > first ? own.openTime[first] : end(from + i * step));
    return last;
  });
  const of = (column: Float64Array, pick: (values: Float64Array) => number) =>
    Float64Array.from(entries, ([first, after], i) =>
      after > first ? pick(column.subarray(first, after)) : close[i],
    );
  return {
    times: Float64Array.from(times),
    open: of(own.open, ([first]) => first),
    high: of(own.high, (values) => values.reduce((a, b) => Math.max(a, b))),
    low: of(own.low, (values) => values.reduce((a, b) => Math.min(a, b))),
  };
}

/** Which of many values stands for all of them. */
type Choice = 'first' | 'last' | 'high' | 'low';

function bucketed(
  series: SeriesView,
  path: string,
  from: number,
  to: number,
  step: number,
  of: Choice,
): Float64Array {
  return series.buckets(path, from, to, step)[of];
}

/** With the value of a bar that is under way: as one more entry, or as part of the last one. */
function appended(values: Float64Array, value: number, how: 'add' | Choice): Float64Array {
  if (how === 'add' || values.length === 0) {
    const longer = new Float64Array(values.length + 1);
    longer.set(values);
    longer[values.length] = value;
    return longer;
  }
  const changed = values.slice();
  const at = changed.length - 1;
  if (how === 'high') changed[at] = Math.max(changed[at], value);
  else if (how === 'low') changed[at] = Math.min(changed[at], value);
  else if (how === 'last') changed[at] = value;
  return changed;
}

/** What the strategy in focus reads, by its own words. */
function indicatorNames(session: DebugSession): string[] {
  try {
    return session
      .ls(`strategy_${session.focus.strategy}.values`)
      .names.slice(0, MOST_INDICATORS)
      .map(({ name }) => `strategy.${name}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [];
  }
}

/** Values of the bar that the cursor is inside, once it has been published; null before, and at its end. */
function valuesInBar(session: DebugSession, paths: readonly string[]): Record<string, number> | null {
  if (session.event === null) return null;
  const read = (path: string) => {
    const { value } = session.print(LONG[path] ?? path);
    return typeof value === 'number' ? value : Number.NaN;
  };
  if (read('bar.time') !== session.time) return null;
  return Object.fromEntries(paths.map((path) => [path, read(path)]));
}

/** When the bar that the cursor is in opened: bars are as long as the one before. */
function openingOf(session: DebugSession, lastOpening: number | undefined): number {
  const { bar } = session.position;
  return bar < 2 || lastOpening === undefined
    ? session.time
    : session.time - (session.timeOf(bar - 1) - lastOpening);
}

const LONG: Readonly<Record<string, string>> = {
  open: 'bar.open',
  high: 'bar.high',
  low: 'bar.low',
  close: 'bar.close',
  equity: 'portfolio.equity',
  drawdown: 'portfolio.drawdown',
};

function holdingOf(session: DebugSession): ChartData['holding'] {
  const { units, average_price: price } = session.print('portfolio.position').value as Record<
    string,
    unknown
  >;
  return typeof units === 'number' && units !== 0 && typeof price === 'number' ? { units, price } : null;
}

/** Prices that orders of the portfolio in focus wait for. */
function waitingLevels(session: DebugSession): ChartData['levels'] {
  const { portfolio, symbol } = session.focus;
  const { value } = session.print(`execution_${portfolio}.waiting`);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Record<string, Record<string, unknown>>).flatMap(([name, order]) => {
    if (order.symbol !== symbol || typeof order.price !== 'number') return [];
    const type = typeof order.orderType === 'string' ? order.orderType : 'order';
    return [
      {
        name: `${type} ${name.replace(/^order_/, '#')}`,
        price: order.price,
        from: Number(order.decidedAtBar),
      },
    ];
  });
}
