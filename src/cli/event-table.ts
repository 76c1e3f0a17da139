import type { EventRecord } from '../events/event.ts';
import { eventText, timeText } from '../tracing/event-text.ts';
import type { Output } from './effects.ts';

const HEADINGS = ['Id', 'Time', 'Type', 'Cause', 'What'];

/** Rows that are looked at before the first is written, to find how wide columns are. */
const LOOKED_AT = 200;

/**
 * A table of events that is written as they come: the first rows settle the widths, and a later cell that is wider
 * pushes its own row. On a terminal, lines are cut at its edge.
 */
export class EventTable {
  readonly #out: Output;
  #waiting: string[][] = [HEADINGS];
  #widths: readonly number[] | null = null;

  constructor(out: Output) {
    this.#out = out;
  }

  add(event: EventRecord): void {
    const { id, timestamp, type, causationId } = event;
    const row = [id, timeText(timestamp), type, causationId ?? '', eventText(event).replaceAll(/\s+/g, ' ')];
    if (this.#widths !== null) {
      this.#write(row, this.#widths);
      return;
    }
    this.#waiting.push(row);
    if (this.#waiting.length > LOOKED_AT) this.#settle();
  }

  /** Writes what waits; nothing when there was no event. */
  end(): void {
    if (this.#widths === null && this.#waiting.length > 1) this.#settle();
  }

  #settle(): void {
    this.#widths = HEADINGS.map((_, i) => Math.max(...this.#waiting.map((row) => row[i].length)));
    for (const row of this.#waiting) this.#write(row, this.#widths);
    this.#waiting = [];
  }

  #write(row: readonly string[], widths: readonly number[]): void {
    const line = row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd();
    const { columns } = this.#out;
    const cut = columns !== undefined && line.length > columns ? `${line.slice(0, columns - 1)}…` : line;
    this.#out.write(`${cut}\n`);
  }
}
