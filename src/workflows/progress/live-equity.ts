import { formatNumber } from '../../analytics/format.ts';
import { escapeHtml } from '../../foundation/html.ts';

/** Points of a line: two for each pixel column that is told apart. */
const MOST_POINTS = 600;
/** Portfolios that are drawn. */
const MOST_LINES = 6;
const WIDTH = 640;
const HEIGHT = 140;
/** Room for the numbers on the right. */
const MARGIN = 90;
/** Okabe and Ito's colours, which the colour-blind tell apart. */
const COLORS = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#56B4E9', '#E69F00'];

/**
 * Equity of a run that goes on, drawn as far as it has come. Of many points the lowest and highest of each stretch are kept, so
 * that memory and picture stay small however long the run is.
 */
export class LiveEquity {
  readonly #names: readonly string[];
  readonly #lines: Extremes[];

  constructor(names: readonly string[]) {
    this.#names = names.slice(0, MOST_LINES);
    this.#lines = this.#names.map(() => new Extremes(MOST_POINTS / 2));
  }

  /** @param at share of the run, from 0 to 1, ascending. @param equity by portfolio, in the order of the names. */
  add(at: number, equity: (portfolio: number) => number): void {
    for (const [i, line] of this.#lines.entries()) line.add(at, equity(i));
  }

  /** An `svg` element without scripts or addresses; empty before the first point. */
  toSvg(): string {
    const points = this.#lines.map((line) => line.points());
    const all = points.flat().map(({ value }) => value);
    if (all.length === 0) return '';
    const low = all.reduce((a, b) => Math.min(a, b));
    const high = all.reduce((a, b) => Math.max(a, b));
    const x = (at: number) => (at * (WIDTH - MARGIN)).toFixed(1);
    const y = (value: number) =>
      (HEIGHT - 8 - ((value - low) / (high - low || 1)) * (HEIGHT - 16)).toFixed(1);
    const lines = points.map(
      (line, i) =>
        `<polyline fill="none" stroke="${COLORS[i]}" stroke-width="1.5" points="${line.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ')}"/>`,
    );
    const number = (value: number, at: string, anchor: string) =>
      `<text x="${WIDTH - MARGIN + 6}" y="${at}" dominant-baseline="${anchor}">${formatNumber(value, 0)}</text>`;
    const names = this.#names.map(
      (name, i) =>
        `<text x="${WIDTH - MARGIN + 6}" y="${40 + 14 * i}" style="fill:${COLORS[i]}">${escapeHtml(name)}</text>`,
    );
    return [
      `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="equity so far" font-size="11" fill="currentColor">`,
      `<path d="M0 ${HEIGHT - 0.5}H${WIDTH - MARGIN}" stroke="currentColor" stroke-opacity=".3"/>`,
      ...lines,
      number(high, '8', 'middle'),
      number(low, String(HEIGHT - 8), 'middle'),
      ...names,
      '</svg>',
    ].join('');
  }
}

interface Point {
  readonly at: number;
  readonly value: number;
}

interface Stretch {
  low: Point;
  high: Point;
  count: number;
}

/** The lowest and highest of stretches of points; when there are too many, two and two become one. */
class Extremes {
  readonly #most: number;
  #stretches: Stretch[] = [];
  /** Points of a stretch that is full. */
  #size = 1;

  constructor(most: number) {
    this.#most = most;
  }

  add(at: number, value: number): void {
    if (!Number.isFinite(value)) return;
    const point = { at, value };
    const last = this.#stretches.at(-1);
    if (last !== undefined && last.count < this.#size) {
      if (value < last.low.value) last.low = point;
      if (value > last.high.value) last.high = point;
      last.count++;
      return;
    }
    if (this.#stretches.length === this.#most) this.#halve();
    this.#stretches.push({ low: point, high: point, count: 1 });
  }

  points(): Point[] {
    return this.#stretches.flatMap(({ low, high }) => {
      if (low === high) return [low];
      return low.at < high.at ? [low, high] : [high, low];
    });
  }

  #halve(): void {
    const halved: Stretch[] = [];
    for (let i = 0; i < this.#stretches.length; i += 2) {
      const [a, b = a] = this.#stretches.slice(i, i + 2);
      halved.push({
        low: b.low.value < a.low.value ? b.low : a.low,
        high: b.high.value > a.high.value ? b.high : a.high,
        count: a === b ? a.count : a.count + b.count,
      });
    }
    this.#stretches = halved;
    this.#size *= 2;
  }
}
