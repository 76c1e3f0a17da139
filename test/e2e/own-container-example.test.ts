import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ROOT } from '../support/repository-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'admf-own-container-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const admf = (...args: string[]) =>
  execFileSync(process.execPath, [join(ROOT, 'bin', 'admf.mjs'), ...args], { cwd: folder, encoding: 'utf8' });

test('a container of one’s own, in one file outside of the package, runs, is counted and asked why', () => {
  for (const file of ['own-container.ts', 'own-container.yaml'])
    cpSync(join(ROOT, 'examples', file), join(folder, file));
  admf('run', 'own-container.yaml', '--quiet', '--results', 'out');
  const [name] = readdirSync(join(folder, 'out'));
  const run = JSON.parse(readFileSync(join(folder, 'out', name, 'run.json'), 'utf8')) as {
    containers: { id: string; events: number; routing?: Record<string, number> }[];
    routes: { kind: string; sent: number }[];
    portfolios: { metrics: { trade_count: number } }[];
  };
  const watchdog = run.containers.find(({ id }) => id === 'watchdog');
  const trades = run.portfolios[0].metrics.trade_count;
  expect(trades).toBeGreaterThan(50);
  expect(watchdog?.routing).toEqual({ received: trades, delivered: trades, waiting: 0, dead: 0 });
  const alerts = watchdog?.events ?? 0;
  expect(alerts).toBeGreaterThan(5);
  // Down to the watchdog, and its alerts up.
  expect(run.routes).toMatchObject([{ kind: 'hierarchical', sent: trades + alerts }]);
  expect(admf('why', join('out', name), 'watchdog/alert-1')).toMatch(
    /^ALERT watchdog\/alert-1 .*\n {2}what \w+, symbol \w+/,
  );
});
