import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { Envelope } from './envelopes.ts';
import type { EventLog, Position } from './event-log.ts';
import { DROPPED, ENVELOPE, HEADER_WORDS, NAME_TAG, SIDE_TAG } from './row.ts';

/** What rows refer to beside their words, by numbers that hold within one save. */
interface Beside {
  readonly envelopes: readonly Envelope[];
  readonly names: readonly string[];
  readonly sides: readonly unknown[];
}

/** Saves events so that a log of any run of the same configuration can take them in. */
export function saveRows(log: EventLog, positions: readonly Position[], out: StateWriter): void {
  out.number(positions.length);
  if (positions.length === 0) return;
  const envelopes = new Map<number, number>();
  const names = new Map<number, number>();
  const sides: unknown[] = [];
  for (const position of positions) {
    const row = log.row(position).slice();
    const halves = new Int32Array(row.buffer);
    halves[ENVELOPE] = localNumber(envelopes, halves[ENVELOPE] & ~DROPPED);
    for (let half = 2 * HEADER_WORDS; half < halves.length; half += 2) {
      if (halves[half + 1] === NAME_TAG) halves[half] = localNumber(names, halves[half]);
      else if (halves[half + 1] === SIDE_TAG) halves[half] = sides.push(log.side(halves[half])) - 1;
    }
    out.number(row.length);
    out.array(row);
  }
  const { writer } = log;
  const beside: Beside = {
    envelopes: [...envelopes.keys()].map((number) => writer.envelopes.at(number)),
    names: [...names.keys()].map((number) => writer.names[number]),
    sides,
  };
  out.extra(beside);
}

function localNumber(numbers: Map<number, number>, number: number): number {
  const local = numbers.get(number) ?? numbers.size;
  numbers.set(number, local);
  return local;
}

/** Appends the events that `saveRows` saved. Returns their positions, in the same order. */
export function restoreRows(log: EventLog, from: StateReader): Position[] {
  const count = from.number();
  if (count === 0) return [];
  const rows = Array.from({ length: count }, () => {
    const row = new Float64Array(from.number());
    from.array(row);
    return row;
  });
  const { envelopes, names, sides } = from.extra() as Beside;
  const { writer } = log;
  const envelopeNumbers = envelopes.map(({ key, causeKey, tradeContainer, sourceId, length }) =>
    writer.envelopes.numberOf(key, causeKey, tradeContainer, sourceId, length),
  );
  const numbers = names.map((name) => writer.nameNumber(name));
  return rows.map((row) => {
    const halves = new Int32Array(row.buffer);
    halves[ENVELOPE] = envelopeNumbers[halves[ENVELOPE]];
    for (let half = 2 * HEADER_WORDS; half < halves.length; half += 2) {
      if (halves[half + 1] === NAME_TAG) halves[half] = numbers[halves[half]];
    }
    const position = log.appendRow(row);
    if (sides.length > 0) log.renumberSides(position, (number) => sides[number]);
    return position;
  });
}
