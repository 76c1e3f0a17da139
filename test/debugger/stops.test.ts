import { describe, expect, test } from 'vitest';
import { continueRun, reverseContinue, runTo, until } from '../../src/debugger/motions/run.ts';
import type { Ran } from '../../src/debugger/motions/settle.ts';
import { goto, step } from '../../src/debugger/motions/walk.ts';
import { comparePositions, type Position } from '../../src/debugger/position.ts';
import type { Session } from '../../src/debugger/session.ts';
import { logged, logValues } from '../../src/debugger/stops/logged.ts';
import type { RunView } from '../../src/debugger/stops/run-view.ts';
import { stopsOf } from '../../src/debugger/stops/stops.ts';
import type { EventRecord } from '../../src/events/event.ts';
import { barsWhere, open, workflow } from './stops-support.ts';

/** Every place at which the session stops, forwards from the start and then backwards from the end. */
async function allStops(session: Session): Promise<{ ahead: Position[]; behind: Position[] }> {
  const ahead: Position[] = [];
  await goto(session, 0);
  for (let ran = await continueRun(session); ran.end === 'stopped'; ran = await continueRun(session)) {
    ahead.push(ran.to);
  }
  await goto(session, session.bars);
  const behind: Position[] = [];
  // The last bar's end is where the cursor stands.
  const last = ahead.at(-1);
  if (last !== undefined && comparePositions(last, session.position) === 0) behind.push(last);
  for (
    let ran = await reverseContinue(session);
    ran.end === 'stopped';
    ran = await reverseContinue(session)
  ) {
    behind.push(ran.to);
  }
  return { ahead, behind: behind.reverse() };
}

const PREDICATES = [
  'portfolio.equity < 99000',
  'portfolio.drawdown < -0.03 and bar.close > 90',
  'portfolio_a.equity + portfolio_b.equity + portfolio_c.equity > 229_000',
  'portfolio_b.position.units > portfolio_a.position.units',
  'portfolio_c.metrics.max_drawdown < -0.004 && strategy_fast.fast > strategy_slow.slow',
  'portfolio.waiting_orders > 0',
  'portfolio.position.unrealised_pnl > 100',
  'bar.number % 100 == 0',
];

describe.each([1, 2] as const)('with %i symbols, a break', (symbols) => {
  test.each(PREDICATES)('on %s stops at the bars at which it is true, in both directions', async (text) => {
    const session = await open(workflow(symbols));
    await goto(session, 0);
    const { test: isTrue } = session.compile(text);
    const expected = await barsWhere(session, () => isTrue({ engine: session.engine, event: null }));
    expect(expected.length).toBeGreaterThan(0);
    stopsOf(session).break(text);
    const { ahead, behind } = await allStops(session);
    expect(ahead).toEqual(expected.map((bar) => ({ bar, event: null })));
    expect(behind).toEqual(ahead);
  });

  test('written as a function finds the same', async () => {
    const session = await open(workflow(symbols));
    const text = 'portfolio_b.equity < 50000 and bar.close > 95 or portfolio_c.position.units < 0';
    stopsOf(session).break(text);
    const expected = await allStops(session);
    stopsOf(session).delete(1);
    stopsOf(session).break(
      (at: RunView) =>
        (at.portfolioOf('b').equity < 50000 && at.market.close > 95) || at.portfolioOf('c').units() < 0,
    );
    expect(expected.ahead.length).toBeGreaterThan(0);
    expect(await allStops(session)).toEqual(expected);
  });

  test.each([
    [
      'FILL if event.units < 0',
      (e: { type: string; payload: Record<string, number> }) => e.type === 'FILL' && e.payload.units < 0,
    ],
    ['event.pnl < 0', (e: { type: string; payload: Record<string, number> }) => e.payload.pnl < 0],
    [
      'BAR if event.close > 101',
      (e: { type: string; payload: Record<string, number> }) => e.type === 'BAR' && e.payload.close > 101,
    ],
    [
      "event.type != 'BAR' and event.container == 'portfolio_b' and event.timestamp > 0",
      (e: { type: string; containerId: string }) => e.type !== 'BAR' && e.containerId === 'portfolio_b',
    ],
  ])('on events, %s, stops at each in the order of the run, in both directions', async (text, isMeant) => {
    const session = await open(workflow(symbols, 200));
    const expected: Position[] = [];
    for (let bar = 1; bar <= (await goto(session, session.bars)).to.bar; bar++) {
      session.eventsOf(bar).forEach((event, i) => {
        if (isMeant(event as never)) expected.push({ bar, event: i });
      });
    }
    stopsOf(session).break(text);
    const { ahead, behind } = await allStops(session);
    expect(expected.length).toBeGreaterThan(0);
    expect(ahead).toEqual(expected);
    expect(behind).toEqual(ahead);
  });

  test('at an event reads other portfolios as they are at that moment', async () => {
    const session = await open(workflow(symbols, 300));
    const text = 'portfolio_b.cash + portfolio_c.equity';
    await goto(session, 0);
    const expected = new Map<string, unknown>();
    const expression = session.compile(text);
    while ((await step(session)).end === 'arrived') {
      if (session.event?.type !== 'ORDER') continue;
      expected.set(session.event.id, expression.evaluate({ engine: session.engine, event: null }));
    }
    const { rows } = await logValues(session, text, 'ORDER');
    expect(new Map(rows.map(({ eventId, value }) => [eventId, value]))).toEqual(expected);
    expect(new Set(expected.values()).size).toBeGreaterThan(5);
  });
});

describe('a session with stops', () => {
  test('stops at a watched value where it changed, and shows the old and the new one', async () => {
    const session = await open(workflow());
    stopsOf(session).watch('portfolio.position.units');
    const first = await continueRun(session);
    const [{ before, after }] = first.stops;
    expect(before).toBe(0);
    expect(after).not.toBe(0);
    expect(first.note).toBe(`watch 1: portfolio.position.units 0 → ${after}`);
    const second = await continueRun(session);
    expect(second.stops[0].before).toBe(after);
    expect((await reverseContinue(session)).to).toEqual(first.to);
  });

  test('catches an event type by the index, with its id', async () => {
    const session = await open(workflow());
    stopsOf(session).catch('portfolio_c:FILL');
    const ran = await continueRun(session);
    expect(session.event).toMatchObject({ type: 'FILL', containerId: 'execution_c' });
    expect(ran.note).toBe('catch 1: portfolio_c:FILL (execution_c/fill-1)');
  });

  test('stops first at what comes first in the bar, and tells of all stops at one place', async () => {
    const session = await open(workflow());
    const stops = stopsOf(session);
    stops.break('portfolio.position.units != 0');
    stops.catch('*FILL');
    stops.break("event.type == 'FILL' && portfolio.equity > 0");
    const ran = await continueRun(session);
    expect(ran.stops.map(({ id }) => id)).toEqual([2, 3]);
    expect(session.event?.type).toBe('FILL');
  });

  test('lets ignored hits pass, counts all, obeys conditions, and forgets temporary stops', async () => {
    const session = await open(workflow());
    const stops = stopsOf(session);
    stops.break('bar.number % 10 == 0', { ignore: 2 });
    expect((await continueRun(session)).to.bar).toBe(30);
    expect(stops.list()).toMatchObject([{ id: 1, hits: 3, ignore: 0 }]);
    stops.condition(1, 'bar.number > 95');
    expect((await continueRun(session)).to.bar).toBe(100);
    stops.enable(1, false);
    stops.break((at) => at.bar === 150, { temporary: true });
    expect((await continueRun(session)).to.bar).toBe(150);
    expect(stops.list().map(({ id, enabled }) => [id, enabled])).toEqual([[1, false]]);
    stops.enable(1);
    expect((await reverseContinue(session, { count: 3 })).to.bar).toBe(120);
    stops.delete(1);
    expect((await reverseContinue(session)).end).toBe('start');
    expect((await continueRun(session)).end).toBe('end');
  });

  test('goes back no further than its limit, and stops at marks', async () => {
    const session = await open(workflow());
    await goto(session, 290);
    stopsOf(session).break('bar.number == 100');
    const marks = new Map([['entry', { bar: 250, event: 2 }]]);
    const marked = await reverseContinue(session, { marks, to: { bar: 200, event: null } });
    expect(marked).toMatchObject({ to: { bar: 250, event: 2 }, end: 'arrived', note: 'mark @entry' });
    const limited = await reverseContinue(session, { marks, to: { bar: 200, event: null } });
    expect(limited).toMatchObject({ to: { bar: 200, event: null }, end: 'arrived' });
    expect((await reverseContinue(session)).to.bar).toBe(100);
  });

  test('runs to places and predicates, with its stops or past them', async () => {
    const session = await open(workflow());
    stopsOf(session).break('bar.number == 50');
    expect(await until(session, { bar: 80, event: null })).toMatchObject({ to: { bar: 50 }, end: 'stopped' });
    expect(await until(session, 'bar.number >= 70')).toMatchObject({ to: { bar: 70 }, end: 'arrived' });
    const back = await runTo(session, 'bar.number < 40', { direction: 'previous' });
    expect(back).toMatchObject({ to: { bar: 39 }, end: 'arrived' });
    expect(stopsOf(session).list()).toHaveLength(1);
    await expect(until(session, { bar: 10, event: null })).rejects.toThrow('behind');
  });

  test('sets an equal one anew, under its number', async () => {
    const session = await open(workflow());
    const stops = stopsOf(session);
    const never = () => false;
    const set = [
      () => stops.break('portfolio.equity < 95000'),
      () => stops.break('FILL if event.units < 0'),
      () => stops.watch('portfolio.position.units'),
      // oxlint-disable-next-line promise/valid-params -- it catches events
      () => stops.catch('FILL'),
      () => stops.break(never, { on: 'FILL' }),
    ];
    const first = set.map((one) => one());
    stops.enable(4, false);
    expect(set.map((one) => one())).toEqual(first);
    // oxlint-disable-next-line promise/valid-params -- it catches events
    expect(stops.catch('FILL', { ignore: 2 })).toMatchObject({ id: 4, ignore: 2, enabled: true });
    expect(stops.break(' portfolio.equity < 95000 ').id).toBe(1);
    expect(stops.list()).toHaveLength(5);
    // These are others.
    stops.break('FILL');
    stops.break('FILL', { temporary: true });
    // oxlint-disable-next-line promise/valid-params -- it catches events
    stops.catch('FILL', { condition: 'event.units < 0' });
    stops.break(() => false, { on: 'FILL' });
    stops.break(never, { on: 'ORDER' });
    stops.delete(1);
    expect(stops.break('portfolio.equity < 95000').id).toBe(11);
  });

  test('tells of a predicate that threw, with bar and stack, and can be used on', async () => {
    const session = await open(workflow());
    function fussy(at: RunView): boolean {
      if (at.bar === 123) throw new TypeError('what a bar');
      return false;
    }
    const error = await until(session, fussy).catch((one: unknown) => one);
    expect(error).toMatchObject({ name: 'UserError', code: 'predicate_threw' });
    expect((error as Error).message).toMatch(/^the predicate threw at bar 123 \(.+\): what a bar$/);
    expect((error as { excerpt: string }).excerpt).toContain('at fussy');
    expect(session.position).toEqual({ bar: 123, event: null });
    expect((error as { hint: string }).hint).toBe('the cursor is at the end of that bar');
    expect((await until(session, 'bar.number == 130')).to.bar).toBe(130);
    // A promise is true: such a predicate stopped at the next bar, whatever it was to say.
    const later = (async () => false) as unknown as () => boolean;
    await expect(until(session, later)).rejects.toThrow('it gave a promise, and must answer at once');
    const onFill = { on: 'FILL' };
    stopsOf(session).break(later, onFill);
    await expect(continueRun(session)).rejects.toThrow('it gave a promise, and must answer at once');
    stopsOf(session).delete(1);
    await expect(until(session, (at) => at.value('portfolio.eqity') === 0)).rejects.toThrow(
      /unknown name "portfolio.eqity"/,
    );
  });

  test('is interrupted on a whole bar, in both directions', async () => {
    const session = await open(workflow(1, 20_000));
    await goto(session, session.bars);
    const slow = () => {
      const end = performance.now() + 1;
      while (performance.now() < end);
      return false;
    };
    const interrupted = (motion: (signal: AbortSignal) => Promise<Ran>) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 30);
      return motion(controller.signal);
    };
    const back = await interrupted((signal) => runTo(session, slow, { direction: 'previous', signal }));
    expect(back).toMatchObject({ end: 'interrupted', to: { event: null } });
    await goto(session, 5);
    const ahead = await interrupted((signal) => runTo(session, slow, { signal }));
    expect(ahead).toMatchObject({ end: 'interrupted', to: { event: null } });
    expect(ahead.to.bar).toBeGreaterThan(5);
    expect(ahead.to.bar).toBeLessThan(20_000);
  });

  test.each([
    ['portfolio.eqity < 1', 'unknown name "portfolio.eqity"', 'portfolio.equity'],
    ['FIL if event.units > 0', 'unknown event type "FIL"', 'FILL'],
    ['portfolio_x:FILL', 'no container is called "portfolio_x"', 'portfolio_'],
    ['FILL if event.units <', 'expected', ''],
    // These were taken, and never true.
    ['event.foo > 3', 'no event has "foo"', ''],
    ['event.fil_price > 3', 'no event has "fil_price"', 'event.fillPrice'],
    ['event.type == "FIL"', 'unknown event type "FIL"', 'FILL'],
    ['FILL if event.pnl < 0', 'FILL has no "pnl"', 'POSITION_CLOSE has it'],
    ['portfolio_a:*REJECTED if event.pnl < 0', 'ORDER_REJECTED has no "pnl"', 'POSITION_CLOSE has it'],
    ['event.type == "FILL" && event.pnl < 0', 'no such event has "pnl"', 'POSITION_CLOSE has it'],
  ])('refuses %s and sets nothing', async (text, message, hint) => {
    const session = await open(workflow());
    let error: unknown;
    try {
      stopsOf(session).break(text);
    } catch (caught) {
      error = caught;
    }
    expect((error as Error).message).toContain(message);
    expect((error as { hint?: string }).hint ?? '').toContain(hint);
    expect(stopsOf(session).list()).toEqual([]);
    expect(() => stopsOf(session).watch('event.pnl')).toThrow('reads an event');
    expect(() => stopsOf(session).catch('FILL if event.pnl < 0')).toThrow('FILL has no "pnl"');
    expect(() => stopsOf(session).log('event.pnl', { on: 'FILL' })).toThrow('FILL has no "pnl"');
    await expect(until(session, 'event.pln < 0')).rejects.toThrow('no event has "pln"');
    expect(() => stopsOf(session).get(3)).toThrow('there is no stop 3');
  });

  test('logs values after the fact, from the start up to the cursor and no further', async () => {
    const session = await open(workflow());
    stopsOf(session).log('event.units * event.fill_price', { on: 'portfolio_a:FILL' });
    stopsOf(session).log('portfolio.equity', { condition: 'bar.number % 50 == 0' });
    await goto(session, 200);
    const fills = await logged(session, 1);
    expect(fills.rows.length).toBeGreaterThan(3);
    for (const { bar, eventId, value } of fills.rows) {
      const event = session.eventsOf(bar).find(({ id }) => id === eventId) as EventRecord;
      const { units, fillPrice } = event.payload as { units: number; fillPrice: number };
      expect(value).toBe(units * fillPrice);
    }
    expect((await logged(session, 2)).rows.map(({ bar }) => bar)).toEqual([50, 100, 150, 200]);
    const last = fills.rows.at(-1);
    session.moveTo({ bar: last?.bar as number, event: 0 });
    const published = session.eventsOf(session.position.bar).map(({ id }) => id);
    const { rows } = await logged(session, 1);
    expect(rows.length).toBe(fills.rows.length - (published.includes(last?.eventId as string) ? 0 : 1));
  });
});
