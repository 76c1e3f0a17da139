import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, extname } from 'node:path';
import { expect } from 'vitest';

/**
 * Compares text with the golden file at `file`. A mismatch leaves the new text beside it as `<name>-changed.<ext>`, to be
 * compared and, when it is right, accepted by `UPDATE_GOLDEN=1 vitest run …`. A missing golden fails: a case that was
 * never looked at proves nothing. CI never writes goldens.
 */
export function expectGolden(actual: string, file: string): void {
  const changed = file.replace(/(\.[^.]*)?$/, `-changed${extname(file) || '.txt'}`);
  if (mayUpdate()) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, actual);
    rmSync(changed, { force: true });
    return;
  }
  const golden = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (golden === actual) {
    rmSync(changed, { force: true });
    return;
  }
  mkdirSync(dirname(changed), { recursive: true });
  writeFileSync(changed, actual);
  if (golden === undefined)
    throw new Error(`there is no golden ${file}; look at ${changed}, then UPDATE_GOLDEN=1`);
  expect(actual, `differs from ${file}; the new text is in ${changed}`).toBe(golden);
}

function mayUpdate(): boolean {
  const { UPDATE_GOLDEN, CI } = process.env;
  return UPDATE_GOLDEN === '1' && (CI === undefined || CI === '' || CI === 'false');
}
