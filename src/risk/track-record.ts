import type { PositionCloseEvent } from '../events/portfolio-events.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { Instrument } from '../market/instrument.ts';

/** The closed trades of a portfolio so far, net of costs; what sizing rules and limits may read of them. */
export interface TradeStatistics {
  readonly count: number;
  readonly wins: number;
  readonly losses: number;
  /** Sums of money, both 0 or above. A trade that came out at exactly 0 is neither. */
  readonly won: number;
  readonly lost: number;
  /** Index of the bar at which the last losing trade of a symbol was closed; −Infinity when there was none. */
  lastLoss(symbol: number): number;
}

/** Counts the closed trades of one portfolio: POSITION_CLOSE in. */
export class TrackRecord implements TradeStatistics, Stateful {
  readonly componentId = 'track_record';
  readonly #symbols: ReadonlyMap<string, number>;
  readonly #lastLoss: Float64Array;
  count = 0;
  wins = 0;
  losses = 0;
  won = 0;
  lost = 0;

  constructor(instruments: readonly Instrument[]) {
    this.#symbols = new Map(instruments.map(({ symbol }, index) => [symbol, index]));
    this.#lastLoss = new Float64Array(instruments.length).fill(Number.NEGATIVE_INFINITY);
  }

  lastLoss(symbol: number): number {
    return this.#lastLoss[symbol];
  }

  onClose({ symbol, pnl, exitIndex }: PositionCloseEvent): void {
    this.count++;
    if (pnl > 0) {
      this.wins++;
      this.won += pnl;
    } else if (pnl < 0) {
      this.losses++;
      this.lost -= pnl;
      this.#lastLoss[this.#symbols.get(symbol) as number] = exitIndex;
    }
  }

  inspect(): Record<string, unknown> {
    const { count, wins, losses, won, lost } = this;
    return { trades: count, wins, losses, won, lost };
  }

  save(out: StateWriter): void {
    for (const value of [this.count, this.wins, this.losses, this.won, this.lost]) out.number(value);
    out.array(this.#lastLoss);
  }

  restore(from: StateReader): void {
    this.count = from.number();
    this.wins = from.number();
    this.losses = from.number();
    this.won = from.number();
    this.lost = from.number();
    from.array(this.#lastLoss);
  }
}
