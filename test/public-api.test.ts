import { describe, expect, test } from 'vitest';
import { publicNames } from './support/public-names.ts';
import { readRepositoryFile } from './support/repository-files.ts';

const NAMES = publicNames('src/index.ts', readRepositoryFile);

describe('every name of the public API', () => {
  test('is found where it is declared', () => {
    expect(NAMES.length).toBeGreaterThan(200);
    expect(NAMES.find(({ name }) => name === 'load')).toMatchObject({
      path: 'src/reports/run/run-session.ts',
    });
    expect(NAMES.find(({ name }) => name === 'sma')).toMatchObject({
      path: 'src/features/indicators/sma.ts',
      doc: expect.stringContaining('moving average') as string,
    });
  });

  test('has a docstring, which is what completion, hover and the declaration files show of it', () => {
    const silent = NAMES.filter(({ doc }) => doc === '').map(({ name, path }) => `${name} (${path})`);
    expect(silent).toEqual([]);
  });
});
