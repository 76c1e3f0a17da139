import { stringify } from 'yaml';
import type { RunRecord } from '../../workflows/run-folder.ts';
import { StoredTables } from '../frames/stored-tables.ts';
import type { SheetSource } from './sheet-data.ts';

/** A run from the files it was written to, where it cannot be done again. @param folder absolute. */
export async function storedSource(
  folder: string,
  record: RunRecord,
  notices: readonly string[],
): Promise<SheetSource> {
  const tables = await StoredTables.read(folder, record);
  return {
    tables,
    notices,
    facts: [
      ['Workflow', record.name],
      ['Written', record.timing.started_at ?? ''],
      ['Bars', String(record.run.bars)],
      ['Seed', String(record.seed)],
      ['ADMF', record.admf],
      ['Fingerprint of the run', record.fingerprint],
    ],
    configuration: stringify(record.configuration),
    why: (trade) => tables.why(trade),
  };
}
