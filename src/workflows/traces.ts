import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Container } from '../engine/container.ts';
import { eventTypeNumber } from '../events/event-type.ts';
import { JsonlTraceWriter } from '../tracing/jsonl-trace.ts';
import { matchesPattern, specificity } from '../tracing/pattern.ts';
import type { TraceMode, TracingConfig } from './config/workflow-config.ts';

/** What a container traces: the most specific matching override, over the default. */
export function traceRuleOf(
  container: string,
  { default: fallback, overrides }: TracingConfig,
): { mode: TraceMode; events: readonly string[] | null } {
  const [best] = overrides
    .filter(({ pattern }) => matchesPattern(pattern, container))
    // A later one wins among equals.
    .reverse()
    .sort((a, b) => specificity(b.pattern) - specificity(a.pattern));
  return { mode: best?.mode ?? fallback.mode, events: best?.events ?? null };
}

/** Full traces of a run on their way to disk, one file a container. */
export class RunTraces {
  readonly #writers: JsonlTraceWriter[] = [];
  #closed = false;

  /** @param folder where `traces/` comes to stand. */
  constructor(containers: readonly Container[], settings: TracingConfig, folder: string) {
    const traced = containers.filter((container) => traceRuleOf(container.id, settings).mode === 'full');
    if (traced.length === 0) return;
    mkdirSync(join(folder, 'traces'), { recursive: true });
    for (const { id, bus } of traced) {
      const { events } = traceRuleOf(id, settings);
      const types = events === null ? null : new Set(events.map((name) => eventTypeNumber(name) as number));
      const writer = new JsonlTraceWriter(join(folder, 'traces', `${id}.jsonl`), types);
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
