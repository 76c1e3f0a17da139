import { dirname, resolve } from 'node:path';
import { counted, formatNumber } from '../analytics/format.ts';
import { symbolsOf } from '../data/describe-source.ts';
import { type LoadRequest, loadCheckedBars, type QualityReport } from '../data/load-bars.ts';
import { loadRequestSchema } from '../data/load-request.ts';
import { CHECK_DESCRIPTIONS, qualitySchema, REPORTING, STRICT } from '../data/quality/policies.ts';
import { placeText, problemText } from '../data/quality/row-problems.ts';
import { parseSource } from '../data/source.ts';
import { parseParams } from '../foundation/parse-params.ts';
import { UserError } from '../foundation/user-error.ts';
import type { DataConfig } from '../workflows/config/workflow-config.ts';
import { loadMarketData } from '../workflows/load-market-data.ts';
import { loadWorkflow } from '../workflows/load-workflow.ts';
import { READING_OPTIONS, readingOf } from './data-options.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { interruptible, type Work } from './interruptible.ts';
import { type OptionValues, parseOptions } from './options.ts';
import { type Style, styleFor } from './style.ts';
import { isWorkflowName } from './workflow-file.ts';

/** Exit code where rows were found that cannot be bars. */
const UNUSABLE = 2;

/** `admf data check <source or workflow.yaml>`: everything odd in the rows of a source, with file and row. */
export async function dataCheck(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'data',
    options: {
      ...READING_OPTIONS,
      'spike-size': 'string',
      'stale-bars': 'string',
      'gap-bars': 'string',
      json: 'boolean',
    },
    argument: { name: '<source or workflow.yaml>', required: true },
  });
  const json = values.json === true;
  const sizes = Object.fromEntries(
    (['spike-size', 'stale-bars', 'gap-bars'] as const).flatMap((name) => {
      const text = values[name];
      return text === undefined ? [] : [[name.replace('-', '_'), Number(text)]];
    }),
  );
  const quality = parseParams('admf data check', qualitySchema, { ...REPORTING, ...sizes });
  const named = argument as string;
  if (isWorkflowName(named)) refuseReading(values);
  return interruptible(effects, json, async (work) => {
    const reports = isWorkflowName(named)
      ? await checkWorkflow(named, values.symbol, sizes, effects, work)
      : await checkSource(named, values.symbol, { ...readingOf(values), quality }, effects, work);
    return () => {
      const { stdout, env } = effects;
      if (json) stdout.write(`${JSON.stringify({ reports })}\n`);
      else stdout.write(textOf(reports, styleFor(hasColor(stdout, env))));
      const isUnusable = reports.some(({ checks }) => checks.some(({ check }) => STRICT[check] === 'error'));
      return isUnusable ? UNUSABLE : 0;
    };
  });
}

async function checkSource(
  source: string,
  symbol: string | undefined,
  reading: Record<string, unknown>,
  { cwd }: CliEffects,
  { signal, say }: Work,
): Promise<QualityReport[]> {
  if (parseSource(source).kind === 'generate') {
    throw new UserError(`${source} is made, and so has nothing to check`, {
      code: 'nothing_to_check',
      hint: 'a file, a folder, a pattern or dataset:<name>',
    });
  }
  const load = { baseDirectory: cwd, signal };
  const checked = parseParams('data', loadRequestSchema, { symbol: 'X', source, ...reading });
  const { columns, date_format: dateFormat } = checked;
  const symbols = symbol === undefined ? await symbolsOf({ source, columns, dateFormat }, load) : [symbol];
  if (symbols.length === 0) throw new UserError(`${source} holds no files of bars`, { code: 'missing_file' });
  const reports: QualityReport[] = [];
  for (const [i, name] of symbols.entries()) {
    say(`checking ${name} (${i + 1} of ${symbols.length})…`);
    const request = { ...reading, source, symbol: name } as LoadRequest;
    reports.push((await loadCheckedBars(request, load)).report);
  }
  return reports;
}

function refuseReading(values: OptionValues<typeof READING_OPTIONS>): void {
  const names = Object.keys(READING_OPTIONS) as (keyof typeof READING_OPTIONS)[];
  const given = names.find((name) => name !== 'symbol' && values[name] !== undefined);
  if (given === undefined) return;
  throw new UserError(
    `admf data check: --${given} is for a source, and a workflow says itself how it is read`,
    {
      code: 'bad_command_line',
      hint: 'leave it out, or name the source in place of the workflow',
    },
  );
}

/** Entries of a workflow as they are read there, but with everything looked for; made bars are passed over. */
async function checkWorkflow(
  file: string,
  symbol: string | undefined,
  sizes: Record<string, number>,
  { cwd }: CliEffects,
  { signal, say }: Work,
): Promise<QualityReport[]> {
  const { config } = await loadWorkflow(file, { baseDirectory: cwd });
  const entries = config.data.filter((entry) => symbol === undefined || entry.symbol === symbol);
  if (entries.length === 0) {
    throw new UserError(`${file} has no symbol "${symbol}"`, {
      code: 'unknown_symbol',
      hint: `one of ${config.data.map((entry) => entry.symbol).join(', ')}`,
    });
  }
  const reports: QualityReport[] = [];
  for (const entry of entries) {
    if (typeof entry.source !== 'string' || entry.source.startsWith('generate:')) continue;
    say(`checking ${entry.symbol}…`);
    const quality = { ...REPORTING, ...sizesOf(entry), ...sizes };
    const wanted = { ...entry, quality };
    reports.push((await loadMarketData(wanted, dirname(resolve(cwd, file)), config.seed, signal)).report);
  }
  return reports;
}

function sizesOf({ quality }: DataConfig): Partial<typeof REPORTING> {
  if (quality === undefined) return {};
  const { spike_size, spike_bars, stale_bars, gap_bars } = quality;
  return { spike_size, spike_bars, stale_bars, gap_bars };
}

function textOf(reports: readonly QualityReport[], style: Style): string {
  if (reports.length === 0) return 'there is nothing to check: all bars are made\n';
  return `${reports.map((report) => reportText(report, style)).join('\n\n')}\n`;
}

function reportText({ symbol, files, rows, bars, checks }: QualityReport, style: Style): string {
  const where = files.length === 1 ? files[0] : `${files[0]} and ${files.length - 1} more files`;
  const counts = `${counted(rows, 'row')}, ${counted(bars, 'bar')}`;
  const verdict = checks.length === 0 ? style('green', 'nothing odd') : '';
  const lines = [`${style('bold', symbol)}  ${where}, ${counts}${verdict === '' ? '' : `: ${verdict}`}`];
  for (const { check, count, first } of checks) {
    const isUnusable = STRICT[check] === 'error';
    const name = style(isUnusable ? 'red' : 'yellow', check);
    lines.push(`  ${name}  ${formatNumber(count, 0)}  (${CHECK_DESCRIPTIONS[check]})`);
    for (const problem of first) lines.push(`    ${placeText(problem)}  ${problemText(problem)}`);
    if (count > first.length) lines.push(`    … and ${formatNumber(count - first.length, 0)} more`);
  }
  return lines.join('\n');
}
