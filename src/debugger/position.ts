/**
 * Where a session stands. Bars of a session are the moments of its run: with several symbols, all bars that close at one
 * time are one.
 */
export interface Position {
  /** Bars done or begun: 1 stands at the first, 0 before it. */
  readonly bar: number;
  /**
   * Inside the bar, the number of its event that has just been published and that nobody has acted on yet, from 0. Null
   * at the end of the bar, with all its events done.
   */
  readonly event: number | null;
}

/** The end of a bar. */
export function endOf(bar: number): Position {
  return { bar, event: null };
}

/** Below 0 when a comes before b. */
export function comparePositions(a: Position, b: Position): number {
  if (a.bar !== b.bar) return a.bar - b.bar;
  return (a.event ?? Number.POSITIVE_INFINITY) - (b.event ?? Number.POSITIVE_INFINITY) || 0;
}

export function samePosition(a: Position, b: Position): boolean {
  return a.bar === b.bar && a.event === b.event;
}
