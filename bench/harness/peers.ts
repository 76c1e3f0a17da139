import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { BarSeries } from '../../src/market/bar-series.ts';

const execute = promisify(execFile);

/** What a library took for each feature, and some of the values it came to. */
export interface PeerReport {
  version: string;
  readonly features: Record<
    string,
    { readonly seconds: number; readonly samples: readonly (number | null)[] }
  >;
  /** Seconds for all at once, sharing what they share; null where there is no such way. */
  together: number | null;
}

/** Installed once into folders of their own, outside of the checkout: no dependency of ADMF. */
const CACHE = join(tmpdir(), 'admf-bench-peers');
const NPM_PEER = 'technicalindicators@3.1.0';
const PYTHON_PEER = 'TA-Lib==0.8.2';

/** The module of the npm peer. @throws Error when it cannot be installed. */
export async function npmPeer(): Promise<string> {
  const folder = join(CACHE, NPM_PEER);
  const module = join(folder, 'node_modules', 'technicalindicators');
  if (existsSync(module)) return module;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), '{ "private": true }');
  await execute('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts', NPM_PEER], { cwd: folder });
  return module;
}

/** A Python with TA-Lib. @throws Error when there is no Python, or no wheel for it. */
export async function talibPython(): Promise<string> {
  const folder = join(CACHE, PYTHON_PEER);
  const python = join(folder, 'bin', 'python');
  const done = join(folder, 'complete');
  if (existsSync(done)) return python;
  await rm(folder, { recursive: true, force: true });
  await mkdir(CACHE, { recursive: true });
  await execute('python3', ['-m', 'venv', folder]);
  await execute(python, ['-m', 'pip', 'install', '--quiet', '--only-binary', ':all:', 'numpy', PYTHON_PEER]);
  await writeFile(done, '');
  return python;
}

/** Times TA-Lib on these bars, inside Python. */
export async function runTalib(python: string, series: BarSeries, rounds: number): Promise<PeerReport> {
  const folder = await mkdtemp(join(tmpdir(), 'admf-bench-bars-'));
  try {
    for (const name of ['open', 'high', 'low', 'close', 'volume'] as const) {
      await writeFile(join(folder, `${name}.f64`), Float64Array.from(series[name]));
    }
    const script = fileURLToPath(new URL('../engines/talib-features.py', import.meta.url));
    const { stdout } = await execute(python, [script, folder, String(rounds)], { maxBuffer: 1e8 });
    return { ...(JSON.parse(stdout.replaceAll('NaN', 'null')) as PeerReport), together: null };
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What was compared of one feature: null where there is nothing to compare. */
export function disagreement(a: PeerReport, b: PeerReport, id: string): number | null {
  const [ours, theirs] = [a.features[id], b.features[id]];
  if (ours === undefined || theirs === undefined) return null;
  return Math.max(
    ...ours.samples.map((x, i) => {
      const y = theirs.samples[i];
      if (x === null || y === null) return x === y ? 0 : Number.POSITIVE_INFINITY;
      return Math.abs(x - y) / Math.max(1, Math.abs(x), Math.abs(y));
    }),
  );
}
