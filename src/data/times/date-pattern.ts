import { UserError } from '../../foundation/user-error.ts';
import type { TimeForm } from './time-form.ts';

/** Numbers between separators, the year of four digits in front or at the end; a time of day may follow. */
const NUMBERS =
  /^(\d{1,4})([/.-])(\d{1,2})\2(\d{1,4})(?:( +|T|, ?)(\d{1,2}:\d{2})(:\d{2}([.]\d+)?)?( ?[AP]M)?)?$/i;
const DAY_NAMED = /^\d{1,2}([- ])[A-Za-z]{3}\1\d{4}$/;
const MONTH_NAMED = /^([A-Za-z]{3}) \d{1,2}, \d{4}$/;

/** A pattern that may be meant, with the parts that the two numbers beside the year stand for. */
interface Candidate extends TimeForm {
  readonly kind: 'pattern';
  readonly pattern: string;
  readonly example: string;
}

/** What cells that are no ISO dates may be: one pattern, or two when day and month may stand either way round. */
export interface DatePatterns {
  readonly dayFirst: Candidate | undefined;
  readonly monthFirst: Candidate | undefined;
  /** A cell that both would read. */
  readonly cell: string;
}

/**
 * Patterns that read every one of `cells` (empty ones apart), as far as their numbers tell: 31/12/2020 has the day in
 * front, 12/31/2020 the month, and 03/04/2020 may be either.
 */
export function findDatePatterns(cells: readonly string[]): DatePatterns | undefined {
  const filled = cells.filter((cell) => cell !== '');
  const [cell] = filled;
  if (cell === undefined) return undefined;
  if (DAY_NAMED.test(cell)) {
    const separator = DAY_NAMED.exec(cell)?.[1] ?? '-';
    return only(`%d${separator}%b${separator}%Y`, cell);
  }
  if (MONTH_NAMED.test(cell)) return only('%b %d, %Y', cell);
  const match = NUMBERS.exec(cell);
  if (match === null) return undefined;
  const [, first, separator, , last, gap = ' ', clock, seconds, fraction, half] = match;
  if (first.length === 4 && last.length === 4) return undefined;
  const time = clock === undefined ? '' : `${gap}${half === undefined ? '%H' : '%I'}:%M`;
  const rest = `${seconds === undefined ? '' : `:%S${fraction === undefined ? '' : '.%f'}`}`;
  const suffix = `${time}${rest}${half === undefined ? '' : `${half.startsWith(' ') ? ' ' : ''}%p`}`;
  if (first.length === 4) return only(`%Y${separator}%m${separator}%d${suffix}`, cell);
  if (last.length !== 4) return undefined;
  const parts = filled.map((text) => NUMBERS.exec(text));
  const over = (group: 1 | 3) => parts.some((part) => part !== null && Number(part[group]) > 12);
  const order = (one: string, two: string): Candidate => ({
    kind: 'pattern',
    pattern: `${one}${separator}${two}${separator}%Y${suffix}`,
    example: cell,
  });
  return {
    dayFirst: over(3) ? undefined : order('%d', '%m'),
    monthFirst: over(1) ? undefined : order('%m', '%d'),
    cell,
  };
}

function only(pattern: string, example: string): DatePatterns {
  return { dayFirst: { kind: 'pattern', pattern, example }, monthFirst: undefined, cell: example };
}

/** The form that the user gave as `date_format`. @throws UserError for what is no pattern. */
export function givenPattern(pattern: string): TimeForm {
  const mistake = (message: string, hint: string) =>
    new UserError(`"${pattern}" is no date format: it ${message}`, { code: 'bad_date_format', hint });
  if (!pattern.includes('%')) {
    const guess = pattern
      .replaceAll('YYYY', '%Y')
      .replaceAll('MM', '%m')
      .replaceAll('DD', '%d')
      .replaceAll(/hh/gi, '%H')
      .replaceAll('mm', '%M')
      .replaceAll('ss', '%S');
    const hint = guess.includes('%') ? `did you mean "${guess}"?` : 'such as "%d/%m/%Y %H:%M"';
    throw mistake('has no part that begins with %', hint);
  }
  const unknown = /%(?![aAbBcdDfgHIjmMnpSuyYzZ%x-])./.exec(pattern)?.[0];
  if (unknown !== undefined) {
    throw mistake(`has an unknown part ${unknown}`, 'the parts of strptime: %Y %m %d %H %M %S %f %b %p %z …');
  }
  if (!/%[yYDcxj]/.test(pattern)) throw mistake('has no year', 'such as "%d/%m/%Y %H:%M"');
  return { kind: 'pattern', pattern, example: exampleOf(pattern) };
}

const PARTS: Readonly<Record<string, string>> = {
  Y: '2008',
  y: '08',
  m: '09',
  d: '15',
  H: '13',
  I: '01',
  M: '30',
  S: '00',
  f: '000000',
  b: 'Sep',
  B: 'September',
  a: 'Mon',
  A: 'Monday',
  p: 'PM',
  z: '+0000',
  Z: 'UTC',
  j: '259',
};

function exampleOf(pattern: string): string {
  return pattern.replaceAll(/%-?(.)/g, (part, letter: string) => PARTS[letter] ?? part);
}
