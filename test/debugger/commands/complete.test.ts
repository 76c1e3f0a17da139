import { expect, test } from 'vitest';
import { complete } from '../../../src/debugger/commands/complete.ts';
import { COMMANDS } from '../../../src/debugger/commands/table.ts';
import { tinyDesk } from './tiny-desk.ts';

const desk = await tinyDesk();

/** The lines that can come of a line at its end. */
function completed(line: string): string[] {
  const { start, candidates } = complete(desk, line);
  return candidates.map(({ text }) => line.slice(0, start) + text);
}

test('commands, also behind a count and behind ";"', () => {
  expect(completed('ne')).toEqual(['next']);
  expect(completed('next 3; 5rev')).toContain('next 3; 5reverse-step');
  expect(completed(':fini')).toEqual([':finish']);
  expect(completed('')).toEqual(COMMANDS.map(({ name }) => name));
  expect(completed('n;')).toEqual(COMMANDS.map(({ name }) => `n;${name}`));
  expect(completed('help fini')).toEqual(['help finish']);
  expect(complete(desk, 'ne').candidates).toEqual([
    { text: 'next', help: 'Go one bar forward, to its end.' },
  ]);
});

test('names in expressions, one part after the other', () => {
  expect(completed('print portf')).toEqual(['print portfolio.', 'print portfolio_p.']);
  expect(completed('print bar.close > portfolio.eq')).toEqual(['print bar.close > portfolio.equity']);
  expect(completed('print features.')).toEqual(['print features.sma_5', 'print features.sma_20']);
  expect(completed('portfolio.ca')).toEqual(['portfolio.cash']);
});

test('types of events inside quotes', () => {
  expect(completed("print event.type === 'FIL")).toEqual(["print event.type === 'FILL"]);
});

test('in the middle of a line, what stands behind the cursor is left alone', () => {
  expect(complete(desk, 'print bar.cl + 1', 12)).toEqual({
    start: 6,
    candidates: [{ text: 'bar.close', help: 'a value of the run' }],
  });
});

test('trades and events up to the cursor, by their numbers, the last first', async () => {
  const walked = await tinyDesk();
  const { session } = walked;
  await session.goto('end');
  const of = (line: string) => complete(walked, line).candidates.map(({ text }) => text);
  const numbers = of('why fill-').map((text) => Number(text.replace('fill-', '')));
  expect(numbers.length).toBeGreaterThan(2);
  expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
  const trades = of('goto trade-');
  expect(trades.at(-1)).toBe('trade-1');
  expect(of('why tr')).toEqual(expect.arrayContaining([trades[0]]));
  // What lies after the cursor is not offered.
  await session.goto('trade-2');
  expect(of('goto trade-')).toEqual(['trade-1']);
  expect(of('why f')).toContain('fill-');
});

test('names that may come into focus, by what comes into it', () => {
  expect(completed('focus p')).toEqual(['focus portfolio']);
  expect(completed('focus portfolio ')).toEqual(
    desk.session.core.branch.prepared.spec.portfolios.map(({ id }) => `focus portfolio ${id}`),
  );
  expect(completed('focus symbol ')).toHaveLength(desk.session.core.branch.prepared.spec.markets.length);
});

test('nothing where nothing can be said', () => {
  expect(completed('nonsense fi')).toEqual([]);
  expect(completed('finish ')).toEqual([]);
  expect(completed('quit x')).toEqual([]);
});
