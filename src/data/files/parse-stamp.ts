import { DAY } from '../interval.ts';
import { epochUnit, isEpoch, type TimeForm } from '../times/time-form.ts';

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.](\d+))?)?)?(?: ?(Z|UTC|([+-])(\d{2})(?::?(\d{2}))?))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(?: +|T)(\d{2}):?(\d{2})(?::?(\d{2}))?)?$/;

/**
 * The milliseconds of a text, for columns of text in a file that the engine does not read; NaN where it is not in the
 * form. Patterns of `date_format` are not among the forms.
 */
export function parseStamp({ kind }: TimeForm, text: string): number {
  if (isEpoch(kind))
    return /^-?\d+([.]\d+)?$/.test(text) ? Math.round(Number(text) * epochUnit(kind)) : Number.NaN;
  const isCompact = kind === 'compact_date' || kind === 'compact_date_time';
  const match = (isCompact ? COMPACT : DATE_TIME).exec(text);
  if (match === null) return Number.NaN;
  const [
    ,
    year,
    month,
    day,
    hour,
    minute = '0',
    second = '0',
    fraction = '',
    zone,
    sign,
    hours = '0',
    minutes = '0',
  ] = match;
  const isDate = kind === 'date' || kind === 'compact_date';
  if ((hour === undefined) !== isDate || (zone !== undefined) !== (kind === 'instant')) return Number.NaN;
  const date = Date.UTC(+year, +month - 1, +day);
  // Days past the end of a month roll over into the next one instead of being refused.
  if (new Date(date).getUTCDate() !== +day || +month > 12) return Number.NaN;
  const time =
    ((+(hour ?? 0) * 60 + +minute) * 60 + +second) * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3));
  const offset = (sign === '-' ? -1 : 1) * (+hours * 60 + +minutes) * 60_000;
  return time < DAY ? date + time - offset : Number.NaN;
}
