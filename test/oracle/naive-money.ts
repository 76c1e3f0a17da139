import type { PlainInput, PlainInstrument } from './plain.ts';

/** Cash is kept on the grid of millionths. */
export function roundMoney(amount: number): number {
  return Math.round(amount * 1_000_000) / 1_000_000;
}

export function instrumentOf(input: PlainInput, symbol: string): PlainInstrument {
  return input.instruments?.[symbol] ?? { lotSize: 1, multiplier: 1 };
}

/** Lots to units. A lot below one unit is one unit divided by a whole number: 3 lots of 0.1 are 3 / 10, which is 0.3. */
export function unitsOf(lots: number, lotSize: number): number {
  if (lotSize >= 1) return lots * lotSize;
  return lots / Math.round(1 / lotSize);
}

/** Whole lots in `units` (≥ 0), rounded down after a relative hair of 4 ε, so that 0.3 units are three lots of 0.1. */
export function wholeLots(units: number, lotSize: number): number {
  const lots = lotSize >= 1 ? units / lotSize : units * Math.round(1 / lotSize);
  return Math.floor(lots * (1 + 4 * 2 ** -52));
}
