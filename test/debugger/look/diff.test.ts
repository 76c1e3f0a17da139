import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffBars, diffSessions, diffText, type StateDiff } from '../../../src/debugger/look/state-diff.ts';
import { cases } from '../../oracle/cases.ts';
import { specOf } from '../../oracle/engine-run.ts';
import { closesOf, forkOf, scriptedCase, sessionOf, sp500 } from './runs.ts';

const BARS = closesOf([100, 101, 103, 106, 110, 115]);
const changed = ({ changes }: StateDiff, path: string) => changes.find((change) => change.path === path);

describe('the difference between two states', () => {
  test('lists what changed and by how much, and nothing else', async () => {
    const session = await sessionOf(scriptedCase(BARS, { 1: { action: 'BUY' } }));
    const diff = diffBars(session, 2, 3);
    expect(changed(diff, 'portfolio_p.cash')).toEqual({
      path: 'portfolio_p.cash',
      before: 10_000,
      after: 8970,
      delta: -1030,
      unit: 'money',
    });
    expect(changed(diff, 'data_X.close')).toMatchObject({ before: 101, after: 103, delta: 2 });
    expect(changed(diff, 'portfolio_p.positions.X.units')).toMatchObject({ before: undefined, after: 10 });
    expect(changed(diff, 'execution_p.waiting.order_1.type')).toMatchObject({
      before: 'market',
      after: undefined,
    });
    expect(changed(diff, 'strategy_s.type')).toBeUndefined();
    for (const { before, after } of diff.changes) expect(before).not.toEqual(after);
  });

  test('is empty for a state and itself, and turns around when the states do', async () => {
    await fc.assert(
      fc.asyncProperty(cases, fc.nat(1000), fc.nat(1000), async (input, x, y) => {
        const session = await sessionOf(input);
        const [a, b] = [x, y].map((bar) => bar % (session.bars + 1));
        expect(diffBars(session, a, a).changes).toEqual([]);
        const there = diffBars(session, a, b);
        const back = diffBars(session, b, a);
        const turned = back.changes.map(({ before, after, ...rest }) => ({
          ...rest,
          before: after,
          after: before,
        }));
        expect(new Set(there.changes.map(({ path }) => path))).toEqual(
          new Set(turned.map(({ path }) => path)),
        );
        for (const { path, before, after } of turned)
          expect(changed(there, path)).toMatchObject({ before, after });
        expect(there.same).toBe(back.same);
      }),
      { numRuns: 25 },
    );
  });

  test('is that of the last bar without numbers, and goes into a bar as far as the cursor', async () => {
    const session = await sessionOf(scriptedCase(BARS, { 1: { action: 'BUY' } }));
    expect(diffBars(session)).toMatchObject({ before: 'bar 5', after: 'bar 6' });
    session.moveTo({ bar: 3, event: 0 });
    const diff = diffBars(session);
    expect(diff).toMatchObject({ before: 'bar 2', after: 'bar 3, event 1' });
    // The fill has been published, and nobody has booked it.
    expect(changed(diff, 'portfolio_p.cash')).toBeUndefined();
    expect(changed(diff, 'portfolio_p.waiting_orders')).toMatchObject({ delta: -1 });
    expect(diffBars(session, 2, 3).changes).toEqual(diff.changes);
    expect(session.position).toEqual({ bar: 3, event: 0 });
  });

  test('can be of one part of the tree', async () => {
    const session = await sp500(1200);
    const paths = diffBars(session, 1182, 1183, 'position').changes.map(({ path }) => path);
    expect(paths).toContain('portfolio_main.position.units');
    expect(paths.every((path) => path.startsWith('portfolio_main.position.'))).toBe(true);
  });

  test('is told beneath one another, money with two digits', async () => {
    const session = await sessionOf(scriptedCase(BARS, { 1: { action: 'BUY' } }));
    expect(diffText(diffBars(session, 2, 3, 'portfolio_p'))).toMatch(
      /^portfolio_p\.cash +10,000\.00 +8,970\.00 +-1,030\.00$/m,
    );
    expect(diffText(diffBars(session, 2, 2))).toMatch(/^bar 2 and bar 2 are the same in all \d+ values\n$/);
  });

  test('refuses bars after the cursor and bars that there are not', async () => {
    const session = await sessionOf(scriptedCase(BARS, {}), 3);
    expect(() => diffBars(session, 1, 4)).toThrow('bar 4 lies after the cursor');
    expect(() => diffBars(session, -1)).toThrow('there is no bar -1');
    expect(() => diffBars(session, 1, 2, 'portfolio_q')).toThrow('there is no container "portfolio_q"');
  });
});

test('two sessions are compared at one bar', async () => {
  const one = await sessionOf(scriptedCase(BARS, { 0: { action: 'BUY' } }));
  const other = await sessionOf(scriptedCase(BARS, { 0: { action: 'BUY', target: 0.5 } }), 4);
  const diff = diffSessions(one, other);
  expect(diff.before).toBe('bar 4 of main');
  expect(changed(diff, 'portfolio_p.positions.X.units')).toMatchObject({ before: 10, after: 5, delta: -5 });
  expect(changed(diff, 'data_X.close')).toBeUndefined();
  expect(() => diffSessions(one, other, 5)).toThrow('bar 5 lies after the cursor');
});

test('a fork and the run that it came from are the same up to the fork', async () => {
  const input = scriptedCase(BARS, { 0: { action: 'BUY' } });
  const session = await sessionOf(input, 3);
  const fork = await forkOf(
    session,
    specOf(scriptedCase(BARS, { 0: { action: 'BUY' }, 3: { action: 'EXIT' } })),
    6,
  );
  session.moveTo({ bar: 3, event: null });
  expect(diffSessions(session, fork, 3).changes).toEqual([]);
  await session.record(6);
  session.moveTo({ bar: 6, event: null });
  expect(changed(diffSessions(session, fork), 'portfolio_p.open_positions')).toMatchObject({
    before: 1,
    after: 0,
  });
});
