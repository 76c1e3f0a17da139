import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Container } from '../engine/container.ts';
import { seesTrades } from '../engine/own/passing-types.ts';
import type { EngineEvent } from '../events/event.ts';
import { keyContainer } from '../events/event-id.ts';
import type { EventSpan } from '../events/event-span.ts';
import { EVENT_TYPE_LIMIT, eventTypeNumber } from '../events/event-type.ts';
import { UserError } from '../foundation/user-error.ts';
import { traceThread } from '../tracing/file/trace-thread.ts';
import { TraceFileWriter } from '../tracing/file/trace-writer.ts';
import type { RowWriter } from '../tracing/log/row-writer.ts';
import type { Retention, TraceBudget } from '../tracing/retention.ts';
import type { TraceRule } from '../tracing/settings/trace-rule.ts';
import { partName } from '../tracing/stores/part-name.ts';
import { TraceFile } from '../tracing/stores/trace-file.ts';
import { TraceWriter } from '../tracing/stores/trace-writer.ts';
import { Tracer } from '../tracing/tracer.ts';
import { typesPublishedBy } from './published-types.ts';

/** Where the events of a container go under one rule. */
interface Sink {
  /** Events written to disk. */
  readonly written: number;
  readonly paths: readonly string[];
  flush(): void;
  close(): void;
}

/**
 * Carries out what the settings say for one container: files, memory, or nothing; and something else from the moment at
 * which a dynamic rule comes into force.
 */
export class ContainerTrace {
  readonly container: Container;
  /** What it holds in memory; null under a rule that writes to disk or keeps nothing. */
  tracer: Tracer | null = null;
  readonly #folder: string | null;
  /** Types that only come to the container from others. */
  readonly #foreignTypes: ReadonlySet<number>;
  readonly #writer: RowWriter;
  readonly #sinks: Sink[] = [];
  #rule: TraceRule;
  #isClosed = false;

  /**
   * @param folder of the run's results; null when there are none: then nothing is written, and what was to go to disk is
   *   not kept.
   * @param writer shared by the traces of a run.
   * @throws UserError for a rule that cannot be carried out.
   */
  constructor(
    container: Container,
    rule: TraceRule,
    folder: string | null,
    foreignTypes: ReadonlySet<number>,
    writer: RowWriter,
  ) {
    this.container = container;
    this.#folder = folder;
    this.#foreignTypes = foreignTypes;
    this.#writer = writer;
    this.#rule = rule;
    this.#open();
  }

  get rule(): TraceRule {
    return this.#rule;
  }

  /** Events on disk, and those on their way. */
  get written(): number {
    return this.#sinks.reduce((sum, sink) => sum + sink.written, 0);
  }

  get paths(): readonly string[] {
    return this.#sinks.flatMap((sink) => sink.paths);
  }

  /** From here on by another rule. What was kept in memory is let go, what was written stays. */
  follow(rule: TraceRule): void {
    this.close();
    this.tracer?.clear();
    this.tracer = null;
    this.#rule = rule;
    this.#isClosed = false;
    this.#open();
  }

  /** Writes what waits. */
  flush(): void {
    for (const sink of this.#sinks) sink.flush();
  }

  /** Writes what waits, for the last time; what is in memory stays there. Does nothing the second time. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Containers have something to say until they are disposed of, and files take no more.
    this.tracer?.detach();
    this.tracer?.completeSpill();
    for (const sink of this.#sinks) sink.close();
  }

  /** Closes files and leaves the bus, whatever becomes of what waits: for a run whose results are thrown away. */
  abandon(): void {
    this.#isClosed = true;
    this.tracer?.detach();
    for (const sink of this.#sinks) {
      try {
        sink.close();
      } catch {
        // What cannot be written is not wanted any more.
      }
    }
  }

  #open(): void {
    const { enabled, storage } = this.#rule;
    if (!enabled) return;
    if (storage.backend === 'memory') this.tracer = this.#memory();
    else if (this.#folder !== null) this.#sinks.push(this.#disk(this.#folder));
  }

  #memory(): Tracer {
    const { retention, maxEvents, budgetBytes, types } = this.#rule;
    const kept: Retention =
      retention === 'sliding_window'
        ? { policy: 'sliding_window', maxEvents: maxEvents as number }
        : { policy: retention };
    const limits = {
      bytes: budgetBytes ?? undefined,
      events: retention === 'sliding_window' ? undefined : (maxEvents ?? undefined),
    };
    const limited = limits.bytes !== undefined || limits.events !== undefined;
    const settings = {
      retention: kept,
      types: types === 'ALL' ? undefined : [...typeNumbers(types)],
      budget: limited ? this.#budget(limits) : undefined,
    };
    const { bus, id } = this.container;
    return new Tracer(bus, settings, { writer: this.#writer, seesTrades: seesTrades(id) });
  }

  #budget(limits: { bytes: number | undefined; events: number | undefined }): TraceBudget {
    const { onBudget } = this.#rule;
    if (onBudget !== 'spill') return { ...limits, atLimit: onBudget };
    // What was to go to disk is not kept.
    if (this.#folder === null) return { ...limits, atLimit: 'shrink' };
    const folder = this.#into(this.#folder);
    let file: TraceFile | null = null;
    // Made when it is needed: most budgets are never used up.
    const open = () => {
      const made = new TraceFile(folder, this.container.id, this.#fileOptions());
      this.#sinks.push({
        get written() {
          return made.written;
        },
        paths: made.paths,
        flush: () => made.flush(),
        close: () => made.close(),
      });
      return made;
    };
    return {
      ...limits,
      atLimit: 'spill',
      store: {
        append: (event) => {
          file ??= open();
          file.write(JSON.stringify(event));
        },
      },
    };
  }

  #disk(runFolder: string): Sink {
    const { storage, types, from } = this.#rule;
    const { bus, id } = this.container;
    const folder = this.#into(runFolder);
    if (storage.format !== 'columnar') {
      const options = {
        ...this.#fileOptions(),
        format: storage.format,
        columns: typesPublishedBy(id),
        types: types === 'ALL' ? null : typeNumbers(types),
        foreignTypes: this.#foreignTypes,
      };
      const writer = new TraceWriter(bus, folder, options);
      return {
        get written() {
          return writer.events;
        },
        paths: writer.paths,
        flush: () => writer.flush(),
        close: () => writer.close(),
      };
    }
    if (storage.maxFileSize !== null) {
      throw new UserError(
        `${from.maxFileSize.source}: columnar traces are one file, without max_file_size_mb`,
        {
          code: 'contradiction',
        },
      );
    }
    const writer = new TraceFileWriter(
      join(folder, partName({ container: id, part: this.#nextPart }, '.trace')),
      bus.containers,
      { thread: traceThread(), compression: storage.compression === 'none' ? 'none' : 'zstd' },
    );
    // What came from elsewhere stands in the trace of the container that published it, unless it is asked for here.
    const isKept = ({ key }: Pick<EngineEvent, 'key'>) =>
      types !== 'ALL' || keyContainer(key) === bus.container;
    const observer = {
      containersApart: true,
      observe: (event: EngineEvent) => {
        if (isKept(event)) writer.observe(event);
      },
      observeSpan: (span: EventSpan) => {
        if (span.every(isKept)) writer.observeSpan(span);
        else span.each(observer.observe);
      },
    };
    bus.attach(observer, types === 'ALL' ? allBut(this.#foreignTypes) : typeNumbers(types));
    let open = true;
    return {
      get written() {
        return writer.events;
      },
      paths: [writer.path],
      flush: () => writer.flush(),
      close: () => {
        if (!open) return;
        open = false;
        bus.detach(observer);
        writer.close();
      },
    };
  }

  #fileOptions() {
    const { compression, maxFileSize } = this.#rule.storage;
    return { compression, maxFileBytes: maxFileSize ?? undefined, firstPart: this.#nextPart };
  }

  get #nextPart(): number {
    return this.paths.length + 1;
  }

  #into(runFolder: string): string {
    const folder = join(runFolder, this.#rule.storage.path);
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}

function typeNumbers(types: readonly string[]): ReadonlySet<number> {
  return new Set(types.map((name) => eventTypeNumber(name) as number));
}

function allBut(types: ReadonlySet<number>): number[] {
  return Array.from({ length: EVENT_TYPE_LIMIT }, (_, type) => type).filter((type) => !types.has(type));
}
