import type { FeatureRequest } from '../features/request.ts';
import { BAR_FIELDS, type BarField, type BarSeries } from '../market/bar-series.ts';
import type { Cursor } from './feature-series.ts';
import type { Bar } from './strategy.ts';

/** The bar at the cursor, without a copy. */
export class BarView implements Bar {
  readonly #series: BarSeries;
  readonly #cursor: Cursor;

  constructor(series: BarSeries, cursor: Cursor) {
    this.#series = series;
    this.#cursor = cursor;
  }

  get symbol(): string {
    return this.#series.symbol;
  }
  get number(): number {
    return this.#cursor.index - this.#cursor.first + 1;
  }
  get openTime(): number {
    return this.#series.openTime[this.#cursor.index];
  }
  get closeTime(): number {
    return this.#series.closeTime[this.#cursor.index];
  }
  get open(): number {
    return this.#series.open[this.#cursor.index];
  }
  get high(): number {
    return this.#series.high[this.#cursor.index];
  }
  get low(): number {
    return this.#series.low[this.#cursor.index];
  }
  get close(): number {
    return this.#series.close[this.#cursor.index];
  }
  get volume(): number {
    return this.#series.volume[this.#cursor.index];
  }

  copy(): Bar {
    const { symbol, number, openTime, closeTime, open, high, low, close, volume } = this;
    return { symbol, number, openTime, closeTime, open, high, low, close, volume };
  }
}

/** Whether a wish is for a field of the bar and not for a feature. */
export function isBarField(wish: FeatureRequest | BarField): wish is BarField {
  return typeof wish === 'string' && BAR_FIELDS.includes(wish);
}
