import type { RecordBatch } from 'apache-arrow';
import type { EventRecord } from '../../events/event.ts';
import { typeSlug } from '../../events/event-id.ts';
import { arrow } from './apache-arrow.ts';
import { type Cell, cellOf } from './cells.ts';
import { FIELDS_KEY, OWN_COLUMNS } from './table-format.ts';

type OwnCells = Readonly<Record<keyof typeof OWN_COLUMNS, Cell>>;

/**
 * The events of a frame.
 *
 * @param stream the frame, and the schema in front of it where it has none of its own.
 * @param wanted by id; all by default.
 * @throws when the frame is not what `EventBatch` makes.
 */
export function eventsOfFrame(
  stream: readonly Uint8Array[],
  wanted?: (id: string) => boolean,
): EventRecord[] {
  const batches = [...arrow().RecordBatchReader.from(stream)];
  return batches.flatMap((batch) => eventsOf(batch, wanted));
}

function eventsOf(batch: RecordBatch, wanted: ((id: string) => boolean) | undefined): EventRecord[] {
  const columns = new Map(
    batch.schema.fields.map(({ name }, i) => [name, cellOf(batch.data.children[i])] as const),
  );
  const cell = (name: string): Cell => {
    const found = columns.get(name);
    if (found === undefined) throw new TypeError(`there is no column ${name}`);
    return found;
  };
  const own = Object.fromEntries(Object.keys(OWN_COLUMNS).map((name) => [name, cell(name)])) as OwnCells;
  const fields = JSON.parse(batch.schema.metadata.get(FIELDS_KEY) ?? '{}') as Record<string, string[]>;
  const payloads = new Map(
    Object.entries(fields).map(([type, names]) => [type, names.map((name) => [name, cell(name)] as const)]),
  );
  const events: EventRecord[] = [];
  for (let row = 0; row < batch.numRows; row++) {
    const type = own.type(row) as string;
    const containerId = own.containerId(row) as string;
    const sequenceNumber = own.sequenceNumber(row) as number;
    const id = `${containerId}/${typeSlug(type)}-${sequenceNumber}`;
    if (wanted !== undefined && !wanted(id)) continue;
    events.push({
      id,
      type,
      sequenceNumber,
      timestamp: (own.exactTimestamp(row) ?? own.timestamp(row)) as number,
      sourceId: own.sourceId(row) as string,
      containerId,
      correlationId: correlationOf(own, row),
      causationId: causationOf(own, row),
      payload: payloadOf(own.payload(row) as string | null, payloads.get(type), row),
    });
  }
  return events;
}

function correlationOf({ correlationContainer, correlationTrade }: OwnCells, row: number): string | null {
  const container = correlationContainer(row) as string | null;
  return container === null ? null : `${container}/trade-${correlationTrade(row) as number}`;
}

function causationOf(own: OwnCells, row: number): string | null {
  const container = own.causationContainer(row) as string | null;
  if (container === null) return null;
  return `${container}/${typeSlug(own.causationType(row) as string)}-${own.causationSequence(row) as number}`;
}

function payloadOf(
  json: string | null,
  fields: readonly (readonly [string, Cell])[] | undefined,
  row: number,
): EventRecord['payload'] {
  if (json !== null) return JSON.parse(json) as EventRecord['payload'];
  if (fields === undefined) throw new TypeError(`row ${row} has no payload`);
  const payload: Record<string, unknown> = {};
  for (const [name, cell] of fields) payload[name] = cell(row);
  return payload;
}
