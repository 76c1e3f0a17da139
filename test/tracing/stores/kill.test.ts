import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Backtest } from '../../../src/engine/backtest.ts';
import { loadWorkflow } from '../../../src/workflows/load-workflow.ts';
import { prepare } from '../../../src/workflows/prepare.ts';
import { recordContainers } from '../../engine/event-streams.ts';
import { killedRun } from '../../fixtures/traced-run.ts';
import { KILLED_WORKFLOW } from '../../fixtures/traced-workflow.ts';
import { TRACE_FORMATS, type TraceFormat } from './formats.ts';
import { inFolder, readAll } from './scratch.ts';

const CHILD = join(import.meta.dirname, '..', '..', 'fixtures', 'traced-run.ts');
const WORKFLOW = join(import.meta.dirname, '..', '..', 'fixtures', 'traced-workflow.ts');
const BARS = 100_000;
/** All traces of a workflow are written out after somewhat more bars than this. */
const FLUSHED_BARS = 16_384;
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

test.each([
  { format: 'jsonl' },
  { format: 'columnar' },
  { format: 'columnar', compression: false },
  { format: 'arrow' },
])(
  'of a workflow killed with SIGKILL, rare events are read back as far as those of every bar (%j)',
  async (files) => {
    await inFolder(async (folder) => {
      const child = spawn(process.execPath, [WORKFLOW, folder, JSON.stringify(files)], { stdio: 'inherit' });
      expect(await once(child, 'close')).toEqual([null, 'SIGKILL']);
      const { events } = await readAll(join(folder, readdirSync(folder)[0]));
      const { spec } = await prepare(await loadWorkflow(KILLED_WORKFLOW));
      const backtest = new Backtest(spec);
      const streams = recordContainers(backtest);
      backtest.engine.advance(FLUSHED_BARS);
      for (const [id, stream] of Object.entries(streams)) {
        const read = events.filter((event) => event.containerId === id && event.type !== 'LIFECYCLE');
        expect([id, read.length >= stream.length]).toEqual([id, true]);
        // Compared as text: of tens of thousands of events nobody reads the difference.
        const same = JSON.stringify(read.slice(0, stream.length)) === JSON.stringify(stream);
        expect([id, same]).toEqual([id, true]);
      }
      expect(streams.execution_p.length).toBeGreaterThan(500);
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
