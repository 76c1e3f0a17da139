import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { goto, next, step, toBar } from '../../src/debugger/motions/walk.ts';
import { Recording } from '../../src/debugger/recording.ts';
import { debugSpec } from '../../src/debugger/session.ts';
import { Backtest } from '../../src/engine/backtest.ts';
import { keyType } from '../../src/events/event-id.ts';
import { eventTypeName } from '../../src/events/event-type.ts';
import { defineStrategy, type StrategyDefinition } from '../../src/strategies/strategy.ts';
import { recordContainers } from '../engine/event-streams.ts';
import { cases } from '../oracle/cases.ts';
import { specOf } from '../oracle/engine-run.ts';
import { sessionOf } from './sessions.ts';

const AT_EVERY_BAR = new Set(['BAR', 'FEATURES', 'PORTFOLIO_UPDATE']);

test('a recording knows every event that a run publishes beside its bars, and in which bar', () => {
  fc.assert(
    fc.property(cases, (input) => {
      const spec = specOf(input);
      const recording = new Recording(debugSpec(spec), { checkpointBytes: 1e6, checkpointEvery: 7 });
      recording.record(recording.bars, Number.POSITIVE_INFINITY);
      const backtest = new Backtest(spec);
      const streams = recordContainers(backtest);
      backtest.runSync();
      const published = Object.values(streams)
        .flat()
        .filter(({ type }) => !AT_EVERY_BAR.has(type));
      const types = new Set(Array.from({ length: 64 }, (_, type) => type));
      const recorded = recording.events.between(0, recording.bars, types);
      const name = (type: string, sequence: number) => `${type} ${sequence}`;
      expect(recorded.map(({ key, sequence }) => name(eventTypeName(keyType(key)), sequence)).sort()).toEqual(
        published.map(({ type, sequenceNumber }) => name(type, sequenceNumber)).sort(),
      );
      expect(recording.divergence).toBeNull();
    }),
    { numRuns: 100 },
  );
});

test('the events of a bar are those of a run in the order of its phases, and each is told once', async () => {
  await fc.assert(
    fc.asyncProperty(cases, async (input) => {
      const session = sessionOf(specOf(input));
      await goto(session, session.bars);
      const seen = Array.from({ length: session.bars }, (_, i) => session.eventsOf(i + 1)).flat();
      expect(new Set(seen.map(({ id }) => id)).size).toBe(seen.length);
      const backtest = new Backtest(specOf(input));
      const streams = recordContainers(backtest);
      backtest.runSync();
      for (const [container, stream] of Object.entries(streams)) {
        expect(seen.filter(({ containerId }) => containerId === container)).toEqual(stream);
      }
      // A cause has always been told before what it led to, but for the bar, whose open fills before it is known.
      const before = new Set<string>();
      for (const { id, causationId, type } of seen) {
        if (causationId !== null && type !== 'FILL') expect(before).toContain(causationId);
        before.add(id);
      }
    }),
    { numRuns: 60 },
  );
});

/** Answers nothing, and throws at one bar. */
function throwingAt(bar: number): StrategyDefinition {
  return defineStrategy({
    type: 'throwing',
    description: 'Throws at a bar.',
    params: z.strictObject({}),
    features: () => ({}),
    decide: (_features, { number }) => {
      if (number === bar) throw new Error('no answer');
      return number === 2 ? { action: 'BUY' } : null;
    },
  }) as unknown as StrategyDefinition;
}

test('a run that a component ended can be walked up to the error, and not further', async () => {
  const [input] = fc.sample(
    cases.filter(({ bars, strategies }) => Object.values(bars)[0].length > 20 && strategies.length > 0),
    { seed: 11, numRuns: 1 },
  );
  const spec = specOf(input);
  const strategies = spec.strategies.map((strategy) => ({
    ...strategy,
    definition: throwingAt(12),
    params: {},
    trusted: false,
  }));
  const session = sessionOf({ ...spec, strategies });
  const moved = await toBar(session, session.bars);
  expect(moved.end).toBe('failed');
  expect(moved.note).toContain('no answer');
  const { bar } = session.position;
  expect(session.branch.recording.failure?.bar).toBe(bar + 1);
  expect((await next(session)).end).toBe('failed');
  while ((await step(session)).end === 'arrived') expect(session.position.bar).toBe(bar + 1);
  expect(session.event?.type).toBe('ERROR');
  expect((await next(session)).end).toBe('failed');
  expect((await goto(session, 3)).to).toEqual({ bar: 3, event: null });
});
