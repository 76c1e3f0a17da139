/** NaN is what a flyweight has where there is no number. */
export function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
