import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { EventLog, Position } from './event-log.ts';
import { HEADER_WORDS, LENGTH, NAME_TAG, SIDE_TAG, SOURCE } from './row.ts';

/** What rows refer to beside their words, by numbers that hold within one save. */
interface Beside {
  readonly names: readonly string[];
  readonly sides: readonly unknown[];
}

/** Saves events so that a log of any run of the same configuration can take them in. */
export function saveRows(log: EventLog, positions: readonly Position[], out: StateWriter): void {
  out.number(positions.length);
  if (positions.length === 0) return;
  const names = new Map<number, number>();
  const sides: unknown[] = [];
  const nameNumber = (number: number) => {
    let local = names.get(number);
    if (local === undefined) {
      local = names.size;
      names.set(number, local);
    }
    return local;
  };
  for (const position of positions) {
    const row = log.row(position).slice();
    const halves = new Int32Array(row.buffer);
    halves[SOURCE] = nameNumber(halves[SOURCE]);
    for (let half = 2 * HEADER_WORDS; half < halves.length; half += 2) {
      if (halves[half + 1] === NAME_TAG) halves[half] = nameNumber(halves[half]);
      else if (halves[half + 1] === SIDE_TAG) halves[half] = sides.push(log.side(halves[half])) - 1;
    }
    out.number(row.length);
    out.array(row);
  }
  out.extra({ names: [...names.keys()].map((number) => log.writer.names[number]), sides } satisfies Beside);
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
  const { names, sides } = from.extra() as Beside;
  const numbers = names.map((name) => log.writer.nameNumber(name));
  return rows.map((row) => {
    const halves = new Int32Array(row.buffer);
    halves[SOURCE] = numbers[halves[SOURCE]];
    halves[LENGTH] = row.length;
    for (let half = 2 * HEADER_WORDS; half < halves.length; half += 2) {
      if (halves[half + 1] === NAME_TAG) halves[half] = numbers[halves[half]];
    }
    const position = log.appendRow(row);
    if (sides.length > 0) log.renumberSides(position, (number) => sides[number]);
    return position;
  });
}
