import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseEventFilter } from '../../../src/debugger/look/event-filter.ts';
import { type EventFilter, eventsText, listEvents } from '../../../src/debugger/look/event-list.ts';
import { namedEvent } from '../../../src/debugger/look/find-event.ts';
import { where, whereText } from '../../../src/debugger/look/where.ts';
import type { Session } from '../../../src/debugger/session.ts';
import { matchesPattern } from '../../../src/tracing/pattern.ts';
import { cases } from '../../oracle/cases.ts';
import { specOf } from '../../oracle/engine-run.ts';
import { closesOf, forkOf, scriptedCase, sessionOf, sp500 } from './runs.ts';

/** Every event up to the cursor. */
function stream(session: Session) {
  const all: { bar: number; id: string; type: string; containerId: string }[] = [];
  for (let bar = 1; bar <= session.position.bar; bar++) {
    for (const { id, type, containerId } of session.eventsOf(bar)) all.push({ bar, id, type, containerId });
  }
  return all;
}

const TYPES = ['BAR', 'SIGNAL', 'ORDER', 'FILL', 'ORDER_REJECTED', 'PORTFOLIO_UPDATE', 'POSITION_CLOSE'];

describe('the list of events', () => {
  test('is what a stream that was kept whole would give, for any filter and any place of the cursor', async () => {
    const filters = fc.record({
      types: fc.option(fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 })),
      container: fc.option(fc.constantFrom('portfolio_*', 'strategy_*', '*')),
      edges: fc.tuple(fc.nat(60), fc.nat(60)),
      count: fc.integer({ min: 1, max: 30 }),
      forward: fc.boolean(),
      at: fc.nat(1000),
    });
    await fc.assert(
      fc.asyncProperty(cases, filters, async (input, { types, container, edges, count, forward, at }) => {
        const session = await sessionOf(input);
        if (session.bars === 0) return;
        const bar = 1 + (at % session.bars);
        session.moveTo({ bar, event: at % 2 === 0 ? null : at % session.allEventsOf(bar).length });
        const [from, to] = edges.map((edge) => 1 + (edge % bar)).sort((a, b) => a - b);
        const filter: EventFilter = {
          ...(types === null ? {} : { types }),
          ...(container === null ? {} : { container }),
          from,
          to,
          ...(forward ? { first: count } : { last: count }),
        };
        const expected = stream(session).filter(
          (event) =>
            event.bar >= from &&
            event.bar <= to &&
            (types === null || types.includes(event.type)) &&
            (container === null || matchesPattern(container, event.containerId)),
        );
        const { events, complete } = await listEvents(session, filter);
        const shown = forward ? expected.slice(0, count) : expected.slice(-count);
        expect(events.map(({ record }) => record.id)).toEqual(shown.map(({ id }) => id));
        if (complete) expect(events).toHaveLength(expected.length);
        for (const { position, record } of events) {
          expect(session.eventsOf(position.bar)[position.event as number]).toEqual(record);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('takes an expression over the payload, and gives the last 20 without a count', async () => {
    const session = await sp500(1200);
    const lost = await listEvents(session, parseEventFilter('position_close where pnl < -3000'));
    expect(lost.events.map(({ position }) => position.bar)).toEqual([382, 778, 1141]);
    expect(lost).toMatchObject({ complete: true, from: 1, to: 1200 });
    const last = await listEvents(session);
    expect(last.events).toHaveLength(20);
    expect(last.complete).toBe(false);
    // Stops took patterns of types, and lists of events looked for containers of that name.
    expect(parseEventFilter('*REJECTED portfolio_* POSITION_*')).toEqual({
      types: ['ORDER_REJECTED', 'POSITION_OPEN', 'POSITION_CLOSE'],
      container: 'portfolio_*',
    });
    const high = await listEvents(session, parseEventFilter('BAR first 2 where close > 1500'));
    expect(high.events.map(({ position }) => position.bar)).toEqual([56, 57]);
    expect(eventsText(session, await listEvents(session, parseEventFilter('FILL last 1')))).toBe(
      [
        'Bar   Id                      Time        Cause                      What',
        '1183  execution_main/fill-15  2004-09-17  portfolio_main/order-1225  bought 81 SPX at 1123.5 (open of bar 1183, reference 1123.5), slippage 0, commission 0',
        'there may be more before',
        '',
      ].join('\n'),
    );
  });

  test('is interrupted within its bars, and keeps what it found', async () => {
    const session = await sp500(5000);
    const list = await listEvents(session, { types: ['BAR'], where: 'close < 0' }, AbortSignal.abort());
    expect(list).toMatchObject({ interrupted: true, complete: false, events: [] });
  });

  test('refuses what it cannot read, and bars after the cursor', async () => {
    const session = await sp500(100);
    const mistake = async (text: string) => {
      const error: unknown = await (async () => listEvents(session, parseEventFilter(text)))().catch(
        (e: unknown) => e,
      );
      return (error as { line?: string }).line;
    };
    expect(await mistake('FIL')).toBe(
      'events: "FIL" is neither an event type nor a container (did you mean "FILL"?)',
    );
    expect(await mistake('last x')).toBe('events: last needs a number, found x (for example last 5)');
    expect(await mistake('portfolio_x*')).toContain('no container matches "portfolio_x*"');
    expect(await mistake('to 101')).toContain('bar 101 lies after the cursor');
    expect(await mistake('from 20 to 10')).toContain('from bar 20 to bar 10 there is nothing');
    expect(await mistake('first 1 last 1')).toBe('first and last exclude each other');
    expect(await mistake('FILL where unit < 0')).toContain('did you mean units?');
    expect(await mistake('FILL where units <')).toContain('where:1:');
  });
});

describe('where', () => {
  test('goes from the event at the cursor down to the bar it came from', async () => {
    const session = await sp500(1100);
    session.moveTo(namedEvent(session, 'fill-12').position);
    const frames = where(session);
    expect(frames.map(({ position, record }) => [position.bar, record.type])).toEqual([
      [1093, 'FILL'],
      [1092, 'ORDER'],
      [1092, 'ORDER_REQUEST'],
      [1092, 'SIGNAL'],
      [1092, 'FEATURES'],
      [1092, 'BAR'],
    ]);
    expect(whereText(session, frames).split('\n')[0]).toMatch(
      /^→ #0 {2}bar 1093 {2}execution_main\/fill-12 /,
    );
    session.moveTo({ bar: 1093, event: null });
    expect(where(session)).toEqual([]);
    expect(whereText(session, [])).toBe('at the end of bar 1093: no event is in hand\n');
  });

  test('goes on in the run that a fork came from', async () => {
    const bars = closesOf([100, 101, 102, 103, 104]);
    const input = scriptedCase(bars, { 1: { action: 'BUY' } });
    const fork = await forkOf(await sessionOf(input, 2), specOf(input), 4);
    fork.moveTo({ bar: 3, event: 0 });
    expect(where(fork).map(({ position, record }) => `${position.bar} ${record.type}`)).toEqual([
      '3 FILL',
      '2 ORDER',
      '2 ORDER_REQUEST',
      '2 SIGNAL',
      '2 FEATURES',
      '2 BAR',
    ]);
  });
});

describe('an event by its id', () => {
  test('is found wherever it stands in any run, by its whole id', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (input) => {
        const session = await sessionOf(input);
        for (const { bar, id } of stream(session).filter((_, i) => i % 7 === 0)) {
          expect(namedEvent(session, id)).toMatchObject({ position: { bar }, record: { id } });
        }
      }),
      { numRuns: 20 },
    );
  });

  test('is refused with a reason when it is no id, is not there, or comes later', async () => {
    const session = await sp500(1200);
    const mistake = (name: string) => {
      try {
        return namedEvent(session, name).record.id;
      } catch (error) {
        return (error as { line: string }).line;
      }
    };
    expect(mistake('fill-13')).toBe('execution_main/fill-13');
    expect(mistake('fil-1')).toBe('"fil-1" is no event (did you mean "fill"?)');
    expect(mistake('foo')).toBe('"foo" is no event (ids look like fill-12 or execution_main/fill-12)');
    expect(mistake('fill-99999')).toBe(
      'there is no fill-99999 up to bar 1200 (the last one is execution_main/fill-15)',
    );
    expect(mistake('bar-1201')).toContain('lies after the cursor');
    expect(mistake('execution_man/fill-1')).toContain('did you mean "execution_main"?');
  });
});
