import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { UserError, UserErrors } from '../foundation/user-error.ts';
import type { WorkflowConfig } from './config/workflow-config.ts';
import { type PreparedRun, prepare } from './prepare.ts';
import { RESULTS_FORMAT } from './results.ts';

const runJson = z.looseObject({
  format: z.number(),
  admf: z.string(),
  name: z.string(),
  status: z.enum(['complete', 'interrupted']),
  fingerprint: z.string(),
  seed: z.number(),
  run: z.looseObject({ slices: z.number(), bars: z.number() }),
  portfolios: z.array(z.looseObject({ id: z.string(), results: z.string() })),
  configuration: z.record(z.string(), z.unknown()),
  timing: z.looseObject({ started_at: z.string().nullable(), duration_ms: z.number() }),
});

/** What `run.json` says of a run. */
export type RunRecord = z.output<typeof runJson>;

/**
 * Reads `run.json` of a folder that a run was written to.
 *
 * @param folder as it was named.
 * @throws UserError when there is no such folder, no whole run in it, or one of a newer version.
 */
export async function readRunRecord(folder: string, cwd: string = process.cwd()): Promise<RunRecord> {
  const path = resolve(cwd, folder);
  const found = await stat(path).catch(() => null);
  if (found === null)
    throw noRun(`there is no folder ${folder}`, 'admf run workflow.yaml writes one into results/');
  if (!found.isDirectory())
    throw noRun(`${folder} is not the folder of a run`, 'name the folder that admf run wrote');
  const text = await readFile(join(path, 'run.json'), 'utf8').catch(() => null);
  if (text === null) {
    throw noRun(
      `${folder} holds no run.json: it is not the folder of a run, or the run was killed before it ended`,
      'traces of a run that was killed can be read by admf events',
    );
  }
  let plain: unknown;
  try {
    plain = JSON.parse(text);
  } catch {
    throw noRun(`${join(folder, 'run.json')} is not whole: it is not JSON`, 'run the workflow again');
  }
  const format = (plain as { format?: unknown } | null)?.format;
  if (typeof format === 'number' && format > RESULTS_FORMAT) {
    throw noRun(
      `${folder} was written by a newer ADMF: its results are of format ${format}, and this one reads up to ${RESULTS_FORMAT}`,
      'update ADMF, or run the workflow again',
    );
  }
  const record = runJson.safeParse(plain);
  if (!record.success) {
    const [{ path: at, message }] = record.error.issues;
    throw noRun(
      `${join(folder, 'run.json')} is no record of a run: ${at.join('.')}: ${message}`,
      'run the workflow again',
    );
  }
  return record.data;
}

function noRun(message: string, hint: string): UserError {
  return new UserError(message, { code: 'no_run', hint });
}

export interface ReopenedRun {
  readonly record: RunRecord;
  /** The run ready to be done again, bit for bit; null when it cannot be. */
  readonly prepared: PreparedRun | null;
  /** Why it cannot be done again: data, code or version are not what they were. */
  readonly problem: string | null;
}

/**
 * Prepares the run of a folder again from the configuration it was written with. It is the same run only if the fingerprint is: data, code and
 * version too.
 *
 * @throws UserError as `readRunRecord` does; the signal's reason when it is aborted.
 */
export async function reopenRun(
  folder: string,
  { cwd = process.cwd(), signal }: { readonly cwd?: string; readonly signal?: AbortSignal } = {},
): Promise<ReopenedRun> {
  const record = await readRunRecord(folder, cwd);
  const config = record.configuration as unknown as WorkflowConfig;
  const path = resolve(cwd, folder);
  // Results lie in a folder beside their workflow, unless they were sent elsewhere.
  const bases = [dirname(dirname(path)), dirname(path), path, resolve(cwd)];
  let problem = '';
  for (const baseDirectory of new Set(bases)) {
    try {
      const prepared = await prepare({ config, baseDirectory, file: null }, { signal });
      if (prepared.fingerprint === record.fingerprint) return { record, prepared, problem: null };
      problem = 'the data, the code of a strategy, or the version of ADMF is not what it was';
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof UserError || error instanceof UserErrors)) throw error;
      problem ||= (error instanceof UserErrors ? error.errors[0] : error).message;
    }
  }
  return { record, prepared: null, problem };
}
