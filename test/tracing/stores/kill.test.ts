import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordContainers } from '../../engine/event-streams.ts';
import { killedRun } from '../../fixtures/traced-run.ts';
import { TRACE_FORMATS, type TraceFormat } from './formats.ts';
import { inFolder, readAll } from './scratch.ts';

const CHILD = join(import.meta.dirname, '..', '..', 'fixtures', 'traced-run.ts');
const BARS = 100_000;
/** Events on disk, of each of three containers at least, when the run is killed. */
const ENOUGH = 3000;

test.each(TRACE_FORMATS)(
  'of a run killed with SIGKILL, all that was flushed is read back ($name)',
  async ({ options }) => {
    await inFolder(async (folder) => {
      const told = await killOnItsWay(folder, options);
      const backtest = await killedRun(BARS);
      const streams = recordContainers(backtest);
      const { engine } = backtest;
      const read = new Map<string, unknown[]>();
      let until = 0;
      for (const { id } of engine.topology.containers) {
        const { events } = await readAll(join(folder, id));
        read.set(
          id,
          events.filter(({ type }) => type !== 'LIFECYCLE'),
        );
        until = Math.max(until, events.at(-1)?.timestamp ?? 0);
      }
      while (!(engine.now >= until) && engine.slice < engine.slices) engine.advance(engine.slice + 1);
      engine.topology.containers.forEach(({ id }, i) => {
        const events = read.get(id) as unknown[];
        expect(events.length).toBeGreaterThanOrEqual(told[i]);
        expect(JSON.stringify(events)).toBe(JSON.stringify(streams[id].slice(0, events.length)));
      });
      expect(engine.slice).toBeLessThan(BARS);
      // Together they are one trace too, each event once.
      const all = await readAll(folder);
      expect(all.events).toHaveLength([...read.values()].reduce((sum, { length }) => sum + length, 0));
    });
  },
);

/** Kills the run when enough is on disk. Returns what it told last: events flushed, by container. */
async function killOnItsWay(folder: string, options: TraceFormat['options']): Promise<number[]> {
  const child = spawn(process.execPath, [CHILD, folder, JSON.stringify(options), String(BARS)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  let last: number[] = [];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    const lines = text.split('\n');
    text = lines.pop() as string;
    if (lines.length > 0) last = JSON.parse(lines[lines.length - 1]) as number[];
    if (last.filter((flushed) => flushed >= ENOUGH).length >= 3) child.kill('SIGKILL');
  });
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  expect(signal).toBe('SIGKILL');
  return last;
}
