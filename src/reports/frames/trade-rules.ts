import type { TradeEnds } from '../../analytics/excursion.ts';
import type { EventColumns } from './event-columns.ts';

interface Held {
  readonly symbol: string;
  readonly direction: 'long' | 'short';
  readonly entryIndex: number;
  readonly exitIndex: number;
}

interface Fill {
  readonly rule: string;
  readonly buys: boolean;
}

/** By which rules the first and the last fill of each trade were made. */
export class TradeRules {
  /** Fills by portfolio, symbol and bar, in the order of the run. */
  readonly #fills = new Map<string, Fill[]>();

  constructor(fills: EventColumns) {
    const [symbols, rules] = [fills.text('symbol'), fills.text('rule')];
    const [units, bars] = [fills.number('units'), fills.number('index')];
    for (let row = 0; row < fills.length; row++) {
      const key = keyOf(fills.owners[row], symbols[row], bars[row]);
      const fill = { rule: rules[row], buys: units[row] > 0 };
      const known = this.#fills.get(key);
      if (known === undefined) this.#fills.set(key, [fill]);
      else known.push(fill);
    }
  }

  of(portfolio: string, { symbol, direction, entryIndex, exitIndex }: Held): TradeEnds {
    const isLong = direction === 'long';
    const entry = this.#at(portfolio, symbol, entryIndex).find(({ buys }) => buys === isLong);
    const exit = this.#at(portfolio, symbol, exitIndex).findLast(({ buys }) => buys !== isLong);
    return { entry: entry?.rule ?? 'open', exit: exit?.rule ?? 'open' };
  }

  #at(portfolio: string, symbol: string, bar: number): readonly Fill[] {
    return this.#fills.get(keyOf(portfolio, symbol, bar)) ?? [];
  }
}

function keyOf(portfolio: string, symbol: string, bar: number): string {
  return JSON.stringify([portfolio, symbol, bar]);
}
