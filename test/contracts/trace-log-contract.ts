import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventRecord } from '../../src/events/event.ts';
import type { TraceLog } from '../../src/tracing/trace-log.ts';

/** A log somewhere in a run, and what it should hold. */
export interface LogInRun {
  readonly log: TraceLog;
  readonly held: () => readonly EventRecord[];
}

/**
 * What all that is held of a container can be asked, whatever decides how long it is kept.
 *
 * @param runs of arbitrary cases, each with its logs and a way to go on; false once it is over.
 */
export function traceLogContract(
  name: string,
  runs: fc.Arbitrary<() => { logs: readonly LogInRun[]; goOn: () => boolean }>,
): void {
  describe(`a tracer that holds ${name}`, () => {
    test('look-ups find what a search through all records finds, at any moment of a run', () => {
      fc.assert(
        fc.property(runs, (start) => {
          const { logs, goOn } = start();
          do {
            for (const { log, held } of logs) compare(log, held());
          } while (goOn());
        }),
        { numRuns: 40 },
      );
    });

    test('under names that are not held nothing is found', () => {
      fc.assert(
        fc.property(runs, (start) => {
          const { logs, goOn } = start();
          while (goOn());
          for (const { log } of logs) {
            expect(log.find('no id')).toBeUndefined();
            expect(log.find('nowhere/fill-1')).toBeUndefined();
            expect(log.causedBy('nowhere/fill-1')).toEqual([]);
            expect(log.findCorrelated('nowhere/trade-1')).toEqual([]);
            expect(log.findCorrelated({ container: 0, number: 1_000_000 })).toEqual([]);
            expect(log.pruneCorrelated('nowhere/trade-1')).toBe(0);
          }
        }),
        { numRuns: 10 },
      );
    });

    test('pruning a trade lets its events go, counts them, and leaves the others', () => {
      fc.assert(
        fc.property(runs, fc.nat(20), (start, steps) => {
          const { logs, goOn } = start();
          for (let i = 0; i < steps && goOn(); i++);
          for (const { log } of logs) {
            const before = [...log.records()];
            const opened = before.filter(({ type }) => type === 'POSITION_OPEN');
            const trade = opened.at(-1)?.correlationId;
            if (trade === undefined || trade === null) continue;
            const gone = log.pruneCorrelated(trade);
            const after = [...log.records()];
            expect(gone).toBe(before.length - after.length);
            expect(log.count).toBe(after.length);
            expect(gone).toBeGreaterThan(0);
            const kept = new Set(after.map(({ id }) => id));
            expect(after).toEqual(before.filter(({ id }) => kept.has(id)));
            for (const { id, type, correlationId } of before) {
              if (correlationId === trade && (type === 'FILL' || type === 'POSITION_OPEN'))
                expect(kept).not.toContain(id);
            }
            expect(log.pruneCorrelated(trade)).toBe(0);
          }
          // The run takes no notice.
          while (goOn());
        }),
        { numRuns: 40 },
      );
    });
  });
}

function compare(log: TraceLog, held: readonly EventRecord[]): void {
  expect([...log.records()]).toEqual(held);
  expect(log.count).toBe(held.length);
  if (held.length > 0) expect(log.bytes).toBeGreaterThan(0);
  const byId = new Map(held.map((record) => [record.id, record]));
  for (const { id } of held.slice(-15)) {
    expect(log.find(id)).toEqual(byId.get(id));
    expect(log.causedBy(id)).toEqual(held.filter(({ causationId }) => causationId === id));
  }
  for (const trade of new Set(held.slice(-15).map(({ correlationId }) => correlationId))) {
    if (trade === null) continue;
    const life = new Set<EventRecord>();
    for (const record of held.filter(({ correlationId }) => correlationId === trade)) {
      let at: EventRecord | undefined = record;
      while (at !== undefined && !life.has(at)) {
        life.add(at);
        at = at.causationId === null ? undefined : byId.get(at.causationId);
      }
    }
    const expected = held.filter((record) => life.has(record));
    expect(log.findCorrelated(trade)).toEqual(expected);
    expect(log.findCorrelated(trade, 'FILL')).toEqual(expected.filter(({ type }) => type === 'FILL'));
    expect(log.findCorrelated(trade, 'NO_TYPE')).toEqual([]);
  }
}
