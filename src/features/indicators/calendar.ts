import { z } from 'zod';
import { LocalTime } from '../../foundation/local-time.ts';
import { type FeatureDefinition, stateless } from '../feature.ts';
import { timeZoneParam } from '../params.ts';
import { type FeatureRequest, outputsOf } from '../request.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

const params = z.strictObject({ time_zone: timeZoneParam() });

const OUTPUTS = [
  'minute_of_day',
  'day_of_week',
  'day_of_month',
  'day_of_year',
  'month',
  'quarter',
  'year',
] as const;

export const calendarFeature: FeatureDefinition<z.output<typeof params>> = {
  type: 'calendar',
  description:
    "Clock and date of the bar's last millisecond: minutes after midnight, ISO day of the week (1 Monday), day, month, year.",
  params,
  inputs: () => ['closeTime'],
  outputs: OUTPUTS,
  warmUp: () => 0,
  create: ({ time_zone }, [closeTime], outputs) => {
    const [minute, weekday, dayOfMonth, dayOfYear, month, quarter, year] = outputs;
    const time = new LocalTime(time_zone);
    return stateless((from, to) => {
      let last = from > 0 ? Math.floor(time.at(closeTime[from - 1]) / DAY) : Number.NaN;
      for (let i = from; i < to; i++) {
        const local = time.at(closeTime[i]);
        const day = Math.floor(local / DAY);
        minute[i] = Math.floor((local - day * DAY) / MINUTE);
        if (day === last) {
          for (let output = 1; output < outputs.length; output++) outputs[output][i] = outputs[output][i - 1];
          continue;
        }
        last = day;
        const date = new Date(day * DAY);
        // 1970-01-01 was a Thursday.
        weekday[i] = ((((day + 3) % 7) + 7) % 7) + 1;
        dayOfMonth[i] = date.getUTCDate();
        dayOfYear[i] = day - Date.UTC(date.getUTCFullYear(), 0, 1) / DAY + 1;
        month[i] = date.getUTCMonth() + 1;
        quarter[i] = Math.ceil(month[i] / 3);
        year[i] = date.getUTCFullYear();
      }
    });
  },
};

/**
 * Clock and date at which a bar ends, one request per column, present at every bar: `calendar().day_of_week` is 1 on Monday
 * and 7 on Sunday, `minute_of_day` counts from 0 at midnight, all else from 1. The bar from 9:30 to 9:31 has minute 570.
 *
 * @param timeZone IANA name, default UTC.
 */
export function calendar(timeZone = 'UTC'): Readonly<Record<(typeof OUTPUTS)[number], FeatureRequest>> {
  return outputsOf('calendar', { time_zone: timeZone }, OUTPUTS);
}
