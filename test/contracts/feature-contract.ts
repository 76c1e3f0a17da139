import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type FeatureDefinition,
  type FeatureRequest,
  FeatureTable,
  featureKey,
} from '../../src/features/index.ts';
import { StateReader, StateWriter } from '../../src/foundation/state.ts';
import type { BarSeries } from '../../src/market/bar-series.ts';
import { hugeThenSmallBars, makeBars, randomBars } from '../features/make-bars.ts';

export interface FeatureCase {
  readonly params: Readonly<Record<string, unknown>>;
  /** Every output in the order of the definition, computed in another and simpler way. */
  naive(series: BarSeries): readonly (readonly number[])[];
  /** Every output at bar i, after warm-up, when all prices are c and all volumes 1000. */
  constant(c: number, i: number): readonly number[];
  /** How far from `constant` rounding may take it, as a share of c, for one that is a difference of averages. */
  readonly rounding?: number;
  /** That it is not defined for some data, such as a half-life where nothing reverts: it may be absent after warm-up. */
  readonly partial?: boolean;
}

/**
 * What every feature promises, whatever it computes.
 *
 * @param degrees for each output, the power of the price that its unit holds: 1 for a price, 0 for a percentage
 */
export function featureContract(
  definition: FeatureDefinition,
  cases: readonly FeatureCase[],
  degrees: readonly number[],
): void {
  const requestsOf = ({ params }: FeatureCase): FeatureRequest[] =>
    definition.outputs.map((output) => ({ type: definition.type, params, output }));
  const wholeColumns = (series: BarSeries, requests: readonly FeatureRequest[]) => {
    const table = new FeatureTable(series, 'columns');
    const columns = requests.map((request) => table.column(request));
    table.compute();
    return columns;
  };
  // Some series shorter than the warm-up, some with closes missing.
  const someBars = fc
    .tuple(fc.integer(), fc.integer({ min: 1, max: 150 }), fc.constantFrom(0, 0, 0.03))
    .map(([seed, length, gaps]) => randomBars(seed, length, gaps));
  const bar = (series: BarSeries, share: number) =>
    Math.min(series.length - 1, Math.floor(share * series.length));
  const share = fc.double({ min: 0, max: 1, noNaN: true });

  describe(`feature ${definition.type}`, () => {
    test('describes every parameter, gives it a default, and refuses unknown ones', () => {
      for (const schema of Object.values(definition.params.shape)) {
        expect(schema.description).toBeTruthy();
      }
      expect(definition.params.safeParse({}).success).toBe(true);
      expect(() => featureKey({ type: definition.type, params: { no_such_parameter: 1 } })).toThrow(
        `feature ${definition.type} has no parameter "no_such_parameter"`,
      );
    });

    test('gives every choice of parameters and every output a name of its own', () => {
      const keys = cases.flatMap(requestsOf).map((request) => featureKey(request));
      expect(new Set(keys).size).toBe(keys.length);
    });

    describe.each(cases)('with $params', (feature) => {
      const requests = requestsOf(feature);

      test('gives the same bits bar by bar as in whole columns', () => {
        fc.assert(
          fc.property(someBars, fc.array(fc.integer({ min: 1, max: 40 })), (series, steps) => {
            const whole = wholeColumns(series, requests);
            const table = new FeatureTable(series, 'incremental');
            const columns = requests.map((request) => table.column(request));
            // A few strides of several bars, then one at a time.
            let i = -1;
            for (const step of steps) {
              if (i + step >= series.length) break;
              i += step;
              table.advanceTo(i);
            }
            while (++i < series.length) table.advanceTo(i);
            expectSameColumns(columns, whole);
          }),
          { numRuns: 40 },
        );
      });

      test('goes on from a checkpoint as if it had never stopped, in the same table and in another', () => {
        fc.assert(
          fc.property(someBars, share, share, (series, first, second) => {
            const [saveAt, leaveAt] = [bar(series, first), bar(series, second)].sort((a, b) => a - b);
            const whole = wholeColumns(series, requests);
            const table = new FeatureTable(series, 'incremental');
            const columns = requests.map((request) => table.column(request));
            table.advanceTo(saveAt);
            const out = new StateWriter();
            table.save(out);
            table.advanceTo(leaveAt);
            const fork = new FeatureTable(series, 'incremental');
            const forked = requests.map((request) => fork.column(request));
            for (const each of [table, fork]) {
              const from = new StateReader(out.finish());
              each.restore(from);
              from.end();
            }
            for (const column of [...columns, ...forked]) {
              expect(column.subarray(saveAt + 1).every(Number.isNaN)).toBe(true);
            }
            table.compute();
            for (let i = saveAt + 1; i < series.length; i++) fork.advanceTo(i);
            expectSameColumns(columns, whole);
            expectSameColumns(forked, whole);
          }),
          { numRuns: 40 },
        );
      });

      test('gives no earlier value another bit when the future is cut off', () => {
        fc.assert(
          fc.property(someBars, share, (series, where) => {
            const length = bar(series, where) + 1;
            const whole = wholeColumns(series, requests).map((column) => column.subarray(0, length));
            expectSameColumns(wholeColumns(series.slice(0, length), requests), whole);
          }),
          { numRuns: 40 },
        );
      });

      test('writes the bars it is asked for and no other', () => {
        const series = randomBars(7, 120);
        const params = definition.params.parse(feature.params);
        const table = new FeatureTable(series, 'columns');
        const inputs = definition
          .inputs(params)
          .map((input) => (typeof input === 'string' ? series[input] : table.column(input)));
        table.compute();
        const untouched = -12345;
        const outputs = definition.outputs.map(() => new Float64Array(series.length).fill(untouched));
        const calculator = definition.create(params, inputs, outputs);
        // The others are an input's column, which is its own feature's to write.
        const shared = definition.shared?.(params) ?? {};
        const written = outputs.filter((_, k) => !(definition.outputs[k] in shared));
        for (const [from, to] of [
          [0, 1],
          [1, 1],
          [1, 50],
          [50, 51],
          [51, 90],
        ]) {
          calculator.run(from, to);
          for (const output of written) {
            expect(output.subarray(0, to).includes(untouched)).toBe(false);
            expect(output.subarray(to).every((value) => value === untouched)).toBe(true);
          }
        }
      });

      test('is absent before its warm-up and present from then on', () => {
        const series = randomBars(11, 400);
        const warmUp = new FeatureTable(series, 'columns').warmUp(requests[0]);
        const columns = wholeColumns(series, requests);
        for (const column of columns) {
          const present = column.subarray(warmUp).filter(Number.isFinite).length;
          if (feature.partial === true) expect(present).toBeGreaterThan((series.length - warmUp) / 4);
          else expect(present).toBe(series.length - warmUp);
        }
        for (let i = 0; i < warmUp; i++) expect(columns.some((column) => Number.isNaN(column[i]))).toBe(true);
        expect(columns.some((column) => column.subarray(0, warmUp).includes(0))).toBe(false);
      });

      test('scales with the price as its unit says, and not at all when it is a number without one', () => {
        const series = randomBars(5, 300);
        const larger = series.slice(0, series.length);
        for (const field of ['open', 'high', 'low', 'close'] as const) {
          for (let i = 0; i < larger.length; i++) larger[field][i] *= 10;
        }
        const columns = wholeColumns(series, requests);
        wholeColumns(larger, requests).forEach((column, output) => {
          const wanted = columns[output].map((value) => value * 10 ** degrees[output]);
          const size = Math.max(...wanted.filter(Number.isFinite).map(Math.abs));
          expect([...column].map(Number.isNaN)).toEqual([...wanted].map(Number.isNaN));
          const worst = Math.max(...column.map((value, i) => Math.abs(value - wanted[i]) || 0));
          expect(worst).toBeLessThanOrEqual(1e-9 * size);
        });
      });

      test('takes a price that never moves as it is', () => {
        // 0.1 and 212.61 are not exact in binary, which is where a mean of equal values may stray by a last bit.
        for (const c of [100, 0.1, 212.61]) {
          const prices = Array.from({ length: 400 }, () => c);
          const series = makeBars(prices, prices, prices, { volumes: prices.map(() => 1000) });
          const warmUp = new FeatureTable(series, 'columns').warmUp(requests[0]);
          wholeColumns(series, requests).forEach((column, output) => {
            for (let i = warmUp; i < series.length; i++) {
              const wanted = feature.constant(c, i)[output];
              expectClose(column[i], wanted, Math.max(1e-14 * Math.abs(wanted), (feature.rounding ?? 0) * c));
            }
          });
        }
      });

      test('does not drift from a fresh computation over 30,000 bars of huge and small values', () => {
        const series = extremes();
        const naive = feature.naive(series);
        const columns = wholeColumns(series, requests);
        const unitless = degrees.every((degree) => degree === 0);
        let worst = 0;
        for (let i = 0; i < series.length; i++) {
          // Relative to the largest output of the bar: a lower band is a difference of two numbers of that size. Numbers
          // without a unit may be as near to 0 as they like, and are then as good as 0.
          let scale = unitless ? 0.01 : 0;
          for (const column of naive) if (Math.abs(column[i]) > scale) scale = Math.abs(column[i]);
          columns.forEach((column, output) => {
            const wanted = naive[output][i];
            if (Number.isNaN(wanted) !== Number.isNaN(column[i]))
              throw new Error(`presence differs at bar ${i}`);
            if (!Number.isNaN(wanted) && column[i] !== wanted) {
              worst = Math.max(worst, Math.abs(column[i] - wanted) / scale);
            }
          });
        }
        expect(worst).toBeLessThan(1e-9);
      });
    });
  });
}

/** Made once for all features. */
let extremeBars: BarSeries | undefined;
function extremes(): BarSeries {
  extremeBars ??= hugeThenSmallBars(30_000);
  return extremeBars;
}

function expectSameColumns(actual: readonly Float64Array[], expected: readonly Float64Array[]): void {
  actual.forEach((column, output) => {
    expect(column.length).toBe(expected[output].length);
    // Looked up first: an assertion for each bar would take most of the time.
    const i = column.findIndex((value, at) => !Object.is(value, expected[output][at]));
    if (i >= 0) expect(`${column[i]} at bar ${i}`).toBe(`${expected[output][i]}`);
  });
}

function expectClose(value: number, wanted: number, distance: number): void {
  if (!(Math.abs(value - wanted) <= distance)) expect(value).toBe(wanted);
}
