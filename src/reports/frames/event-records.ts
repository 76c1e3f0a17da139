import type { EventRecord } from '../../events/event.ts';
import type { Column } from './column.ts';
import { Table } from './table.ts';

/** Events as rows: what all of them have, then the fields of their payloads that are numbers, text or yes and no. */
export function eventRecordTable(
  events: readonly { readonly record: EventRecord; readonly bar: number | null }[],
): Table {
  const records = events.map(({ record }) => record);
  const fields = new Set(records.flatMap(({ payload }) => Object.keys(payload)));
  const columns: Record<string, Column> = {
    id: records.map(({ id }) => id),
    type: records.map(({ type }) => type),
    container: records.map(({ containerId }) => containerId),
    bar: Float64Array.from(events, ({ bar }) => bar ?? Number.NaN),
    cause: records.map(({ causationId }) => causationId ?? ''),
    trade: records.map(({ correlationId }) => correlationId ?? ''),
  };
  for (const field of fields) {
    const values = records.map(
      ({ payload }) => (payload as Readonly<Record<string, unknown>>)[field] ?? null,
    );
    // A field that all have already keeps its name.
    const name = Object.hasOwn(columns, field) ? `payload_${field}` : field;
    const column = columnOf(values);
    if (column !== null) columns[name] = column;
  }
  return new Table({ columns, time: Float64Array.from(records, ({ timestamp }) => timestamp) });
}

function columnOf(values: readonly unknown[]): Column | null {
  const known = values.filter((value) => value !== null);
  if (known.every((value) => typeof value === 'number' || typeof value === 'boolean')) {
    return Float64Array.from(values, (value) => (value === null ? Number.NaN : Number(value)));
  }
  if (known.every((value) => typeof value === 'string'))
    return values.map((value) => (value ?? '') as string);
  return null;
}
