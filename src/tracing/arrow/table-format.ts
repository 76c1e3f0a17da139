import type { ColumnKind } from './column-kind.ts';

/*
 * An `.arrows` file is a stream of Arrow IPC, one row an event: the columns below, then one for each field of the
 * payloads, null in rows of types that do not have it. Buffers are compressed by zstd, each batch brings its own
 * dictionaries. The schema's metadata hold the header of the trace and the fields of each type, in order.
 *
 * What one flush writes is a frame: its messages one after the other, the first of which has a mark at the end of
 * its metadata, where the format allows for padding and readers look at nothing:
 *
 *   MARK, uint32 length of the frame, uint32 CRC-32 of the frame in which this CRC is zero, little-endian
 *
 * The first frame begins with the schema. END closes the file.
 */
export const ARROW_ENDING = '.arrows';
export const MARK = Buffer.from('ADMFRAME', 'latin1');
export const MARK_BYTES = 16;
/** In front of a message: -1, and the length of its metadata. */
export const PREFIX_BYTES = 8;
export const CONTINUATION = Buffer.from([0xff, 0xff, 0xff, 0xff]);
export const END = Buffer.from([0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]);

/** Key of the header in the schema's metadata: what stands in the first line of a trace of JSON lines. */
export const HEADER_KEY = 'admf_trace';
/** Key of the fields of each type, as JSON: `{"FILL":["orderNumber",…],…}`. */
export const FIELDS_KEY = 'admf_fields';

/**
 * What every event has. Ids are kept in parts: `execution_p/fill-12` is FILL, 12 and execution_p; the trade
 * `portfolio_p/trade-3` is portfolio_p and 3.
 */
export const OWN_COLUMNS = {
  type: 'name',
  sequenceNumber: 'integer',
  timestamp: 'time',
  sourceId: 'name',
  containerId: 'name',
  correlationContainer: 'name',
  correlationTrade: 'integer',
  causationContainer: 'name',
  causationType: 'name',
  causationSequence: 'integer',
  /** As JSON, where it has no columns: of types of the user's own, and of those the container was not known to publish. */
  payload: 'text',
  /** Where the time is no whole millisecond. */
  exactTimestamp: 'number',
} as const satisfies Readonly<Record<string, ColumnKind>>;
