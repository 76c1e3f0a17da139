import type { EventRecord } from '../../events/event.ts';
import { formatEventId } from '../../events/event-id.ts';
import type { Session } from '../session.ts';
import { EventScan } from '../stops/event-scan.ts';
import { filterOf } from '../stops/event-test.ts';
import { stopsOf } from '../stops/stops.ts';
import { Pace } from './pace.ts';
import { type SeriesOptions, windowOf } from './series.ts';
import { stretchesOf } from './stretches.ts';

/** Events as columns of one length, in the order of the run. */
export interface EventTable {
  readonly id: readonly string[];
  readonly bar: Int32Array;
  /** UTC milliseconds. */
  readonly time: Float64Array;
  /** Fields of the payload: numbers (NaN where there is none), or text. Lists and maps are left out. */
  readonly columns: Readonly<Record<string, Float64Array | readonly string[]>>;
}

/** Names for what is plotted most. */
const SHORT: Readonly<Record<string, string>> = {
  signals: 'SIGNAL',
  orders: 'ORDER',
  fills: 'FILL',
  openings: 'POSITION_OPEN',
  trades: 'POSITION_CLOSE',
  rejections: 'ORDER_REJECTED',
};

/**
 * Events up to the cursor for plotting: `signals`, `orders`, `fills`, `openings`, `trades` (closed ones), `rejections`, or
 * events as stops name them, `portfolio_main:FILL`.
 *
 * @throws UserError for a bar after the cursor, with the place of the call; for an unknown type; the reason of the signal when
 *   it is aborted.
 */
export async function eventSeries(
  session: Session,
  events: string,
  options: SeriesOptions = {},
): Promise<EventTable> {
  const [first, last] = windowOf(session, options, new Error(), true);
  const wanted = stopsOf(session).eventsNamed(Object.hasOwn(SHORT, events) ? SHORT[events] : events);
  const found: { id: string; bar: number; time: number; payload: EventRecord['payload'] }[] = [];
  const pace = new Pace();
  const recorded = Math.min(last, session.branch.recording.recorded);
  for (const { branch, from, to } of stretchesOf(session.branch, first - 1, recorded)) {
    const { recording } = branch;
    const names = recording.engine.topology.containers[0].bus.containers;
    const scan = new EventScan(recording, [
      {
        filter: filterOf(recording, wanted),
        lanes: [],
        visit: ({ event }, bar) => {
          const id = formatEventId(event.key, event.sequenceNumber, names);
          found.push({ id, bar, time: event.timestamp, payload: event.payload() });
        },
      },
    ]);
    await scan.scan(from, to, pace, () => false, options.signal);
    options.signal?.throwIfAborted();
  }
  const { bar, event } = session.position;
  const known = event === null ? null : new Set(session.eventsOf(bar).map(({ id }) => id));
  return tableOf(found.filter((one) => known === null || one.bar < bar || known.has(one.id)));
}

function tableOf(
  found: readonly { id: string; bar: number; time: number; payload: EventRecord['payload'] }[],
): EventTable {
  const fields = new Set(found.flatMap(({ payload }) => Object.keys(payload)));
  const columns: Record<string, Float64Array | string[]> = {};
  for (const field of fields) {
    const values = found.map(({ payload }) => (payload as Record<string, unknown>)[field] ?? null);
    if (values.every((value) => value === null || typeof value === 'number')) {
      columns[field] = Float64Array.from(values, (value) =>
        value === null ? Number.NaN : (value as number),
      );
    } else if (values.every((value) => value === null || typeof value === 'string')) {
      columns[field] = values.map((value) => (value as string | null) ?? '');
    }
  }
  return {
    id: found.map(({ id }) => id),
    bar: Int32Array.from(found, (one) => one.bar),
    time: Float64Array.from(found, ({ time }) => time),
    columns,
  };
}
