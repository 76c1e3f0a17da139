import type { EventRecord } from '../../events/event.ts';
import { matchesPattern } from '../pattern.ts';
import { mergeTraces } from './merge-traces.ts';
import { type ContainerTrace, findTraces } from './trace-catalogue.ts';
import type { ReadOptions } from './trace-reader.ts';
import { unreadable } from './unreadable.ts';

/** Which events of the traces on disk are read. */
export interface ReadTraceOptions extends ReadOptions {
  /** Reads only traces of containers that match, `portfolio_*`; all by default. */
  readonly container?: string;
}

/**
 * Reads events back from disk, one after the other, never all at once.
 *
 * `path` is a trace file, a container's files (`traces/portfolio_p`, without ending), or a run's folder, whose traces
 * are merged: by timestamp, causes before their effects, each event once (see `mergeTraces`). The end that a killed
 * process left torn is dropped with a notice.
 *
 * @throws UserError when there is no trace, it cannot be read, it is damaged (with file and line or byte), or newer than this ADMF.
 */
export async function* readTrace(
  path: string,
  options: ReadTraceOptions = {},
): AsyncGenerator<EventRecord, void, void> {
  const { container } = options;
  const traces = await findTraces(path, options.onNotice);
  const chosen =
    container === undefined ? traces : traces.filter((t) => matchesPattern(container, t.container));
  yield* readTraces(chosen, options);
}

/** Reads events of traces that were found. */
export async function* readTraces(
  traces: readonly ContainerTrace[],
  options: ReadOptions = {},
): AsyncGenerator<EventRecord, void, void> {
  if (traces.length !== 1) {
    yield* mergeTraces(traces.map((trace) => ({ ...trace, portions: portionsOf(trace, options) })));
    return;
  }
  for await (const portion of portionsOf(traces[0], options)) yield* portion;
}

async function* portionsOf(
  { parts }: ContainerTrace,
  options: ReadOptions,
): AsyncGenerator<readonly EventRecord[], void, void> {
  for (let i = 0; i < parts.length; i++) {
    const { reader, path } = parts[i];
    try {
      yield* reader.portions(path, i === parts.length - 1, options);
    } catch (error) {
      throw unreadable(error, path);
    }
  }
}
