import { spawn } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { formatNumber } from '../analytics/format.ts';
import { nameHint } from '../foundation/nearest-name.ts';
import { UserError } from '../foundation/user-error.ts';
import { writeWhole } from '../foundation/write-whole.ts';
import type { SheetColumn, SheetSource } from '../reports/tear-sheet/sheet-data.ts';
import { loadWorkflow } from '../workflows/load-workflow.ts';
import { provideOwnPackages } from '../workflows/own-packages.ts';
import { type PreparedRun, prepare } from '../workflows/prepare.ts';
import type { CliEffects } from './effects.ts';
import { interruptible } from './interruptible.ts';
import { LAYER_OPTIONS, layersOf } from './layer-options.ts';
import { parseOptions } from './options.ts';
import { isWorkflowName, withoutWorkflowEnding } from './workflow-file.ts';

const OPTIONS = {
  ...LAYER_OPTIONS,
  with: 'strings',
  portfolio: 'strings',
  benchmark: 'string',
  trials: 'string',
  out: 'string',
  title: 'string',
  open: 'boolean',
  json: 'boolean',
  md: 'boolean',
} as const;

/** `admf report <run folder or workflow.yaml>`. */
export async function report(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'report',
    options: OPTIONS,
    argument: { name: '<run folder or workflow.yaml>', required: true },
  });
  if (values.json === true && values.md === true) throw mistake('--json and --md exclude each other');
  const trials = trialsOf(values.trials);
  const isPlain = values.json === true || values.md === true;
  provideOwnPackages();
  return interruptible(effects, values.json === true, async ({ signal, say }) => {
    const names = [argument as string, ...(values.with ?? [])];
    const sources: SheetSource[] = [];
    for (const name of names) {
      say(`loading ${name}…`);
      sources.push(await sourceOf(name, values, effects, signal));
    }
    const { sheetColumns } = await import('../reports/tear-sheet/sheet-data.ts');
    const columns = await sheetColumns(sources, {
      portfolios: values.portfolio,
      trials,
      signal,
      onProgress: (what) => say(`${what}…`),
    });
    say('writing…');
    const path = resolve(effects.cwd, values.out ?? (await defaultOut(names[0], values, effects)));
    if (isPlain) {
      const text = await plainText(columns, values);
      if (values.out === undefined) return () => tell(text, effects);
      await writeWhole(path, text);
      return () => 0;
    }
    const { sheetPage } = await import('../reports/tear-sheet/page.ts');
    const page = await sheetPage(columns, { title: values.title });
    await writeWhole(path, page);
    return async () => {
      const shown = relative(effects.cwd, path) || path;
      tell(`report: ${shown} (${formatNumber(Buffer.byteLength(page) / 1e6, 1)} MB)\n`, effects);
      if (values.open === true) await openInBrowser(path, effects);
      return 0;
    };
  });
}

function tell(text: string, { stdout }: CliEffects): 0 {
  stdout.write(text);
  return 0;
}

/** The tables without figures, as JSON or Markdown. */
async function plainText(
  columns: readonly SheetColumn[],
  { json }: { readonly json?: boolean },
): Promise<string> {
  const { sheetJson, sheetMarkdown } = await import('../reports/tear-sheet/plain-forms.ts');
  return json === true ? `${JSON.stringify(sheetJson(columns), null, 2)}\n` : sheetMarkdown(columns);
}

/** A run by the folder it was written to, or by its workflow, which is run. */
async function sourceOf(
  name: string,
  values: { readonly benchmark?: string; readonly env?: string; readonly set?: readonly string[] },
  effects: CliEffects,
  signal: AbortSignal,
): Promise<SheetSource> {
  const found = await stat(resolve(effects.cwd, name)).catch(() => null);
  if (found?.isFile() === true || (found === null && isWorkflowName(name))) {
    const layers = layersOf(values, effects);
    const loaded = await loadWorkflow(name, { baseDirectory: effects.cwd, ...layers });
    return await ranSource(await prepare(loaded, { signal }), values.benchmark, signal);
  }
  if (values.benchmark !== undefined || values.env !== undefined || values.set !== undefined) {
    throw mistake(
      `--benchmark, --env and --set change a run, and ${name} is one that was done: name its workflow`,
    );
  }
  const { folderSource } = await import('../reports/tear-sheet/folder-source.ts');
  return await folderSource(name, { signal });
}

async function ranSource(
  prepared: PreparedRun,
  benchmark: string | undefined,
  signal: AbortSignal,
): Promise<SheetSource> {
  const symbols = prepared.series.map(({ symbol }) => symbol);
  if (benchmark !== undefined && !symbols.includes(benchmark)) {
    throw new UserError(`--benchmark: the run has no symbol ${benchmark}`, {
      code: 'unknown_benchmark',
      hint: nameHint(benchmark, symbols),
    });
  }
  const { openDebugSession } = await import('../debugger/debug-session.ts');
  const { SessionTables } = await import('../reports/frames/session-tables.ts');
  const { sessionSource } = await import('../reports/tear-sheet/session-source.ts');
  const wanted =
    benchmark === undefined ? prepared : { ...prepared, config: { ...prepared.config, benchmark } };
  const session = await openDebugSession(wanted, { signal });
  await session.goto(session.bars, signal);
  signal.throwIfAborted();
  return sessionSource(new SessionTables(session));
}

/** Beside the results of a run, or in this folder by the name of the workflow. */
async function defaultOut(
  name: string,
  values: { readonly json?: boolean; readonly md?: boolean },
  { cwd }: CliEffects,
): Promise<string> {
  const ending = values.json === true ? 'json' : values.md === true ? 'md' : 'html';
  const found = await stat(resolve(cwd, name)).catch(() => null);
  if (found?.isDirectory() === true) return join(name, `report.${ending}`);
  return `${withoutWorkflowEnding(name.replace(/^.*[\\/]/, ''))}-report.${ending}`;
}

/** By what the system opens files with. Its failure is told; the report is written all the same. */
async function openInBrowser(path: string, { stderr }: CliEffects): Promise<void> {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', path]
      : process.platform === 'win32'
        ? ['cmd', '/c', 'start', '', path]
        : ['xdg-open', path];
  await new Promise<void>((done) => {
    const child = spawn(command, args, { detached: true, stdio: 'ignore' });
    child.once('error', () => {
      stderr.write(`no browser was found to open it with (${command})\n`);
      done();
    });
    child.once('spawn', () => {
      child.unref();
      done();
    });
  });
}

function trialsOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d[\d_]*$/.test(text) || Number(text.replaceAll('_', '')) < 1)
    throw mistake(`--trials: "${text}" is not a whole number above 0`);
  return Number(text.replaceAll('_', ''));
}

function mistake(message: string): UserError {
  return new UserError(`admf report: ${message}`, {
    code: 'bad_command_line',
    hint: 'see "admf help report"',
  });
}
