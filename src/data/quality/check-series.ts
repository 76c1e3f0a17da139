import { type BarSeries, FLAGGED_BAR, SYNTHETIC_BAR } from '../../market/bar-series.ts';
import type { NumberRole } from '../files/bar-table.ts';
import type { Findings } from './findings.ts';
import type { Check, Policy, QualityPolicies } from './policies.ts';
import { PRICES } from './raw-bars.ts';
import { TrailingMedian } from './trailing-median.ts';

/** Moves that the usual move is at least taken over. */
const FEWEST_MOVES = 20;

/** Usable bars, with where they come from. */
export interface CheckedSeries {
  readonly series: BarSeries;
  readonly hasVolume: boolean;
  /** For each bar its place in `RawBars`. */
  readonly origins: Uint32Array;
}

/**
 * Looks for bars that are odd and not impossible: spikes, stale ones, ones without volume. Each is judged by itself and
 * by the bars before it alone. Flags bars, or makes them synthetic, where they stand.
 *
 * @returns for each bar whether it stays.
 */
export function checkSeries(bars: CheckedSeries, policies: QualityPolicies, findings: Findings): Uint8Array {
  const { series } = bars;
  const kept = new Uint8Array(series.length).fill(1);
  const spikes = policies.spikes === 'ignore' ? null : new SpikeCheck(series, policies);
  const stale = policies.stale === 'ignore' ? null : new StaleCheck(series, policies.stale_bars);
  for (let i = 0; i < series.length; i++) {
    if ((series.flags[i] & SYNTHETIC_BAR) !== 0) continue;
    const act = (check: Check, role: NumberRole, problem: string) => {
      findings.add({ check, row: bars.origins[i], role, problem });
      apply(policies[check as keyof QualityPolicies] as Policy, series, i, kept);
    };
    const spike = spikes?.look(i);
    if (spike !== undefined) act('spikes', spike.role, spike.problem);
    const run = stale?.look(i) ?? 0;
    if (run > 0)
      act('stale', 'close', `is the same, as are open, high and low, for the ${ordinal(run)} bar in a row`);
    if (policies.zero_volume !== 'ignore' && bars.hasVolume && series.volume[i] === 0)
      act('zero_volume', 'volume', 'is 0');
  }
  return kept;
}

function apply(policy: Policy, series: BarSeries, i: number, kept: Uint8Array): void {
  if (policy === 'flag') series.flags[i] |= FLAGGED_BAR;
  else if (policy === 'drop') kept[i] = 0;
  else if (policy === 'fill') {
    // Without a bar before there is no close to go on with.
    const before = lastKept(kept, i);
    if (before < 0) kept[i] = 0;
    else makeSynthetic(series, i, series.close[before]);
  }
}

function lastKept(kept: Uint8Array, i: number): number {
  let before = i - 1;
  while (before >= 0 && kept[before] === 0) before--;
  return before;
}

/** Makes a bar flat at `price`, without volume (NaN stays NaN), never to be traded on. */
export function makeSynthetic(series: BarSeries, i: number, price: number): void {
  for (const role of PRICES) series[role][i] = price;
  if (!Number.isNaN(series.volume[i])) series.volume[i] = 0;
  series.flags[i] |= SYNTHETIC_BAR;
}

/**
 * A price is a spike when it is further from the last close than `spike_size` times the median move between closes, each
 * by the square root of the time it took, so that a night is no spike. A close that comes to stay is one only once: the
 * next bar may go on from it or from the one before.
 */
class SpikeCheck {
  readonly #series: BarSeries;
  readonly #size: number;
  readonly #moves: TrailingMedian;
  /** The last close that was none; null in front. */
  #base: Close | null = null;
  /** That of the bar before, when it was one. */
  #doubted: Close | null = null;

  constructor(series: BarSeries, { spike_size: size, spike_bars: bars }: QualityPolicies) {
    this.#series = series;
    this.#size = size;
    this.#moves = new TrailingMedian(bars);
  }

  look(i: number): { readonly role: NumberRole; readonly problem: string } | undefined {
    const { openTime, closeTime } = this.#series;
    const [time, interval] = [openTime[i], closeTime[i] + 1 - openTime[i]];
    // Bars may be made flat as they are judged, so closes are kept as they were.
    const last: Close = { price: this.#series.close[i], time };
    const usual = this.#moves.value;
    const isKnown = this.#moves.count >= FEWEST_MOVES && usual > 0;
    const limit = isKnown ? this.#size * usual : Number.POSITIVE_INFINITY;
    const moveFrom = (from: Close, price: number) =>
      Math.abs(Math.log(price / from.price)) / Math.sqrt(Math.max(1, (time - from.time) / interval));
    const doubted = this.#doubted;
    let base = this.#base ?? last;
    if (doubted !== null && moveFrom(base, last.price) > limit && moveFrom(doubted, last.price) <= limit)
      base = doubted;
    let role: NumberRole = 'close';
    let worst = moveFrom(base, last.price);
    const move = worst;
    for (const other of PRICES) {
      const away = moveFrom(base, this.#series[other][i]);
      if (away > worst) [role, worst] = [other, away];
    }
    if (this.#base !== null && move <= limit) this.#moves.add(move);
    this.#doubted = move > limit ? last : null;
    this.#base = move > limit ? base : last;
    if (!(worst > limit)) return undefined;
    const times = (worst / usual).toFixed(0);
    return { role, problem: `is ${times} times the usual move away from the last close ${base.price}` };
  }
}

interface Close {
  readonly price: number;
  readonly time: number;
}

class StaleCheck {
  readonly #series: BarSeries;
  readonly #bars: number;
  #run = 1;

  constructor(series: BarSeries, bars: number) {
    this.#series = series;
    this.#bars = bars;
  }

  /** How many equal bars there are by now, once there are too many; else 0. */
  look(i: number): number {
    const isSame = i > 0 && this.#wasSame(i);
    this.#run = isSame ? this.#run + 1 : 1;
    this.#remember(i);
    return this.#run >= this.#bars ? this.#run : 0;
  }

  // Bars may be made flat as they are judged, so the last one is remembered as it was.
  readonly #last = { open: 0, high: 0, low: 0, close: 0 };

  #wasSame(i: number): boolean {
    return PRICES.every((role) => this.#series[role][i] === this.#last[role]);
  }

  #remember(i: number): void {
    for (const role of PRICES) this.#last[role] = this.#series[role][i];
  }
}

function ordinal(n: number): string {
  const tens = n % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}
