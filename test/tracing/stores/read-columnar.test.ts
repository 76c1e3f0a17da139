import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TraceFileWriter } from '../../../src/tracing/file/trace-writer.ts';
import { TraceWriter } from '../../../src/tracing/stores/trace-writer.ts';
import { killedRun } from '../../fixtures/traced-run.ts';
import { inFolder, readAll } from './scratch.ts';

test('columnar files and lines of JSON of one run read the same, alone and merged', async () => {
  await inFolder(async (folder) => {
    const { engine } = await killedRun(300);
    const writers = engine.topology.containers.map(({ id, bus }) => {
      const lines = new TraceWriter(bus, folder);
      const columns = new TraceFileWriter(join(folder, `${id}.trace`), bus.containers);
      bus.attach({
        observe: (event) => event.record(bus.containers).containerId === id && columns.observe(event),
      });
      return { lines, columns };
    });
    engine.advance(300);
    for (const { lines, columns } of writers) {
      lines.close();
      columns.close();
      expect((await readAll(columns.path)).events).toEqual((await readAll(lines.paths[0])).events);
      rmSync(columns.path.replace(/\.trace$/, columns.path.includes('portfolio') ? '.trace' : '.jsonl'));
    }
    // The portfolio by lines, all others by columns.
    const { events, notices } = await readAll(folder);
    expect(notices).toEqual([]);
    expect(events).toHaveLength(writers.reduce((sum, { lines }) => sum + lines.events, 0));
    const fills = await readAll(folder, { wanted: (id) => id.includes('/fill-') });
    expect(fills.events).toEqual(events.filter(({ type }) => type === 'FILL'));
  });
});

test('a torn columnar file gives what is whole, and a notice; a damaged one is an error; another file of that name is no trace', async () => {
  await inFolder(async (folder) => {
    const { engine } = await killedRun(300);
    const [{ bus }] = engine.topology.symbols.map(({ data }) => data);
    const writer = new TraceFileWriter(join(folder, 'data_X.trace'), bus.containers);
    bus.attach(writer);
    engine.advance(100);
    writer.flush();
    engine.advance(200);
    writer.close();
    const whole = readFileSync(writer.path);
    truncateSync(writer.path, whole.length - 5);
    const { events, notices } = await readAll(writer.path);
    expect(events).toHaveLength(100);
    const message: unknown = expect.stringMatching(/^the chunk at byte \d+ is torn: it was dropped/);
    expect(notices).toEqual([{ file: writer.path, message }]);
    whole[100] ^= 0x80;
    writeFileSync(writer.path, whole);
    const error = await readAll(writer.path).catch((e: unknown) => e);
    expect(error).toMatchObject({
      code: 'damaged_trace',
      line: `${writer.path}: the chunk at byte 8 is damaged`,
    });
    writeFileSync(writer.path, 'something else');
    await expect(readAll(writer.path)).rejects.toThrow('this is not a trace of ADMF');
  });
});
