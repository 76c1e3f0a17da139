import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Backtest } from '../../../src/engine/backtest.ts';
import { CustomEvent } from '../../../src/events/event.ts';
import { eventKey } from '../../../src/events/event-id.ts';
import { defineEventType } from '../../../src/events/event-type.ts';
import { EventColumns } from '../../../src/tracing/file/event-columns.ts';
import { pack, packedBytes, unpack } from '../../../src/tracing/file/packed-chunk.ts';
import { readTraceFile } from '../../../src/tracing/file/trace-reader.ts';
import { TraceThread } from '../../../src/tracing/file/trace-thread.ts';
import { TraceFileWriter } from '../../../src/tracing/file/trace-writer.ts';
import { cases } from '../../oracle/cases.ts';
import { specOf } from '../../oracle/engine-run.ts';

const folder = mkdtempSync(join(tmpdir(), 'admf-trace-thread-'));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const fresh = () => join(folder, `${++files}.trace`);
const NOTE = defineEventType('THREAD_TEST_NOTE', z.record(z.string(), z.unknown()));

const thread = new TraceThread(0);
beforeAll(() => thread.awaitReady());

function note(sequence: number, container = 0): CustomEvent {
  const event = new CustomEvent(eventKey(container, NOTE.number), NOTE.number);
  event.sequenceNumber = sequence;
  event.sourceId = `source ${sequence % 3}`;
  event.data = { sequence, list: [Number.NaN, -0, 'ü'], at: new Date(sequence), none: undefined };
  return event;
}

/** Files of a run, written by a thread or without, flushed every so many events of a container. */
function filesOf(
  spec: ReturnType<typeof specOf>,
  flushEvery: number,
  threads: readonly TraceThread[],
): string[] {
  const backtest = new Backtest(spec);
  const writers = backtest.engine.topology.containers.map(({ bus }) => {
    const writer = new TraceFileWriter(fresh(), bus.containers, { thread: threads[0] });
    let seen = 0;
    bus.attach({
      observe: (event) => {
        writer.observe(event);
        if (++seen % flushEvery === 0) writer.flush();
      },
    });
    return writer;
  });
  backtest.runSync();
  for (const writer of writers) writer.close();
  return writers.map(({ path }) => path);
}

test('a thread writes the same bytes', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 400 }), (input, flushEvery) => {
      const alone = filesOf(specOf(input), flushEvery, []);
      const threaded = filesOf(specOf(input), flushEvery, [thread]);
      alone.forEach((path, i) => {
        expect(readFileSync(threaded[i]).equals(readFileSync(path))).toBe(true);
        rmSync(path);
        rmSync(threaded[i]);
      });
    }),
    { numRuns: 20 },
  );
});

test('a chunk comes out of shared memory as it went in', () => {
  const columns = new EventColumns();
  for (let i = 1; i <= 7; i++) columns.append(note(i));
  const memory = new SharedArrayBuffer(packedBytes(columns));
  const { order, groups, sides } = unpack(pack(columns, memory), memory);
  expect(order).toEqual(columns.order);
  expect(sides).toEqual(columns.sides);
  expect(groups).toEqual(
    columns.groups.map(({ envelope, count, integers, columns: words }) => ({
      envelope,
      count,
      integers: integers.map((values) => values.slice(0, count)),
      columns: words.map((values) => values.slice(0, count)),
    })),
  );
});

test('data and types of the user come back, also those that are met late', () => {
  const path = fresh();
  const containers = ['root'];
  const writer = new TraceFileWriter(path, containers, { thread });
  const records = [];
  for (let i = 1; i <= 300; i++) {
    // The vocabulary grows on the way.
    if (i === 150) containers.push('late');
    const event = note(i, i > 200 ? 1 : 0);
    writer.observe(event);
    records.push(event.record(containers));
    if (i % 10 === 0) writer.flush();
  }
  writer.close();
  expect([...readTraceFile(path)]).toStrictEqual(records);
});

describe('before the thread has come up', () => {
  test('the caller writes, and the file is whole', () => {
    const patient = new TraceThread(Number.POSITIVE_INFINITY);
    const path = fresh();
    const writer = new TraceFileWriter(path, ['root'], { thread: patient });
    for (let i = 1; i <= 20; i++) {
      writer.observe(note(i));
      writer.flush();
      expect([...readTraceFile(path)]).toHaveLength(i);
    }
    writer.close();
    expect(patient.isReady).toBe(false);
  });

  test('and hands over from then on', () => {
    const late = new TraceThread(0);
    const [path, plain] = [fresh(), fresh()];
    const writer = new TraceFileWriter(path, ['root'], { thread: late });
    const alone = new TraceFileWriter(plain, ['root']);
    for (let i = 1; i <= 40; i++) {
      if (i === 20) late.awaitReady();
      for (const each of [writer, alone]) {
        each.observe(note(i));
        each.flush();
      }
    }
    writer.close();
    alone.close();
    expect(readFileSync(path).equals(readFileSync(plain))).toBe(true);
  });
});

test('what cannot be written is told by the next chunk or by the end, with its code, and other files go on', () => {
  const { writer: rows } = new EventColumns();
  const vocabulary = { names: rows.names, envelopes: rows.envelopes, containers: ['root'], types: {} };
  const readOnly = fresh();
  writeFileSync(readOnly, '');
  const descriptor = openSync(readOnly, 'r');
  const file = thread.open(descriptor, vocabulary);
  const empty = { order: new Int32Array(1), groups: [], sides: [] };
  file.append(empty);
  const path = fresh();
  const other = new TraceFileWriter(path, ['root'], { thread });
  other.observe(note(1));
  other.close();
  expect(() => file.append(empty)).toThrow(expect.objectContaining({ code: 'EBADF' }));
  expect(() => file.finish()).toThrow(expect.objectContaining({ code: 'EBADF' }));
  expect([...readTraceFile(path)]).toHaveLength(1);
  closeSync(descriptor);
});

test('a process that ends in the middle leaves all that was handed over', () => {
  const path = fresh();
  const at = (file: string) =>
    JSON.stringify(fileURLToPath(new URL(`../../../src/tracing/${file}`, import.meta.url)));
  const program = `
    import { TraceThread } from ${at('file/trace-thread.ts')};
    import { TraceFileWriter } from ${at('file/trace-writer.ts')};
    import { PortfolioUpdateEvent } from ${at('../events/portfolio-events.ts')};
    import { eventKey } from ${at('../events/event-id.ts')};
    import { TYPE } from ${at('../events/event-type.ts')};
    const thread = new TraceThread(0);
    thread.awaitReady();
    const writer = new TraceFileWriter(${JSON.stringify(path)}, ['root'], { thread });
    for (let i = 1; i <= 3000; i++) {
      const event = new PortfolioUpdateEvent(eventKey(0, TYPE.PORTFOLIO_UPDATE), TYPE.PORTFOLIO_UPDATE);
      event.sequenceNumber = i;
      event.equity = Math.sqrt(i);
      writer.observe(event);
      if (i % 1000 === 0) writer.flush();
    }
    process.exit(3);`;
  const { status, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([3, '']);
  expect([...readTraceFile(path)]).toHaveLength(3000);
});
