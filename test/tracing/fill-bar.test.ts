import { expect, test } from 'vitest';
import type { EventRecord } from '../../src/events/event.ts';
import { barOfFill, barsById } from '../../src/tracing/fill-bar.ts';

/** Bars of X by their numbers, as a container publishes them that also published `others` before bar 3 and 5. */
function published(others: number): Map<string, EventRecord> {
  const bars = Array.from({ length: 8 }, (_, index) => {
    const number = index + 1 + (index >= 3 ? others : 0) + (index >= 5 ? others : 0);
    const id = `data_X/bar-${number}`;
    return [id, { id, type: 'BAR', payload: { symbol: 'X', index } } as unknown as EventRecord] as const;
  });
  return new Map(bars);
}

test.each([0, 1, 7])('a bar is found by its index, also behind %s events of another kind', (others) => {
  const events = published(others);
  const bars = barsById((id) => events.get(id));
  for (let index = 0; index < 8; index++) {
    expect(bars({ symbol: 'X', index })?.payload).toEqual({ symbol: 'X', index });
  }
});

test('a bar that was not kept is not taken for another', () => {
  const events = published(0);
  events.delete('data_X/bar-4');
  const bars = barsById((id) => events.get(id));
  expect(bars({ symbol: 'X', index: 3 })).toBeUndefined();
  expect(bars({ symbol: 'X', index: 8 })).toBeUndefined();
  expect(bars({ symbol: 'Y', index: 0 })).toBeUndefined();
});

test('only fills have such a bar', () => {
  const payload = { symbol: 'X', index: 4 };
  expect(barOfFill({ type: 'FILL', payload } as unknown as EventRecord)).toEqual(payload);
  expect(barOfFill({ type: 'FILL', payload: {} } as unknown as EventRecord)).toBeUndefined();
  expect(barOfFill({ type: 'SIGNAL', payload } as unknown as EventRecord)).toBeUndefined();
});
