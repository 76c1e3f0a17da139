import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Backtest } from '../../../src/engine/backtest.ts';
import { CustomEvent, type EventRecord } from '../../../src/events/event.ts';
import { eventKey } from '../../../src/events/event-id.ts';
import { defineEventType, TYPE } from '../../../src/events/event-type.ts';
import { PortfolioUpdateEvent } from '../../../src/events/portfolio-events.ts';
import { UserError } from '../../../src/foundation/user-error.ts';
import { ByteReader, ByteWriter, readColumn, writeColumn } from '../../../src/tracing/file/columns.ts';
import type { TraceFileCompression } from '../../../src/tracing/file/trace-format.ts';
import { readTraceFile } from '../../../src/tracing/file/trace-reader.ts';
import { TraceFileWriter } from '../../../src/tracing/file/trace-writer.ts';
import { cases } from '../../oracle/cases.ts';
import { specOf } from '../../oracle/engine-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'admf-trace-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fresh = () => join(folder, `${++files}.trace`);
const NOTE = defineEventType('FILE_TEST_NOTE', z.record(z.string(), z.unknown()));

function update(sequence: number): PortfolioUpdateEvent {
  const event = new PortfolioUpdateEvent(eventKey(0, TYPE.PORTFOLIO_UPDATE), TYPE.PORTFOLIO_UPDATE);
  event.sequenceNumber = sequence;
  event.equity = sequence / 7;
  return event;
}

const COMPRESSIONS = ['zstd', 'none'] as const;

/** A file of three chunks of ten events. */
function threeChunks(compression: TraceFileCompression): { path: string; ends: number[] } {
  const path = fresh();
  const writer = new TraceFileWriter(path, ['root'], { compression });
  const ends: number[] = [];
  for (let i = 1; i <= 30; i++) {
    writer.observe(update(i));
    if (i % 10 === 0) {
      writer.flush();
      ends.push(writer.bytes);
    }
  }
  writer.close();
  return { path, ends };
}

describe.each(COMPRESSIONS)(
  'a trace file of compression %s gives back the events that were written',
  (compression) => {
    test('whatever a run does, chunk by chunk', () => {
      fc.assert(
        fc.property(cases, fc.integer({ min: 1, max: 40 }), (input, flushEvery) => {
          const backtest = new Backtest(specOf(input));
          const written = backtest.engine.topology.containers.map(({ bus }) => {
            const writer = new TraceFileWriter(fresh(), bus.containers, { compression });
            const records: EventRecord[] = [];
            bus.attach({
              observe: (event) => {
                writer.observe(event);
                records.push(event.record(bus.containers));
                if (records.length % flushEvery === 0) writer.flush();
              },
            });
            return { writer, records };
          });
          backtest.runSync();
          for (const { writer, records } of written) {
            writer.close();
            expect([...readTraceFile(writer.path)]).toEqual(records);
            expect(readFileSync(writer.path).length).toBe(writer.bytes);
            rmSync(writer.path);
          }
        }),
        { numRuns: 25 },
      );
    });

    test('with the data of types of the user', () => {
      const path = fresh();
      const writer = new TraceFileWriter(path, ['root'], { compression });
      const records: EventRecord[] = [];
      for (let i = 1; i <= 20; i++) {
        const event = new CustomEvent(eventKey(0, NOTE.number), NOTE.number);
        event.sequenceNumber = i;
        event.sourceId = `source ${i % 3}`;
        event.data = { i, at: new Date(i), list: [Number.NaN, -0, 'ü'], none: undefined };
        writer.observe(event);
        records.push(event.record(['root']));
      }
      writer.close();
      expect([...readTraceFile(path)]).toStrictEqual(records);
    });
  },
);

describe.each(COMPRESSIONS)('a file of compression %s that did not end well', (compression) => {
  test('gives the chunks that are whole, wherever it was cut, and says so', () => {
    const { path, ends } = threeChunks(compression);
    const bytes = readFileSync(path);
    for (let cut = 8; cut <= bytes.length; cut++) {
      const torn = fresh();
      writeFileSync(torn, bytes.subarray(0, cut));
      const notices: string[] = [];
      const events = [...readTraceFile(torn, { onNotice: (notice) => notices.push(notice) })];
      expect(events).toHaveLength(10 * ends.filter((end) => end <= cut).length);
      expect(notices).toHaveLength(cut === 8 || ends.includes(cut) ? 0 : 1);
      rmSync(torn);
    }
  });

  // It was left out with a notice, though a trace with a hole in it tells of a run that never was.
  test('is refused at a damaged chunk, after those before it', () => {
    const { path, ends } = threeChunks(compression);
    const bytes = readFileSync(path);
    bytes[ends[0] + 20] ^= 1;
    writeFileSync(path, bytes);
    const read: number[] = [];
    const notices: string[] = [];
    const reading = () => {
      for (const event of readTraceFile(path, { onNotice: (notice) => notices.push(notice) }))
        read.push(event.sequenceNumber);
    };
    expect(reading).toThrow(
      expect.objectContaining({
        code: 'damaged_trace',
        line: `${path}: the chunk at byte ${ends[0]} is damaged`,
      }),
    );
    expect(read).toEqual(Array.from({ length: 10 }, (_, i) => i + 1));
    expect(notices).toEqual([]);
  });

  test('is refused when it is something else', () => {
    const path = fresh();
    writeFileSync(path, '{"id": 1}\n');
    expect(() => [...readTraceFile(path)]).toThrow(UserError);
  });

  test('is refused when it is of another version', () => {
    const { path } = threeChunks(compression);
    const bytes = readFileSync(path);
    bytes[7] = '1'.charCodeAt(0);
    writeFileSync(path, bytes);
    expect(() => [...readTraceFile(path)]).toThrow('the trace is of version 1, this ADMF reads version 4');
  });
});

test('a column of any numbers comes back to the bit', () => {
  const price = fc.integer({ min: -1_000_000, max: 1_000_000 }).map((cents) => cents / 100);
  const step = fc.integer({ min: -3, max: 3 });
  const start = fc.integer({ min: -9, max: 9 });
  const zeros = fc.array(fc.constantFrom(0, -0), { minLength: 1, maxLength: 3 });
  const column = fc.oneof(
    // Steps, and what only looks like them.
    fc.tuple(start, step, zeros).map(([a, d, [zero]]) => [0, 1, 2, 3, 4].map((i) => a + i * d || zero)),
    zeros,
    fc.constantFrom([2 ** 53 - 2, 2 ** 53 - 1, 2 ** 53, 2 ** 53], [1e300, 1e300 + 1, 7], [0.5, 1.5, 2.5]),
    fc.array(fc.double(), { minLength: 1 }),
    fc.array(price, { minLength: 1 }),
    fc.array(fc.integer(), { minLength: 1 }),
    fc.array(fc.constantFrom(0, -0, 1, Number.NaN, Number.MAX_VALUE, 2 ** 53, 5e-324, -5e-324), {
      minLength: 1,
    }),
    fc.tuple(fc.double(), fc.integer({ min: 1, max: 9 })).map(([x, n]) => Array<number>(n).fill(x)),
  );
  fc.assert(
    fc.property(column, (values) => {
      const out = new ByteWriter();
      writeColumn(Float64Array.from(values), (number) => number, out);
      const from = new ByteReader(out.bytes.slice(0, out.length));
      const back = readColumn(values.length, from);
      expect(from.at).toBe(out.length);
      expect([...back].every((value, i) => Object.is(value, values[i]))).toBe(true);
    }),
    { numRuns: 500 },
  );
});
