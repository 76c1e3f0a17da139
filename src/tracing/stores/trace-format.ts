import { type Compression, gzip, zstd } from './compression.ts';

/** How events are written to disk: lines of JSON, as they are or compressed. */
export const TRACE_COMPRESSIONS = ['none', 'gzip', 'zstd'] as const;
export type TraceCompression = (typeof TRACE_COMPRESSIONS)[number];

export interface JsonlFormat {
  /** What the names of its files end in. */
  readonly ending: string;
  readonly compression: Compression | null;
}

export const JSONL_FORMATS: Readonly<Record<TraceCompression, JsonlFormat>> = {
  none: { ending: '.jsonl', compression: null },
  gzip: { ending: '.jsonl.gz', compression: gzip },
  zstd: { ending: '.jsonl.zst', compression: zstd },
};
