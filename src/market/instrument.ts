import { UserError } from '../foundation/user-error.ts';

/**
 * What is traded. Quantities are whole lots inside the engine; a lot is `lotSize` units, so that 0.6 − 0.4 − 0.2 is
 * exactly no position.
 */
export interface Instrument {
  readonly symbol: string;
  /** Units in one lot: 1 for shares, 0.001 for a coin traded in thousandths, 100 for a board lot. */
  readonly lotSize: number;
  /** Money per unit and price point: 1 for shares, 50 for an E-mini S&P 500 future. */
  readonly multiplier: number;
  readonly currency: string;
}

export function makeInstrument(symbol: string, given: Partial<Omit<Instrument, 'symbol'>> = {}): Instrument {
  const { lotSize = 1, multiplier = 1, currency = 'USD' } = given;
  if (!(lotSize > 0 && Number.isFinite(lotSize)) || lotScale(lotSize) === undefined) {
    throw new UserError(
      `lot size of ${symbol} must be a whole number or 1 divided by one, found ${lotSize}`,
      {
        code: 'bad_lot_size',
      },
    );
  }
  if (!(multiplier > 0 && Number.isFinite(multiplier))) {
    throw new UserError(`multiplier of ${symbol} must be above 0, found ${multiplier}`, {
      code: 'bad_multiplier',
    });
  }
  return { symbol, lotSize, multiplier, currency };
}

/** Units in `lots` lots, correctly rounded: 3 lots of 0.1 are 0.3, not 0.30000000000000004. */
export function unitsOf(lots: number, lotSize: number): number {
  return lotSize >= 1 ? lots * lotSize : lots / Math.round(1 / lotSize);
}

/** The largest whole number of lots that `units` (≥ 0) covers. */
export function wholeLots(units: number, lotSize: number): number {
  // A relative hair is added first: 0.3 / 0.1 is 2.9999999999999996 and means three.
  const lots = lotSize >= 1 ? units / lotSize : units * Math.round(1 / lotSize);
  return Math.floor(lots * (1 + 4 * Number.EPSILON));
}

/** Whole lots that a split makes of `lots`, which may be below 0: what is less than one is left out. */
export function splitLots(lots: number, ratio: number, lotSize: number): number {
  return Math.sign(lots) * wholeLots(unitsOf(Math.abs(lots), lotSize) * ratio, lotSize) + 0;
}

function lotScale(lotSize: number): number | undefined {
  const scale = lotSize >= 1 ? lotSize : 1 / lotSize;
  return Math.abs(scale - Math.round(scale)) < 1e-9 * scale ? Math.round(scale) : undefined;
}
