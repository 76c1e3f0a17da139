import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EventBus } from '../../../src/events/event-bus.ts';
import { eventKey } from '../../../src/events/event-id.ts';
import { TYPE } from '../../../src/events/event-type.ts';
import { UserError } from '../../../src/foundation/user-error.ts';
import { readTraces } from '../../../src/tracing/stores/read-trace.ts';
import { findTraces } from '../../../src/tracing/stores/trace-catalogue.ts';
import { TraceFile } from '../../../src/tracing/stores/trace-file.ts';
import { TraceWriter } from '../../../src/tracing/stores/trace-writer.ts';
import { TRACE_FORMATS, type TraceFormat } from './formats.ts';
import { AnyEvent } from './random-events.ts';
import { inFolder, readAll } from './scratch.ts';

const [LINES] = TRACE_FORMATS;

describe.each(TRACE_FORMATS)('as $name,', (format) => {
  const isLines = format === LINES;
  const { step } = format;

  test('a file cut anywhere in its last record or frame gives all before it, and a notice', async () => {
    await inFolder(async (folder) => {
      const { path, sizes } = frames(folder, format, 3);
      const whole = readFileSync(path);
      const { events } = await readAll(path);
      expect(events).toHaveLength(3);
      truncateSync(path, sizes[2]);
      expect(await readAll(path)).toEqual({ events, notices: [] });
      for (let size = sizes[2] - 1; size > sizes[1]; size -= step) {
        truncateSync(path, size);
        const read = await readAll(path);
        // A line without its line break is a whole record.
        const isWhole = isLines && size === whole.length - 1;
        expect(read.events).toEqual(isWhole ? events : events.slice(0, 2));
        expect(read.notices).toHaveLength(isWhole ? 0 : 1);
        if (!isWhole) expect(read.notices[0].message).toMatch(/torn.*dropped/);
      }
      truncateSync(path, sizes[1]);
      expect(await readAll(path)).toEqual({ events: events.slice(0, 2), notices: [] });
    });
  });

  // A run that ends moves its folder, and it ended as a bug for whoever was about to read.
  test('a file that is gone when it is to be read is told in a line', async () => {
    await inFolder(async (folder) => {
      const { path } = frames(folder, format, 3);
      const found = await findTraces(path);
      rmSync(path);
      const error = await Array.fromAsync(readTraces(found)).catch((e: unknown) => e);
      expect(error).toBeInstanceOf(UserError);
      expect((error as UserError).line).toBe(
        `${path}: the trace cannot be read: it is gone since it was found; a run moves its folder when it ends`,
      );
    });
  });

  test('a file cut anywhere in its beginning is no mistake: it holds nothing yet', async () => {
    await inFolder(async (folder) => {
      const { path, sizes } = frames(folder, format, 1);
      const header = isLines ? readFileSync(path).indexOf(10) : sizes[0];
      const whole = readFileSync(path);
      for (let size = 0; size < header; size += step) {
        writeFileSync(path, whole.subarray(0, size));
        const { events, notices } = await readAll(path);
        expect([events, notices.length]).toEqual([[], 1]);
      }
    });
  });

  test('a damaged byte before the end is an error that names the file and the place', async () => {
    await inFolder(async (folder) => {
      const { path, sizes } = frames(folder, format, 3);
      const whole = readFileSync(path);
      const { events } = await readAll(path);
      let refused = 0;
      for (let at = sizes[0]; at < sizes[1]; at += step) {
        const bytes = Buffer.from(whole);
        bytes[at] ^= 0x80;
        writeFileSync(path, bytes);
        const read = await readAll(path).catch((error: unknown) => error);
        if (!(read instanceof UserError)) {
          // Without checksums a letter may have changed; with them, only bits that mean nothing.
          if (!format.hasChecksums) expect(read).toMatchObject({ events: { length: events.length } });
          else expect(read).toEqual({ events, notices: [] });
          continue;
        }
        refused++;
        expect(read).toMatchObject({ code: 'damaged_trace', location: { file: path } });
        expect((read as UserError).line).toMatch(isLines ? /:[34]: / : /byte \d+/);
      }
      // Without compression: line breaks, quotation marks, names and what stands between them.
      expect(refused).toBeGreaterThan(((sizes[1] - sizes[0]) / step) * (isLines ? 0.3 : 0.95));
    });
  });

  test('a torn end is an error when the trace goes on in a later file', async () => {
    await inFolder(async (folder) => {
      const { bus, writer } = traceWriter(folder, format, 1);
      for (let i = 1; i <= 3; i++) bus.emit(fill());
      writer.close();
      truncateSync(writer.paths[1], readFileSync(writer.paths[1]).length - 3);
      // Of compressed lines that is the only frame of the file: then the whole file is missing.
      const isMissing = format.hasChecksums && format.ending !== '.arrows';
      const message = isMissing ? /part 2 is missing/ : /though the trace goes on in a later file/;
      await expect(readAll(join(folder, 'x'))).rejects.toThrow(message);
      expect((await readAll(writer.paths[2])).events).toHaveLength(1);
    });
  });
});

test('a missing file in a row is named', async () => {
  await inFolder(async (folder) => {
    const file = new TraceFile(folder, 'x', { maxFileBytes: 1 });
    for (let i = 1; i <= 3; i++) file.write(line(i));
    file.close();
    writeFileSync(join(folder, 'y.jsonl'), readFileSync(file.paths[2]));
    writeFileSync(file.paths[1], readFileSync(file.paths[2]));
    await expect(readAll(folder)).rejects.toThrow('this is part 3 of a trace, and part 2 is missing');
  });
});

test('a newer trace is refused in one line', async () => {
  await inFolder(async (folder) => {
    const path = join(folder, 'x.jsonl');
    writeFileSync(path, '{"admf_trace":2,"container":"x","part":1}\n');
    const error = await readAll(path).catch((e: unknown) => e as UserError);
    expect((error as UserError).line).toBe(
      `${path}: the trace is of version 2, this ADMF reads up to 1 (read it with the ADMF that wrote it, or a newer one)`,
    );
  });
});

test.each([
  ['lines of JSON that are no trace', 'x.jsonl', '{"a":1}\n'],
  ['text', 'x.jsonl', 'hello\nworld\n'],
  ['another format', 'x.csv', 'a,b\n'],
])('%s are no trace', async (_, name, text) => {
  await inFolder(async (folder) => {
    writeFileSync(join(folder, name), text);
    await expect(readAll(join(folder, name))).rejects.toThrow('this is not a trace of ADMF');
  });
});

test('a line that is JSON but no event is named by its number', async () => {
  await inFolder(async (folder) => {
    const { path } = frames(folder, LINES, 2);
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"id":5}\n${line(3)}\n`);
    const error = await readAll(path).catch((e: unknown) => e as UserError);
    expect((error as UserError).line).toBe(`${path}:4: this line is JSON, but not an event`);
  });
});

/** A file with one event a flush, and its size after each. */
function frames(folder: string, format: TraceFormat, count: number): { path: string; sizes: number[] } {
  const { bus, writer } = traceWriter(folder, format);
  const [path] = writer.paths;
  const sizes: number[] = [];
  for (let i = 1; i <= count; i++) {
    bus.emit(fill());
    writer.flush();
    sizes.push(readFileSync(path).length);
  }
  writer.close();
  return { path, sizes };
}

function traceWriter(folder: string, { options }: TraceFormat, maxFileBytes?: number) {
  const bus = new EventBus(['x'], 0);
  return { bus, writer: new TraceWriter(bus, folder, { ...options, maxFileBytes }) };
}

function fill(): AnyEvent {
  const event = new AnyEvent(eventKey(0, TYPE.FILL), TYPE.FILL);
  event.data = { text: 'größer 😀' };
  event.sourceId = 's';
  event.tradeNumber = 1;
  return event;
}

function line(sequenceNumber: number): string {
  const id = `x/fill-${sequenceNumber}`;
  const ids = { correlationId: 'x/trade-1', causationId: null };
  return JSON.stringify({
    id,
    type: 'FILL',
    sequenceNumber,
    timestamp: sequenceNumber,
    sourceId: 's',
    containerId: 'x',
    ...ids,
    payload: { text: 'größer 😀' },
  });
}
