import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backtest } from '../../src/engine/backtest.ts';
import type { BacktestSpec } from '../../src/engine/backtest-spec.ts';
import type { EngineEvent } from '../../src/events/event.ts';
import type { EventBus } from '../../src/events/event-bus.ts';
import { keyContainer } from '../../src/events/event-id.ts';
import { EVENT_TYPE_LIMIT, TYPE } from '../../src/events/event-type.ts';
import { readTraceFile } from '../../src/tracing/file/trace-reader.ts';
import { type TraceFileOptions, TraceFileWriter } from '../../src/tracing/file/trace-writer.ts';
import { readTrace } from '../../src/tracing/stores/read-trace.ts';
import type { TraceCompression } from '../../src/tracing/stores/trace-format.ts';
import { TraceWriter } from '../../src/tracing/stores/trace-writer.ts';
import type { CheckedOutcome, Outcome } from '../harness/case.ts';
import { outcomeOf } from './crossover.ts';

/** Where the events of one container go. */
interface Sink {
  /** Events kept, and bytes they take up; after `close`. */
  readonly events: number;
  readonly bytes: number;
  close(): void;
  /** Events that can be read back, after `close`. */
  readBack(): number | Promise<number>;
}

type OpenSink = (bus: EventBus, folder: string, types: ReadonlySet<number>) => Sink;

/** Handed to a container by the engine, bar by bar, and kept by the container that published them. */
const MARKET: ReadonlySet<number> = new Set([TYPE.BAR, TYPE.FEATURES]);
const ALL = Array.from({ length: EVENT_TYPE_LIMIT }, (_, type) => type);

/**
 * A run in which every event is kept once, by the container that published it, by sinks of one kind. The time is that of the
 * run, of keeping the events, and of closing the files; then `verify` reads them back.
 */
export function runTraced(spec: BacktestSpec, open: OpenSink): CheckedOutcome {
  const folder = mkdtempSync(join(tmpdir(), 'admf-bench-'));
  const backtest = new Backtest(spec);
  const { containers, routers } = backtest.engine.topology;
  const sinks = containers.map((container) => {
    // What only comes from others stands with them.
    const heard = routers.filter(({ targets }) => targets.includes(container)).flatMap(({ types }) => types);
    return open(container.bus, folder, new Set(ALL.filter((type) => !heard.includes(type))));
  });
  const result = backtest.runSync();
  for (const sink of sinks) sink.close();
  const sum = (of: (sink: Sink) => number) => sinks.reduce((total, sink) => total + of(sink), 0);
  const events = sum((sink) => sink.events);
  return {
    ...outcomeOf(result),
    work: events,
    events,
    bytes: sum((sink) => sink.bytes),
    verify: async () => {
      let read = 0;
      for (const sink of sinks) read += await sink.readBack();
      if (read !== events) throw new Error(`${events} events were written, ${read} came back`);
    },
    dispose: () => rmSync(folder, { recursive: true }),
  };
}

/** The same with tracers, in memory. `delivered`: each container also keeps the bars and features that it is handed. */
export function runInMemory(spec: BacktestSpec, delivered: boolean): CheckedOutcome {
  const unshared = ALL.filter((type) => !MARKET.has(type));
  const backtest = new Backtest({
    ...spec,
    tracing: (id) => ({
      retention: { policy: 'all' },
      types: delivered || publishesMarket(id) ? undefined : unshared,
    }),
  });
  const result = backtest.runSync();
  const logs = [...backtest.engine.topology.tracers.values()].map(({ log }) => log);
  const events = logs.reduce((sum, { count }) => sum + count, 0);
  return {
    ...outcomeOf(result),
    work: events,
    events,
    bytes: logs.reduce((sum, log) => sum + log.bytes, 0),
    verify: async () => {
      let read = 0;
      for (const log of logs) for (const _ of log.records()) read++;
      if (read !== events) throw new Error(`${events} events were kept, ${read} came back`);
    },
    dispose: () => {},
  };
}

/** The run alone; its work is the events that it published. */
export function runUntraced(spec: BacktestSpec): Outcome {
  const result = new Backtest(spec).runSync();
  return { ...outcomeOf(result), work: result.events };
}

/** Counts and keeps nothing: what it costs that somebody looks on. */
export const lookOn: OpenSink = (bus, _folder, types) => {
  const sink = { events: 0, bytes: 0, close() {}, readBack: () => sink.events };
  const observe = ({ key }: EngineEvent) => {
    if (isOwn(key, bus)) sink.events++;
  };
  bus.attach({ containersApart: true, observe }, types);
  return sink;
};

export function traceFile(options?: TraceFileOptions): OpenSink {
  return (bus, folder, types) => openTraceFile(bus, folder, types, options);
}

function openTraceFile(
  bus: EventBus,
  folder: string,
  types: ReadonlySet<number>,
  options: TraceFileOptions | undefined,
): Sink {
  const writer = new TraceFileWriter(join(folder, `${bus.containerId}.trace`), bus.containers, options);
  const isOwnEvent = ({ key }: EngineEvent) => isOwn(key, bus);
  const observe = (event: EngineEvent) => {
    if (isOwnEvent(event)) writer.observe(event);
  };
  const observer = {
    containersApart: true,
    observe,
    observeSpan: (span: Parameters<TraceFileWriter['observeSpan']>[0]) => {
      if (span.every(isOwnEvent)) writer.observeSpan(span);
      else span.each(observe);
    },
  };
  bus.attach(observer, types);
  return {
    get events() {
      return writer.events;
    },
    get bytes() {
      return writer.bytes;
    },
    close: () => writer.close(),
    readBack: () => {
      let read = 0;
      for (const _ of readTraceFile(writer.path)) read++;
      return read;
    },
  };
}

export function linesFile(compression: TraceCompression): OpenSink {
  return (bus, folder, types) => {
    const foreignTypes = new Set(ALL.filter((type) => !types.has(type)));
    const writer = new TraceWriter(bus, folder, { compression, foreignTypes });
    return {
      get events() {
        return writer.events;
      },
      get bytes() {
        return sizeOf(writer.paths);
      },
      close: () => writer.close(),
      readBack: async () => {
        let read = 0;
        for (const path of writer.paths) for await (const _ of readTrace(path)) read++;
        return read;
      },
    };
  };
}

/** What one writes first: a record of each event through JSON.stringify, a thousand lines a system call. */
export const stringifiedFile: OpenSink = (bus, folder, types) => {
  const path = join(folder, `${bus.containerId}.plain.jsonl`);
  const file = openSync(path, 'w');
  let lines: string[] = [];
  const flush = () => {
    if (lines.length > 0) writeSync(file, `${lines.join('\n')}\n`);
    lines = [];
  };
  const sink = {
    events: 0,
    bytes: 0,
    close() {
      flush();
      closeSync(file);
      sink.bytes = sizeOf([path]);
    },
    readBack: () => readFileSync(path, 'utf8').split('\n').length - 1,
  };
  const observe = (event: EngineEvent) => {
    if (!isOwn(event.key, bus)) return;
    sink.events++;
    if (lines.push(JSON.stringify(event.record(bus.containers))) === 1000) flush();
  };
  bus.attach({ containersApart: true, observe }, types);
  return sink;
};

function publishesMarket(containerId: string): boolean {
  return containerId.startsWith('data_') || containerId.startsWith('features_');
}

function isOwn(key: number, bus: EventBus): boolean {
  return keyContainer(key) === bus.container;
}

function sizeOf(paths: readonly string[]): number {
  return paths.reduce((sum, path) => sum + statSync(path).size, 0);
}
