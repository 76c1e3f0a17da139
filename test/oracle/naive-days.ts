import type { PlainInput } from './plain.ts';

const CLOCKS = new Map<string, Intl.DateTimeFormat>();

/** The date of the trading day that a moment lies in. */
export function dayOf({ execution }: PlainInput, time: number): string {
  const { timezone, starts } = execution.day ?? { timezone: 'UTC', starts: '00:00' };
  const clock =
    CLOCKS.get(timezone) ??
    // Swedes write dates as ISO does.
    new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'short' });
  CLOCKS.set(timezone, clock);
  const [date, minute] = clock.format(time).split(' ');
  const isLater = minute >= starts;
  if (starts >= '12:00') return isLater ? moved(date, 1) : date;
  return isLater ? date : moved(date, -1);
}

function moved(date: string, days: number): string {
  return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
}
