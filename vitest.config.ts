import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

// Workers and the processes that tests start inherit it.
process.env.TZ = 'UTC';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/seed.ts'],
    // Needs the registry; `npm run test:package` runs it.
    exclude: ['test/e2e/package.test.ts'],
    // Processes, not threads: tests start workers of their own, load native modules and send signals.
    pool: 'forks',
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // Generous, for machines that do something else meanwhile: a hang must fail, slowness must not.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    allowOnly: false,
    passWithNoTests: false,
  },
});
