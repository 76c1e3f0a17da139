import { UserError } from '../foundation/user-error.ts';
import type { OptionTypes, OptionValues } from './options.ts';

/** Options of commands that read bars; keys of a `data:` entry with hyphens. */
export const READING_OPTIONS = {
  symbol: 'string',
  from: 'string',
  to: 'string',
  columns: 'string',
  stamp: 'string',
  interval: 'string',
  anchor: 'string',
  partial: 'string',
  timezone: 'string',
  'date-format': 'string',
  adjust: 'string',
} as const satisfies OptionTypes;

type ReadingValues = OptionValues<typeof READING_OPTIONS>;

/** What a request to load bars takes from the options, but for source and symbol. Its values are checked there. */
export function readingOf(values: ReadingValues): Record<string, unknown> {
  const { symbol: _, columns, 'date-format': dateFormat, ...same } = values;
  const given = Object.fromEntries(
    Object.keys(READING_OPTIONS).flatMap((key) => {
      const value = (same as Record<string, unknown>)[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
  return {
    ...given,
    ...(dateFormat === undefined ? {} : { date_format: dateFormat }),
    ...(columns === undefined ? {} : { columns: columnsOf(columns) }),
  };
}

/** `close=px_last,volume=` → `{ close: 'px_last', volume: null }`. */
function columnsOf(text: string): Record<string, string | null> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const at = part.indexOf('=');
      if (at < 1) {
        throw new UserError(`--columns: "${part}" does not name a column`, {
          code: 'bad_command_line',
          hint: 'such as close=px_last,volume=',
        });
      }
      const name = part.slice(at + 1).trim();
      return [part.slice(0, at).trim(), name === '' ? null : name];
    }),
  );
}
