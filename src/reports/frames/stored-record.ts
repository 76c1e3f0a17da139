import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../foundation/user-error.ts';
import type { WorkflowConfig } from '../../workflows/config/workflow-config.ts';
import { checkRunFormat } from '../../workflows/stored-run.ts';

const metrics = z.record(z.string(), z.number().nullable());
const portfolio = z.object({
  id: z.string(),
  results: z.string(),
  initial_cash: z.number(),
  final_equity: z.number(),
  metrics,
});
const runRecord = z.object({
  name: z.string(),
  status: z.enum(['complete', 'interrupted']),
  fingerprint: z.string(),
  data: z.object({
    sha256: z.string(),
    symbols: z.array(z.object({ symbol: z.string(), bars: z.number() })),
  }),
  seed: z.number(),
  admf: z.string(),
  run: z.object({ slices: z.number(), bars: z.number() }),
  portfolios: z.array(portfolio),
  benchmark: z.object({ symbol: z.string(), initial_cash: z.number(), metrics }).nullable(),
  // What was resolved; `prepare` takes it as it is.
  configuration: z.custom<WorkflowConfig>((value) => typeof value === 'object' && value !== null),
});
const fill = z.object({
  fill: z.string(),
  bar: z.number(),
  units: z.number(),
  price: z.number(),
  rule: z.string(),
  signal: z
    .object({ strategy: z.string(), action: z.string(), reason: z.string(), bar: z.number() })
    .nullable(),
});
const trade = z.object({
  trade: z.number(),
  event: z.string(),
  symbol: z.string(),
  direction: z.enum(['long', 'short']),
  quantity: z.number(),
  entry_time: z.iso.datetime(),
  exit_time: z.iso.datetime(),
  entry_price: z.number(),
  exit_price: z.number(),
  gross_pnl: z.number(),
  costs: z.number(),
  pnl: z.number(),
  bars_held: z.number(),
  // Format 1 had none.
  mae: z.number().default(Number.NaN),
  mfe: z.number().default(Number.NaN),
  fills: z.array(fill),
});
const resultsRecord = z.object({
  metrics,
  funnel: z.object({
    signals: z.number(),
    order_requests: z.number(),
    orders: z.number(),
    fills: z.number(),
    cancelled: z.number(),
    expired: z.number(),
    rejected: z.record(z.string(), z.number()),
  }),
  trades: z.array(trade).nullable(),
});

export type RunRecord = z.output<typeof runRecord>;
export type ResultsRecord = z.output<typeof resultsRecord>;

/**
 * What a run wrote about itself into its folder.
 *
 * @throws UserError for a folder that is missing, is no run's, is half-written or of a newer version.
 */
export async function readRunRecord(folder: string): Promise<RunRecord> {
  const found = await stat(folder).catch(() => null);
  if (found === null) throw new UserError(`there is no folder ${folder}`, { code: 'no_such_run' });
  if (!found.isDirectory()) throw new UserError(`${folder} is not a folder`, { code: 'no_such_run' });
  const record = await jsonOf(join(folder, 'run.json'), folder);
  await checkRunFormat(folder, folder);
  return checked(runRecord, record, join(folder, 'run.json'));
}

/** Trades and the funnel of a portfolio. @throws UserError when they are missing or damaged. */
export async function readResultsRecord(folder: string, file: string): Promise<ResultsRecord> {
  return checked(resultsRecord, await jsonOf(join(folder, file), folder), join(folder, file));
}

async function jsonOf(path: string, folder: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT') throw error;
    throw new UserError(`${folder} holds no finished run: ${path} is missing`, {
      code: 'no_such_run',
      hint: 'a run writes it last; one that was killed has none',
    });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new UserError(`${path} is no JSON: it was damaged, or only half written`, {
      code: 'damaged_results',
    });
  }
}

function checked<T>(schema: z.ZodType<T>, value: unknown, path: string): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [{ path: where, message }] = result.error.issues;
  throw new UserError(`${path}: ${where.join('.')}: ${message}`, { code: 'damaged_results' });
}
