import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  bollinger,
  ema,
  type FeatureDefinition,
  type FeatureRequest,
  FeatureTable,
  featureKey,
  featureRegistry,
  rsi,
  sma,
  stdDev,
} from '../../src/features/index.ts';
import { Registry } from '../../src/foundation/registry.ts';
import { userLine } from '../support/user-line.ts';
import { makeBars } from './make-bars.ts';

describe('a request', () => {
  test('is plain data', () => {
    expect(JSON.parse(JSON.stringify(bollinger(20, 2, { source: ema(5) }).upper))).toEqual({
      type: 'bollinger',
      params: { period: 20, std_devs: 2, source: { type: 'ema', params: { period: 5 } } },
      output: 'upper',
    });
  });

  test('for a feature with several columns is made by choosing one, and the type checker sees to it', () => {
    const features: Record<string, FeatureRequest> = { fast: sma(5), ...bollinger(20, 2) };
    expect(Object.keys(features)).toEqual(['fast', 'middle', 'upper', 'lower']);
    // @ts-expect-error: three columns are not one number
    const whole: FeatureRequest = bollinger(20, 2);
    // @ts-expect-error: no such band
    void bollinger(20, 2).uper;
    expect(userLine(() => featureKey(whole))).toContain(
      'found several columns (choose one, such as .middle)',
    );
  });
});

describe('featureKey', () => {
  test.each<[FeatureRequest, string]>([
    [sma(20), 'sma_20'],
    [sma(20, { source: 'high' }), 'sma_20_high'],
    [{ type: 'sma' }, 'sma_20'],
    [{ type: 'sma', params: { source: 'close', period: 20 }, output: 'value' }, 'sma_20'],
    [stdDev(10), 'std_dev_10'],
    [{ type: 'bollinger' }, 'bollinger_20_2'],
    [bollinger(20, 2).upper, 'bollinger_20_2_upper'],
    [bollinger(20, 2.5, { source: 'low' }).lower, 'bollinger_20_2.5_lower_low'],
    [ema(9, { source: rsi(14) }), 'ema_9_of_rsi_14'],
    [
      sma(3, { source: bollinger(20, 2, { source: rsi() }).upper }),
      'sma_3_of_bollinger_20_2_upper_of_rsi_14',
    ],
    [{ type: 'true_range' }, 'true_range'],
  ])('of %j is %s', (request, key) => {
    expect(featureKey(request)).toBe(key);
  });

  test('names a request the same whether defaults are written out or not, inside a source too', () => {
    const short = ema(9, { source: { type: 'rsi' } });
    const long = ema(9, {
      source: { type: 'rsi', params: { source: 'close', period: 14 }, output: 'value' },
    });
    expect(featureKey(short)).toBe(featureKey(long));
  });

  test('keeps every parameter of a user-made feature apart, absent ones and words with underscores too', () => {
    const custom: FeatureDefinition = {
      ...featureRegistry.get('true_range'),
      type: 'custom',
      params: z.strictObject({ a: z.string().optional(), b: z.string().optional() }),
    };
    const registry = new Registry<FeatureDefinition>('feature', [custom]);
    const key = (params: Record<string, unknown>) => featureKey({ type: 'custom', params }, registry);
    const keys = [{}, { a: 'x' }, { b: 'x' }, { a: 'x_y', b: 'z' }, { a: 'x', b: 'y_z' }, { a: '5' }].map(
      key,
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys[1]).toBe('custom_x_none');
  });
});

describe('a mistake in a request is told in one line', () => {
  test.each<[unknown, string]>([
    [{ type: 'smma' }, 'unknown feature "smma" (did you mean "sma"?)'],
    [sma(0), 'feature sma: period must be at least 1, found 0'],
    [sma(100_001), 'feature sma: period must be at most 100000, found 100001'],
    [sma(2.5), 'feature sma: period must be a whole number, found 2.5'],
    [sma(Number.NaN), 'feature sma: period must be of type number, found NaN'],
    [bollinger(20, 0).upper, 'feature bollinger: std_devs must be above 0, found 0'],
    [{ type: 'sma', params: { perod: 3 } }, 'feature sma has no parameter "perod" (did you mean "period"?)'],
    [{ type: 'sma', params: { period: '20' } }, 'feature sma: period must be of type number, found "20"'],
    [
      { type: 'sma', params: { source: 'hihg' } },
      'feature sma: source must be one of open, high, low, close, volume, or another feature as { type, params, output }, found "hihg"',
    ],
    [
      { ...bollinger().upper, output: 'uper' },
      'feature bollinger has no output "uper" (did you mean "upper"?)',
    ],
    [
      sma(5, { source: { type: 'bollinger' } }),
      'feature bollinger has several outputs and none was chosen (one of middle, upper, lower)',
    ],
    [undefined, 'expected a feature as { type, params, output }, found nothing'],
    [sma, 'expected a feature as { type, params, output }, found a function (did you mean sma(…)?)'],
    ['close', 'expected a feature as { type, params, output }, found "close"'],
  ])('%j', (request, line) => {
    const table = new FeatureTable(makeBars([1, 2, 3]), 'columns');
    expect(userLine(() => table.column(request as FeatureRequest))).toBe(line);
    expect(table.keys).toEqual([]);
  });

  test('several at once are all told', () => {
    const request = { type: 'bollinger', params: { period: 0, std_devs: -1, width: 3 } };
    expect(userLine(() => featureKey(request)).split('\n')).toEqual([
      'feature bollinger: period must be at least 1, found 0',
      'feature bollinger: std_devs must be above 0, found -1',
      expect.stringContaining('feature bollinger has no parameter "width"'),
    ]);
  });

  test('a source that refers to itself ends with an error', () => {
    const params: Record<string, unknown> = { period: 3 };
    const request: FeatureRequest = { type: 'sma', params };
    params.source = request;
    expect(userLine(() => featureKey(request))).toBe(
      'sources of feature sma nest deeper than 16 (does a source refer to itself?)',
    );
  });
});

test('parameters of every feature can be given as a JSON schema, for editors', () => {
  for (const { params } of featureRegistry) {
    expect(z.toJSONSchema(params, { io: 'input' })).toMatchObject({
      type: 'object',
      additionalProperties: false,
    });
  }
});
