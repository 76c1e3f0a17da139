/** What was said about the next bars. */
export type Said = 'up' | 'down' | 'buy' | 'sell' | 'hold';

/** An answer, and what became of it. */
export interface Prediction {
  readonly said: Said;
  readonly symbol: string;
  /** The bar at whose end it was given, and the one whose close it is about. */
  readonly from: number;
  readonly to: number;
  /** From close to close, as a fraction. */
  readonly change: number;
  /** Null where prices did not move, or where nothing was risked. */
  readonly isRight: boolean | null;
  /** False for bars that had been seen before. */
  readonly counts: boolean;
}

const SIDE: Readonly<Record<Said, number>> = { up: 1, buy: 1, down: -1, sell: -1, hold: 0 };

/** Answers are kept for charts and scores; of more the oldest are forgotten by charts alone. */
const SHOWN = 200;

/** Predictions of a reader, each compared with what came. */
export class Predictions {
  readonly #all: Prediction[] = [];

  /** Takes down an answer once its last bar is known. */
  add(answer: Omit<Prediction, 'isRight'>): Prediction {
    const outcome = Math.sign(answer.change) * SIDE[answer.said];
    const given = { ...answer, isRight: outcome === 0 ? null : outcome > 0 };
    this.#all.push(given);
    return given;
  }

  get shown(): readonly Prediction[] {
    return this.#all.slice(-SHOWN);
  }

  /** `7 of 10 right, 3 in a row; "up" every time: 6`, and what trades came to; empty before the first answer. */
  get score(): string {
    const counted = this.#all.filter(({ counts }) => counts);
    const guesses = counted.filter(
      ({ said, isRight }) => (said === 'up' || said === 'down') && isRight !== null,
    );
    const trades = counted.filter(({ said }) => said !== 'up' && said !== 'down');
    return [guessScore(guesses), tradeScore(trades)].filter((text) => text !== '').join('; ');
  }

  clear(): void {
    this.#all.length = 0;
  }
}

function guessScore(guesses: readonly Prediction[]): string {
  if (guesses.length === 0) return '';
  const right = guesses.filter(({ isRight }) => isRight).length;
  const rises = guesses.filter(({ change }) => change > 0).length;
  const last = guesses.findLastIndex(({ isRight }) => isRight === false);
  const row = guesses.length - 1 - last;
  const streak = row > 1 ? `, ${row} in a row` : '';
  return `${right} of ${guesses.length} right${streak} (up every time: ${rises})`;
}

function tradeScore(trades: readonly Prediction[]): string {
  if (trades.length === 0) return '';
  const grown = (side: (trade: Prediction) => number) =>
    trades.reduce((value, trade) => value * (1 + side(trade) * trade.change), 1) - 1;
  const own = grown(({ said }) => SIDE[said]);
  const held = grown(() => 1);
  return `${trades.length} decided: ${percent(own)} (always long: ${percent(held)})`;
}

/** `▲ right: SPX rose 0.72% in 5 bars`. */
export function outcomeText({ said, symbol, from, to, change, isRight, counts }: Prediction): string {
  const bars = to - from === 1 ? 'in a bar' : `in ${to - from} bars`;
  const moved =
    change === 0 ? 'did not move' : `${change > 0 ? 'rose' : 'fell'} ${percent(Math.abs(change)).slice(1)}`;
  const verdict = isRight === null ? (said === 'hold' ? 'held' : 'neither') : isRight ? 'right' : 'wrong';
  const seen = counts ? '' : '; not counted, this was seen before';
  return `${said}: ${verdict}, ${symbol} ${moved} ${bars}${seen}`;
}

/** `+1.25%` */
function percent(fraction: number): string {
  return `${fraction < 0 ? '−' : '+'}${(100 * Math.abs(fraction)).toFixed(2)}%`;
}
