import type { TradingCalendar } from '../calendars/trading-calendar.ts';
import { UserError } from '../foundation/user-error.ts';
import { BarSeries, FLAGGED_BAR, SYNTHETIC_BAR } from '../market/bar-series.ts';
import { moveActions } from '../market/corporate-action.ts';
import type { NumberRole } from './files/bar-table.ts';
import { areValidBars } from './quality/check-bars.ts';
import { checkRows, type UsableRows } from './quality/check-rows.ts';
import { checkSeries, makeSynthetic } from './quality/check-series.ts';
import { describeFindings } from './quality/describe-findings.ts';
import { Findings } from './quality/findings.ts';
import { findGaps, type Gap } from './quality/gaps.ts';
import { CHECKS, type Check, type Policy, type QualityPolicies } from './quality/policies.ts';
import { pickRows, type RawBars } from './quality/raw-bars.ts';
import type { CheckReport, LoadedBars } from './quality/report.ts';
import {
  NOT_A_NUMBER,
  problemTable,
  type RowProblem,
  rowProblems,
  SHOWN_ROWS,
} from './quality/row-problems.ts';
import { adjustSeries, type Treatment } from './shape/adjustment.ts';
import { copyBar, pickBars } from './shape/pick-bars.ts';
import { applyTiming, type BarTiming } from './times/bar-timing.ts';
import { TIME_FORMS } from './times/time-form.ts';

export interface UseRequest extends Treatment {
  readonly symbol: string;
  readonly quality: QualityPolicies;
  readonly calendar: TradingCalendar | null;
  readonly timing: BarTiming;
}

/**
 * Makes bars of rows that are not known to be good, as the policies say: first rows that cannot be bars are dealt with,
 * then prices adjusted, then odd bars looked for, and gaps last.
 *
 * @throws UserError with the first rows that a policy calls an error.
 */
export async function useRows(raw: RawBars, moments: Float64Array, request: UseRequest): Promise<LoadedBars> {
  const { symbol, quality, timing } = request;
  const findings = new Findings();
  const skipped = `is skipped by the clocks of ${timing.clock.zone}, which go forward over it`;
  const usable = checkRows(raw, moments, quality, findings, skipped);
  await throwErrors(raw, findings, quality);

  const hasVolume = raw.numbers.volume !== undefined;
  const { series, numbers } = pickSeries(symbol, raw, moments, usable);
  adjustSeries(series, numbers, request);
  applyTiming(series, timing);
  const kept = checkSeries({ series, hasVolume, origins: usable.rows }, quality, findings);
  const rows = kept.includes(0) ? [...kept.keys()].filter((i) => kept[i] === 1) : null;
  const whole = rows === null ? series : pickBars(series, rows);
  const origins = (i: number) => usable.rows[rows === null ? i : rows[i]];
  const filled = fillGaps(whole, findings, origins, request);
  await throwErrors(raw, findings, quality);
  if (filled.length === 0) throw await nothingLeft(symbol, raw, findings, quality);
  if (!areValidBars(filled, hasVolume)) throw new Error(`${symbol}: rows were used that are no bars`);
  return {
    series: filled,
    report: {
      symbol,
      files: raw.parts.map(({ table }) => table.name),
      rows: raw.length,
      bars: filled.length,
      synthetic: countOf(filled, SYNTHETIC_BAR),
      flagged: countOf(filled, FLAGGED_BAR),
      checks: await reports(raw, findings, quality),
    },
  };
}

async function throwErrors(raw: RawBars, findings: Findings, quality: QualityPolicies): Promise<void> {
  const policyOf = (check: Check): Policy => quality[check];
  const { first, total } = findings.errors(policyOf);
  if (total === 0) return;
  const [earliest] = first;
  const problems = await describeFindings(raw, first);
  const isReversed = findings.count('order') === raw.length - 1 && total === raw.length - 1;
  const hint =
    earliest.check === 'time' && earliest.problem === undefined && problems[0].value !== ''
      ? TIME_FORMS
      : isReversed
        ? 'the newest bar comes first: quality: { order: sort } turns them round'
        : numberHint(problems[0]);
  throw rowProblems(problems, total, hint);
}

async function nothingLeft(
  symbol: string,
  raw: RawBars,
  findings: Findings,
  quality: QualityPolicies,
): Promise<UserError> {
  const checks = await reports(raw, findings, quality);
  const dropped = checks.map(({ check, count }) => `${check} ${count.toLocaleString('en-US')}`).join(', ');
  const problems = checks.flatMap(({ first }) => first).slice(0, SHOWN_ROWS);
  const [{ table }] = raw.parts;
  return new UserError(`no row of ${symbol} in ${table.name} is left: all were dropped (${dropped})`, {
    code: 'no_rows',
    hint: problems.map(numberHint).find((hint) => hint !== undefined),
    excerpt: problemTable(
      problems,
      checks.reduce((sum, { count }) => sum + count, 0),
    ),
  });
}

/** A number as it is written in other places than files for programs: `1.234,50`, `$1,234.50`. */
const LOCAL_NUMBER = /^[^\d\s]{0,3}\s?\d[\d.,' ]*\s?[^\d\s]{0,3}$/;

function numberHint({ value, problem }: RowProblem): string | undefined {
  return problem === NOT_A_NUMBER && LOCAL_NUMBER.test(value)
    ? 'numbers have a decimal point, and no signs of currency or of thousands: 1234.50'
    : undefined;
}

function pickSeries(symbol: string, raw: RawBars, moments: Float64Array, { rows, filled }: UsableRows) {
  // Where every row is used in its place, the columns are taken as they are.
  const isAll = rows.length === raw.length && rows.every((row, i) => row === i);
  const picked = (column: Float64Array) => (isAll ? column : pickRows(column, rows));
  const numbers = Object.fromEntries(
    Object.entries(raw.numbers).map(([role, column]) => [role, picked(column)]),
  ) as Record<NumberRole, Float64Array>;
  carryActions(raw, rows, numbers);
  const { open, high, low, close, volume, split } = numbers;
  const openTime = picked(moments);
  const series = BarSeries.fromColumns(symbol, rows.length, { openTime, open, high, low, close, volume });
  for (let i = 1; i < series.length; i++) {
    if (filled[i] === 0) continue;
    // A split is one even where the row beside it cannot be used.
    const ratio = split === undefined || !(split[i] > 0) ? 1 : split[i];
    if (series.volume[i] < 0 || (volume !== undefined && Number.isNaN(series.volume[i])))
      series.volume[i] = 0;
    makeSynthetic(series, i, series.close[i - 1] / ratio);
    for (const role of ['split', 'dividend'] as const) {
      if (numbers[role] !== undefined && !(numbers[role][i] > 0)) numbers[role][i] = 0;
    }
  }
  return { series, numbers };
}

/** A split or a dividend of a row that is left out takes effect with the next one that is used. */
function carryActions(raw: RawBars, rows: Uint32Array, numbers: Record<NumberRole, Float64Array>): void {
  const { split, dividend } = raw.numbers;
  if (split === undefined && dividend === undefined) return;
  for (let i = 1; i < rows.length; i++) {
    // Rows that were put in another order tell nothing of what lay between them.
    for (let left = rows[i - 1] + 1; left < rows[i]; left++) {
      const ratio = split !== undefined && split[left] > 0 ? split[left] : 1;
      if (ratio !== 1) numbers.split[i] = (numbers.split[i] > 0 ? numbers.split[i] : 1) * ratio;
      if (dividend !== undefined && dividend[left] > 0) numbers.dividend[i] += dividend[left];
    }
  }
}

function fillGaps(
  series: BarSeries,
  findings: Findings,
  originOf: (i: number) => number,
  { quality, timing, calendar }: UseRequest,
): BarSeries {
  const { gaps: policy, gap_bars: allowed } = quality;
  if (policy === 'ignore') return series;
  const gaps = findGaps(series, timing.interval, timing.clock, allowed, calendar);
  for (const { before, count, walls } of gaps) {
    const isDays = walls.length === 0;
    const from = new Date(series.closeTime[before - 1] + 1).toISOString().replace('.000Z', 'Z');
    findings.add({
      check: 'gaps',
      row: originOf(before),
      role: 'time',
      problem: `comes after a gap of ${count.toLocaleString('en-US')} ${isDays ? 'day' : 'bar'}${count === 1 ? '' : 's'} from ${from} on`,
    });
    if (policy === 'flag') series.flags[before] |= FLAGGED_BAR;
  }
  return policy === 'fill' ? withSynthetic(series, gaps, timing) : series;
}

function withSynthetic(series: BarSeries, gaps: readonly Gap[], { interval, clock }: BarTiming): BarSeries {
  const missing = gaps.reduce((sum, { walls }) => sum + walls.length, 0);
  if (missing === 0) return series;
  const whole = BarSeries.allocate(series.symbol, series.length + missing);
  const hasVolume = !Number.isNaN(series.volume[0]);
  const places = new Uint32Array(series.length);
  let to = 0;
  let g = 0;
  for (let i = 0; i < series.length; i++) {
    if (gaps[g]?.before === i) {
      for (const wall of gaps[g].walls) {
        whole.openTime[to] = clock.nearestMoment(wall);
        whole.closeTime[to] = clock.nearestMoment(wall + interval) - 1;
        whole.volume[to] = hasVolume ? 0 : Number.NaN;
        makeSynthetic(whole, to++, series.close[i - 1]);
      }
      g++;
    }
    places[i] = to;
    copyBar(series, i, whole, to++);
  }
  whole.actions = moveActions(series.actions, whole.length, (index) => places[index]);
  return whole;
}

async function reports(raw: RawBars, findings: Findings, quality: QualityPolicies): Promise<CheckReport[]> {
  const found = CHECKS.filter((check) => findings.count(check) > 0);
  return Promise.all(
    found.map(async (check) => ({
      check,
      policy: quality[check],
      count: findings.count(check),
      first: await describeFindings(raw, findings.first(check)),
    })),
  );
}

function countOf({ flags }: BarSeries, bit: number): number {
  let count = 0;
  for (const flag of flags) if ((flag & bit) !== 0) count++;
  return count;
}
