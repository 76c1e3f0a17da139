import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { expectGolden } from './golden.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'golden-'));
  vi.stubEnv('UPDATE_GOLDEN', '');
  vi.stubEnv('CI', '');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe('expectGolden', () => {
  const golden = () => join(folder, 'expected.txt');
  const changed = () => join(folder, 'expected-changed.txt');

  test('fails on a mismatch, leaves the new text beside the golden, and takes it away once they agree', () => {
    writeFileSync(golden(), 'old');
    expect(() => expectGolden('new', golden())).toThrow(/expected-changed\.txt/);
    expect(readFileSync(changed(), 'utf8')).toBe('new');
    expect(readFileSync(golden(), 'utf8')).toBe('old');
    expectGolden('old', golden());
    expect(existsSync(changed())).toBe(false);
  });

  test('fails when the golden is missing', () => {
    expect(() => expectGolden('new', golden())).toThrow(/there is no golden/);
    expect(existsSync(golden())).toBe(false);
  });

  test('writes goldens when asked to, but never in CI', () => {
    vi.stubEnv('UPDATE_GOLDEN', '1');
    vi.stubEnv('CI', 'true');
    expect(() => expectGolden('new', golden())).toThrow(/there is no golden/);
    vi.stubEnv('CI', '');
    expectGolden('new', golden());
    expect(readFileSync(golden(), 'utf8')).toBe('new');
  });
});
