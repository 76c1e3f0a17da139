import { stringify } from 'yaml';
import { formatNumber } from '../../analytics/format.ts';
import { UserError } from '../../foundation/user-error.ts';
import { type FolderOptions, FolderTables } from '../frames/folder-tables.ts';
import { sessionSource } from './session-source.ts';
import type { SheetSource } from './sheet-data.ts';

/**
 * The run of a folder of results: done again, and checked to be the same; from its files where that cannot be, which is said on the page.
 *
 * @throws UserError for a folder that is missing, half-written or of a newer version.
 */
export async function folderSource(folder: string, options: FolderOptions = {}): Promise<SheetSource> {
  const tables = await FolderTables.open(folder, options);
  const { record } = tables;
  const notices =
    record.status === 'complete'
      ? []
      : [
          `The run was interrupted after ${formatNumber(record.run.bars, 0)} bars: everything here is up to there.`,
        ];
  let problem: string;
  try {
    return sessionSource(await tables.replay(), notices);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    problem = error.message;
  }
  const whys = await tables.whys();
  return {
    tables,
    notices: [
      ...notices,
      `${problem}. What was written then stands here: metrics, equity and closed trades. Prices, orders and signals are not among it.`,
    ],
    facts: [
      ['Workflow', record.name],
      ...record.data.symbols.map(
        ({ symbol, bars }) => [`Data ${symbol}`, `${formatNumber(bars, 0)} bars`] as const,
      ),
      ['Seed', String(record.seed)],
      ['ADMF', record.admf],
      ['Fingerprint of the run', record.fingerprint],
      ['SHA-256 of the data', record.data.sha256],
    ],
    configuration: stringify(record.configuration),
    why: (trade) => whys.get(trade) ?? null,
  };
}
