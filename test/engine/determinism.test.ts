import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Backtest } from '../../src/engine/backtest.ts';
import type { TracerSettings } from '../../src/tracing/retention.ts';
import { cases } from '../oracle/cases.ts';
import { specOf } from '../oracle/engine-run.ts';
import type { PlainCase } from '../oracle/plain.ts';
import { recordContainers, streamsOf } from './event-streams.ts';

describe('the same events come out', () => {
  test('whenever a run is repeated', () => {
    fc.assert(
      fc.property(cases, (input) => {
        expect(streamsOf(input, { everything: true })).toEqual(streamsOf(input, { everything: true }));
      }),
      { numRuns: 60 },
    );
  });

  test('in whatever order the symbols are given', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const reversed = Object.fromEntries(Object.entries(input.bars).reverse());
        const turned: PlainCase = {
          ...input,
          bars: reversed,
          // Scripts and built-ins trade all symbols unless told; "the first" must stay the same one.
          strategies: input.strategies.map((s) => ({ ...s, symbols: s.symbols ?? Object.keys(input.bars) })),
        };
        expect(streamsOf(turned, { everything: true })).toEqual(streamsOf(input, { everything: true }));
      }),
      { numRuns: 100 },
    );
  });

  test('whether or not somebody listens, with the results to the last bit', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const quiet = new Backtest(specOf(input));
        const watched = new Backtest(specOf(input));
        recordContainers(watched);
        expect(watched.runSync()).toEqual(quiet.runSync());
        expect(watched.engine.topology.containers.map((c) => c.bus.sequence)).toEqual(
          quiet.engine.topology.containers.map((c) => c.bus.sequence),
        );
      }),
      { numRuns: 200 },
    );
  });

  test('whatever is traced, with the results to the last bit', () => {
    const settings: TracerSettings[] = [
      { retention: { policy: 'all' } },
      { retention: { policy: 'all' }, budget: { bytes: 10_000, atLimit: 'stop' } },
      { retention: { policy: 'sliding_window', maxEvents: 50 } },
      { retention: { policy: 'trade_complete' } },
      { retention: { policy: 'trade_complete' }, budget: { bytes: 8192, atLimit: 'shrink' } },
    ];
    fc.assert(
      fc.property(cases, fc.constantFrom(...settings), (input, tracing) => {
        const quiet = new Backtest(specOf(input));
        const traced = new Backtest({ ...specOf(input), tracing: () => tracing });
        const { traceMemory, ...result } = traced.runSync();
        const { traceMemory: nothing, ...expected } = quiet.runSync();
        expect(result).toEqual(expected);
        expect(Object.keys(nothing)).toEqual([]);
        expect(Object.keys(traceMemory)).toEqual(traced.engine.topology.containers.map((c) => c.id));
        expect(traced.engine.topology.containers.map((c) => c.bus.sequence)).toEqual(
          quiet.engine.topology.containers.map((c) => c.bus.sequence),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('however the run is cut into steps', () => {
    fc.assert(
      fc.property(
        cases,
        fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
        (input, steps) => {
          const whole = new Backtest(specOf(input)).runSync();
          const stepped = new Backtest(specOf(input));
          for (let i = 0; stepped.engine.slice < stepped.engine.slices; i++) {
            stepped.engine.advance(stepped.engine.slice + steps[i % steps.length]);
          }
          expect(stepped.result()).toEqual(whole);
        },
      ),
      { numRuns: 150 },
    );
  });
});
