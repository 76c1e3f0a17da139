import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Exit code and last line of `npm test -- <filter>` on the cases in fixtures/run. */
function npmTest(filter: string): { code: number | null; lastLine: string | undefined } {
  // A vitest that finds the variables of another one takes itself for one of its workers.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')));
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'run.mjs'), '--config', 'test/fixtures/run/vitest.config.ts', filter],
    { env, encoding: 'utf8' },
  );
  return { code: status, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

test('npm test ends with the counts, and exit code 0 when every test passed', () => {
  expect(npmTest('passing.case')).toEqual({ code: 0, lastLine: '2 passed, 0 failed, 1 skipped' });
});

test.each([
  ['a failed test', 'failing.case', '1 passed, 1 failed'],
  ['a file that cannot be loaded', 'broken.case', '0 passed, 1 failed'],
  ['an error outside any test', 'stray-error.case', '1 passed, 1 failed'],
  ['a filter that matches no file', 'no-such.case', '0 passed, 0 failed'],
])('npm test fails on %s', (_, filter, lastLine) => {
  expect(npmTest(filter)).toEqual({ code: 1, lastLine });
});

test('npm test fails when a worker process dies', () => {
  const { code, lastLine } = npmTest('crashing.case');
  expect(code).toBe(1);
  expect(lastLine).toMatch(/^0 passed, [1-9] failed/);
});
