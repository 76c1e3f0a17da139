import { DAY } from '../interval.ts';
import { patternReader } from '../times/parse-pattern.ts';
import { epochUnit, isEpoch, type TimeForm } from '../times/time-form.ts';

const DATE_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.](\d+))?)?)?(?: ?(Z|UTC|([+-])(\d{2})(?::?(\d{2}))?))?$/;
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:(?: +|T)(\d{2}):?(\d{2})(?::?(\d{2}))?)?$/;

/** A reader of texts in a form, which gives milliseconds, NaN for what is not in it; undefined for what only the engine reads. */
export function stampReader(form: TimeForm): ((text: string) => number) | undefined {
  if (form.kind === 'pattern') return patternReader(form.pattern ?? '');
  return (text) => parseStamp(form, text);
}

function parseStamp({ kind }: TimeForm, text: string): number {
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
