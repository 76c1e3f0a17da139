import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Container } from '../engine/container.ts';
import type { Topology } from '../engine/topology.ts';
import { eventTypeNumber } from '../events/event-type.ts';
import { UserError } from '../foundation/user-error.ts';
import { resolveTraceRule, type TraceRule } from '../tracing/settings/trace-rule.ts';
import type { TraceSettings } from '../tracing/settings/trace-settings.ts';
import { TraceWriter } from '../tracing/stores/trace-writer.ts';

/** Traces of a run on their way to disk, one or several files a container. */
export class RunTraces {
  readonly #writers: TraceWriter[] = [];

  /**
   * @param folder where `traces/`, or the folder that settings name, comes to stand.
   * @throws UserError for files of a kind that is not written.
   */
  constructor({ containers, routers }: Topology, settings: TraceSettings, folder: string) {
    for (const container of containers) {
      const rule = resolveTraceRule(container.id, settings);
      const { backend, path, compression, maxFileSize } = rule.storage;
      if (!rule.enabled || backend !== 'disk') continue;
      checkFormat(container.id, rule);
      const into = join(folder, path);
      mkdirSync(into, { recursive: true });
      const options = {
        types: typeNumbers(rule),
        foreignTypes: marketTypes(container, routers),
        compression,
        maxFileBytes: maxFileSize ?? undefined,
      };
      this.#writers.push(new TraceWriter(container.bus, into, options));
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

function typeNumbers({ types }: TraceRule): ReadonlySet<number> | null {
  return types === 'ALL' ? null : new Set(types.map((name) => eventTypeNumber(name) as number));
}

/** Types that the engine hands to a container bar by bar; it publishes none of them, and watching them costs most. */
function marketTypes(container: Container, routers: Topology['routers']): ReadonlySet<number> {
  const heard = routers.filter(({ driven, targets }) => driven && targets.includes(container));
  return new Set(heard.flatMap(({ types }) => types));
}

/** Settings that nothing carries out must not pass in silence. */
function checkFormat(id: string, { storage: { format }, from }: TraceRule): void {
  if (format === 'jsonl') return;
  throw new UserError(
    `${from.format.source}: the format ${format} is not available yet for the trace of ${id}`,
    {
      code: 'not_available',
      hint: 'traces are written as jsonl, which may be compressed',
    },
  );
}
