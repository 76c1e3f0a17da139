import { returnsOf } from '../../src/analytics/curve-statistics.ts';
import { performanceOf } from '../../src/analytics/returns.ts';
import { type CalendarSpan, calendarReturns } from '../../src/analytics/series/calendar-returns.ts';
import { downsideDeviation, tailRatio } from '../../src/analytics/series/distribution.ts';
import { omega, stability } from '../../src/analytics/series/ratios.ts';
import {
  alpha,
  annualReturn,
  battingAverage,
  beta,
  betaFragility,
  capture,
  informationRatio,
  pairsWhere,
  type ReturnPairs,
} from '../../src/analytics/series/versus.ts';
import { Random } from '../../src/foundation/random.ts';
import { ANSWERS, SERIES } from './empyrical-answers.ts';

/** A value, one for each column or window, or several of each. */
type Answer = number | null | readonly Answer[];
type Args = Readonly<Record<string, string>>;

/** How one function of empyrical compares with ours. */
export interface MetricAgreement {
  readonly name: string;
  readonly ours: string;
  readonly cases: number;
  /** Largest difference over all values of all cases whose inputs are not random. */
  readonly worst: number;
  readonly tolerance: number;
  readonly agrees: boolean;
  /** Cases whose value is infinite there and absent here: nothing is divided by 0. */
  readonly absent: number;
  readonly note: string;
}

const PERIODS: Readonly<Record<string, number>> = {
  daily: 252,
  weekly: 52,
  monthly: 12,
  quarterly: 4,
  yearly: 1,
};
const SPANS: Readonly<Record<string, CalendarSpan>> = {
  weekly: 'week',
  monthly: 'month',
  quarterly: 'quarter',
  yearly: 'year',
};
const NAN_COUNTS = 'there a NaN is a period without return, so it is read as 0';

interface Comparison {
  readonly ours: string;
  readonly note?: string;
  readonly tolerance?: number;
  readonly compute: (args: Args) => Answer;
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  aggregate_returns: {
    ours: 'calendarReturns',
    compute: ({ returns, convert_to: span }) => {
      const { values, times } = series(returns);
      return [...calendarReturns(values, times, SPANS[span])];
    },
  },
  alpha: { ours: 'alpha', compute: (args) => alpha(pairs(args), 252) },
  beta: {
    ours: 'beta',
    note: 'noise of our own; one case asserted to 2 decimals',
    compute: (args) => beta(pairs(args)),
  },
  beta_fragility_heuristic: { ours: 'betaFragility', compute: (args) => betaFragility(pairs(args)) },
  alpha_beta: { ours: 'alpha, beta', compute: (args) => alphaBeta(pairs(args)) },
  up_alpha_beta: { ours: 'alpha, upBeta', compute: (args) => alphaBeta(pairs(args, (b) => b > 0)) },
  down_alpha_beta: { ours: 'alpha, downBeta', compute: (args) => alphaBeta(pairs(args, (b) => b < 0)) },
  annual_ret: {
    ours: 'annualReturn',
    note: NAN_COUNTS,
    compute: (args) => performance(args, filled).annualReturn,
  },
  cagr: { ours: 'annualReturn', note: NAN_COUNTS, compute: (args) => performance(args, filled).annualReturn },
  annual_volatility: { ours: 'volatility', compute: (args) => performance(args).volatility },
  calmar: { ours: 'calmar', note: NAN_COUNTS, compute: (args) => performance(args, filled).calmar },
  cum_returns_final: {
    ours: 'totalReturn',
    tolerance: 1e-4,
    note: 'asserted to 4 decimals',
    compute: ({ returns, starting_value: start }) => {
      const { totalReturn } = performanceOf(series(returns).values);
      return totalReturn === null || start === '0' ? totalReturn : Number(start) * (1 + totalReturn);
    },
  },
  max_drawdown: {
    ours: 'maxDrawdown',
    compute: ({ returns }) => performanceOf(series(returns).values).maxDrawdown,
  },
  sharpe_ratio: {
    ours: 'sharpe',
    compute: (args) => performance(args, (values) => less(values, args.risk_free)).sharpe,
  },
  sortino: {
    ours: 'sortino',
    compute: (args) =>
      byColumn(
        args.returns,
        (values) =>
          performanceOf(less(values, args.required_return), { periodsPerYear: PERIODS[args.period] }).sortino,
      ),
  },
  downside_risk: {
    ours: 'downsideRisk',
    compute: (args) =>
      byColumn(args.returns, (values) => {
        const present = withoutNaN(less(values, args.required_return));
        return present.length === 0 ? null : downsideDeviation(present) * Math.sqrt(PERIODS[args.period]);
      }),
  },
  omega: {
    ours: 'omega',
    compute: ({ returns, risk_free: riskFree, required_return: required }) => {
      if (Number(required) <= -1) return null;
      return omega(
        withoutNaN(less(series(returns).values, riskFree)),
        (1 + Number(required)) ** (1 / 252) - 1,
      );
    },
  },
  stability_of_timeseries: {
    ours: 'stability',
    compute: ({ returns }) => stability(withoutNaN(series(returns).values)),
  },
  tail_ratio: {
    ours: 'tailRatio',
    note: `${NAN_COUNTS}; of random returns asserted to 1 decimal`,
    compute: ({ returns }) => {
      const present = filled(series(returns).values).sort();
      return present.length === 0 ? null : tailRatio(present);
    },
  },
  excess_sharpe: {
    ours: 'informationRatio',
    note: 'before annualisation',
    compute: (args) => informationRatio(pairs(args)),
  },
  batting_average: {
    ours: 'battingAverage',
    tolerance: 1e-6,
    note: 'asserted to 6 decimals',
    compute: (args) =>
      [() => true, (b: number) => b > 0, (b: number) => b < 0].map((keep) =>
        battingAverage(pairs(args, keep)),
      ),
  },
  up_capture: {
    ours: 'upCapture',
    compute: (args) =>
      capture(
        pairs(args, (b) => b > 0),
        252,
      ),
  },
  down_capture: {
    ours: 'downCapture',
    compute: (args) =>
      capture(
        pairs(args, (b) => b < 0),
        252,
      ),
  },
  up_down_capture: { ours: 'captureRatio', compute: (args) => captureRatio(pairs(args)) },
  capture_ratio: {
    ours: 'annualReturn / annualReturn',
    note: NAN_COUNTS,
    compute: ({ returns, factor_returns: factor }) => {
      const [a, b] = [returns, factor].map((name) => annualReturn(filled(series(name).values), 252));
      return a === null || b === null ? null : a / b;
    },
  },
  simple_returns: {
    ours: 'returnsOf',
    compute: ({ prices }) => {
      const { values } = series(prices);
      return [...returnsOf(values.subarray(1), values[0])];
    },
  },
  roll_alpha_beta: {
    ours: 'alpha, beta',
    note: 'of each window',
    compute: (args) => rolling(args, alphaBeta),
  },
  roll_up_capture: {
    ours: 'upCapture',
    note: 'of each window',
    compute: (args) =>
      rolling(args, (p) =>
        capture(
          pairsWhere(p, (b) => b > 0),
          252,
        ),
      ),
  },
  roll_down_capture: {
    ours: 'downCapture',
    note: 'of each window',
    compute: (args) =>
      rolling(args, (p) =>
        capture(
          pairsWhere(p, (b) => b < 0),
          252,
        ),
      ),
  },
  roll_up_down_capture: {
    ours: 'captureRatio',
    note: 'of each window',
    compute: (args) => rolling(args, captureRatio),
  },
  roll_max_drawdown: {
    ours: 'maxDrawdown',
    tolerance: 1e-4,
    note: 'of each window; asserted to 4 decimals',
    compute: (args) => rolling(args, ({ own }) => performanceOf(own).maxDrawdown),
  },
  roll_sharpe_ratio: {
    ours: 'sharpe',
    note: 'of each window',
    compute: (args) => rolling(args, ({ own }) => performanceOf(own).sharpe),
  },
};

/** Each function of empyrical that ADMF has a counterpart of, with the largest difference. */
export function empyricalAgreement(): MetricAgreement[] {
  const lines = ANSWERS.trim().split('\n').map(parsedCase);
  return [...new Set(lines.map(({ name }) => name))].map((name) => {
    const { ours, note = '', tolerance = 1e-8, compute } = COMPARISONS[name];
    const cases = lines.filter((line) => line.name === name);
    const compared = cases.map(({ args, expected }) => ({
      ...difference(compute(args), expected),
      // Random inputs are others here: their results are asserted to a few decimals.
      loose: args.decimals === undefined ? null : 10 ** -Number(args.decimals),
    }));
    const strict = compared.filter(({ loose }) => loose === null);
    return {
      name,
      ours,
      cases: cases.length,
      worst: Math.max(...strict.map(({ worst }) => worst)),
      tolerance,
      agrees: compared.every(({ worst, loose }) => worst <= (loose ?? tolerance)),
      absent: compared.filter(({ absent }) => absent).length,
      note,
    };
  });
}

/** Values that differ by more than any number, where one is absent and the other is not. */
function difference(ours: Answer, theirs: Answer): { worst: number; absent: boolean } {
  if (Array.isArray(theirs)) {
    // A single window that has no value is asserted as such.
    if (!Array.isArray(ours) || ours.length !== theirs.length)
      return { worst: Number.POSITIVE_INFINITY, absent: false };
    const parts = theirs.map((part: Answer, i) => difference((ours as Answer[])[i], part));
    return {
      worst: Math.max(0, ...parts.map(({ worst }) => worst)),
      absent: parts.some(({ absent }) => absent),
    };
  }
  if (Array.isArray(ours))
    return ours.length === 1
      ? difference(ours[0] as Answer, theirs)
      : { worst: Number.POSITIVE_INFINITY, absent: false };
  const [a, b] = [(ours as number | null) ?? Number.NaN, theirs as number];
  if (Object.is(a, b)) return { worst: 0, absent: false };
  if (Number.isNaN(a) && !Number.isFinite(b)) return { worst: 0, absent: b === Number.POSITIVE_INFINITY };
  return { worst: Number.isFinite(a - b) ? Math.abs(a - b) : Number.POSITIVE_INFINITY, absent: false };
}

function parsedCase(line: string): { name: string; args: Args; expected: Answer } {
  const [call, expected] = line.split(' → ');
  const [name, ...args] = call.split(' ');
  return {
    name,
    args: Object.fromEntries(args.map((arg) => arg.split('='))) as Args,
    expected: parsed(expected),
  };
}

/** JSON with NaN and Infinity. */
function parsed(text: string): Answer {
  const words: Readonly<Record<string, number>> = { NaN: Number.NaN, Infinity: Number.POSITIVE_INFINITY };
  return JSON.parse(text.replaceAll(/NaN|Infinity/g, '"$&"'), (_, value: unknown) =>
    typeof value === 'string' ? words[value] : value,
  ) as Answer;
}

interface Dated {
  readonly values: Float64Array;
  readonly times: Float64Array;
}

const TABLE = new Map(
  SERIES.trim()
    .split('\n')
    .map((line) => {
      const [name, dates, values] = line.split(' | ');
      const times = Float64Array.from(dates.split(' '), (date) => Date.parse(date));
      return [name, { times, values: parsed(`[${values}]`) as readonly Answer[] }] as const;
    }),
);

/** A series by its name there: with a minus, a factor or a slice before or behind it; a number is a constant. */
function series(name: string): Dated {
  const slice = /^(.*)\[1:\]$/.exec(name);
  if (slice !== null) {
    const { values, times } = series(slice[1]);
    return { values: values.subarray(1), times: times.subarray(1) };
  }
  if (name.startsWith('-')) return mapped(name.slice(1), (r) => -r);
  if (name.startsWith('2*')) return mapped(name.slice(2), (r) => 2 * r);
  if (name === 'inv_noise') return mapped('noise', (r) => -r);
  if (name === 'simple_benchmark_df') return series('simple_benchmark');
  if (name === 'empty_returns') return made(0, () => 0);
  if (name === 'flat_line_1_tz') return made(1000, () => 0.01);
  if (name === 'pos_line') return made(1000, (i) => i / 999);
  if (name === 'noise') return made(1000, () => 0.01 * NOISE.normal());
  if (name === 'random_100k') return made(100_000, () => NOISE.normal());
  const found = TABLE.get(name);
  if (found === undefined) throw new Error(`there is no series ${name}`);
  return { times: found.times, values: Float64Array.from(found.values as number[]) };
}

/** Theirs is not carried; these are the same for each call within a case, as the same name must be the same series. */
const NOISE = new Random(7);
const MADE = new Map<string, Dated>();

function made(count: number, next: (i: number) => number): Dated {
  const key = `${count}:${String(next)}`;
  const found = MADE.get(key) ?? {
    values: Float64Array.from({ length: count }, (_, i) => next(i)),
    times: Float64Array.from({ length: count }, (_, i) => i * 86_400_000),
  };
  MADE.set(key, found);
  return found;
}

function mapped(name: string, change: (r: number) => number): Dated {
  const { values, times } = series(name);
  return { values: values.map(change), times };
}

function byColumn(name: string, compute: (values: Float64Array) => number | null): Answer {
  const rows = TABLE.get(name)?.values[0];
  if (!Array.isArray(rows)) return compute(series(name).values);
  const all = TABLE.get(name)?.values as readonly (readonly number[])[];
  return rows.map((_: unknown, column: number) => compute(Float64Array.from(all, (row) => row[column])));
}

/** Both by date, those days alone that both have. */
function pairs(args: Args, keep: (benchmark: number) => boolean = () => true): ReturnPairs {
  const own = series(args.returns);
  const name = args.benchmark ?? args.factor_returns;
  const other = /^[\d.]+$/.test(name)
    ? { values: own.values.map(() => Number(name)), times: own.times }
    : series(name);
  const at = new Map([...other.times].map((time, i) => [time, other.values[i]]));
  const both = [...own.times.keys()].filter((i) => at.has(own.times[i]));
  const all: ReturnPairs = {
    own: Float64Array.from(both, (i) => own.values[i]),
    benchmark: Float64Array.from(both, (i) => at.get(own.times[i]) as number),
  };
  return pairsWhere(all, keep);
}

function alphaBeta(both: ReturnPairs): Answer {
  const present = pairsWhere(both, () => true);
  return [alpha(present, 252), beta(present)];
}

function captureRatio(both: ReturnPairs): number | null {
  const [up, down] = [(b: number) => b > 0, (b: number) => b < 0].map((keep) =>
    capture(pairsWhere(both, keep), 252),
  );
  return up === null || down === null || down === 0 ? null : up / down;
}

function rolling(args: Args, compute: (window: ReturnPairs) => Answer): Answer {
  const own = series(args.returns).values;
  const name = args.benchmark ?? args.factor_returns;
  const benchmark = name === undefined ? own : series(name).values;
  const length = Number(args.window);
  // Windows of a series that is not there are those of the other one.
  const rows = Math.max(own.length, args.benchmark === undefined ? own.length : benchmark.length);
  const windows = Array.from({ length: Math.max(0, rows - length + 1) }, (_, i) => i);
  return windows.map((i) =>
    compute({ own: own.slice(i, i + length), benchmark: benchmark.slice(i, i + length) }),
  );
}

function performance(args: Args, prepare: (values: Float64Array) => Float64Array = (values) => values) {
  return performanceOf(prepare(series(args.returns).values), {
    periodsPerYear: PERIODS[args.period ?? 'daily'],
  });
}

/** Less a constant, or less another series of the same days. */
function less(values: Float64Array, what: string): Float64Array {
  const constant = Number(what);
  if (!Number.isNaN(constant)) return values.map((value) => value - constant);
  const other = series(what).values;
  return values.map((value, i) => value - other[i]);
}

function filled(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? 0 : value));
}

function withoutNaN(values: Float64Array): Float64Array {
  return values.filter((value) => !Number.isNaN(value));
}
