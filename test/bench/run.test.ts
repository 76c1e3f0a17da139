import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { CaseProcess } from '../../bench/harness/case-process.ts';
import { runChild } from '../../bench/harness/child.ts';
import type { MemoryReport } from '../../bench/harness/memory.ts';
import { QUICK } from '../../bench/harness/scale.ts';
import type { TraceMemoryReport } from '../../bench/harness/trace-memory-worker.ts';
import { parseOptions } from '../../bench/options.ts';

const execute = promisify(execFile);

test('a quick run prints the machine, a warning, and the tables that were asked for', async () => {
  const { stdout } = await execute(process.execPath, [
    '--expose-gc',
    'bench/run.ts',
    '--quick',
    '--only',
    'single,data',
  ]);
  const [machine, warning, ...rest] = stdout.split('\n');
  expect(machine).toMatch(/^\d+ cores \(.+\), Node \d+\.\d+\.\d+, V8 .+, load average \d/);
  expect(warning).toContain('say nothing about speed');
  expect(rest.filter((line) => line.startsWith('## '))).toEqual([
    '## One strategy on one symbol, 1,000,000 bars  (--only single)',
    '## Reading 1,000,000 rows  (--only data)',
  ]);
  expect(stdout).toMatch(/^naive engine; .+ 1\.00×$/m);
  const rules = rest.filter((line) => line.startsWith('──'));
  expect(rules).toHaveLength(2);
});

test('a case can be measured alone, in a process of its own', async () => {
  const alone = new CaseProcess('single', 'sma', 'engine', QUICK);
  const [first, second] = [await alone.run(true), await alone.run(true)];
  alone.stop();
  expect(first.seconds).toBeGreaterThan(0);
  expect(second.outcome).toEqual(first.outcome);
});

test('the memory of a run is told apart by what holds it', async () => {
  const report = await runChild<MemoryReport>('memory-worker.ts', ['40', '2000']);
  // Twenty fast averages, and forty slow ones.
  expect(report.features).toBe(60 * 2000 * 8);
  expect(report.bars).toBe(2000 * 57);
  expect(report.peakRss).toBeGreaterThanOrEqual(report.startRss);
  expect(report.heapPerPortfolio).toBeGreaterThan(0);
  expect(report.buffersPerPortfolio).toBeGreaterThan(0);
  expect(report.fills).toBeGreaterThan(0);
});

test('the memory that a trace takes is told beside what is expected of it', async () => {
  const measure = (settings: object | null) =>
    runChild<TraceMemoryReport>('trace-memory-worker.ts', ['20', '2000', JSON.stringify(settings)]);
  const untraced = await measure(null);
  const traced = await measure({ enabled: true, retention_policy: 'all', storage_backend: 'memory' });
  expect(untraced.expected).toBe(0);
  expect(traced.fills).toBe(untraced.fills);
  // Each of twenty portfolios keeps 2,000 bars and as many updates, of 48 bytes and more.
  expect(traced.held - untraced.held).toBeGreaterThan(20 * 2000 * 2 * 24);
  expect(traced.expected).toBeGreaterThan(2000 * 2 * 24);
});

describe('the command line', () => {
  const tables = [
    { name: 'single' },
    { name: 'portfolios' },
    { name: 'memory' },
    { name: 'kernels', onlyByName: true },
  ];

  test('names tables, by default all but those that are run only by name', () => {
    expect(parseOptions([], tables)).toEqual({ only: ['single', 'portfolios', 'memory'], quick: false });
    expect(parseOptions(['--only', 'kernels'], tables).only).toEqual(['kernels']);
    expect(parseOptions(['--only', 'memory,single', '--quick'], tables)).toEqual({
      only: ['memory', 'single'],
      quick: true,
    });
  });

  test.each([
    [['--only', 'porfolios'], 'there is no table "porfolios" (did you mean "portfolios"?)'],
    [['--only'], '--only has no table (one of single, portfolios, memory, kernels)'],
    [['--quik'], 'unknown option --quik (did you mean "quick"?)'],
    [['memory'], 'unexpected argument "memory" (--only memory picks a table)'],
  ])('refuses %j in one line', (args, line) => {
    expect(() => parseOptions(args, tables)).toThrow(expect.objectContaining({ line }));
  });
});
