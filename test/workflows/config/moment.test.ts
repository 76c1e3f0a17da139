import { describe, expect, test } from 'vitest';
import { canonicalMoment, momentOf, timeRangeOf } from '../../../src/workflows/config/moment.ts';

describe('momentOf', () => {
  test.each([
    ['2000-01-31', Date.UTC(2000, 0, 31)],
    ['2000-01-31T14:30Z', Date.UTC(2000, 0, 31, 14, 30)],
    ['2000-01-31 14:30:05.25', Date.UTC(2000, 0, 31, 14, 30, 5, 250)],
    ['2013-03-11T09:30:00-04:00', Date.UTC(2013, 2, 11, 13, 30)],
    ['2013-03-11t09:30:00 +0530', Date.UTC(2013, 2, 11, 4, 0)],
    ['2012-02-29', Date.UTC(2012, 1, 29)],
  ])('reads %s', (text, time) => {
    expect(momentOf(text, 'from')).toBe(time);
  });

  test.each([
    '2001-02-29',
    '2000-13-01',
    '2000-00-10',
    '2000-01-01T24:00',
    '2000-01-01T10:60',
    '2000-1-1',
    '1.2.2000',
  ])('knows no %s', (text) => {
    expect(momentOf(text, 'from')).toBeUndefined();
  });

  test('takes a date as its first millisecond at the start of a range and its last at the end', () => {
    const day = timeRangeOf({ from: '2000-01-03', to: '2000-01-03' });
    expect(day).toEqual({ from: Date.UTC(2000, 0, 3), to: Date.UTC(2000, 0, 4) - 1 });
    expect(timeRangeOf({})).toEqual({ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY });
  });
});

test('canonicalMoment gives one moment one spelling', () => {
  expect(canonicalMoment('2000-01-03')).toBe('2000-01-03');
  expect(canonicalMoment('2000-01-03 09:30:00-05:00')).toBe('2000-01-03T14:30:00.000Z');
});
