import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Backtest } from '../../../src/engine/backtest.ts';
import { CustomEvent, ErrorEvent, type EventRecord, TraceLimitEvent } from '../../../src/events/event.ts';
import { eventKey } from '../../../src/events/event-id.ts';
import { defineEventType, TYPE } from '../../../src/events/event-type.ts';
import { PortfolioUpdateEvent } from '../../../src/events/portfolio-events.ts';
import { StateReader, StateWriter } from '../../../src/foundation/state.ts';
import { EventLog } from '../../../src/tracing/log/event-log.ts';
import { RowWriter } from '../../../src/tracing/log/row-writer.ts';
import { cases } from '../../oracle/cases.ts';
import { specOf } from '../../oracle/engine-run.ts';
import type { PlainCase } from '../../oracle/plain.ts';

const NOTE = defineEventType('LOG_TEST_NOTE', z.record(z.string(), z.unknown()));

/** Every container of a run logged, beside the records that its events gave. */
function logged(input: PlainCase, options: { selfContained: boolean; chunkWords: number }) {
  const backtest = new Backtest(specOf(input, { featureMode: 'incremental' }));
  const writer = new RowWriter(options.selfContained);
  const pairs = backtest.engine.topology.containers.map(({ bus }) => {
    const log = new EventLog(bus.containers, { writer, chunkWords: options.chunkWords });
    const records: EventRecord[] = [];
    bus.attach({
      observe: (event) => {
        log.append(event);
        records.push(event.record(bus.containers));
      },
    });
    return { log, records };
  });
  backtest.runSync();
  return pairs;
}

function update(sequence: number, trade = 0): PortfolioUpdateEvent {
  const event = new PortfolioUpdateEvent(eventKey(0, TYPE.PORTFOLIO_UPDATE), TYPE.PORTFOLIO_UPDATE);
  event.sequenceNumber = sequence;
  event.equity = sequence / 3;
  event.tradeNumber = trade;
  return event;
}

function note(sequence: number, data: Record<string, unknown>): CustomEvent {
  const event = new CustomEvent(eventKey(0, NOTE.number), NOTE.number);
  event.sequenceNumber = sequence;
  event.data = data;
  return event;
}

describe('an event comes back from the log as its record was', () => {
  for (const selfContained of [false, true]) {
    for (const chunkWords of [32, 4096]) {
      test(`in chunks of ${chunkWords} words, with bars ${selfContained ? 'copied' : 'shared'}`, () => {
        fc.assert(
          fc.property(cases, (input) => {
            for (const { log, records } of logged(input, { selfContained, chunkWords })) {
              expect([...log.records()]).toEqual(records);
              expect(log.count).toBe(records.length);
            }
          }),
          { numRuns: 40 },
        );
      });
    }
  }

  test('also when it is of a type of the user, an error or a notice', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.oneof(fc.string(), fc.double(), fc.constant(null), fc.array(fc.integer())),
        ),
        fc.string(),
        fc.option(fc.string()),
        (data, message, eventId) => {
          const log = new EventLog(['root'], { chunkWords: 16 });
          const error = new ErrorEvent(eventKey(0, TYPE.ERROR), TYPE.ERROR);
          error.message = message;
          error.stack = `${message}\n at somewhere`;
          error.eventId = eventId;
          error.sequenceNumber = 0xffff_fff0;
          const limit = new TraceLimitEvent(eventKey(0, TYPE.TRACE_LIMIT), TYPE.TRACE_LIMIT);
          limit.limitBytes = 10;
          const events = [note(1, data), error, limit];
          for (const event of events) log.append(event);
          expect([...log.records()]).toEqual(events.map((event) => event.record(['root'])));
        },
      ),
    );
  });

  test('and a record cannot be changed through the log', () => {
    const log = new EventLog(['root']);
    const at = log.append(note(1, { list: [1] }));
    (log.at(at).payload as { list: number[] }).list.push(2);
    expect(log.at(at).payload).toEqual({ list: [1] });
  });
});

describe('look-ups', () => {
  test('find nothing under names that are not held', () => {
    const log = new EventLog(['root']);
    log.append(update(1, 3));
    expect(log.find('fill-1')).toBeUndefined();
    expect(log.find('no id')).toBeUndefined();
    expect(log.causedBy('root/fill-1')).toEqual([]);
    expect(log.findCorrelated('root/trade-4')).toEqual([]);
    expect(log.findCorrelated('elsewhere/trade-3')).toEqual([]);
    expect(log.findCorrelated('root/trade-3', 'NO_TYPE')).toEqual([]);
  });

  test('go on being right while events come and go', () => {
    const log = new EventLog(['root'], { chunkWords: 64 });
    for (let i = 1; i <= 20_000; i++) {
      log.append(update(i, i));
      if (i > 10) log.pruneCorrelated({ container: 0, number: i - 10 });
      if (i % 997 === 0) {
        expect(log.find(`portfolio-update-${i}`)?.payload).toMatchObject({ equity: i / 3 });
        expect(log.find(`portfolio-update-${i - 10}`)).toBeUndefined();
      }
    }
    expect(log.count).toBe(10);
    expect(log.bytes).toBeLessThan(250_000);
  });
});

describe('what is let go', () => {
  test('is gone, and the rest stays, whatever the order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 400 }), { maxLength: 60 }),
        fc.array(fc.nat({ max: 1000 }), { maxLength: 80 }),
        (sizes, picks) => {
          const log = new EventLog(['root'], { chunkWords: 32 });
          // Some with values that stand beside the rows.
          const held = sizes.map((size, i) =>
            log.append(size % 3 === 0 ? update(i + 1) : note(i + 1, { size, text: 'x'.repeat(size) })),
          );
          const records = new Map(held.map((position) => [position, log.at(position)]));
          for (const pick of picks) {
            const positions = [...records.keys()];
            if (positions.length === 0) break;
            const position = positions[pick % positions.length];
            log.drop(position);
            records.delete(position);
            expect(log.has(position)).toBe(false);
            expect(log.oldest).toBe([...records.keys()][0]);
          }
          expect([...log.records()]).toEqual([...records.values()]);
          expect(log.count).toBe(records.size);
        },
      ),
    );
  });

  test('gives its memory back', () => {
    const log = new EventLog(['root'], { chunkWords: 64 });
    const long = 'word '.repeat(1000);
    for (let i = 1; i <= 5000; i++) {
      log.append(i % 2 === 0 ? update(i) : note(i, { long }));
      if (log.count > 20) log.dropOldest(1);
    }
    expect(log.count).toBe(20);
    expect(log.bytes).toBeLessThan(20 * 64 * 8 + 10 * 2.2 * long.length);
    log.dropOldest(100);
    expect(log.count).toBe(0);
    expect(log.bytes).toBeLessThan(2000);
  });
});

test('a log that is restored has forgotten what came later, and takes it again', () => {
  fc.assert(
    fc.property(fc.nat({ max: 60 }), fc.nat({ max: 60 }), fc.nat({ max: 70 }), (before, after, dropped) => {
      const log = new EventLog(['root'], { chunkWords: 32 });
      for (let i = 1; i <= before; i++) log.append(update(i));
      const out = new StateWriter();
      log.save(out);
      for (let i = before + 1; i <= before + after; i++) log.append(update(i));
      log.dropOldest(dropped);
      log.restore(new StateReader(out.finish()));
      const kept = Array.from({ length: before }, (_, i) => i + 1).slice(dropped);
      expect([...log.records()].map((r) => r.sequenceNumber)).toEqual(kept);
      for (let i = before + 1; i <= before + after; i++) log.append(update(i));
      const again = Array.from({ length: after }, (_, i) => before + i + 1);
      expect([...log.records()].map((r) => r.sequenceNumber)).toEqual([...kept, ...again]);
      expect(log.find(`portfolio-update-${before + after}`)?.sequenceNumber).toBe(
        after > 0 || dropped < before ? before + after || undefined : undefined,
      );
    }),
  );
});
