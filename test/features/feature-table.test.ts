import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  adx,
  atr,
  bollinger,
  correlation,
  donchian,
  ema,
  type FeatureDefinition,
  FeatureTable,
  fastStochastic,
  featureRegistry,
  highest,
  hma,
  kama,
  macd,
  rsi,
  sma,
  stochastic,
  supertrend,
  typicalPrice,
  yangZhangVolatility,
  zScore,
} from '../../src/features/index.ts';
import { Registry } from '../../src/foundation/registry.ts';
import { StateReader, StateWriter } from '../../src/foundation/state.ts';
import { compute } from './compute.ts';
import { makeBars, randomBars } from './make-bars.ts';

const bars = randomBars(3, 60);

function saved(table: FeatureTable): StateReader {
  const out = new StateWriter();
  table.save(out);
  return new StateReader(out.finish());
}

/** The registry with a `counted` feature that copies the close and counts how often it was made and run. */
function countingRegistry() {
  const counts = { made: 0, bars: 0 };
  const params = z.strictObject({});
  const counted: FeatureDefinition<z.output<typeof params>> = {
    type: 'counted',
    description: 'The close.',
    params,
    inputs: () => ['close'],
    outputs: ['value'],
    warmUp: () => 0,
    create: (_, [input], [output]) => {
      counts.made++;
      return {
        run(from, to) {
          counts.bars += to - from;
          for (let i = from; i < to; i++) output[i] = input[i];
        },
        save() {},
        restore() {},
      };
    },
  };
  return { counts, registry: new Registry<FeatureDefinition>('feature', [...featureRegistry, counted]) };
}

describe('columns', () => {
  test('are shared by all who ask for the same numbers, and computed once', () => {
    const { counts, registry } = countingRegistry();
    const table = new FeatureTable(bars, 'columns', registry);
    const first = table.column({ type: 'counted' });
    expect(table.column({ type: 'counted', params: {}, output: 'value' })).toBe(first);
    expect(table.column(sma(20))).toBe(table.column({ type: 'sma' }));
    expect(table.column(sma(5, { source: { type: 'counted' } }))).not.toBe(table.column(sma(5)));
    table.compute();
    table.compute();
    table.advanceTo(10);
    expect(counts).toEqual({ made: 1, bars: bars.length });
    expect(table.keys).toEqual(['counted', 'sma_20', 'sma_5_of_counted', 'sma_5']);
  });

  test('lie on shared memory, so that worker threads map them', () => {
    expect(new FeatureTable(bars, 'columns').column(rsi()).buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  test('of a feature with several outputs come from one computation', () => {
    const table = new FeatureTable(bars, 'columns');
    table.column(adx(14).adx);
    expect(table.keys).toEqual(['adx_14_adx', 'adx_14_plus_di', 'adx_14_minus_di']);
    expect(table.columnByKey('adx_14_minus_di')).toBe(table.column(adx(14).minus_di));
  });

  test('of a feature that is another one, number for number, are the columns of that one', () => {
    const table = new FeatureTable(bars, 'columns');
    expect(table.column(bollinger(20, 2).middle)).toBe(table.column(sma(20)));
    expect(table.column(stochastic(14, 3, 3).k)).toBe(table.column(sma(3, { source: fastStochastic(14) })));
    expect(table.column(donchian(20).upper)).toBe(table.column(highest(20, { source: 'high' })));
    expect(table.column(donchian(20, 1).upper)).not.toBe(table.column(donchian(20).upper));
  });

  test('can be computed from columns of other features, which come first', () => {
    const table = new FeatureTable(bars, 'columns');
    const smoothed = table.column(sma(5, { source: bollinger(10, 2, { source: rsi(14) }).upper }));
    expect(table.keys[0]).toBe('rsi_14');
    table.compute();
    const upper = compute(bars, bollinger(10, 2, { source: rsi(14) }).upper);
    expect([...smoothed]).toEqual(compute(makeBars(upper), sma(5)));
  });

  test('of a feature of a feature are first present after both warm-ups', () => {
    const table = new FeatureTable(bars, 'columns');
    for (const request of [
      ema(9, { source: rsi(14) }),
      rsi(5, { source: ema(10) }),
      sma(4, { source: bollinger(10, 2, { source: atr(7) }).lower }),
    ]) {
      const column = table.column(request);
      table.compute();
      expect(column.findIndex((value) => !Number.isNaN(value))).toBe(table.warmUp(request));
    }
    expect(table.warmUp(ema(9, { source: rsi(14) }))).toBe(14 + 8);
  });

  test('of towers of features give the same bits bar by bar, and after a checkpoint', () => {
    const towers = [
      sma(5, { source: rsi(14) }),
      zScore(20, { source: macd().histogram }),
      correlation(rsi(7), atr(14), 20),
      supertrend(7, 2).value,
      hma(9, { source: kama(10, { source: typicalPrice() }) }),
      highest(10, { source: yangZhangVolatility(10) }),
    ];
    for (const gaps of [0, 0.02]) {
      const series = randomBars(8, 300, gaps);
      const table = new FeatureTable(series, 'incremental');
      const columns = towers.map((request) => table.column(request));
      for (let i = 0; i < 150; i++) table.advanceTo(i);
      const checkpoint = new StateWriter();
      table.save(checkpoint);
      for (let i = 150; i < 200; i++) table.advanceTo(i);
      table.restore(new StateReader(checkpoint.finish()));
      for (let i = 150; i < 300; i++) table.advanceTo(i);
      towers.forEach((request, k) => {
        expect([...columns[k]]).toEqual(compute(series, request));
        expect(columns[k].some(Number.isFinite)).toBe(true);
      });
    }
  });

  test('that are asked for late catch up with the others', () => {
    const table = new FeatureTable(bars, 'incremental');
    table.advanceTo(40);
    const late = table.column(sma(5));
    expect([...late.subarray(0, 41)]).toEqual(compute(bars, sma(5)).slice(0, 41));
    expect(late.subarray(41).every(Number.isNaN)).toBe(true);
  });

  test('of an empty series are empty', () => {
    expect(compute(makeBars([]), ema(3))).toEqual([]);
  });

  test('are not found under a wrong name', () => {
    const table = new FeatureTable(bars, 'columns');
    table.column(sma(20));
    expect(() => table.columnByKey('sma20x')).toThrow('TEST has no feature "sma20x"');
  });

  test('of two types whose names run together are refused rather than mixed up', () => {
    const clash = { ...countingRegistry().registry.get('counted'), type: 'sma_20' };
    const table = new FeatureTable(bars, 'columns', new Registry('feature', [...featureRegistry, clash]));
    table.column(sma(20));
    expect(() => table.column({ type: 'sma_20' })).toThrow('features sma and sma_20 are both named "sma_20"');
  });
});

describe('advancing', () => {
  test('fills columns up to the bar and not beyond in incremental mode', () => {
    const table = new FeatureTable(bars, 'incremental');
    const column = table.column(sma(3));
    table.advanceTo(30);
    expect(table.filled).toBe(31);
    expect(column[30]).not.toBeNaN();
    expect(column.subarray(31).every(Number.isNaN)).toBe(true);
  });

  test('fills everything at once in columns mode', () => {
    const table = new FeatureTable(bars, 'columns');
    const column = table.column(sma(3));
    table.advanceTo(0);
    expect(column[59]).not.toBeNaN();
    expect(table.filled).toBe(60);
  });

  test('to the same bar again changes nothing; backwards or past the end is a bug', () => {
    const table = new FeatureTable(bars, 'incremental');
    table.column(sma(3));
    table.advanceTo(30);
    table.advanceTo(30);
    expect(table.filled).toBe(31);
    expect(() => table.advanceTo(29)).toThrow('cannot advance to bar 29');
    for (const i of [60, -1, Number.NaN]) expect(() => table.advanceTo(i)).toThrow(RangeError);
  });
});

describe('restoring', () => {
  test('keeps features that were added since the checkpoint, up to its bar', () => {
    const table = new FeatureTable(bars, 'incremental');
    table.column(ema(5));
    table.advanceTo(20);
    const checkpoint = saved(table);
    table.advanceTo(40);
    const late = table.column(ema(7, { source: ema(5) }));
    table.restore(checkpoint);
    checkpoint.end();
    expect(late.subarray(21).every(Number.isNaN)).toBe(true);
    for (let i = 21; i < 60; i++) table.advanceTo(i);
    expect([...late]).toEqual(compute(bars, ema(7, { source: ema(5) })));
  });

  test('goes forwards too, with the history that a fork needs', () => {
    const table = new FeatureTable(bars, 'incremental');
    table.column(rsi(5));
    table.advanceTo(50);
    const fork = new FeatureTable(bars, 'incremental');
    const column = fork.column(rsi(5));
    fork.restore(saved(table));
    expect([...column.subarray(0, 51)]).toEqual(compute(bars, rsi(5)).slice(0, 51));
  });

  test('refuses the checkpoint of other features or of a longer series', () => {
    const table = new FeatureTable(bars, 'incremental');
    table.column(ema(5));
    table.advanceTo(50);
    const other = new FeatureTable(bars, 'incremental');
    expect(() => other.restore(saved(table))).toThrow('features differ');
    other.column(ema(6));
    expect(() => other.restore(saved(table))).toThrow('features differ');
    const shorter = new FeatureTable(bars.slice(0, 30), 'incremental');
    shorter.column(ema(5));
    expect(() => shorter.restore(saved(table))).toThrow('features differ');
  });

  test('leaves whole columns as they are in columns mode', () => {
    const table = new FeatureTable(bars, 'columns');
    const column = table.column(ema(5));
    table.compute();
    const before = [...column];
    const checkpoint = saved(table);
    table.restore(checkpoint);
    checkpoint.end();
    expect([...column]).toEqual(before);
  });
});

describe('a derived table', () => {
  test('takes the columns that are there, computes the others, and gives none of its own back', () => {
    const { registry, counts } = countingRegistry();
    const table = new FeatureTable(bars, 'columns', registry);
    const counted = { type: 'counted' };
    table.column(counted);
    const average = table.column(sma(5));
    const derived = table.derive();
    expect(derived.column(sma(5))).toBe(average);
    expect(derived.column(counted)).toBe(table.column(counted));
    expect(counts).toEqual({ made: 1, bars: bars.length });
    expect([...derived.column(sma(7))]).toEqual([...compute(bars, sma(7))]);
    expect(derived.keys).toEqual(['sma_5', 'counted', 'sma_7']);
    expect(table.keys).toEqual(['counted', 'sma_5']);
    derived.advanceTo(bars.length - 1);
    expect(counts.bars).toBe(bars.length);
  });

  test('can be derived from again', () => {
    const table = new FeatureTable(bars, 'columns');
    const average = table.column(sma(5));
    const derived = table.derive();
    const other = derived.column(sma(7));
    // Also what the one between does not have.
    const again = derived.derive();
    expect(again.column(sma(5))).toBe(average);
    expect(again.column(sma(7))).toBe(other);
  });

  test('needs columns that are whole', () => {
    expect(() => new FeatureTable(bars, 'incremental').derive()).toThrow('cannot be shared');
  });
});
