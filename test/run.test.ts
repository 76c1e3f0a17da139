import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** Exit code and last line of `npm test -- <filter>` on the cases in fixtures/run. */
function npmTest(filter: string, settings: Readonly<Record<string, string>> = {}) {
  // A vitest that finds the variables of another one takes itself for one of its workers.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VITEST|TEST_RETRIES$)/.test(name));
  const env = { ...Object.fromEntries(inherited), ...settings };
  const { status, stdout } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'run.mjs'), '--config', 'test/fixtures/run/vitest.config.ts', filter],
    { env, encoding: 'utf8' },
  );
  const lines = stdout.trimEnd().split('\n');
  return { code: status, lastLine: lines.at(-1), lines };
}

test('npm test ends with the counts, and exit code 0 when every test passed', () => {
  expect(npmTest('passing.case')).toMatchObject({ code: 0, lastLine: '2 passed, 0 failed, 1 skipped' });
});

test.each([
  ['a failed test', 'failing.case', '1 passed, 1 failed'],
  ['a file that cannot be loaded', 'broken.case', '0 passed, 1 failed'],
  ['an error outside any test', 'stray-error.case', '1 passed, 1 failed'],
  ['a test that passes only when it is tried again', 'racing.case', '0 passed, 1 failed'],
  ['a filter that matches no file', 'no-such.case', '0 passed, 0 failed'],
])('npm test fails on %s', (_, filter, lastLine) => {
  expect(npmTest(filter)).toMatchObject({ code: 1, lastLine });
});

test('npm test fails when a worker process dies', () => {
  const { code, lastLine } = npmTest('crashing.case');
  expect(code).toBe(1);
  expect(lastLine).toMatch(/^0 passed, [1-9] failed/);
});

test('npm test tries again where TEST_RETRIES says so, and tells which tests needed it, and how they failed', () => {
  const { code, lines } = npmTest('racing.case', { TEST_RETRIES: '1' });
  expect(code).toBe(0);
  expect(lines.slice(-7)).toEqual([
    'flaky, passed at the second try: test/fixtures/run/racing.case.ts > one passes at the second try',
    '  expected 1 to be 2 // Object.is equality',
    '  - Expected',
    '  + Received',
    '  - 2',
    '  + 1',
    '1 passed, 0 failed, 1 flaky',
  ]);
});

test('npm test fails on what fails at every try', () => {
  expect(npmTest('failing.case', { TEST_RETRIES: '1' })).toMatchObject({
    code: 1,
    lastLine: '1 passed, 1 failed',
  });
});
