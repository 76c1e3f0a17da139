import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { checkConfig, loadConfig } from '../../../src/workflows/config/config.ts';
import { canonicalJson, fingerprint, serialiseConfig } from '../../../src/workflows/config/resolved.ts';
import { EXAMPLE, testRegistries } from './registries.ts';

const registries = testRegistries();
const config = loadConfig(EXAMPLE, 'a.yaml', registries);
const parts = { configuration: config, dataHash: 'd0', codeVersion: '1.0.0', seed: 42 };

describe('canonicalJson', () => {
  test('orders keys at every level and leaves out what is undefined', () => {
    expect(canonicalJson({ b: [{ z: 1, a: 'x' }], a: undefined, A: null })).toBe(
      '{"A":null,"b":[{"a":"x","z":1}]}',
    );
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, () => 1, new Map(), 1n])('refuses %s', (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  });
});

describe('fingerprint', () => {
  test('is the SHA-256 of the canonical parts', () => {
    const { tracing: _, ...rest } = config;
    const text = `{"codeVersion":"1.0.0","configuration":${canonicalJson(rest)},"dataHash":"d0","seed":42}`;
    expect(fingerprint(parts)).toBe(createHash('sha256').update(text).digest('hex'));
  });

  test('is the same however the configuration is written', () => {
    const rewritten = EXAMPLE.replace('100_000', '1e5')
      .replace('topology: full_backtest\n', '')
      .replace('{ fast: 20, slow: 100 }', '{ slow: 100, fast: 20, field: close }');
    expect(fingerprint({ ...parts, configuration: loadConfig(rewritten, 'b.yaml', registries) })).toBe(
      fingerprint(parts),
    );
  });

  test('does not change with what is traced, for that changes no result', () => {
    const untraced = loadConfig(EXAMPLE.replace('mode: full', 'mode: off'), 'a.yaml', registries);
    expect(untraced.tracing).not.toEqual(config.tracing);
    expect(fingerprint({ ...parts, configuration: untraced })).toBe(fingerprint(parts));
  });

  test.each([{ dataHash: 'd1' }, { codeVersion: '1.0.1' }, { seed: 43 }])('changes with %o', (change) => {
    expect(fingerprint({ ...parts, ...change })).not.toBe(fingerprint(parts));
  });

  test('changes with a parameter, and with the text of a strategy given in code', () => {
    const other = loadConfig(EXAMPLE.replace('fast: 20', 'fast: 21'), 'a.yaml', registries);
    expect(fingerprint({ ...parts, configuration: other })).not.toBe(fingerprint(parts));
    const inCode = (create: () => number) =>
      checkConfig(
        {
          data: [{ symbol: 'A', source: 'a.csv' }],
          strategies: [{ id: 's', type: { type: 'mine', params: z.strictObject({}), create } }],
          portfolios: [{ id: 'p', strategies: ['s'], cash: 1 }],
        },
        registries,
      );
    const hash = (create: () => number) => fingerprint({ ...parts, configuration: inCode(create) });
    expect(hash(() => 1)).toBe(hash(() => 1));
    expect(hash(() => 1)).not.toBe(hash(() => 2));
  });
});

test('serialiseConfig gives plain data that says all of the configuration', () => {
  expect(serialiseConfig(config)).toEqual(config);
  expect(Object.keys(serialiseConfig(config))).toEqual(Object.keys(serialiseConfig(config)).toSorted());
});
