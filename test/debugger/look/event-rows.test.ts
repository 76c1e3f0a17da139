import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openDebugSession } from '../../../src/debugger/debug-session.ts';
import { EventRows, type RowFilter } from '../../../src/debugger/look/event-rows.ts';
import type { Session } from '../../../src/debugger/session.ts';
import { defineStrategy } from '../../../src/strategies/strategy.ts';
import { matchesPattern } from '../../../src/tracing/pattern.ts';
import { cases } from '../../oracle/cases.ts';
import { tinyConfig } from '../commands/tiny-desk.ts';
import { sessionOf } from './runs.ts';

/** Every event up to the cursor that a filter means. */
function stream(session: Session, { types, container, where }: RowFilter): string[] {
  const all: string[] = [];
  for (let bar = 1; bar <= session.position.bar; bar++) {
    for (const { id, type, containerId, sequenceNumber } of session.eventsOf(bar)) {
      if (types !== undefined && !types.includes(type)) continue;
      if (container !== undefined && !matchesPattern(container, containerId)) continue;
      if (where === undefined || sequenceNumber > 9) all.push(id);
    }
  }
  return all;
}

const idsOf = (rows: EventRows, from: number, to: number) =>
  rows.rows(from, to).map(({ record }) => record.id);

const TYPES = ['BAR', 'SIGNAL', 'ORDER', 'FILL', 'ORDER_REJECTED', 'PORTFOLIO_UPDATE', 'POSITION_CLOSE'];
const filters = fc.record(
  {
    types: fc.uniqueArray(fc.constantFrom(...TYPES), { minLength: 1, maxLength: 3 }),
    container: fc.constantFrom('portfolio_*', 'strategy_*', 'execution_*', '*'),
    where: fc.constant('sequenceNumber > 9'),
  },
  { requiredKeys: [] },
);

/** Puts the cursor at the end of a bar or at an event of it. */
function place(session: Session, at: number): void {
  const bar = 1 + (at % session.bars);
  session.moveTo({ bar, event: at % 2 === 0 ? null : at % session.allEventsOf(bar).length });
}

describe('rows of events', () => {
  test('are the stream up to the cursor, for any filter, any window and wherever the cursor goes', async () => {
    await fc.assert(
      fc.asyncProperty(
        cases,
        filters,
        fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), fc.nat(40)), { minLength: 1, maxLength: 4 }),
        async (input, filter, places) => {
          const session = await sessionOf(input);
          if (session.bars === 0) return;
          const rows = new EventRows(session, filter);
          for (const [at, row, size] of places) {
            place(session, at);
            const expected = stream(session, filter);
            expect(await rows.load()).toBe(true);
            expect(rows.count).toBe(expected.length);
            const from = row % (expected.length + 1);
            expect(idsOf(rows, from, from + size)).toEqual(expected.slice(from, from + size));
            expect(rows.rowAt()).toBe(expected.length - 1);
            expect(rows.countBetween(1, session.position.bar)).toBe(expected.length);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of a fork begin with those of the run that it came from', async () => {
    const main = await openDebugSession(tinyConfig());
    await main.goto(150);
    const fork = await main.fork(['fast=9']);
    await fork.goto(200);
    const second = await fork.fork(['slow=30']);
    await second.goto('end');
    for (const filter of [{}, { types: ['FILL', 'SIGNAL'] }, { types: ['PORTFOLIO_UPDATE'] }]) {
      const rows = second.eventRows(filter);
      await rows.load();
      const expected = stream(second.core, filter);
      expect(rows.count).toBe(expected.length);
      for (let from = 0; from < expected.length; from += 57) {
        expect(idsOf(rows, from, from + 20)).toEqual(expected.slice(from, from + 20));
      }
    }
  });

  test('lead from a place to its row, and from a row to its place', async () => {
    const session = await openDebugSession(tinyConfig());
    await session.goto('end');
    const rows = session.eventRows('FILL,SIGNAL');
    expect(rows.complete).toBe(true);
    rows.rows(0, rows.count).forEach(({ position }, row) => {
      expect(rows.rowAt(position)).toBe(row);
      expect(rows.rowAt({ bar: position.bar, event: null })).toBeGreaterThanOrEqual(row);
    });
    expect(rows.rowAt({ bar: 1, event: null })).toBe(-1);
  });

  test('show what is counted so far, and stop counting when they are told to', async () => {
    const session = await openDebugSession(tinyConfig());
    await session.goto('end');
    const rows = session.eventRows('where close > 0');
    expect(rows).toMatchObject({ complete: false, counted: 0, count: 0 });
    expect(rows.rows(0, 10)).toEqual([]);
    expect(await rows.load(AbortSignal.abort())).toBe(false);
    expect(await rows.load()).toBe(true);
    expect(rows).toMatchObject({ complete: true, counted: 300, count: 300 });
    await session.goto(20);
    expect(rows).toMatchObject({ complete: true, counted: 20, count: 20 });
    expect(() => rows.rowAt({ bar: 21, event: null })).toThrow('bar 21 lies after the cursor');
    expect(() => rows.countBetween(1, 21)).toThrow('bar 21 lies after the cursor');
  });

  test('hold the error that ended a run', async () => {
    const fragile = defineStrategy({
      type: 'fragile',
      description: 'Throws in spring.',
      params: z.strictObject({}),
      features: () => ({ close: 'close' }),
      decide: (_features, { closeTime }) => {
        if (closeTime > Date.UTC(2000, 2, 1)) throw new Error('too much');
        return null;
      },
    });
    const session = await openDebugSession(tinyConfig({ strategies: [{ id: 'trend', type: fragile }] }));
    expect((await session.next(60)).end).toBe('failed');
    await session.step(500);
    for (const filter of [{}, { types: ['ERROR'] }, { where: 'sequenceNumber > 0' }]) {
      const rows = session.eventRows(filter);
      await rows.load();
      const expected = stream(session.core, { types: filter.types });
      expect(rows.rows(rows.count - 1, rows.count).map(({ record }) => record.type)).toEqual(['ERROR']);
      expect(rows.count).toBe(expected.length);
      expect(idsOf(rows, 0, rows.count)).toEqual(expected);
    }
  });

  test('refuse a filter that is none of theirs', async () => {
    const session = await openDebugSession(tinyConfig());
    expect(() => session.eventRows('FIL')).toThrow('"FIL" is neither an event type nor a container');
    expect(() => session.eventRows('FILL last 5')).toThrow('rows of events take no "last"');
    expect(() => session.eventRows({ container: 'portfolio_x' })).toThrow(/portfolio_x/);
  });
});
