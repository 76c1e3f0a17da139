import { z } from 'zod';
import { MARKETS, WEEKDAYS } from '../calendars/given-calendar.ts';
import { expects } from '../foundation/expects.ts';
import { intervalSchema } from './interval.ts';
import { qualitySchema } from './quality/policies.ts';
import { ADJUSTMENTS } from './shape/adjustment.ts';

const date = z.iso.date({ error: 'must be a date like 2008-09-15' });
const clock = expects(
  'a time of day such as 09:30',
  z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'must be a time of day like 09:30'),
);
const columnName = z.string().min(1);
/** One that may be left out of use by null. */
const spare = (text: string) => columnName.describe(text).nullable();

/** Keys of a request that say how a source is read; they stand in a workflow's `data:` entry too. */
export const readingShape = {
  columns: z
    .strictObject({
      time: columnName.describe('when the bar was, or its date'),
      time_of_day: spare('the time of that date, where it stands apart'),
      open: columnName.describe('first price'),
      high: columnName.describe('highest price'),
      low: columnName.describe('lowest price'),
      close: columnName.describe('last price'),
      volume: spare('units traded'),
      adjusted_close: spare('close adjusted for splits and dividends'),
      split: spare('new shares for an old one: 2 for two for one, 0 for none'),
      dividend: spare('money paid for a share, 0 for none'),
      symbol: spare('what the row is of, where a file holds several symbols'),
    })
    .partial()
    .optional()
    .describe('names of columns that do not go by a usual one; null for one that is not to be used'),
  stamp: z
    .enum(['start', 'end'])
    .optional()
    .describe('which end of a bar its time in the file is; its start by default'),
  interval: expects('a whole number with a unit (ms, s, m, h, d, w), such as 5m', intervalSchema)
    .optional()
    .describe(
      'length of a bar, such as 5m: shorter bars of the source are put together; a day for dates, else the most common spacing of the times in the source by default',
    ),
  anchor: clock
    .optional()
    .describe('time of day from which bars of an interval are counted, such as 09:30; midnight by default'),
  partial: z
    .enum(['drop', 'keep'])
    .optional()
    .describe(
      'what becomes of a last bar that is put together of parts when the data ends inside it; dropped by default',
    ),
  timezone: z
    .string()
    .min(1)
    .optional()
    .describe(
      'whose clocks times without an offset were read from, and whose days are meant; UTC by default',
    ),
  date_format: z
    .string()
    .min(1)
    .optional()
    .describe(
      'how times are written, as a pattern of strptime such as %d/%m/%Y; found by itself where it can be',
    ),
  adjust: z
    .enum(ADJUSTMENTS)
    .optional()
    .describe('what prices are adjusted for, by columns of the source; nothing by default'),
  corporate_actions: z
    .enum(ADJUSTMENTS)
    .optional()
    .describe(
      'what prices are not adjusted for and is booked instead, by columns of the source: splits change positions, dividends are paid; nothing by default',
    ),
  calendar: z
    .strictObject({
      market: z.enum(MARKETS).optional().describe('a market whose holidays and half days are known'),
      timezone: z.string().min(1).optional().describe('whose clocks open and close are read from'),
      open: clock.optional().describe('when sessions open, by those clocks'),
      close: clock.optional().describe('when they close'),
      weekdays: z
        .array(z.enum(WEEKDAYS))
        .min(1)
        .optional()
        .describe('days of the week with a session; Monday to Friday by default'),
      holidays: z.array(date).default([]).describe('dates without a session'),
      half_days: z
        .record(date, clock)
        .default({})
        .describe('dates on which a session closes at another time, and that time'),
      outside: z
        .enum(['keep', 'drop'])
        .default('keep')
        .describe('what becomes of bars that begin outside of its sessions'),
    })
    .optional()
    .describe(
      'when bars are to be expected, and which are of a session; every weekday, around the clock by default',
    ),
  quality: qualitySchema
    .optional()
    .describe('what becomes of rows that are wrong or odd, check by check; wrong ones are errors by default'),
};

/** What to load; one entry under `data:` in YAML. */
export const loadRequestSchema = z.strictObject({
  symbol: z
    .string()
    .min(1, 'must not be empty')
    .describe('what the bars are of; picks the rows where a file holds several, or the file in a folder'),
  source: z
    .string()
    .min(1, 'must not be empty')
    .describe(
      'dataset:<name>, generate:<kind>?bars=1000&seed=7, or the path of a file, a folder or a pattern',
    ),
  from: date.optional().describe('first date, included (of the time zone)'),
  to: date.optional().describe('last date, included (of the time zone)'),
  ...readingShape,
});

/** Which bars `loadBars` reads, with the keys of an entry under `data:` in YAML. */
export type LoadRequest = z.input<typeof loadRequestSchema>;
export type CheckedRequest = z.output<typeof loadRequestSchema>;
