/**
 * Prints the metrics of one run beside those that quantstats, empyrical-reloaded and vectorbt compute from the same daily returns, and why
 * they differ where they do; fails when one differs without a reason that is known.
 *
 *     node scripts/metric-peers.ts
 *
 * Needs Python 3 with venv and a registry of Python packages, once: the libraries go into a folder below the system's temporary one.
 */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openSession } from '../src/reports/run/run-session.ts';

const PACKAGES = ['quantstats==0.0.86', 'empyrical-reloaded==0.7.1', 'vectorbt==0.28.1', 'plotly<6'];

/** Relative; theirs and ours add up in other orders. */
const TOLERANCE = 1e-9;

/** Other definitions, by library and metric. */
const REASONS: Readonly<Record<string, string>> = {
  'quantstats value_at_risk':
    'theirs is of a normal distribution with the mean and deviation of the returns, ours of the returns themselves',
  'quantstats conditional_value_at_risk':
    'theirs is the mean below their value at risk of a normal distribution',
  'quantstats alpha': 'theirs is the mean × periods per year, ours compounds',
  'quantstats ulcer_index': 'theirs divides by N − 1',
  'quantstats ulcer_performance': 'theirs takes the total return, ours CAGR',
  'quantstats recovery_factor': 'theirs takes the sum of the returns, ours the total return',
  'quantstats probabilistic_sharpe':
    'theirs takes the moments of a sample, ours those of the population, as the paper does',
  'quantstats treynor': 'theirs takes the total return, ours CAGR',
  'quantstats information_ratio': 'theirs is of a period, ours of a year',
  'quantstats outlier_win_ratio': 'theirs counts returns of 0 among those above 0',
  'quantstats serenity_index':
    'theirs takes the sum of the returns, the deviation of a period and a normal distribution of drawdowns',
  'quantstats cpc_index': 'theirs is of the returns of periods, ours of trades',
  'vectorbt information_ratio': 'theirs is of a period, ours of a year',
  'empyrical up_capture': 'theirs takes 252 periods a year, ours those of the calendar',
  'empyrical down_capture': 'theirs takes 252 periods a year, ours those of the calendar',
};

interface Peers {
  readonly values: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly problems: Readonly<Record<string, string>>;
}

async function python(): Promise<string> {
  const folder = join(tmpdir(), 'admf-metric-peers');
  const interpreter = join(folder, 'bin', 'python');
  const done = join(folder, 'complete');
  if (existsSync(done)) return interpreter;
  await mkdir(folder, { recursive: true });
  const execute = promisify(execFile);
  await execute('python3', ['-m', 'venv', folder]);
  await execute(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
  await writeFile(done, '');
  return interpreter;
}

function ask(interpreter: string, input: string): Promise<Peers> {
  return new Promise((resolve, reject) => {
    const script = join(import.meta.dirname, 'metric-peers.py');
    const child = execFile(interpreter, [script], { maxBuffer: 1e8 }, (error, stdout) => {
      if (error !== null) reject(error);
      else resolve(JSON.parse(stdout.replaceAll('NaN', 'null')) as Peers);
    });
    child.stdin?.end(input);
  });
}

function returnsOf(equity: ArrayLike<number>, initial: number): number[] {
  return Array.from(equity, (value, i) => value / (i === 0 ? initial : equity[i - 1]) - 1);
}

if (import.meta.main) {
  const session = await openSession(join(import.meta.dirname, '..', 'data', 'demo', 'demo.yaml'));
  await session.goto('end');
  const { tables } = session.report;
  const [equity, benchmark, metrics] = await Promise.all([
    tables.equity({ portfolio: 'trend_only' }),
    tables.benchmark(),
    tables.metrics(),
  ]);
  const values = metrics.numbers('trend_only');
  const ours = new Map(metrics.texts('metric').map((name, row) => [name, values[row]]));
  const peers = await ask(
    await python(),
    JSON.stringify({
      dates: Array.from(equity.time ?? [], (time) => new Date(time).toISOString().slice(0, 10)),
      returns: returnsOf(equity.numbers('equity'), await tables.initialCash({ portfolio: 'trend_only' })),
      benchmark: returnsOf(benchmark?.equity ?? [], benchmark?.initial ?? Number.NaN),
      periods_per_year: ours.get('periods_per_year'),
    }),
  );
  const libraries = ['empyrical', 'quantstats', 'vectorbt'];
  console.log(['metric', 'ours', ...libraries].map((cell, i) => cell.padEnd(i === 0 ? 26 : 15)).join(''));
  let unexplained = 0;
  for (const [name, by] of Object.entries(peers.values)) {
    const own = ours.get(name) ?? Number.NaN;
    const notes: string[] = [];
    const cells = libraries.map((library) => {
      const value = by[library];
      if (value === undefined) return '';
      const agrees = Math.abs(value - own) <= TOLERANCE * Math.max(Math.abs(own), Math.abs(value));
      if (agrees) return 'agrees';
      const reason = REASONS[`${library} ${name}`];
      if (reason === undefined) unexplained++;
      notes.push(`    ${library}: ${reason ?? 'DIFFERS'}`);
      return value.toPrecision(9);
    });
    console.log(
      [name.padEnd(26), ...[own.toPrecision(9), ...cells].map((cell) => cell.padEnd(15))].join('').trimEnd(),
    );
    for (const note of notes) console.log(note);
  }
  for (const [what, problem] of Object.entries(peers.problems))
    console.log(`not computed: ${what}: ${problem}`);
  if (unexplained > 0) process.exitCode = 1;
}
