import { LocalTime } from '../foundation/local-time.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const NOON = 12 * 60;

/** Where one trading day ends and the next one begins. */
export interface TradingDays {
  /** IANA name. */
  readonly timeZone: string;
  /** Minutes after local midnight at which a day begins; from noon on those of the evening before it. */
  readonly starts: number;
}

/** The trading day that a moment lies in, as days since 1970-01-01. */
export type DayOf = (time: number) => number;

/** UTC dates where nothing else is said. */
export function tradingDays(given?: TradingDays): DayOf {
  if (given === undefined) return (time) => Math.floor(time / DAY_MS);
  const local = new LocalTime(given.timeZone);
  const { starts } = given;
  const shift = (starts >= NOON ? 24 * 60 - starts : -starts) * MINUTE_MS;
  return (time) => Math.floor((local.at(time) + shift) / DAY_MS);
}
