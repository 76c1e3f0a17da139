import { defineConfig } from 'vitest/config';
import base from './vitest.config.ts';

// Overridden, not merged: merging would keep the exclusion.
export default defineConfig({
  test: {
    ...base.test,
    include: ['test/e2e/package.test.ts'],
    exclude: [],
    testTimeout: 180_000,
    hookTimeout: 300_000,
  },
});
