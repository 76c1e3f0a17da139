import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { type LoadRequest, loadBars } from '../../src/data/load-bars.ts';
import { UserError } from '../../src/foundation/user-error.ts';

/** A folder for CSV files of one test file, removed at its end. */
export function csvFolder() {
  const path = mkdtempSync(join(tmpdir(), 'admf-data-'));
  afterAll(() => rmSync(path, { recursive: true }));
  const effects = { baseDirectory: path };

  function write(name: string, content: string | Uint8Array): void {
    writeFileSync(join(path, name), content);
  }

  return {
    path,
    effects,
    write,
    /** Writes `content` to prices.csv and loads it. */
    load(content: string | Uint8Array, request: Partial<LoadRequest> = {}) {
      write('prices.csv', content);
      return loadBars({ symbol: 'X', source: 'prices.csv', ...request }, effects);
    },
    /** The UserError of loading `content`. */
    async mistake(content: string | Uint8Array, request: Partial<LoadRequest> = {}): Promise<UserError> {
      write('prices.csv', content);
      return mistakeOf(loadBars({ symbol: 'X', source: 'prices.csv', ...request }, effects));
    },
  };
}

/** The UserError that a load ends with. */
export async function mistakeOf(load: Promise<unknown>): Promise<UserError> {
  const outcome = await load.then(
    () => 'loaded',
    (error: unknown) => error,
  );
  if (outcome instanceof UserError) return outcome;
  throw new Error(`expected a UserError, found ${String(outcome)}`, { cause: outcome });
}
