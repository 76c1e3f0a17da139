import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../foundation/user-error.ts';
import { RESULTS_FORMAT } from './results-format.ts';

/** Formats of run.json that are read: 1 had fewer metrics, and trades without MAE and MFE. */
const OLDEST_FORMAT = 1;

const ids = z.array(z.object({ id: z.string() })).default([]);
const runRecord = z.object({
  configuration: z.object({
    data: z.array(z.object({ symbol: z.string() })).default([]),
    strategies: ids,
    portfolios: ids,
  }),
});

/**
 * Refuses results that this ADMF does not read; a folder without a run.json, or with one that is not whole, is that of a run
 * that was killed.
 *
 * @param shown the folder as the user named it.
 * @throws UserError that says what to do.
 */
export async function checkRunFormat(folder: string, shown: string): Promise<void> {
  const text = await readFile(join(folder, 'run.json'), 'utf8').catch(() => '');
  const record = plainOf(text);
  if (record === null || typeof record !== 'object' || !('format' in record)) return;
  const { format } = record;
  if (typeof format === 'number' && format >= OLDEST_FORMAT && format <= RESULTS_FORMAT) return;
  const isNewer = typeof format === 'number' && format > RESULTS_FORMAT;
  throw new UserError(
    `${shown} holds results of format ${JSON.stringify(format)}, this ADMF reads formats ${OLDEST_FORMAT} to ${RESULTS_FORMAT}`,
    {
      code: isNewer ? 'newer_results' : 'older_results',
      hint: isNewer ? 'update ADMF' : 'run the workflow again: its configuration is in run.json',
    },
  );
}

/**
 * Names of the containers that a run had, by the configuration in its run.json; none when there is no such file, as in
 * the folder of a run that was killed.
 */
export async function containersOfRun(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, 'run.json'), 'utf8').catch(() => '');
  const record = runRecord.safeParse(plainOf(text));
  if (!record.success) return [];
  const { data, strategies, portfolios } = record.data.configuration;
  return [
    'root',
    ...data.flatMap(({ symbol }) => [`data_${symbol}`, `features_${symbol}`]),
    ...strategies.map(({ id }) => `strategy_${id}`),
    ...portfolios.flatMap(({ id }) => [`portfolio_${id}`, `execution_${id}`]),
  ];
}

function plainOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
