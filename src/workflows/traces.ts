import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Container } from '../engine/container.ts';
import type { Topology } from '../engine/topology.ts';
import { eventTypeNumber } from '../events/event-type.ts';
import { matchesPattern, specificity } from '../tracing/pattern.ts';
import { TraceWriter } from '../tracing/stores/trace-writer.ts';
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

/** Full traces of a run on their way to disk, one or several files a container. */
export class RunTraces {
  readonly #writers: TraceWriter[] = [];

  /** @param folder where `traces/` comes to stand. */
  constructor({ containers, routers }: Topology, settings: TracingConfig, folder: string) {
    const traced = containers.filter((container) => traceRuleOf(container.id, settings).mode === 'full');
    if (traced.length === 0) return;
    const traces = join(folder, 'traces');
    mkdirSync(traces, { recursive: true });
    for (const container of traced) {
      const { events } = traceRuleOf(container.id, settings);
      const types = events === null ? null : new Set(events.map((name) => eventTypeNumber(name) as number));
      const foreignTypes = marketTypes(container, routers);
      this.#writers.push(new TraceWriter(container.bus, traces, { types, foreignTypes }));
    }
  }

  /** Events kept. */
  get events(): number {
    return this.#writers.reduce((sum, writer) => sum + writer.events, 0);
  }

  get writers(): readonly TraceWriter[] {
    return this.#writers;
  }

  /** Writes what waits and leaves the containers. Does nothing the second time. */
  close(): void {
    for (const writer of this.#writers) writer.close();
  }
}

/** Types that the engine hands to a container bar by bar; it publishes none of them, and watching them costs most. */
function marketTypes(container: Container, routers: Topology['routers']): ReadonlySet<number> {
  const heard = routers.filter(({ driven, targets }) => driven && targets.includes(container));
  return new Set(heard.flatMap(({ types }) => types));
}
