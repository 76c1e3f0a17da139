// `npm test`: runs vitest on the pinned Node and ends with one line that a person or a script can read.
// Plain JavaScript that Node 18 can read, so that `node test/run.mjs` works too. Arguments go to vitest.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runChild } from '../bin/child.mjs';
import { missingRuntime } from '../bin/launcher.mjs';
import { findPinnedRuntime, isNewEnough } from '../bin/runtime.mjs';

/** Of how a test failed that passed at the second try: nobody can see it fail again at will. */
const MOST_LINES = 40;
const root = fileURLToPath(new URL('..', import.meta.url));
process.chdir(root);
const runtime = isNewEnough(process.versions.node) ? process.execPath : findPinnedRuntime(root);

if (runtime === undefined) {
  console.error(`npm test: ${missingRuntime(process.versions.node)}`);
  process.exitCode = 1;
} else {
  const scratch = mkdtempSync(join(tmpdir(), 'admf-test-'));
  const tallyFile = join(scratch, 'tally.json');
  const args = process.argv.slice(2);
  const reporters = args.some((arg) => arg.startsWith('--reporter')) ? [] : ['--reporter=default'];
  // CI asks for a second try, so that a machine that stalls does not refuse a sound commit. What passes only then is told:
  // it is a race to be found. Who develops sees each failure.
  const retries = process.env.TEST_RETRIES;
  await runChild(
    runtime,
    [
      join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...reporters,
      `--reporter=${join(root, 'test', 'tally-reporter.mjs')}`,
      ...(retries === undefined ? [] : [`--retry=${retries}`]),
      ...args,
    ],
    {
      env: {
        ...process.env,
        TZ: 'UTC',
        PATH: join(root, 'node_modules', '.bin') + delimiter + process.env.PATH,
        ADMF_TALLY_FILE: tallyFile,
      },
      atEnd: (exitCode) => {
        const { passed, failed, skipped, flaky } = readTally(tallyFile);
        rmSync(scratch, { recursive: true, force: true });
        // A runner that fails although every test passed has failed all the same: it lost a worker, or hung at the end.
        const failures = exitCode !== 0 && failed === 0 && passed > 0 ? 1 : failed;
        for (const { name, why } of flaky) {
          console.log(`flaky, passed at the second try: ${name}`);
          const lines = why.split('\n').filter((line) => line.trim() !== '');
          for (const line of lines.slice(0, MOST_LINES)) console.log(`  ${line}`);
        }
        const more = [skipped > 0 && `, ${skipped} skipped`, flaky.length > 0 && `, ${flaky.length} flaky`];
        console.log(`${passed} passed, ${failures} failed${more.filter(Boolean).join('')}`);
        if (exitCode !== 0) return exitCode;
        return failures > 0 || passed === 0 ? 1 : 0;
      },
    },
  );
}

/**
 * @param {string} path
 * @returns {import('./tally-reporter.mjs').Tally}
 */
function readTally(path) {
  try {
    return /** @type {import('./tally-reporter.mjs').Tally} */ (JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    // The runner ended before it could report.
    return { passed: 0, failed: 1, skipped: 0, flaky: [] };
  }
}
