// Tells test/run.mjs how the tests went. The counts of vitest's own reports leave out files that could not be loaded.
import { writeFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';

/**
 * @typedef {object} Tally
 * @property {number} passed
 * @property {number} failed tests that failed, suites and files that could not be run, and errors outside any test
 * @property {number} skipped
 * @property {{ name: string, why: string }[]} flaky full names of tests that passed only when they were tried again, and how
 * they failed before
 */

export default class TallyReporter {
  /**
   * @param {readonly import('vitest/node').TestModule[]} modules
   * @param {readonly unknown[]} unhandledErrors
   */
  onTestRunEnd(modules, unhandledErrors) {
    const path = process.env.ADMF_TALLY_FILE;
    if (path !== undefined) writeFileSync(path, JSON.stringify(tally(modules, unhandledErrors.length)));
  }
}

/**
 * @param {readonly import('vitest/node').TestModule[]} modules
 * @param {number} unhandledErrors
 * @returns {Tally}
 */
function tally(modules, unhandledErrors) {
  const counts = { passed: 0, failed: unhandledErrors, skipped: 0 };
  /** @type {Tally['flaky']} */
  const flaky = [];
  for (const module of modules) {
    counts.failed += module.errors().length;
    for (const suite of module.children.allSuites()) counts.failed += suite.errors().length;
    for (const test of module.children.allTests()) {
      const { state, errors = [] } = test.result();
      // A test still pending at the end was never run.
      counts[state === 'pending' ? 'skipped' : state]++;
      if (!test.diagnostic()?.flaky) continue;
      const why = errors
        .map(({ message, diff }) => stripVTControlCharacters(`${message}\n${diff ?? ''}`))
        .join('\n');
      flaky.push({ name: `${module.relativeModuleId} > ${test.fullName}`, why });
    }
  }
  return { ...counts, flaky };
}
