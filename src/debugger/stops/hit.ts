import type { Value } from '../../tracing/expression/value.ts';
import type { Stop } from './stop.ts';

/** A place at which a stop would stop. */
export interface Hit {
  readonly stop: Stop;
  readonly bar: number;
  /** Order among the events of the bar that were looked at; infinite at its end. */
  readonly order: number;
  /** Null at the end of a bar. */
  readonly eventId: string | null;
  /** Of a watch: what changed. */
  readonly before: Value;
  readonly after: Value;
  /** What the predicate threw, in an object of its own; null when it did not. */
  readonly failure: { readonly error: unknown } | null;
}

/** In the order of the run. */
export function compareHits(a: Hit, b: Hit): number {
  if (a.bar !== b.bar) return a.bar - b.bar;
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.stop.id - b.stop.id;
}
