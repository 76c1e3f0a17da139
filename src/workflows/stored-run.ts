import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const ids = z.array(z.object({ id: z.string() })).default([]);
const runRecord = z.object({
  configuration: z.object({
    data: z.array(z.object({ symbol: z.string() })).default([]),
    strategies: ids,
    portfolios: ids,
  }),
});

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
