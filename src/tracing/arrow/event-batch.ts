import type { RecordBatch, Schema } from 'apache-arrow';
import type { EngineEvent } from '../../events/event.ts';
import { type ContainerNames, keyContainer, keyType } from '../../events/event-id.ts';
import { eventTypeName } from '../../events/event-type.ts';
import { arrow } from './apache-arrow.ts';
import type { Column } from './column.ts';
import { type ColumnKinds, mergedKinds, payloadKinds } from './column-kind.ts';
import { makeColumn } from './make-column.ts';
import { fitsFields } from './nested-columns.ts';
import { FIELDS_KEY, HEADER_KEY, OWN_COLUMNS } from './table-format.ts';

/** Bytes that a value takes, one with another: most are numbers, or numbers of names. */
const VALUE_BYTES = 8;
const OWN_BYTES = VALUE_BYTES * Object.keys(OWN_COLUMNS).length;

/** Events in columns, until they make a record batch: one row an event. */
export class EventBatch {
  readonly schema: Schema;
  readonly #containers: ContainerNames;
  readonly #own: Readonly<Record<keyof typeof OWN_COLUMNS, Column>>;
  readonly #columns: ReadonlyMap<string, Column>;
  /** Columns of each type's payload, in the order of its fields. */
  readonly #fields: ReadonlyMap<string, ReadonlyMap<string, Column>>;
  #rows = 0;
  #jsonLength = 0;

  /**
   * @param types names of the types whose payloads get columns; payloads of others are kept as JSON.
   * @param header goes into the schema.
   */
  constructor(containers: ContainerNames, types: Iterable<string>, header: string) {
    const known = [...new Set(types)].filter((type) => payloadKinds().has(type));
    const columns = (kinds: ColumnKinds) =>
      new Map(Object.entries(kinds).map(([name, kind]) => [name, makeColumn(kind)]));
    const own = columns(OWN_COLUMNS);
    const payload = columns(mergedKinds(known));
    this.#containers = containers;
    this.#own = Object.fromEntries(own) as Record<keyof typeof OWN_COLUMNS, Column>;
    // What is seldom set stands last.
    const last = ['payload', 'exactTimestamp'] as const;
    const first = [...own].filter(([name]) => !last.some((other) => other === name));
    this.#columns = new Map([...first, ...payload, ...last.map((name) => [name, this.#own[name]] as const)]);
    this.#fields = new Map(known.map((type) => [type, fieldsOf(type, payload)]));
    const fields = Object.fromEntries([...this.#fields].map(([type, names]) => [type, [...names.keys()]]));
    this.schema = schemaOf(this.#columns, header, JSON.stringify(fields));
  }

  get rows(): number {
    return this.#rows;
  }

  /** Characters of payloads that are kept as JSON: all else in a row is small. */
  get jsonLength(): number {
    return this.#jsonLength;
  }

  /** About how many bytes an event with this payload takes in columns, not compressed. */
  static bytesOf(payload: Readonly<Record<string, unknown>>): number {
    let bytes = OWN_BYTES;
    for (const name in payload) bytes += bytesOf(payload[name]);
    return bytes;
  }

  add(event: EngineEvent, payload: Readonly<Record<string, unknown>>): void {
    const row = this.#rows++;
    const own = this.#own;
    const type = eventTypeName(event.type);
    own.type.set(row, type);
    own.sequenceNumber.set(row, event.sequenceNumber);
    const { timestamp } = event;
    if (own.timestamp.fits(timestamp)) own.timestamp.set(row, timestamp);
    else {
      own.exactTimestamp.set(row, timestamp);
      // What is left of it is still good to filter by.
      const whole = Math.trunc(timestamp) + 0;
      if (own.timestamp.fits(whole)) own.timestamp.set(row, whole);
    }
    own.sourceId.set(row, event.sourceId);
    own.containerId.set(row, this.#containers[keyContainer(event.key)]);
    if (event.tradeNumber !== 0) {
      own.correlationContainer.set(row, this.#containers[event.tradeContainer]);
      own.correlationTrade.set(row, event.tradeNumber);
    }
    if (event.causeSequence !== 0) {
      own.causationContainer.set(row, this.#containers[keyContainer(event.causeKey)]);
      own.causationType.set(row, eventTypeName(keyType(event.causeKey)));
      own.causationSequence.set(row, event.causeSequence);
    }
    const fields = this.#fields.get(type);
    if (fields === undefined || !fitsFields(payload, fields)) {
      const json = JSON.stringify(payload);
      this.#jsonLength += json.length;
      own.payload.set(row, json);
      return;
    }
    for (const [name, column] of fields) {
      const value = payload[name];
      if (value !== null) column.set(row, value);
    }
  }

  /** The rows up to now, none afterwards. */
  take(): RecordBatch {
    const { makeData, RecordBatch: Batch, Struct } = arrow();
    const children = [...this.#columns.values()].map((column) => column.take(this.#rows));
    const type = new Struct(this.schema.fields);
    const data = makeData({ type, length: this.#rows, nullCount: 0, children });
    this.#rows = 0;
    this.#jsonLength = 0;
    return new Batch(this.schema, data);
  }
}

function fieldsOf(type: string, columns: ReadonlyMap<string, Column>): ReadonlyMap<string, Column> {
  const names = Object.keys(payloadKinds().get(type) as ColumnKinds);
  return new Map(names.map((name) => [name, columns.get(name) as Column]));
}

function schemaOf(columns: ReadonlyMap<string, Column>, header: string, fields: string): Schema {
  const { Schema: Type, Field } = arrow();
  return new Type(
    [...columns].map(([name, { type }]) => new Field(name, type, true)),
    new Map([
      [HEADER_KEY, header],
      [FIELDS_KEY, fields],
    ]),
  );
}

function bytesOf(value: unknown): number {
  if (typeof value === 'string') return VALUE_BYTES + value.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  let bytes = VALUE_BYTES;
  const record = value as Readonly<Record<string, unknown>>;
  for (const name in record) bytes += name.length + bytesOf(record[name]);
  return bytes;
}
