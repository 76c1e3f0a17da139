import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EventBus } from '../../../src/events/event-bus.ts';
import { eventKey } from '../../../src/events/event-id.ts';
import { TYPE } from '../../../src/events/event-type.ts';
import { TraceWriter } from '../../../src/tracing/stores/trace-writer.ts';
import { TRACE_FORMATS } from './formats.ts';
import { AnyEvent, anyEvent, CONTAINERS } from './random-events.ts';
import { inFolder, readAll } from './scratch.ts';

const OWN = 1;
const ownEvents = fc.array(anyEvent(fc.constant(OWN)), { maxLength: 30 });

describe.each(TRACE_FORMATS)('as $name,', ({ options, read }) => {
  test('any events are read back as they were, flushed where it may be, from one file or many', async () => {
    const flushes = fc.array(fc.boolean(), { minLength: 30, maxLength: 30 });
    const sizes = fc.constantFrom(undefined, 1, 500, 2000);
    await fc.assert(
      fc.asyncProperty(ownEvents, flushes, sizes, async (events, flush, maxFileBytes) => {
        await inFolder(async (folder) => {
          const bus = new EventBus(CONTAINERS, OWN);
          const writer = new TraceWriter(bus, folder, { ...options, maxFileBytes });
          const expected = events.map((event, i) => {
            bus.emit(event);
            if (flush[i]) writer.flush();
            return read(event.record(CONTAINERS));
          });
          writer.close();
          expect([writer.events, writer.flushed]).toEqual([events.length, events.length]);
          expect(await readAll(join(folder, 'data_X'))).toEqual({ events: expected, notices: [] });
        });
      }),
      { numRuns: options.format === 'arrow' ? 20 : 40 },
    );
  });
});

describe.each(TRACE_FORMATS.filter(({ ending }) => ending.startsWith('.jsonl')))('as $name,', (format) => {
  const { options, ending } = format;

  test('a file is closed before it grows beyond its size, and the next one is numbered', async () => {
    await inFolder(async (folder) => {
      const { bus, writer } = simpleWriter(folder, { ...options, maxFileBytes: 3000 });
      for (let i = 0; i < 40; i++) bus.emit(simpleEvent(i));
      writer.close();
      const names = readdirSync(folder).sort();
      expect(names.slice(0, 2)).toEqual([`data_X.0002${ending}`, `data_X.0003${ending}`]);
      expect(names.at(-1)).toBe(`data_X${ending}`);
      expect(writer.paths).toHaveLength(names.length);
      const { events } = await readAll(join(folder, 'data_X'));
      expect(events.map((event) => event.sequenceNumber)).toEqual(
        Array.from({ length: 40 }, (_, i) => i + 1),
      );
      const second = await readAll(join(folder, `data_X.0002${ending}`));
      expect(second.events[0].sequenceNumber).toBeGreaterThan(1);
      const text = [...second.events.map((event) => JSON.stringify(event)), ''].join('\n').length;
      expect(text).toBeLessThanOrEqual(3000);
      // Nearly full: one more record would not have had room.
      expect(text).toBeGreaterThan(2300);
    });
  });
});

test('a gzip trace is an ordinary gzip file', async () => {
  await inFolder((folder) => {
    const { bus, writer } = simpleWriter(folder, { compression: 'gzip' });
    for (let i = 0; i < 5; i++) {
      bus.emit(simpleEvent(i));
      writer.flush();
    }
    writer.close();
    const lines = gunzipSync(readFileSync(writer.paths[0])).toString().trimEnd().split('\n');
    expect(lines).toHaveLength(6);
    expect(JSON.parse(lines[0])).toEqual({ admf_trace: 1, container: 'data_X', part: 1, events: null });
  });
});

test('nothing is written between batches, and what was flushed is on disk', async () => {
  await inFolder(async (folder) => {
    const { bus, writer } = simpleWriter(folder, {});
    bus.emit(simpleEvent(0));
    expect(statSync(writer.paths[0]).size).toBe(0);
    expect(writer.flushed).toBe(0);
    writer.flush();
    expect((await readAll(writer.paths[0])).events).toHaveLength(1);
    // Some two thousand events are a batch.
    for (let i = 0; i < 4000; i++) bus.emit(simpleEvent(i));
    expect(writer.flushed).toBeGreaterThan(1);
    expect(writer.flushed).toBeLessThan(4001);
    expect((await readAll(writer.paths[0])).events).toHaveLength(writer.flushed);
    writer.close();
  });
});

describe('of what passes a bus, the trace holds', () => {
  const foreign = () => {
    const event = simpleEvent(7);
    const fill = new AnyEvent(eventKey(3, TYPE.FILL), TYPE.FILL);
    fill.sequenceNumber = 1;
    return { event, fill };
  };

  test('what the container published, when no types are named', async () => {
    await inFolder(async (folder) => {
      const { bus, writer } = simpleWriter(folder, {});
      const { event, fill } = foreign();
      bus.deliver(fill);
      bus.emit(event);
      writer.close();
      expect((await readAll(writer.paths[0])).events.map(({ id }) => id)).toEqual(['data_X/signal-1']);
    });
  });

  test('the types that are named, wherever they come from', async () => {
    await inFolder(async (folder) => {
      const { bus, writer } = simpleWriter(folder, { types: new Set([TYPE.FILL]) });
      const { event, fill } = foreign();
      bus.deliver(fill);
      bus.emit(event);
      writer.close();
      expect((await readAll(writer.paths[0])).events.map(({ id }) => id)).toEqual([
        'execution_ü.0002/fill-1',
      ]);
    });
  });

  test('nothing from after it was closed', async () => {
    await inFolder(async (folder) => {
      const { bus, writer } = simpleWriter(folder, {});
      writer.close();
      bus.emit(simpleEvent(1));
      writer.close();
      expect(bus.hasAudience(TYPE.SIGNAL)).toBe(false);
      expect(await readAll(writer.paths[0])).toEqual({ events: [], notices: [] });
    });
  });

  test('no look at types that come from elsewhere alone', async () => {
    await inFolder((folder) => {
      const { bus, writer } = simpleWriter(folder, { foreignTypes: new Set([TYPE.BAR]) });
      expect([bus.hasAudience(TYPE.BAR), bus.hasAudience(TYPE.SIGNAL)]).toEqual([false, true]);
      writer.close();
    });
  });
});

function simpleWriter(folder: string, options: ConstructorParameters<typeof TraceWriter>[2]) {
  const bus = new EventBus(CONTAINERS, OWN);
  return { bus, writer: new TraceWriter(bus, folder, options) };
}

function simpleEvent(index: number): AnyEvent {
  const event = new AnyEvent(eventKey(OWN, TYPE.SIGNAL), TYPE.SIGNAL);
  event.timestamp = index;
  event.data = { symbol: 'X', index };
  return event;
}
