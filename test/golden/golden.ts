import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { expect } from 'vitest';

/**
 * Compares text with the golden file at `path`. A mismatch leaves the new text beside it as `<name>-changed.<ext>` and
 * fails; so does a missing golden. `UPDATE_GOLDEN=1 vitest run …` accepts what is new, but never in CI.
 */
export function expectGolden(path: string, actual: string): void {
  const { CI, UPDATE_GOLDEN } = process.env;
  const extension = extname(path);
  const changed = `${path.slice(0, path.length - extension.length)}-changed${extension}`;
  const inCi = CI !== undefined && CI !== '' && CI !== 'false';
  if (UPDATE_GOLDEN === '1' && !inCi) write(path, actual);
  const golden = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  if (golden === actual) {
    rmSync(changed, { force: true });
    return;
  }
  write(changed, actual);
  if (golden === undefined) throw new Error(`there is no golden ${path}; look at ${changed}, then UPDATE_GOLDEN=1`);
  expect(actual, `differs from ${path}; the new text is in ${changed}`).toBe(golden);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
