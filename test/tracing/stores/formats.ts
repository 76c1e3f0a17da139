import type { EventRecord } from '../../../src/events/event.ts';
import { TRACE_COMPRESSIONS } from '../../../src/tracing/stores/trace-format.ts';
import type { TraceWriterOptions } from '../../../src/tracing/stores/trace-writer.ts';

/** A format that `TraceWriter` writes, for suites that each of them must pass. */
export interface TraceFormat {
  readonly name: string;
  readonly options: Pick<TraceWriterOptions, 'format' | 'compression' | 'columns'>;
  readonly ending: string;
  /** What a reader must give for an event. */
  readonly read: (event: EventRecord) => unknown;
  /** Whether damage is always noticed. */
  readonly hasChecksums: boolean;
  /** Bytes from one tried place in a file to the next. */
  readonly step: number;
}

const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

export const TRACE_FORMATS: readonly TraceFormat[] = [
  ...TRACE_COMPRESSIONS.map((compression) => ({
    name: `lines of JSON, compression ${compression}`,
    options: { compression },
    ending: { none: '.jsonl', gzip: '.jsonl.gz', zstd: '.jsonl.zst' }[compression],
    read: asJson,
    hasChecksums: compression !== 'none',
    step: 1,
  })),
  {
    name: 'Arrow',
    options: { format: 'arrow', columns: ['FILL'] },
    ending: '.arrows',
    // Columns also keep numbers that JSON does not have; other types' payloads stand there as JSON.
    read: (event) => (event.type === 'FILL' ? event : { ...event, payload: asJson(event.payload) }),
    hasChecksums: true,
    // Prime, so that no place in a word of four or eight bytes is left out.
    step: 23,
  },
];
