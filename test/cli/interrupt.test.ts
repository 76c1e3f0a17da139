import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { invoke } from './invoke.ts';
import { filesBelow, scratchFolder, tinyWorkflow } from './scratch.ts';

/** Far more than can be run before the first look at the progress. */
const MANY = 2_000_000;

test('an interrupt on the way writes whole results up to there, with status interrupted', async () => {
  const cwd = scratchFolder({ 'w.yaml': tinyWorkflow('results: { trades: none }\nbenchmark: X\n', MANY) });
  let press = () => {};
  const { code, stdout, stderr } = await invoke(['run', 'w.yaml', '--results', 'out'], {
    cwd,
    isTTY: true,
    columns: 80,
    env: { NO_COLOR: '1' },
    interrupt: (pressed) => {
      press = pressed;
    },
    onStderr: (text) => {
      if (text.includes('%')) press();
    },
  });
  expect(code).toBe(130);
  const folder = join(cwd, 'out', 'tiny_20260115-093000');
  const record = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8')) as {
    status: string;
    run: { slices: number };
    benchmark: { metrics: { updates: number } };
  };
  expect(record.status).toBe('interrupted');
  expect(record.run.slices).toBeGreaterThan(0);
  expect(record.run.slices).toBeLessThan(MANY);
  // The benchmark is held for as long as the run lasted.
  expect(record.benchmark.metrics.updates).toBe(record.run.slices);
  const equity = readFileSync(join(folder, 'backtest', 'window_1', 'portfolio_p_equity.csv'), 'utf8');
  expect(equity.trimEnd().split('\n')).toHaveLength(record.run.slices + 1);
  expect(filesBelow(join(cwd, 'out')).filter((file) => file.includes('partial'))).toEqual([]);

  const done = record.run.slices.toLocaleString('en-US');
  const last = stderr.slice(stderr.lastIndexOf('\u001b[K') + 3);
  expect(last).toBe(
    `interrupted after ${done} of 2,000,000 bars: results up to there are in out/tiny_20260115-093000\n`,
  );
  expect(stderr).toContain('stopping…');
  expect(stdout).toContain(`tiny: ${done} bars of X`);
});

test('an interrupt while data is loaded leaves nothing behind', async () => {
  const cwd = scratchFolder({ 'w.yaml': tinyWorkflow('', MANY) });
  const interrupt = (press: () => void) => void setImmediate(press);
  expect(await invoke(['run', 'w.yaml'], { cwd, interrupt })).toEqual({
    code: 130,
    stdout: '',
    stderr: 'interrupted before the first bar: nothing was written\n',
  });
  const { code, stdout } = await invoke(['run', 'w.yaml', '--json'], { cwd, interrupt });
  expect([code, JSON.parse(stdout)]).toEqual([
    130,
    { errors: [{ code: 'interrupted', message: 'interrupted before the first bar: nothing was written' }] },
  ]);
  expect(await invoke(['validate', 'w.yaml'], { cwd, interrupt })).toMatchObject({ code: 130, stdout: '' });
  expect(filesBelow(cwd)).toEqual(['w.yaml']);
});
