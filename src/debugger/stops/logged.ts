import { formatEventId } from '../../events/event-id.ts';
import type { Value } from '../../tracing/expression/value.ts';
import { compileRunExpression } from '../names/bind-name.ts';
import { bindRunText } from '../names/signed-names.ts';
import type { Recording } from '../recording.ts';
import { Columns } from '../series/columns.ts';
import { Pace } from '../series/pace.ts';
import { stretchesOf } from '../series/stretches.ts';
import type { Session } from '../session.ts';
import { EventScan } from './event-scan.ts';
import { eventTest, filterOf, lanesOf } from './event-test.ts';
import type { Stop } from './stop.ts';
import { stopsOf } from './stops.ts';

/** One value that a log point wrote. */
export interface LogRow {
  readonly bar: number;
  /** Of the bar, UTC milliseconds. */
  readonly time: number;
  /** Null at the end of a bar. */
  readonly eventId: string | null;
  readonly value: Value;
}

/** What a log point would have written, had it been there from the start. */
export interface Logged {
  readonly rows: readonly LogRow[];
  /** False when it was interrupted. */
  readonly complete: boolean;
}

/** When a log point writes, and what ends the search. */
export interface LogOptions {
  /** Only where this is true. */
  readonly condition?: string;
  readonly signal?: AbortSignal;
}

/**
 * A log point put in after the fact: the values of an expression from the start of the run up to the cursor.
 *
 * @param on `bar`, for the end of each bar, or events: `FILL`, `portfolio_*:ORDER*`. There the values are those before anybody
 *   acted on the event.
 * @throws UserError with the column of a mistake.
 */
export async function logValues(
  session: Session,
  value: string,
  on = 'bar',
  { condition, signal }: LogOptions = {},
): Promise<Logged> {
  const { id } = stopsOf(session).log(value, { on, condition });
  try {
    return await logged(session, id, signal);
  } finally {
    stopsOf(session).delete(id);
  }
}

/** The rows of a log point of the session's list, from the start of the run up to the cursor. */
export async function logged(session: Session, id: number, signal?: AbortSignal): Promise<Logged> {
  const stop = stopsOf(session).get(id);
  const { bar, event } = session.position;
  const rows: LogRow[] = [];
  const pace = new Pace();
  const last = Math.min(
    stop.events === null && event !== null ? bar - 1 : bar,
    session.branch.recording.recorded,
  );
  for (const { branch, from, to } of stretchesOf(session.branch, 0, last)) {
    const { recording } = branch;
    if (stop.events === null) await logBars(recording, stop, from, to, rows, pace, signal);
    else await logEvents(recording, stop, from, to, rows, pace, signal);
    if (signal?.aborted === true) return { rows, complete: false };
  }
  if (event === null) return { rows, complete: true };
  // Of the cursor's bar, what has been published.
  const known = new Set(session.eventsOf(bar).map((one) => one.id));
  return { rows: rows.filter((row) => row.bar < bar || known.has(row.eventId as string)), complete: true };
}

async function logBars(
  recording: Recording,
  { predicate, condition, focus }: Stop,
  from: number,
  to: number,
  rows: LogRow[],
  pace: Pace,
  signal: AbortSignal | undefined,
): Promise<void> {
  const columns = new Columns(recording, focus);
  const bind = (steps: readonly string[]) => columns.reader(steps);
  const { timeline, topology } = recording.engine;
  const { evaluate } = bindRunText(predicate as string, topology, bind);
  const test = condition === null ? () => true : bindRunText(condition as string, topology, bind).test;
  for (let at = from; at < to && signal?.aborted !== true; ) {
    const end = pace.begin(at, to);
    columns.fill(at, end);
    columns.each(at, end, (bar) => {
      if (test(null)) rows.push({ bar, time: timeline.time(bar - 1), eventId: null, value: evaluate(null) });
      return false;
    });
    at = end;
    await pace.end();
  }
}

async function logEvents(
  recording: Recording,
  { predicate, condition, focus, events }: Stop,
  from: number,
  to: number,
  rows: LogRow[],
  pace: Pace,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { engine } = recording;
  const expression = compileRunExpression(predicate as string, engine.topology, focus, 'log');
  const { test, lanes } = eventTest(recording, condition, focus);
  const names = engine.topology.containers[0].bus.containers;
  const scan = new EventScan(recording, [
    {
      filter: filterOf(recording, events as NonNullable<Stop['events']>),
      lanes: [...lanes, ...lanesOf(recording, expression.containers)],
      visit: (scope, bar) => {
        if (!test(scope)) return;
        const { key, sequenceNumber } = scope.event;
        const eventId = formatEventId(key, sequenceNumber, names);
        rows.push({ bar, time: engine.timeline.time(bar - 1), eventId, value: expression.evaluate(scope) });
      },
    },
  ]);
  await scan.scan(from, to, pace, () => false, signal);
}
