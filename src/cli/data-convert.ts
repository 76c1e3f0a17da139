import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { counted } from '../analytics/format.ts';
import { symbolsOf } from '../data/describe-source.ts';
import { type LoadedBars, type LoadRequest, loadCheckedBars } from '../data/load-bars.ts';
import { loadRequestSchema } from '../data/load-request.ts';
import { reportLine } from '../data/quality/report.ts';
import { formatOf, writeBars } from '../data/writing/write-bars.ts';
import { parseParams } from '../foundation/parse-params.ts';
import { UserError } from '../foundation/user-error.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { compact } from '../workflows/progress/progress-text.ts';
import { READING_OPTIONS, readingOf } from './data-options.ts';
import type { CliEffects } from './effects.ts';
import { interruptible, type Work } from './interruptible.ts';
import { parseOptions } from './options.ts';

/** `admf data convert <source> <file>`: the bars of a source in a file of another format, or changed on the way. */
export async function dataConvert(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument, second } = parseOptions(argv, {
    command: 'data',
    options: { ...READING_OPTIONS, quality: 'string', force: 'boolean', json: 'boolean' },
    argument: { name: '<source>', required: true },
    second: '<file>',
  });
  const [source, target] = [argument as string, second as string];
  const json = values.json === true;
  await checkTarget(target, values.force === true, effects);
  return interruptible(effects, json, async ({ signal, say }) => {
    const load = { baseDirectory: effects.cwd, signal };
    const reading = { ...readingOf(values), ...qualityOf(values.quality) };
    const checked = parseParams('data', loadRequestSchema, { symbol: 'X', source, ...reading });
    const { columns, date_format: dateFormat } = checked;
    const symbols =
      values.symbol?.split(',').map((name) => name.trim()) ??
      (await symbolsOf({ source, columns, dateFormat }, load));
    if (symbols.length === 0)
      throw new UserError(`${source} holds no files of bars`, { code: 'missing_file' });
    const loaded: LoadedBars[] = [];
    for (const [i, symbol] of symbols.entries()) {
      say(`reading ${symbol} (${i + 1} of ${symbols.length})…`);
      loaded.push(
        await loadCheckedBars({ ...reading, source, symbol } as LoadRequest, load, { carryActions: true }),
      );
    }
    const series = loaded.map((one) => one.series);
    await writeTarget(target, series, effects, { signal, say });
    return async () => {
      for (const { report } of loaded) {
        const line = reportLine(report);
        if (line !== undefined && !json) effects.stderr.write(`${line}\n`);
      }
      await tellWritten(target, series, effects, json);
      return 0;
    };
  });
}

/** Refuses a target that could not be written, before anything is read. */
export async function checkTarget(target: string, force: boolean, { cwd }: CliEffects): Promise<void> {
  formatOf(target);
  const found = await stat(resolve(cwd, target)).catch(() => undefined);
  if (found === undefined) return;
  if (found.isDirectory()) throw new UserError(`${target} is a folder`, { code: 'not_a_file' });
  if (force) return;
  throw new UserError(`${target} is there already: nothing was written`, {
    code: 'file_exists',
    hint: '--force replaces it',
  });
}

/** Writes bars whole or not at all. */
export async function writeTarget(
  target: string,
  series: readonly BarSeries[],
  { cwd }: CliEffects,
  { signal, say }: Work,
): Promise<void> {
  say(`writing ${target}…`);
  await writeBars(resolve(cwd, target), series, { shown: target, signal });
}

/** Says what was written. */
export async function tellWritten(
  target: string,
  series: readonly BarSeries[],
  { cwd, stdout }: CliEffects,
  json: boolean,
): Promise<void> {
  const { size } = await stat(resolve(cwd, target));
  const bars = series.reduce((sum, { length }) => sum + length, 0);
  if (json) {
    const symbols = series.map(({ symbol, length, openTime, closeTime }) => ({
      symbol,
      bars: length,
      from: new Date(openTime[0]).toISOString(),
      to: new Date(closeTime[length - 1]).toISOString(),
    }));
    stdout.write(`${JSON.stringify({ file: target, bytes: size, symbols })}\n`);
    return;
  }
  const names = series.map(({ symbol }) => symbol);
  const of = names.length <= 5 ? names.join(', ') : `${names.length} symbols`;
  stdout.write(`${target}: ${counted(bars, 'bar')} of ${of}, ${compact(size)} bytes\n`);
}

/** `duplicates=drop,order=sort` → a `quality` of a data entry. */
function qualityOf(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  const parts = text.split(',').map((part) => part.split('=').map((piece) => piece.trim()));
  const wrong = parts.find((part) => part.length !== 2);
  if (wrong !== undefined) {
    throw new UserError(`--quality: "${wrong.join('=')}" is no check with a policy`, {
      code: 'bad_command_line',
      hint: 'such as duplicates=drop,order=sort',
    });
  }
  const quality = parts.map(([name, value]) => [name, /^\d+([.]\d+)?$/.test(value) ? Number(value) : value]);
  return { quality: Object.fromEntries(quality) };
}
