import { resolve } from 'node:path';
import { z } from 'zod';
import { formatNumber } from '../analytics/format.ts';
import { DATASETS } from '../data/catalogue.ts';
import { locateFiles, symbolsOfFolder } from '../data/files/locate-files.ts';
import { generators } from '../data/generate-bars.ts';
import { generatorParams } from '../data/generators/generator.ts';
import { UserError } from '../foundation/user-error.ts';
import { shapeOf } from '../workflows/config/explain.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { parseOptions } from './options.ts';
import { styleFor } from './style.ts';
import { tableLines } from './table.ts';

/** Characters in a line of text that goes to a file or a pipe. */
const PLAIN_WIDTH = 160;

/** `admf data list [folder]`: what bars there are to read, and what can be made. */
export async function dataList(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'data',
    options: { json: 'boolean' },
    argument: { name: '[folder]', required: false },
  });
  const { stdout } = effects;
  if (argument !== undefined) {
    const symbols = await folderSymbols(argument, effects.cwd);
    if (values.json === true) stdout.write(`${JSON.stringify({ folder: argument, symbols })}\n`);
    else stdout.write(await folderText(argument, symbols, effects));
    return 0;
  }
  if (values.json === true) stdout.write(`${JSON.stringify(jsonOf())}\n`);
  else stdout.write(textOf(effects));
  return 0;
}

async function folderSymbols(folder: string, cwd: string): Promise<string[]> {
  const path = resolve(cwd, folder);
  return symbolsOfFolder(path, folder).catch((cause: unknown) => {
    if (cause instanceof UserError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    const why = code === 'ENOTDIR' ? 'is a file, not a folder' : 'does not exist';
    throw new UserError(`${folder} ${why}`, { code: 'not_a_folder', cause });
  });
}

async function folderText(folder: string, symbols: readonly string[], effects: CliEffects): Promise<string> {
  const { stdout, cwd } = effects;
  if (symbols.length === 0) return `${folder} holds no files of bars\n`;
  const rows = await Promise.all(
    symbols.map(async (symbol) => {
      const names = await locateFiles(folder, symbol, cwd).then(
        (files) => files.map(({ name }) => name),
        (error: unknown) => {
          if (error instanceof UserError) return [error.message];
          throw error;
        },
      );
      return [symbol, names.length === 1 ? names[0] : `${names[0]} and ${names.length - 1} more`];
    }),
  );
  const columns = ['Symbol', 'Files'].map((heading) => ({ heading, align: 'left' as const }));
  return `${tableLines(columns, rows, stdout.columns ?? PLAIN_WIDTH).join('\n')}\n`;
}

function textOf({ stdout, env }: CliEffects): string {
  const style = styleFor(hasColor(stdout, env));
  const width = stdout.columns ?? PLAIN_WIDTH;
  const left = (heading: string) => ({ heading, align: 'left' as const });
  const datasets = DATASETS.map((set) => [
    `dataset:${set.name}`,
    formatNumber(set.rows, 0),
    set.from,
    set.to,
    set.description,
    set.licence,
  ]);
  const made = [...generators].flatMap(({ type, description, params }) => {
    const own = Object.keys(shapeOf(params)).filter((name) => !(name in generatorParams));
    return [`generate:${type.padEnd(17)} ${description}`, `${' '.repeat(27)}${style('dim', own.join(', '))}`];
  });
  return `${[
    style('bold', 'Data sets'),
    ...tableLines(
      [
        left('Source'),
        { heading: 'Bars', align: 'right' },
        left('From'),
        left('To'),
        left('What'),
        left('Licence'),
      ],
      datasets,
      width,
    ),
    '',
    style('bold', 'Generators'),
    ...made,
    `All take ${Object.keys(generatorParams).join(', ')}.`,
    '',
    style('bold', 'Files'),
    'CSV (also gzipped), Parquet and Arrow IPC (Feather): a path, a folder with a file or folder for',
    'each symbol, or a pattern such as bars/{symbol}/*.parquet. See docs/data.md.',
  ].join('\n')}\n`;
}

function jsonOf(): Record<string, unknown> {
  return {
    datasets: DATASETS,
    generators: [...generators].map(({ type, description, params }) => ({
      type,
      description,
      parameters: z.toJSONSchema(params, { io: 'input' }).properties ?? {},
    })),
  };
}
