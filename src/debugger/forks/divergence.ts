import type { EventRecord } from '../../events/event.ts';
import { eventTypeName } from '../../events/event-type.ts';
import { isMap } from '../../workflows/config/path.ts';
import { RECORDED_TYPES } from '../recorded-types.ts';

/** A field that two events of the same name give differently; undefined on the side that has none. */
export interface FieldDifference {
  /** `timestamp`, `payload.units`, `payload.sizing.equity` */
  readonly field: string;
  readonly a: unknown;
  readonly b: unknown;
}

/** The first thing that two runs did differently. */
export interface Divergence {
  readonly bar: number;
  readonly time: number;
  /** Whether both published the event, and it says something else, or only one did. */
  readonly kind: 'differs' | 'only_in_a' | 'only_in_b';
  readonly type: string;
  readonly id: string;
  readonly fields: readonly FieldDifference[];
  /** The event as it is in each; null where it is not. */
  readonly a: EventRecord | null;
  readonly b: EventRecord | null;
}

const TYPES: ReadonlySet<string> = new Set(RECORDED_TYPES.map((type) => eventTypeName(type)));

/** The first event that differs among those of one bar of two runs; undefined when they are equal. */
export function firstEventDifference(
  a: readonly EventRecord[],
  b: readonly EventRecord[],
): Omit<Divergence, 'bar' | 'time'> | undefined {
  // Bars and features come at every bar, and features differ wherever a strategy reads others.
  const mine = a.filter(({ type }) => TYPES.has(type));
  const its = b.filter(({ type }) => TYPES.has(type));
  for (let i = 0; i < Math.max(mine.length, its.length); i++) {
    const [one, other] = [mine[i], its[i]];
    if (one !== undefined && other !== undefined && one.id === other.id) {
      const fields = fieldDifferences(one, other);
      if (fields.length > 0) {
        return { kind: 'differs', type: one.type, id: one.id, fields, a: one, b: other };
      }
    } else if (one !== undefined && !its.some(({ id }) => id === one.id)) {
      return { kind: 'only_in_a', type: one.type, id: one.id, fields: [], a: one, b: null };
    } else if (other !== undefined) {
      return { kind: 'only_in_b', type: other.type, id: other.id, fields: [], a: null, b: other };
    }
  }
  return undefined;
}

function fieldDifferences(a: EventRecord, b: EventRecord): FieldDifference[] {
  const found: FieldDifference[] = [];
  const visit = (one: unknown, other: unknown, field: string) => {
    if (Object.is(one, other)) return;
    const isBoth = (test: (value: unknown) => boolean) => test(one) && test(other);
    if (isBoth(isMap) || isBoth(Array.isArray)) {
      const [left, right] = [one, other] as Record<string, unknown>[];
      for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
        visit(left[key], right[key], field === '' ? key : `${field}.${key}`);
      }
    } else found.push({ field, a: one, b: other });
  };
  visit(a, b, '');
  return found;
}
