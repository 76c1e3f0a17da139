import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderUserErrors } from '../../src/foundation/render-user-errors.ts';
import { UserErrors } from '../../src/foundation/user-error.ts';
import { loadConfig } from '../../src/workflows/config/config.ts';
import { testRegistries } from '../workflows/config/registries.ts';
import { expectGolden } from './golden.ts';

const folder = join(import.meta.dirname, 'config');
const cases = readdirSync(folder);

describe('what a person sees of a mistaken configuration', () => {
  test('there are cases to look at', () => {
    expect(cases.length).toBeGreaterThanOrEqual(25);
  });

  test.each(cases)('%s', (name) => {
    const text = readFileSync(join(folder, name, 'workflow.yaml'), 'utf8');
    expectGolden(seen(text), join(folder, name, 'expected.txt'));
  });
});

function seen(text: string): string {
  try {
    loadConfig(text, 'workflow.yaml', testRegistries());
  } catch (error) {
    if (error instanceof UserErrors) return renderUserErrors(error, { color: false });
    throw error;
  }
  throw new Error('a configuration with a mistake was accepted');
}
