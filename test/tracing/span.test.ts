import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { crossoverBars, crossoverSpec } from '../../bench/engines/crossover.ts';
import { Backtest } from '../../src/engine/backtest.ts';
import type { BacktestSpec } from '../../src/engine/backtest-spec.ts';
import type { EngineEvent, EventRecord } from '../../src/events/event.ts';
import type { EventBus } from '../../src/events/event-bus.ts';
import { TYPE } from '../../src/events/event-type.ts';
import { readTraceFile } from '../../src/tracing/file/trace-reader.ts';
import { TraceFileWriter } from '../../src/tracing/file/trace-writer.ts';
import { EventLog } from '../../src/tracing/log/event-log.ts';
import { RowWriter } from '../../src/tracing/log/row-writer.ts';
import { cases } from '../oracle/cases.ts';
import { specOf } from '../oracle/engine-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'admf-span-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;

/** What an observer that wants every event in the order of time is given, by container. */
function oneByOne(spec: BacktestSpec): EventRecord[][] {
  const backtest = new Backtest(spec);
  const seen = backtest.engine.topology.containers.map(({ bus }) => {
    const records: EventRecord[] = [];
    bus.attach({ observe: (event) => records.push(event.record(bus.containers)) });
    return records;
  });
  backtest.runSync();
  return seen;
}

/** Attaches what keeps events to the bus of each container, and runs. */
function run<T>(spec: BacktestSpec, attach: (bus: EventBus) => T): T[] {
  const backtest = new Backtest(spec);
  const attached = backtest.engine.topology.containers.map(({ bus }) => attach(bus));
  backtest.runSync();
  return attached;
}

/** A log that takes spans; the number of those is told by `spans`. */
function spanLog(bus: EventBus, log: EventLog, types?: readonly number[]) {
  const seen = { log, spans: 0 };
  const observer = {
    containersApart: true,
    observe: (event: EngineEvent) => void log.append(event),
    observeSpan: (span: Parameters<EventLog['appendSpan']>[0]) => {
      seen.spans++;
      log.appendSpan(span);
    },
  };
  bus.attach(observer, types);
  return seen;
}

/** A run that is quiet most of the time. */
const quiet = () =>
  crossoverSpec(crossoverBars(5000), [
    { fast: 20, slow: 100 },
    { fast: 5, slow: 40 },
  ]);

describe('a tracer is shown the events of quiet bars at once, and has the same events as one by one', () => {
  for (const selfContained of [false, true]) {
    for (const chunkWords of [64, 8192]) {
      test(`in chunks of ${chunkWords} words, with bars ${selfContained ? 'copied' : 'shared'}`, () => {
        const writer = new RowWriter(selfContained);
        const logs = run(quiet(), (bus) =>
          spanLog(bus, new EventLog(bus.containers, { writer, chunkWords })),
        );
        expect(logs.map(({ log }) => [...log.records()])).toEqual(oneByOne(quiet()));
        expect(logs.map(({ log }) => log.count)).toEqual(logs.map(({ log }) => log.appended));
        // Of the market, of strategies and of portfolios; the root and the brokers hear of no bars.
        expect(logs.filter(({ spans }) => spans > 0)).toHaveLength(6);
      });
    }
  }

  test('with updates alone, bars alone, or by two observers that want different ones', () => {
    const records = oneByOne(quiet());
    for (const types of [[TYPE.PORTFOLIO_UPDATE], [TYPE.BAR], [TYPE.BAR, TYPE.PORTFOLIO_UPDATE]]) {
      const logs = run(quiet(), (bus) => {
        const other = spanLog(bus, new EventLog(bus.containers), [TYPE.BAR]);
        return { ...spanLog(bus, new EventLog(bus.containers), types), other };
      });
      const numbers = records.map((all) => all.map((r) => [r, TYPE[r.type as keyof typeof TYPE]] as const));
      const of = (wanted: readonly number[]) =>
        numbers.map((all) => all.filter(([, type]) => wanted.includes(type)).map(([record]) => record));
      expect(logs.map(({ log }) => [...log.records()])).toEqual(of(types));
      expect(logs.map(({ other }) => [...other.log.records()])).toEqual(of([TYPE.BAR]));
    }
  });

  test.each(['zstd', 'none'] as const)('in a file of compression %s', (compression) => {
    const writers = run(quiet(), (bus) => {
      const writer = new TraceFileWriter(join(folder, `${++files}.trace`), bus.containers, { compression });
      bus.attach(writer);
      return writer;
    });
    const records = oneByOne(quiet());
    writers.forEach((writer, i) => {
      writer.close();
      expect([...readTraceFile(writer.path)]).toEqual(records[i]);
      expect(writer.events).toBe(records[i].length);
    });
  });

  test('whatever a run does', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const logs = run(specOf(input), (bus) => spanLog(bus, new EventLog(bus.containers)));
        expect(logs.map(({ log }) => [...log.records()])).toEqual(oneByOne(specOf(input)));
      }),
      { numRuns: 60 },
    );
  });

  test.each(['zstd', 'none'] as const)('whatever a run does, in a file of compression %s', (compression) => {
    fc.assert(
      fc.property(cases, (input) => {
        const writers = run(specOf(input), (bus) => {
          const writer = new TraceFileWriter(join(folder, `${++files}.trace`), bus.containers, {
            compression,
          });
          bus.attach(writer);
          return writer;
        });
        const read = writers.map((writer) => {
          writer.close();
          return [...readTraceFile(writer.path)];
        });
        expect(read).toEqual(oneByOne(specOf(input)));
      }),
      { numRuns: 30 },
    );
  });

  test('and the run comes to the same metrics and numbers of events', () => {
    const untraced = new Backtest(quiet()).runSync();
    const traced = new Backtest({ ...quiet(), tracing: () => ({ retention: { policy: 'all' } }) }).runSync();
    expect(traced.events).toBe(untraced.events);
    expect(traced.portfolios.map(({ metrics }) => metrics)).toEqual(
      untraced.portfolios.map(({ metrics }) => metrics),
    );
  });
});
