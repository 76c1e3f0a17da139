import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { back, forward } from '../../src/debugger/motions/history.ts';
import { JUMPS, type JumpKind, jump } from '../../src/debugger/motions/jump.ts';
import { readPlace } from '../../src/debugger/motions/place.ts';
import { goto, step } from '../../src/debugger/motions/walk.ts';
import type { Position } from '../../src/debugger/position.ts';
import type { Session } from '../../src/debugger/session.ts';
import { eventTypeNumber } from '../../src/events/event-type.ts';
import { open as openWorkflow } from '../../src/index.ts';
import { ROOT } from '../support/repository-files.ts';
import { open, workflow } from './stops-support.ts';

/** Where all events of some types stand, found bar by bar. */
async function placesOf(
  session: Session,
  types: readonly number[],
  containers?: readonly string[],
): Promise<Position[]> {
  await goto(session, session.bars);
  const places: Position[] = [];
  for (let bar = 1; bar <= session.bars; bar++) {
    session.eventsOf(bar).forEach(({ type, containerId, payload }, event) => {
      const isRepeated = (payload as { readonly code?: unknown }).code === 'no_change';
      const isMeant = types.includes(eventTypeNumber(type) as number) && !isRepeated;
      if (isMeant && (containers === undefined || containers.includes(containerId)))
        places.push({ bar, event });
    });
  }
  await goto(session, 0);
  return places;
}

describe.each([1, 2] as const)('with %i symbols, a jump', (symbols) => {
  test.each(Object.keys(JUMPS) as JumpKind[])(
    'to a %s finds each in the order of the run, both ways',
    async (kind) => {
      const session = await open(workflow(symbols, 150));
      const expected = await placesOf(session, JUMPS[kind]);
      const found: Position[] = [];
      for (
        let moved = await jump(session, kind);
        moved.end === 'arrived';
        moved = await jump(session, kind)
      ) {
        found.push(moved.to);
      }
      expect(found).toEqual(expected);
      const foundBack: Position[] = [];
      await goto(session, session.bars);
      const previous = { direction: 'previous' } as const;
      for (
        let m = await jump(session, kind, previous);
        m.end === 'arrived';
        m = await jump(session, kind, previous)
      ) {
        foundBack.unshift(m.to);
      }
      expect(foundBack).toEqual(expected);
      if (kind !== 'rejection') expect(found.length).toBeGreaterThan(10);
    },
  );

  test('takes counts, also from inside a bar', async () => {
    const session = await open(workflow(symbols, 150));
    const fills = await placesOf(session, JUMPS.fill);
    for (const [from, count] of [
      [0, 3],
      [3, 1],
      [4, 7],
    ]) {
      session.moveTo(fills[from]);
      expect((await jump(session, 'fill', { count })).to).toEqual(fills[from + count]);
      expect((await jump(session, 'fill', { count, direction: 'previous' })).to).toEqual(fills[from]);
    }
    const { bar, event } = fills[2];
    session.moveTo({ bar, event: (event as number) + 1 });
    expect((await jump(session, 'fill', { direction: 'previous' })).to).toEqual(fills[2]);
    const all = await jump(session, 'fill', { count: 10_000 });
    expect(all).toMatchObject({
      end: 'end',
      note: `only ${fills.length - 3} fills after this`,
      to: fills[2],
    });
  });

  test('can be kept to the portfolio in focus', async () => {
    const session = await open(workflow(symbols, 150));
    session.focus = { ...session.focus, portfolio: 'c' };
    const own = await placesOf(session, JUMPS.fill, ['execution_c']);
    const moved = await jump(session, 'fill', { of: 'focus', count: 2 });
    expect(moved.to).toEqual(own[1]);
    await jump(session, 'signal', { of: 'focus', direction: 'previous' });
    expect(session.event?.containerId).toBe('strategy_rsi');
  });
});

describe('a place', () => {
  test('is a bar, a distance, a time, an event, a trade or a mark', async () => {
    const session = await open(workflow(1, 300));
    const [fill] = await placesOf(session, JUMPS.fill, ['execution_c']);
    const openings = await placesOf(session, JUMPS.opening, ['portfolio_a']);
    await goto(session, 40);
    const read = (text: string) =>
      readPlace(session, text, { marks: new Map([['here', { bar: 7, event: 1 }]]) });
    const end = (bar: number) => ({ bar, event: null });
    expect(await read('12')).toEqual(end(12));
    expect(await read('+5')).toEqual(end(45));
    expect(await read('-40')).toEqual(end(0));
    expect(await read('end')).toEqual(end(session.bars));
    expect(await read('e3')).toEqual({ bar: 40, event: 2 });
    expect(await read('@here')).toEqual({ bar: 7, event: 1 });
    expect(await read('execution_c/fill-1')).toEqual(fill);
    expect(await read('data_AAA/bar-9')).toEqual({ bar: 9, event: 0 });
    expect(await read('t2')).toEqual(openings[1]);
    expect(await read('portfolio_a/trade-1')).toEqual(openings[0]);
    const updates = session.allEventsOf(77).filter(({ type }) => type === 'PORTFOLIO_UPDATE');
    for (const { id } of updates) {
      const update = (await read(id)) as Position;
      expect(session.allEventsOf(update.bar)[update.event as number].id).toBe(id);
    }
    expect(updates).toHaveLength(3);
  });

  test('at a time is the last bar known by then, at a day the last one known by its end', async () => {
    const session = await open(workflow());
    const iso = (bar: number) => new Date(session.timeOf(bar)).toISOString();
    expect(await readPlace(session, iso(17).slice(0, 10))).toMatchObject({ event: null });
    for (const bar of [17, 203]) {
      const place = (await readPlace(session, iso(bar).slice(0, 10))) as Position;
      expect(iso(place.bar).slice(0, 10)).toBe(iso(bar).slice(0, 10));
      expect(iso(place.bar + 1).slice(0, 10) > iso(bar).slice(0, 10)).toBe(true);
      expect(await readPlace(session, iso(bar).replace('Z', ''))).toEqual({ bar, event: null });
    }
  });

  test.each([
    ['999', 'there is no bar 999', 'bars are 1 to 300, and 0 is before the first'],
    ['-41', 'there is no bar -1, -41 from bar 40', 'bars are 1 to 300'],
    ['1950-01-01', 'no bar is known by 1950-01-01', 'the data goes from'],
    ['2021-02-31', '"2021-02-31" is no time', 'write 2008-09-15'],
    ['e99', 'bar 40 has no event e99', 'it has e1 to e'],
    ['@entri', 'there is no mark @entri', 'did you mean "entry"?'],
    ['t999', 'portfolio_a has no trade 999', 'it has trades 1 to'],
    [
      'execution_c/fill-999',
      'there is no event execution_c/fill-999',
      'the nearest FILL is execution_c/fill-',
    ],
    ['portfolio_d/order-1', 'there is no container portfolio_d', 'did you mean "portfolio_a"?'],
    ['fill-1', 'several containers have a fill-1', 'one of execution_'],
    ['somewhere', '"somewhere" is no place', 'write bar | +20'],
  ])('that is wrong, %s, is answered by what there is', async (text, message, hint) => {
    const session = await open(workflow());
    await goto(session, 40);
    const marks = new Map([['entry', { bar: 1, event: null }]]);
    const error = await readPlace(session, text, { marks }).catch((one: unknown) => one);
    expect((error as Error).message).toBe(message);
    expect((error as { hint: string }).hint).toContain(hint);
    expect(session.position).toEqual({ bar: 40, event: null });
  });
});

describe('the history of the cursor', () => {
  test('goes back and forward, and forgets what lay ahead when the cursor goes elsewhere', async () => {
    const session = await open(workflow());
    await goto(session, 20);
    await step(session, 2);
    await goto(session, 90);
    expect((await back(session)).to).toEqual({ bar: 21, event: 1 });
    expect((await back(session, 2)).to).toEqual({ bar: 1, event: null });
    expect((await forward(session, 2)).to).toEqual({ bar: 21, event: 1 });
    await goto(session, 30);
    expect(await forward(session)).toMatchObject({ end: 'end', to: { bar: 30, event: null } });
    expect(await back(session, 99)).toMatchObject({ end: 'start', to: { bar: 0, event: null } });
  });
});

test('a jump to a rejection passes over signals for what was held already, and tells of them where there is no other', async () => {
  // Of six hundred stops in the demo, twenty-three were refusals that anybody looks for.
  const session = (await openWorkflow(join(ROOT, 'data', 'demo', 'demo.yaml'))).core;
  const places = (await placesOf(session, JUMPS.rejection)).slice(0, 3);
  expect(places.map(({ bar }) => bar)).toEqual([1087, 3426, 3504]);
  expect((await jump(session, 'rejection', { count: 2 })).to).toEqual(places[1]);
  expect((await jump(session, 'rejection', { direction: 'previous' })).to).toEqual(places[0]);
  const none = await jump(session, 'rejection', { direction: 'previous' });
  expect(none).toMatchObject({ end: 'start', to: places[0] });
  expect(none.note).toMatch(
    /^no rejection before this; \d+ signals asked for what was held already \(no_change\)$/,
  );
  session.focus = { ...session.focus, portfolio: 'trend_only' };
  expect((await jump(session, 'rejection', { of: 'focus' })).note).toMatch(
    /^no rejection of trend_only after this/,
  );
  session.focus = { ...session.focus, portfolio: 'both' };
  expect((await jump(session, 'rejection', { of: 'focus' })).to).toEqual(places[1]);
});
