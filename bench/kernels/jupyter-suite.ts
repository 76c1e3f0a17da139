import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pythonEnvironment } from '../../test/kernel/python/environment.ts';
import type { ComparedKernel } from './kernels.ts';

const SUITE = join(import.meta.dirname, '..', '..', 'test', 'kernel', 'python', 'conformance.py');

/** A kernel that answers nothing lets the suite wait a quarter of a minute for each test, in milliseconds. */
const LIMIT = 300_000;

export type SuiteOutcome = 'ok' | 'failed' | 'skipped';

/** What became of the tests of `jupyter_kernel_test`, by name. */
export type SuiteResults = ReadonlyMap<string, SuiteOutcome>;

/**
 * Runs Jupyter's own conformance suite against a kernel.
 *
 * @throws Error when there is no Python, or its packages cannot be had.
 */
export function runJupyterSuite({ name, launch }: ComparedKernel): SuiteResults {
  const python = pythonEnvironment();
  const folder = mkdtempSync(join(tmpdir(), 'admf-suite-'));
  try {
    const spec = join(folder, 'kernels', name);
    mkdirSync(spec, { recursive: true });
    writeFileSync(
      join(spec, 'kernel.json'),
      JSON.stringify({
        argv: launch.argv,
        display_name: name,
        language: 'typescript',
        env: launch.env,
        interrupt_mode: name === 'tslab' ? 'signal' : 'message',
      }),
    );
    const { stdout } = spawnSync(python, [SUITE, name], {
      encoding: 'utf8',
      timeout: LIMIT,
      cwd: folder,
      env: { ...process.env, JUPYTER_DATA_DIR: folder, PYDEVD_DISABLE_FILE_VALIDATION: '1' },
    });
    if (stdout === '') throw new Error(`it did not end within ${LIMIT / 1000} s, or not well`);
    return new Map(Object.entries(JSON.parse(stdout) as Record<string, SuiteOutcome>));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
