import { counted, formatNumber } from '../analytics/format.ts';
import { describeFiles, type FileInfo, type SymbolInfo } from '../data/describe-source.ts';
import { intervalText } from '../data/interval.ts';
import { type LoadRequest, loadBars } from '../data/load-bars.ts';
import { loadRequestSchema } from '../data/load-request.ts';
import { parseSource } from '../data/source.ts';
import { type TimeForm, timeExample } from '../data/times/time-form.ts';
import { parseParams } from '../foundation/parse-params.ts';
import { UserError } from '../foundation/user-error.ts';
import { compact } from '../workflows/progress/progress-text.ts';
import { READING_OPTIONS, readingOf } from './data-options.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { interruptible } from './interruptible.ts';
import { parseOptions } from './options.ts';
import { styleFor } from './style.ts';
import { tableLines } from './table.ts';

const PLAIN_WIDTH = 160;
const SYMBOLS_SHOWN = 20;

/** `admf data info <source>`: what stands in its files, before anything is made of it. */
export async function dataInfo(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'data',
    options: { ...READING_OPTIONS, json: 'boolean' },
    argument: { name: '<source>', required: true },
  });
  const source = argument as string;
  const json = values.json === true;
  return interruptible(effects, json, async ({ signal, say }) => {
    say(`reading ${source}…`);
    const reading = { symbol: values.symbol ?? 'X', source, ...readingOf(values) } as LoadRequest;
    const { columns, date_format: dateFormat } = parseParams('data', loadRequestSchema, reading);
    const load = { baseDirectory: effects.cwd, signal };
    const isMade = parseSource(source).kind === 'generate';
    const request = { source, symbol: values.symbol, columns, dateFormat };
    const files = isMade ? [] : await describeFiles(request, load);
    const made = isMade ? await loadBars(reading, load) : null;
    return () => {
      const { stdout } = effects;
      if (made === null && files.length === 0)
        throw new UserError(`${source} holds no files of bars`, { code: 'missing_file' });
      if (json) {
        stdout.write(
          `${JSON.stringify(made === null ? { source, files: files.map(jsonOf) } : { source, bars: made.length })}\n`,
        );
      } else if (made === null) stdout.write(textOf(files, effects));
      else
        stdout.write(
          `${source}: ${counted(made.length, 'bar')}, ${day(made.openTime[0])} to ${day(made.closeTime[made.length - 1])}\n`,
        );
      return 0;
    };
  });
}

function textOf(files: readonly FileInfo[], { stdout, env }: CliEffects): string {
  const style = styleFor(hasColor(stdout, env));
  const width = stdout.columns ?? PLAIN_WIDTH;
  const sections = files.map((file) => {
    const { name, format, bytes, columns, times, rows, symbols } = file;
    const read = columns.filter(({ role }) => role !== null);
    const unread = columns.filter(({ role }) => role === null);
    const shown = symbols.slice(0, SYMBOLS_SHOWN);
    return [
      `${style('bold', name)}  ${format}, ${compact(bytes)} bytes, ${counted(rows, 'row')}`,
      `  columns  ${read.map((column) => (column.role === column.name ? column.name : `${column.name} (${column.role})`)).join(', ')}${unread.length === 0 ? '' : `; not read: ${unread.map((column) => column.name).join(', ')}`}`,
      `  times    ${timesText(times)}`,
      ...tableLines(
        [
          { heading: '  Symbol', align: 'left' },
          { heading: 'Rows', align: 'right' },
          { heading: 'First', align: 'left' },
          { heading: 'Last', align: 'left' },
          { heading: 'Spacing', align: 'left' },
        ],
        shown.map((symbol) => rowOf(symbol)),
        width,
      ),
      ...(symbols.length > shown.length ? [`  … and ${symbols.length - shown.length} more`] : []),
    ].join('\n');
  });
  return `${sections.join('\n\n')}\n`;
}

function timesText(form: TimeForm): string {
  switch (form.kind) {
    case 'dates':
      return 'dates';
    case 'timestamps':
      return 'timestamps without a zone';
    case 'instants':
      return 'timestamps in UTC';
    default:
      return timeExample(form);
  }
}

function rowOf({ symbol, rows, first, last, spacing }: SymbolInfo): string[] {
  const length = spacing === null ? '' : intervalText(spacing);
  return [`  ${symbol}`, formatNumber(rows, 0), time(first), time(last), length];
}

function time(ms: number): string {
  if (Number.isNaN(ms)) return '';
  return new Date(ms).toISOString().replace('T00:00:00.000Z', '').replace('.000Z', '').replace('T', ' ');
}

function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

function jsonOf(file: FileInfo): Record<string, unknown> {
  return {
    ...file,
    times: file.times.pattern ?? file.times.kind,
    symbols: file.symbols.map(({ first, last, ...symbol }) => ({
      ...symbol,
      first: iso(first),
      last: iso(last),
    })),
  };
}

function iso(ms: number): string | null {
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}
