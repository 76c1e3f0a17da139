import type { MetricUnit } from '../../analytics/metric.ts';
import { METRICS, type PerformanceMetrics } from '../../analytics/metrics.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { Session } from '../session.ts';
import { commonPast, firstDifference } from './common-past.ts';
import { type Divergence, firstEventDifference } from './divergence.ts';
import { type PortfolioHistory, replay } from './replay.ts';
import type { ComparedTrade, TradeColumns } from './trade-columns.ts';

/** How far two runs are compared. */
export interface CompareOptions {
  /** The last bar to compare; by default that of the cursor which stands lower. */
  readonly to?: number;
  readonly signal?: AbortSignal;
}

/** One metric of two runs, of the whole runs up to the last bar that is compared. */
export interface ComparedMetric {
  readonly name: string;
  readonly label: string;
  readonly unit: MetricUnit;
  readonly a: number | null;
  readonly b: number | null;
  /** b − a; null where one of them has no value. */
  readonly difference: number | null;
}

export interface ComparedPortfolio {
  readonly id: string;
  /** Equity at the end of each bar from `from` to `to`, both included; the same arrays where nothing differs. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** The first bar at whose end equity differs; null when it never does. */
  readonly firstDifference: number | null;
  /** The bar at whose end equity differs most, and by how much (b − a); null when it never does. */
  readonly widest: { readonly bar: number; readonly difference: number } | null;
  /** Trades that were closed after the common past. */
  readonly trades: {
    readonly common: number;
    readonly onlyInA: readonly ComparedTrade[];
    readonly onlyInB: readonly ComparedTrade[];
  };
  readonly metrics: readonly ComparedMetric[];
}

/** Two runs side by side, from the last bar that they have in common. */
export interface Comparison {
  readonly a: string;
  readonly b: string;
  /** The last bar of the common past, and the last bar that is compared. */
  readonly from: number;
  readonly to: number;
  /** When each of these bars became known, UTC milliseconds; NaN before the first. */
  readonly times: Float64Array;
  /** The first event that differs; null when there is none up to `to`. */
  readonly divergence: Divergence | null;
  readonly portfolios: readonly ComparedPortfolio[];
}

/**
 * Compares two runs of one tree of forks, as far as both cursors have come: what lies after a cursor is not looked at.
 *
 * @throws UserError for one and the same run, for runs without a common past, and for a bar after a cursor.
 */
export async function compare(a: Session, b: Session, options: CompareOptions = {}): Promise<Comparison> {
  const { signal } = options;
  const to = lastBar(a, b, options.to);
  const common = a.branch === b.branch ? Number.POSITIVE_INFINITY : commonPast(a.branch, b.branch);
  if (common === undefined) {
    throw new UserError('the two runs have no past in common', {
      code: 'not_related',
      hint: 'compare forks of one session',
    });
  }
  if (a.branch === b.branch) {
    throw new UserError(`${a.branch.name} cannot be compared with itself`, {
      code: 'same_run',
      hint: 'name a fork: forks lists them',
    });
  }
  const from = Math.min(common, to);
  const lanes = a.branch.recording.engine.lanes.map((lane) => ({
    lane,
    bar: firstDifference(a.branch, b.branch, from, to, (container) => lane.members.has(container)),
  }));
  const bars = lanes.flatMap(({ bar }) => bar ?? []);
  const { topology } = a.branch.recording.engine;
  const all = topology.portfolios.map((_, i) => i);
  // What publishes the same events at the same prices comes to the same equity and trades, and is run once.
  const apart = all.filter((i) => {
    const { number } = topology.portfolios[i].container;
    return (
      lanes.some(({ lane, bar }) => bar !== undefined && lane.members.has(number)) || measuresDiffer(a, b)
    );
  });
  const mine = await replay(a.branch, from, to, all, signal);
  const its = await replay(b.branch, from, to, apart, signal);
  const symbols = topology.symbols.map(({ series }) => series.symbol);
  return {
    a: a.branch.name,
    b: b.branch.name,
    from,
    to,
    times: timesOf(a, from, to),
    divergence: bars.length === 0 ? null : divergenceAt(a, b, Math.min(...bars)),
    portfolios: all.map((i) => {
      const { spec, container } = topology.portfolios[i];
      const other = apart.indexOf(i);
      return comparedPortfolio(
        { id: spec.id, container: container.id, symbols, from },
        mine[i],
        other < 0 ? mine[i] : its[other],
      );
    }),
  };
}

function lastBar(a: Session, b: Session, wanted: number | undefined): number {
  const done = ({ position: { bar, event } }: Session) => (event === null ? bar : bar - 1);
  const [behind, last] = done(a) <= done(b) ? [a, done(a)] : [b, done(b)];
  if (wanted === undefined) return last;
  if (!Number.isInteger(wanted) || wanted < 0) {
    throw new UserError(`there is no bar ${wanted}`, { code: 'no_such_bar', hint: 'bars count from 1' });
  }
  if (wanted <= last) return wanted;
  throw new UserError(
    `bar ${wanted} lies after the cursor of ${behind.branch.name}, which has done ${last} bars`,
    { code: 'in_the_future', hint: `move ${behind.branch.name} there first: goto ${wanted}` },
  );
}

function timesOf(session: Session, from: number, to: number): Float64Array {
  const times = new Float64Array(to - from + 1);
  for (let i = 0; i < times.length; i++) times[i] = session.timeOf(from + i);
  return times;
}

/** Metrics may be measured in another way at the same equity. */
function measuresDiffer(a: Session, b: Session): boolean {
  return a.branch.prepared.spec.riskFreeRate !== b.branch.prepared.spec.riskFreeRate;
}

function divergenceAt(a: Session, b: Session, bar: number): Divergence {
  const found = firstEventDifference(a.allEventsOf(bar), b.allEventsOf(bar));
  if (found === undefined) {
    throw new UserError(
      `bar ${bar} went differently in ${a.branch.name} and ${b.branch.name}, and not when run again`,
      {
        code: 'not_reproducible',
        hint: 'a component keeps something outside its state: declare it in initialState',
      },
    );
  }
  return { bar, time: a.timeOf(bar), ...found };
}

interface Names {
  readonly id: string;
  readonly container: string;
  readonly symbols: readonly string[];
  readonly from: number;
}

function comparedPortfolio(names: Names, a: PortfolioHistory, b: PortfolioHistory): ComparedPortfolio {
  const { id, container, symbols, from } = names;
  const { common, only, otherOnly } = a.trades.compare(b.trades);
  const trades = (of: TradeColumns, rows: readonly number[]) =>
    rows.map((row) => of.at(row, container, symbols));
  return {
    id,
    a: a.equity,
    b: b.equity,
    ...equityDifference(a.equity, b.equity, from),
    trades: { common, onlyInA: trades(a.trades, only), onlyInB: trades(b.trades, otherOnly) },
    metrics: comparedMetrics(a.metrics, b.metrics),
  };
}

function equityDifference(
  a: Float64Array,
  b: Float64Array,
  from: number,
): Pick<ComparedPortfolio, 'firstDifference' | 'widest'> {
  let first = -1;
  let widest = -1;
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue;
    if (first < 0) first = i;
    if (widest < 0 || Math.abs(b[i] - a[i]) > Math.abs(b[widest] - a[widest])) widest = i;
  }
  if (first < 0) return { firstDifference: null, widest: null };
  return { firstDifference: from + first, widest: { bar: from + widest, difference: b[widest] - a[widest] } };
}

function comparedMetrics(a: PerformanceMetrics, b: PerformanceMetrics): ComparedMetric[] {
  return METRICS.map(({ property, name, label, unit }) => {
    const [one, other] = [a[property], b[property]];
    const difference = one === null || other === null ? null : other - one;
    return { name, label, unit, a: one, b: other, difference };
  });
}
