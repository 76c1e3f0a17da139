import { RETENTION_OF_MODE } from './contradictions.ts';
import type { WrittenAction, WrittenEventTracing, WrittenRule } from './schema.ts';

export type Retention = 'trade_complete' | 'sliding_window' | 'all';
export type StorageFormat = 'jsonl' | 'arrow' | 'columnar';
export type Compression = 'none' | 'gzip' | 'zstd';
export type OnBudget = 'spill' | 'shrink' | 'stop';

/** Names of event types, or all of them. */
export type TracedTypes = readonly string[] | 'ALL';

/** What one block of settings says, in one form whichever short form it was written in; absent is not said. */
export interface TraceChange {
  readonly enabled?: boolean;
  readonly types?: TracedTypes;
  /** `none` is the same as not enabled. */
  readonly retention?: Retention | 'none';
  readonly maxEvents?: number;
  readonly backend?: 'memory' | 'disk';
  /** Something else said here means files, unless somebody asks for memory: the mode full, settings of files. */
  readonly impliesDisk?: true;
  readonly path?: string;
  readonly format?: StorageFormat;
  readonly compression?: Compression;
  /** Bytes. */
  readonly maxFileSize?: number;
  /** Bytes. */
  readonly budget?: number;
  readonly onBudget?: OnBudget;
  readonly partialResultsEvery?: number;
}

/** A change that is made while a run goes on, once, when its condition first holds. */
export interface DynamicRule {
  /** Text of an expression that was checked. */
  readonly condition: string;
  readonly change: TraceChange;
}

/** Settings for the containers that match a pattern; for all when it is null, before any pattern. */
export interface TraceBlock extends TraceChange {
  readonly pattern: string | null;
  /** Where it is written: `trace_settings.overrides[0]`. */
  readonly source: string;
  readonly dynamicRules?: readonly DynamicRule[];
}

const MB = 1_000_000;

/** What a map of settings says. */
export function changeOf(written: WrittenAction): TraceChange {
  const { mode, retention_policy: policy, storage_config: config } = written;
  const retention = policy ?? (mode === undefined || mode === 'off' ? undefined : RETENTION_OF_MODE[mode]);
  const compression = config?.compression;
  const window = written.sliding_window_size;
  return compact<TraceChange>({
    enabled: written.enabled ?? (mode && mode !== 'off'),
    types: written.events_to_trace ?? written.events,
    retention,
    maxEvents: written.max_events ?? (window === 0 ? undefined : window),
    backend: written.storage_backend,
    impliesDisk: mode === 'full' || config !== undefined ? true : undefined,
    path: written.storage_path,
    format: config?.format,
    compression: compression === undefined ? undefined : compressionOf(compression),
    maxFileSize: config?.max_file_size_mb && config.max_file_size_mb * MB,
    budget: written.memory_budget_mb && written.memory_budget_mb * MB,
    onBudget: written.on_budget,
    partialResultsEvery: written.partial_results_every,
  });
}

/** A block as it is written. @param source where that is. */
export function blockOf(pattern: string | null, source: string, written: WrittenRule): TraceBlock {
  const dynamicRules = written.dynamic_rules?.map(({ condition, action }) => ({
    condition,
    change: changeOf(action),
  }));
  return { pattern, source, ...changeOf(written), ...(dynamicRules === undefined ? {} : { dynamicRules }) };
}

/** The `event_tracing` of one container: naming it asks for it, so it is enabled unless it says otherwise. */
export function eventTracingBlock(pattern: string, source: string, written: WrittenEventTracing): TraceBlock {
  if (written === 'ALL' || Array.isArray(written)) return { pattern, source, enabled: true, types: written };
  return { enabled: true, ...blockOf(pattern, source, written as WrittenRule) };
}

function compressionOf(written: boolean | 'gzip' | 'zstd'): Compression {
  if (typeof written === 'string') return written;
  return written ? 'gzip' : 'none';
}

/** Absent stays absent: a key holding undefined would count as said. */
function compact<T extends object>(values: { readonly [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
}
