import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Container } from '../engine/container.ts';
import { eventTypeNumber } from '../events/event-type.ts';
import { UserError } from '../foundation/user-error.ts';
import { JsonlTraceWriter } from '../tracing/jsonl-trace.ts';
import { resolveTraceRule, type TraceRule } from '../tracing/settings/trace-rule.ts';
import type { TraceSettings } from '../tracing/settings/trace-settings.ts';

/** Traces of a run on their way to disk, one file a container. */
export class RunTraces {
  readonly #writers: JsonlTraceWriter[] = [];
  #closed = false;

  /**
   * @param folder where `traces/`, or the folder that settings name, comes to stand.
   * @throws UserError for files of a kind that is not written.
   */
  constructor(containers: readonly Container[], settings: TraceSettings, folder: string) {
    for (const { id, bus } of containers) {
      const rule = resolveTraceRule(id, settings);
      if (!rule.enabled || rule.storage.backend !== 'disk') continue;
      checkWritable(id, rule);
      const into = join(folder, rule.storage.path);
      mkdirSync(into, { recursive: true });
      const writer = new JsonlTraceWriter(join(into, `${id}.jsonl`), typeNumbers(rule));
      bus.attach(writer);
      this.#writers.push(writer);
    }
  }

  /** Events written. */
  get events(): number {
    return this.#writers.reduce((sum, writer) => sum + writer.events, 0);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const writer of this.#writers) writer.close();
  }
}

function typeNumbers({ types }: TraceRule): ReadonlySet<number> | null {
  return types === 'ALL' ? null : new Set(types.map((name) => eventTypeNumber(name) as number));
}

/** Settings that nothing carries out must not pass in silence. */
function checkWritable(id: string, { storage, from }: TraceRule): void {
  const refuse = (what: string, source: string) =>
    new UserError(`${source}: ${what} is not available yet for the trace of ${id}`, {
      code: 'not_available',
      hint: 'only plain jsonl files, one for each container, are written',
    });
  const { format, compression, maxFileSize } = storage;
  if (format !== 'jsonl') throw refuse(`the format ${format}`, from.format.source);
  if (compression !== 'none') throw refuse(`compression by ${compression}`, from.compression.source);
  if (maxFileSize !== null) throw refuse('max_file_size_mb', from.maxFileSize.source);
}
