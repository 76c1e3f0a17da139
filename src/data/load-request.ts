import { z } from 'zod';
import { expects } from '../foundation/expects.ts';
import { intervalSchema } from './interval.ts';
import { qualitySchema } from './quality/policies.ts';
import { ADJUSTMENTS } from './shape/adjustment.ts';

const date = z.iso.date({ error: 'must be a date like 2008-09-15' });
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
  anchor: expects(
    'a time of day such as 09:30',
    z.string().regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'must be a time of day like 09:30'),
  )
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

export type LoadRequest = z.input<typeof loadRequestSchema>;
export type CheckedRequest = z.output<typeof loadRequestSchema>;
