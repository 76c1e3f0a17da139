/**
 * How a file writes its times. One form holds for the whole file: a cell in another form is an error, not a guess.
 *
 * - `date`: 2008-09-15, the whole UTC day.
 * - `compact_date`: 20080915, likewise.
 * - `date_time`: 2008-09-15T13:30, with or without seconds and their fraction; with Z or an offset, UTC without one.
 * - `seconds`, `milliseconds`: since 1970.
 */
export type TimeForm = 'date' | 'compact_date' | 'date_time' | 'seconds' | 'milliseconds';

const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const COMPACT_DATE = '(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])';
const ZONE = ' ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)';
const DATE_TIME = `${DATE}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?(${ZONE})?`;
const NUMBER = '-?[0-9]+([.][0-9]+)?';

/** Above this a number counts milliseconds: as seconds it would be the year 5138, as milliseconds it is 1973. */
const LARGEST_SECONDS = 1e11;
/** Above this it would be microseconds or nanoseconds, which are not read. */
const LARGEST_MILLISECONDS = 1e14;

export const TIME_EXAMPLES: Readonly<Record<TimeForm, string>> = {
  date: 'a date like 2008-09-15',
  compact_date: 'a date like 20080915',
  date_time: 'a date-time like 2008-09-15T13:30:00Z',
  seconds: 'a number of seconds since 1970',
  milliseconds: 'a number of milliseconds since 1970',
};

/** What a time may look like, for hints. */
export const TIME_FORMS =
  'times are ISO dates or date-times, or seconds or milliseconds since 1970, in one form throughout a file';

/** The form of the first of `cells` that has one; undefined when none of them is a time. */
export function findTimeForm(cells: readonly string[]): TimeForm | undefined {
  for (const cell of cells) {
    if (matches(cell, DATE)) return 'date';
    if (matches(cell, DATE_TIME)) return 'date_time';
    // Eight digits are a date where they can be one: as seconds they would be a day of 1970.
    if (matches(cell, COMPACT_DATE)) return 'compact_date';
    const value = Math.abs(Number(cell));
    if (matches(cell, NUMBER) && value < LARGEST_MILLISECONDS)
      return value < LARGEST_SECONDS ? 'seconds' : 'milliseconds';
  }
  return undefined;
}

/** Whether a time in this form names a whole day rather than a moment. */
export function isDateForm(form: TimeForm): boolean {
  return form === 'date' || form === 'compact_date';
}

/** SQL for the UTC milliseconds (DOUBLE) of a text column, NULL where the cell is not in the form. */
export function timeSql(form: TimeForm, column: string): string {
  const cell = `trim(${column})`;
  switch (form) {
    case 'date':
      return guarded(cell, DATE, `epoch_ms(try_cast(${cell} as date)::timestamp)::double`);
    case 'compact_date':
      return guarded(cell, COMPACT_DATE, `epoch_ms(try_strptime(${cell}, '%Y%m%d'))::double`);
    case 'date_time':
      // A cast to TIMESTAMP would drop the offset without a word, and to TIMESTAMPTZ wants seconds before a zone.
      return guarded(
        cell,
        DATE_TIME,
        `epoch_ms(coalesce(try_cast(${cell} as timestamptz),
           try_cast(regexp_replace(${cell}, '^(.{16})(${ZONE})$', '\\1:00\\2') as timestamptz)))::double`,
      );
    case 'seconds':
      return guarded(cell, NUMBER, inRange(`round(try_cast(${cell} as double) * 1000)`));
    case 'milliseconds':
      return guarded(cell, NUMBER, inRange(`round(try_cast(${cell} as double))`));
  }
}

function matches(cell: string, pattern: string): boolean {
  return new RegExp(`^(${pattern})$`).test(cell);
}

/** The pattern keeps out what the engine's casts would let in: `infinity`, `epoch`, `44-03-15 (BC)`. */
function guarded(cell: string, pattern: string, value: string): string {
  return `case when regexp_full_match(${cell}, '${pattern}') then ${value} end`;
}

function inRange(value: string): string {
  return `case when abs(${value}) < ${LARGEST_MILLISECONDS} then ${value} end`;
}
