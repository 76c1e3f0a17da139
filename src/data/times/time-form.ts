/**
 * How a file writes its times. One form holds for the whole file: a cell in another form is an error, not a guess.
 *
 * - `date`: 2008-09-15, the whole day; `compact_date`: 20080915, likewise.
 * - `date_time`: 2008-09-15T13:30, with or without seconds and their fraction; `compact_date_time`: 20080915 133000.
 * - `instant`: a date-time with Z or an offset.
 * - `seconds`, `milliseconds`, `microseconds`, `nanoseconds`: since 1970.
 * - `pattern`: text by a pattern of strptime, found or given as `date_format`.
 * - `dates`, `timestamps`, `instants`: columns of such a type, as Parquet and Arrow have them.
 */
export type TimeKind =
  | 'date'
  | 'compact_date'
  | 'date_time'
  | 'compact_date_time'
  | 'instant'
  | EpochKind
  | 'pattern'
  | 'dates'
  | 'timestamps'
  | 'instants';

export type EpochKind = 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds';

export interface TimeForm {
  readonly kind: TimeKind;
  /** Of the kind `pattern`: `%d/%m/%Y`. */
  readonly pattern?: string;
  /** Of the kind `pattern`: a time as it writes them, for messages. */
  readonly example?: string;
}

const DATE = '[0-9]{4}-[0-9]{2}-[0-9]{2}';
const COMPACT_DATE = '(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])';
const ZONE = ' ?(Z|UTC|[+-][0-9]{2}(:?[0-9]{2})?)';
const DATE_TIME = `${DATE}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?`;
const COMPACT_DATE_TIME = `${COMPACT_DATE}( +|T)[0-9]{2}:?[0-9]{2}(:?[0-9]{2})?`;
const NUMBER = '-?[0-9]+([.][0-9]+)?';

/** Milliseconds in the unit of each, and above which number it is another one: as seconds 1e11 would be the year 5138. */
const EPOCHS: readonly { readonly kind: EpochKind; readonly milliseconds: number; readonly below: number }[] =
  [
    { kind: 'seconds', milliseconds: 1000, below: 1e11 },
    { kind: 'milliseconds', milliseconds: 1, below: 1e14 },
    { kind: 'microseconds', milliseconds: 1e-3, below: 1e17 },
    { kind: 'nanoseconds', milliseconds: 1e-6, below: 1e20 },
  ];

/** The last moment that a date with a year of four digits can name, in ms. */
const LATEST = 253_402_300_799_999;

const EXAMPLES: Readonly<Record<TimeKind, string>> = {
  date: 'a date like 2008-09-15',
  compact_date: 'a date like 20080915',
  date_time: 'a date-time like 2008-09-15T13:30:00',
  compact_date_time: 'a date-time like 20080915 133000',
  instant: 'a date-time like 2008-09-15T13:30:00Z',
  seconds: 'a number of seconds since 1970',
  milliseconds: 'a number of milliseconds since 1970',
  microseconds: 'a number of microseconds since 1970',
  nanoseconds: 'a number of nanoseconds since 1970',
  pattern: 'a time',
  dates: 'a date',
  timestamps: 'a time',
  instants: 'a time',
};

/** What a time in this form looks like: `a date like 2008-09-15`. */
export function timeExample({ kind, example }: TimeForm): string {
  return example === undefined ? EXAMPLES[kind] : `a time like ${example}`;
}

/** What a time may look like, for hints. */
export const TIME_FORMS =
  'times are ISO dates or date-times, or a count since 1970, in one form throughout a file; date_format gives any other';

/** Whether a time in this form names a whole day rather than a moment. */
export function isDateForm({ kind, pattern }: TimeForm): boolean {
  if (kind === 'pattern') return !/%[HIMScTX]/.test(pattern ?? '');
  return kind === 'date' || kind === 'compact_date' || kind === 'dates';
}

/** Whether a time in this form is the reading of a clock somewhere, which becomes a moment by a time zone. */
export function isWallForm(form: TimeForm): boolean {
  const { kind, pattern } = form;
  if (kind === 'pattern') return !/%[zZ]/.test(pattern ?? '');
  return isDateForm(form) || kind === 'date_time' || kind === 'compact_date_time' || kind === 'timestamps';
}

/** The form of the first of `cells` that has one; undefined when none of them is a time that can be told alone. */
export function findTimeForm(cells: readonly string[]): TimeForm | undefined {
  for (const cell of cells) {
    if (matches(cell, DATE)) return { kind: 'date' };
    if (matches(cell, DATE_TIME)) return { kind: 'date_time' };
    if (matches(cell, `${DATE_TIME}${ZONE}`)) return { kind: 'instant' };
    if (matches(cell, COMPACT_DATE_TIME)) return { kind: 'compact_date_time' };
    // Eight digits are a date where they can be one: as seconds they would be a day of 1970.
    if (matches(cell, COMPACT_DATE)) return { kind: 'compact_date' };
    if (matches(cell, NUMBER)) {
      const kind = epochKind(Number(cell));
      if (kind !== undefined) return { kind };
    }
  }
  return undefined;
}

/** In which unit a number counts the time since 1970; undefined for one too large for any. */
export function epochKind(value: number): EpochKind | undefined {
  return EPOCHS.find(({ below }) => Math.abs(value) < below)?.kind;
}

export function isEpoch(kind: TimeKind): kind is EpochKind {
  return EPOCHS.some((epoch) => epoch.kind === kind);
}

/** Milliseconds in one unit of the kind. */
export function epochUnit(kind: EpochKind): number {
  return EPOCHS.find((epoch) => epoch.kind === kind)?.milliseconds ?? Number.NaN;
}

/** SQL for the milliseconds (DOUBLE) of a column, NULL where the cell is not in the form. A wall clock is read as if it were UTC. */
export function timeSql({ kind, pattern = '' }: TimeForm, column: string): string {
  const cell = `trim(${column})`;
  switch (kind) {
    case 'date':
      return guarded(cell, DATE, `epoch_ms(try_cast(${cell} as date)::timestamp)::double`);
    case 'compact_date':
      return guarded(cell, COMPACT_DATE, `epoch_ms(try_strptime(${cell}, '%Y%m%d'))::double`);
    case 'date_time':
      return guarded(cell, DATE_TIME, instantSql(cell));
    case 'instant':
      return guarded(cell, `${DATE_TIME}${ZONE}`, instantSql(cell));
    case 'compact_date_time': {
      const digits = `rpad(regexp_replace(${cell}, '[ T:]', '', 'g'), 14, '0')`;
      return guarded(cell, COMPACT_DATE_TIME, `epoch_ms(try_strptime(${digits}, '%Y%m%d%H%M%S'))::double`);
    }
    case 'pattern':
      return `epoch_ms(try_strptime(${cell}, '${pattern.replaceAll("'", "''")}'))::double`;
    case 'dates':
      return `epoch_ms(${column}::timestamp)::double`;
    case 'timestamps':
    case 'instants':
      return `epoch_ms(${column})::double`;
    default: {
      // Whole numbers of more than 15 digits would be rounded as doubles.
      const exact = `coalesce(try_cast(${cell} as hugeint) * 1.0, try_cast(${cell} as double))`;
      const value = kind === 'seconds' || kind === 'milliseconds' ? `try_cast(${cell} as double)` : exact;
      return guarded(cell, NUMBER, inRange(`round((${value}) * ${epochUnit(kind)})`));
    }
  }
}

/** SQL for the milliseconds of a column of whole numbers. */
export function epochSql(kind: EpochKind, column: string): string {
  return inRange(`round(${column}::double * ${epochUnit(kind)})`);
}

// A cast to TIMESTAMP would drop the offset without a word, and to TIMESTAMPTZ wants seconds before a zone.
function instantSql(cell: string): string {
  return `epoch_ms(coalesce(try_cast(${cell} as timestamptz),
    try_cast(regexp_replace(${cell}, '^(.{16})(${ZONE})$', '\\1:00\\2') as timestamptz)))::double`;
}

function matches(cell: string, pattern: string): boolean {
  return new RegExp(`^(${pattern})$`).test(cell);
}

/** The pattern keeps out what the engine's casts would let in: `infinity`, `epoch`, `44-03-15 (BC)`. */
function guarded(cell: string, pattern: string, value: string): string {
  return `case when regexp_full_match(${cell}, '${pattern}') then ${value} end`;
}

function inRange(value: string): string {
  return `case when abs(${value}) <= ${LATEST} then ${value} end`;
}
