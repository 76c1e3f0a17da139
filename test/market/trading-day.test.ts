import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tradingDays } from '../../src/market/trading-day.ts';
import { dayOf } from '../oracle/naive-days.ts';
import type { PlainInput } from '../oracle/plain.ts';

const DAY = 86_400_000;
const dateOf = (day: number) => new Date(day * DAY).toISOString().slice(0, 10);

test('a day is a UTC date where nothing else is said', () => {
  const day = tradingDays();
  expect([day(0), day(DAY - 1), day(DAY)]).toEqual([0, 0, 1]);
});

test('a day that begins in the evening belongs to the date after it', () => {
  const day = tradingDays({ timeZone: 'America/Chicago', starts: 17 * 60 });
  // Sunday 2024-03-10, 17:00 in Chicago, in the night before which clocks went forward.
  expect(dateOf(day(Date.parse('2024-03-10T21:59Z')))).toBe('2024-03-10');
  expect(dateOf(day(Date.parse('2024-03-10T22:00Z')))).toBe('2024-03-11');
  // A day before it was an hour later.
  expect(dateOf(day(Date.parse('2024-03-08T22:30Z')))).toBe('2024-03-08');
  expect(dateOf(day(Date.parse('2024-03-08T23:00Z')))).toBe('2024-03-09');
});

test('a day that begins in the morning belongs to the date on which it does', () => {
  const day = tradingDays({ timeZone: 'Asia/Tokyo', starts: 7 * 60 });
  // 06:59 and 07:00 in Tokyo.
  expect(dateOf(day(Date.parse('2024-03-10T21:59Z')))).toBe('2024-03-10');
  expect(dateOf(day(Date.parse('2024-03-10T22:00Z')))).toBe('2024-03-11');
});

test('days are those that a reading of the clock gives, in any zone', () => {
  const zones = fc.constantFrom('America/Chicago', 'Australia/Sydney', 'Asia/Tokyo', 'Europe/London', 'UTC');
  const starts = fc.constantFrom('00:00', '07:00', '09:30', '12:00', '17:00', '18:30');
  const minutes = fc.integer({ min: Date.UTC(2020, 0, 1) / 60_000, max: Date.UTC(2025, 0, 1) / 60_000 });
  fc.assert(
    fc.property(zones, starts, minutes, (timezone, at, minute) => {
      const [hours, rest] = at.split(':').map(Number);
      const ours = tradingDays({ timeZone: timezone, starts: 60 * hours + rest })(minute * 60_000);
      const input = { execution: { day: { timezone, starts: at } } } as unknown as PlainInput;
      expect(dateOf(ours)).toBe(dayOf(input, minute * 60_000));
    }),
  );
});
