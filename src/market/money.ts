/** Steps of a millionth of the currency's unit: money sums on this grid do not depend on their order. */
const STEPS_PER_UNIT = 1e6;

/**
 * Puts an amount of money on the grid of millionths. Every cash movement passes through here, so that sums stay
 * exact (no drift over millions of fills) up to about 9 billion units; above that doubles are coarser than the grid.
 */
export function roundMoney(amount: number): number {
  return Math.round(amount * STEPS_PER_UNIT) / STEPS_PER_UNIT;
}
