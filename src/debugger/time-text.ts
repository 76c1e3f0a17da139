import { timeText } from '../tracing/event-text.ts';

const DAY = 86_400_000;

/** When a bar became known: a daily one is known with the last millisecond of its day, which is its date for people. */
export function barTimeText(time: number): string {
  return (time + 1) % DAY === 0 ? timeText(time + 1 - DAY) : timeText(time);
}
