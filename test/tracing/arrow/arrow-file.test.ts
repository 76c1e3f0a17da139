import { appendFileSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordBatch } from 'apache-arrow';
import { describe, expect, test } from 'vitest';
import { EventBus } from '../../../src/events/event-bus.ts';
import { eventKey } from '../../../src/events/event-id.ts';
import { TYPE } from '../../../src/events/event-type.ts';
import { arrow } from '../../../src/tracing/arrow/apache-arrow.ts';
import { TraceWriter } from '../../../src/tracing/stores/trace-writer.ts';
import { typesPublishedBy } from '../../../src/workflows/published-types.ts';
import { killedRun } from '../../fixtures/traced-run.ts';
import { AnyEvent } from '../stores/random-events.ts';
import { inFolder, readAll } from '../stores/scratch.ts';

const { RecordBatchStreamWriter, tableFromArrays, tableFromIPC } = arrow();

describe('a trace as Arrow', () => {
  test('of a run reads the same as its records, each type from columns of its own', async () => {
    await inFolder(async (folder) => {
      const { engine } = await killedRun(5000);
      const traced = engine.topology.containers.map(({ id, bus }) => {
        const writer = new TraceWriter(bus, folder, { format: 'arrow', columns: typesPublishedBy(id) });
        const records: string[] = [];
        bus.attach({
          observe: (event) => {
            const record = event.record(bus.containers);
            if (record.containerId === id) records.push(JSON.stringify(record));
          },
        });
        return { writer, records };
      });
      engine.advance(5000);
      for (const { writer, records } of traced) {
        writer.close();
        const { events, notices } = await readAll(writer.paths[0]);
        expect(notices).toEqual([]);
        expect(events.map((event) => JSON.stringify(event))).toEqual(records);
        // Nothing that a container is known to publish falls back to JSON.
        const table = tableFromIPC(readFileSync(writer.paths[0]));
        const payload = table.getChild('payload');
        const types = table.getChild('type');
        for (let row = 0; row < table.numRows; row++) {
          if (types?.get(row) !== 'LIFECYCLE') expect(payload?.get(row)).toBeNull();
        }
      }
      expect(traced.filter(({ records }) => records.length > 0).length).toBeGreaterThanOrEqual(5);
    });
  });

  test('has a column for each field of the types it is for, and the numbers in it to the bit', async () => {
    await inFolder((folder) => {
      const { bus, writer } = updates(folder);
      for (const equity of [0.1 + 0.2, -0, Number.MIN_VALUE]) bus.emit(update(equity));
      writer.close();
      const table = tableFromIPC(readFileSync(writer.paths[0]));
      expect(table.schema.fields.map(({ name, type }) => `${name}: ${String(type)}`)).toEqual([
        'type: Dictionary<Int32, Utf8>',
        'sequenceNumber: Int64',
        'timestamp: Timestamp<MILLISECOND, UTC>',
        'sourceId: Dictionary<Int32, Utf8>',
        'containerId: Dictionary<Int32, Utf8>',
        'correlationContainer: Dictionary<Int32, Utf8>',
        'correlationTrade: Int64',
        'causationContainer: Dictionary<Int32, Utf8>',
        'causationType: Dictionary<Int32, Utf8>',
        'causationSequence: Int64',
        'cash: Float64',
        'equity: Float64',
        'grossExposure: Float64',
        'netExposure: Float64',
        'payload: Utf8',
        'exactTimestamp: Float64',
      ]);
      expect([...(table.getChild('equity') ?? [])]).toEqual([0.1 + 0.2, -0, Number.MIN_VALUE]);
    });
  });

  // apache-arrow reads lengths that no other reader takes.
  test('has the uncompressed length in front of each compressed buffer, as the format asks for', async () => {
    await inFolder((folder) => {
      const { bus, writer } = updates(folder);
      for (let i = 0; i < 3000; i++) bus.emit(update(i));
      writer.close();
      const file = readFileSync(writer.paths[0]);
      const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);
      const lengths: bigint[] = [];
      for (let at = file.indexOf(zstd); at >= 0; at = file.indexOf(zstd, at + 1)) {
        if (at % 8 === 0) lengths.push(file.readBigInt64LE(at - 8));
      }
      // Of integers and floats 24,000 bytes, of the numbers of names 12,000, of the ends of texts 12,004, of the bits of nulls 376.
      expect(new Set(lengths)).toEqual(new Set([24_000n, 12_000n, 376n, 12_004n]));
    });
  });

  test('never grows beyond its size, as soon as a file has room for more than one event', async () => {
    await inFolder(async (folder) => {
      const maxFileBytes = 60_000;
      const { bus, writer } = updates(folder, { maxFileBytes });
      for (let i = 0; i < 5000; i++) bus.emit(update(Math.sin(i) * 1e6));
      writer.close();
      expect(writer.paths.length).toBeGreaterThan(2);
      expect(writer.paths[1]).toBe(join(folder, 'portfolio_p.0002.arrows'));
      for (const path of writer.paths) expect(statSync(path).size).toBeLessThanOrEqual(maxFileBytes);
      const { events } = await readAll(join(folder, 'portfolio_p'));
      expect(events.map(({ sequenceNumber }) => sequenceNumber)).toEqual(
        Array.from({ length: 5000 }, (_, i) => i + 1),
      );
    });
  });

  test('is written in batches, and what was flushed is on disk', async () => {
    await inFolder(async (folder) => {
      const { bus, writer } = updates(folder);
      bus.emit(update(1));
      expect([statSync(writer.paths[0]).size, writer.flushed]).toEqual([0, 0]);
      for (let i = 0; i < 5000; i++) bus.emit(update(i));
      expect(writer.flushed).toBeGreaterThan(1);
      expect(writer.flushed).toBeLessThan(5001);
      expect((await readAll(writer.paths[0])).events).toHaveLength(writer.flushed);
      writer.close();
    });
  });

  test('without its end is that of a killed run; what goes on behind its end is damaged', async () => {
    await inFolder(async (folder) => {
      const { bus, writer } = updates(folder);
      bus.emit(update(1));
      writer.close();
      const [path] = writer.paths;
      const { events } = await readAll(path);
      appendFileSync(path, 'more');
      await expect(readAll(path)).rejects.toThrow(/the file goes on behind its end at byte \d+/);
      truncateSync(path, statSync(path).size - 4 - 8);
      expect(await readAll(path)).toEqual({ events, notices: [] });
    });
  });

  test('that another program made is none of ours', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'x.arrows');
      const [batch] = tableFromArrays({ a: [1, 2] }).batches as RecordBatch[];
      const other = new RecordBatchStreamWriter();
      other.write(batch);
      writeFileSync(path, other.finish().toUint8Array(true));
      await expect(readAll(path)).rejects.toThrow('this is not a trace of ADMF');
    });
  });
});

function updates(folder: string, options: { maxFileBytes?: number } = {}) {
  const bus = new EventBus(['portfolio_p'], 0);
  const columns = ['PORTFOLIO_UPDATE'];
  return { bus, writer: new TraceWriter(bus, folder, { format: 'arrow', columns, ...options }) };
}

function update(equity: number): AnyEvent {
  const event = new AnyEvent(eventKey(0, TYPE.PORTFOLIO_UPDATE), TYPE.PORTFOLIO_UPDATE);
  event.data = { cash: 1, equity, grossExposure: 0, netExposure: 0 };
  return event;
}
