import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { generateBars } from '../../src/data/generate-bars.ts';
import { EventBus } from '../../src/events/event-bus.ts';
import { TYPE } from '../../src/events/event-type.ts';
import { BarEvent, FeaturesEvent } from '../../src/events/market-events.ts';
import { FeatureTable } from '../../src/features/index.ts';
import { StateReader, StateWriter } from '../../src/foundation/state.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { tradingDays } from '../../src/market/trading-day.ts';
import type { StrategyDefinition } from '../../src/strategies/strategy.ts';
import { StrategyRunner } from '../../src/strategies/strategy-runner.ts';

const series = fc
  .record({ seed: fc.integer({ min: 1, max: 1e6 }), bars: fc.integer({ min: 1, max: 200 }) })
  .map(({ seed, bars }) => generateBars({ symbol: 'X', kind: 'random_walk', seed, bars }));

/** A strategy alone with its bars, and every signal it gives. */
function alone(definition: StrategyDefinition, params: unknown, bars: BarSeries) {
  const bus = new EventBus(['data', 'strategy'], 1);
  const table = new FeatureTable(bars, 'incremental');
  const runner = new StrategyRunner({
    bus,
    strategyId: 's',
    strategyIndex: 0,
    definition,
    params,
    series: bars,
    symbolIndex: 0,
    column: (request) => table.column(request),
    trusted: false,
    dayOf: tradingDays(),
  });
  const bar = new BarEvent(0, bars, 0);
  const features = new FeaturesEvent(0, table, bar);
  const signals: { index: number; record: ReturnType<BarEvent['record']> }[] = [];
  bus.listen(
    TYPE.SIGNAL,
    (event) => signals.push({ index: bar.index, record: event.record(bus.containers) }),
    'test',
  );
  const advance = (index: number): void => table.advanceTo(index);
  const step = (index: number): void => {
    advance(index);
    bar.point(index);
    features.follow();
    runner.onFeatures(features);
  };
  return { runner, signals, advance, step };
}

/** What every strategy promises, whatever its parameters. */
export function strategyContract(definition: StrategyDefinition, paramSets: readonly unknown[]): void {
  describe(`strategy ${definition.type}`, () => {
    test('says what it is and what its parameters mean', () => {
      expect(definition.type).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(definition.description).toMatch(/^[A-Z].*\.$/);
      const shape = (definition.params as unknown as { shape: Record<string, { description?: string }> })
        .shape;
      for (const [name, schema] of Object.entries(shape))
        expect([name, typeof schema.description]).toEqual([name, 'string']);
    });

    test('has defaults for all its parameters, and refuses those it does not know', () => {
      expect(definition.params.safeParse({}).success).toBe(true);
      expect(definition.params.safeParse({ no_such_parameter: 1 }).success).toBe(false);
    });

    test('gives every signal a reason, the conditions it met and the values it read', () => {
      fc.assert(
        fc.property(series, fc.constantFrom(...paramSets), (bars, given) => {
          const { signals, step } = alone(definition, definition.params.parse(given), bars);
          for (let i = 0; i < bars.length; i++) step(i);
          for (const { index, record } of signals) {
            const payload = record.payload as {
              index: number;
              reason: string;
              conditions: { met: boolean }[];
            };
            expect(payload.index).toBe(index);
            expect(payload.reason).not.toBe('');
            expect(payload.conditions.length).toBeGreaterThan(0);
            expect(payload.conditions.every((c) => c.met)).toBe(true);
          }
        }),
        { numRuns: 40 },
      );
    });

    test('wants to be asked at every bar at which it would answer', () => {
      const withoutTriggers: StrategyDefinition = { ...definition, triggers: undefined };
      fc.assert(
        fc.property(series, fc.constantFrom(...paramSets), (bars, given) => {
          const params = definition.params.parse(given);
          const asked = alone(definition, params, bars);
          const always = alone(withoutTriggers, params, bars);
          for (let i = 0; i < bars.length; i++) {
            asked.step(i);
            always.step(i);
          }
          expect(asked.signals).toEqual(always.signals);
        }),
        { numRuns: 60 },
      );
    });

    test('explains a bar without changing anything', () => {
      fc.assert(
        fc.property(series, fc.constantFrom(...paramSets), (bars, given) => {
          const params = definition.params.parse(given);
          const one = alone(definition, params, bars);
          const other = alone(definition, params, bars);
          for (let i = 0; i < bars.length; i++) {
            one.step(i);
            other.advance(i);
            // In the state that the bar before left.
            const { signal, conditions } = other.runner.explain(i);
            other.step(i);
            expect(conditions.length).toBeGreaterThan(0);
            expect(signal !== null).toBe(one.signals.at(-1)?.index === i);
          }
          expect(other.signals).toEqual(one.signals);
        }),
        { numRuns: 15 },
      );
    });

    test('goes on from a saved state as if nothing had happened', () => {
      fc.assert(
        fc.property(series, fc.constantFrom(...paramSets), fc.nat(), (bars, given, at) => {
          const params = definition.params.parse(given);
          const straight = alone(definition, params, bars);
          const saved = alone(definition, params, bars);
          const stop = at % bars.length;
          for (let i = 0; i < bars.length; i++) straight.step(i);
          for (let i = 0; i < stop; i++) saved.step(i);
          const out = new StateWriter();
          saved.runner.save(out);
          const resumed = alone(definition, params, bars);
          resumed.runner.restore(new StateReader(out.finish()));
          for (let i = stop; i < bars.length; i++) resumed.step(i);
          const later = straight.signals.filter((s) => s.index >= stop).map((s) => s.record.payload);
          expect(resumed.signals.map((s) => s.record.payload)).toEqual(later);
        }),
        { numRuns: 30 },
      );
    });
  });
}
