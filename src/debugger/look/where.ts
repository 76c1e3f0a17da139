import { timeText } from '../../tracing/event-text.ts';
import type { PlacedEvent } from '../branch.ts';
import type { Session } from '../session.ts';
import { eventById } from './find-event.ts';
import { shownEvent } from './shown-event.ts';

/** One frame of the causal stack. */
export interface CausalFrame extends PlacedEvent {
  /** What it says, in one line. */
  readonly text: string;
}

/**
 * The event at the cursor and what led to it, effects before their causes, in this bar and earlier ones. Empty at the end
 * of a bar, where no event is in hand.
 */
export function where(session: Session): CausalFrame[] {
  const { event, position } = session;
  return event === null ? [] : causes(session, { position, record: event });
}

/** An event and its causes, the latest first. */
export function causes(session: Session, event: PlacedEvent): CausalFrame[] {
  const frames: CausalFrame[] = [];
  let next: PlacedEvent | undefined = event;
  while (next !== undefined) {
    frames.push({ ...next, text: shownEvent(session, next.record) });
    const cause: string | null = next.record.causationId;
    next = cause === null ? undefined : eventById(session, cause);
  }
  return frames;
}

/** One line a frame: number, bar, id, time, what it says. */
export function whereText(session: Session, frames: readonly CausalFrame[]): string {
  if (frames.length === 0) return `at the end of bar ${session.position.bar}: no event is in hand\n`;
  const rows = frames.map(({ position, record, text }, i) => [
    `${i === 0 ? '→' : ' '} #${i}`,
    `bar ${position.bar}`,
    record.id,
    timeText(record.timestamp),
    text,
  ]);
  return alignedRows(rows);
}

/** Rows with columns beneath one another; the last one as it is. */
export function alignedRows(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(0, ...rows.map((row) => row.length - 1));
  const widths = Array.from({ length: columns }, (_, i) =>
    Math.max(...rows.map((row) => row[i]?.length ?? 0)),
  );
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => (i < columns ? cell.padEnd(widths[i]) : cell))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
