import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Registry } from '../../../src/foundation/registry.ts';
import { describeConfig } from '../../../src/workflows/config/describe-config.ts';
import { configJsonSchema } from '../../../src/workflows/config/json-schema.ts';
import { testRegistries } from './registries.ts';

const text = (value: unknown) => JSON.stringify(value);

describe('configJsonSchema', () => {
  const schema = z
    .looseObject({
      required: z.array(z.string()),
      additionalProperties: z.literal(false),
      properties: z.record(z.string(), z.looseObject({})),
    })
    .parse(configJsonSchema(testRegistries()));

  test('asks for the three sections that have no default, and allows no unknown key', () => {
    expect(schema.required).toEqual(['data', 'strategies', 'portfolios']);
  });

  test('describes every key of the top for the editor', () => {
    for (const [key, part] of Object.entries(schema.properties))
      expect([key, typeof part.description]).toEqual([key, 'string']);
  });

  test('offers the parameters of a strategy once its type is known', () => {
    const rules = text(schema.properties.strategies);
    expect(rules).toContain('"if":{"properties":{"type":{"const":"sma_crossover"}},"required":["type"]}');
    expect(rules).toContain('"description":"Bars of the fast average."');
    expect(rules).toContain('"then":{"properties":{"params":');
  });

  test('offers inline components with their parameters beside the type', () => {
    const sizing = text(schema.properties.portfolios);
    expect(sizing).toContain('"type":{"const":"fixed"');
    expect(sizing).toContain('"required":["type","quantity"]');
  });

  test('lets numbers be written with underscores', () => {
    const rule = z.looseObject({ pattern: z.string() }).parse(schema.properties.seed);
    expect(rule.type).toEqual(['integer', 'string']);
    expect('100_000').toMatch(new RegExp(rule.pattern));
    expect('ten').not.toMatch(new RegExp(rule.pattern));
  });

  test('is built also from parameters that JSON Schema cannot express', () => {
    const params = z.strictObject({ since: z.date(), f: z.string().transform(Number) });
    const strategies = new Registry('strategy', [{ type: 'odd', description: 'Odd.', params }]);
    expect(text(configJsonSchema({ ...testRegistries(), strategies }))).toContain('"since":{}');
  });
});

describe('describeConfig', () => {
  const rows = describeConfig();
  const row = (path: string) => rows.find((r) => r.path === path);

  test('lists keys with what they expect, their defaults and whether they are required', () => {
    expect(row('portfolios[].cash')).toEqual({
      path: 'portfolios[].cash',
      expects: 'a number > 0',
      description: 'Money at the start.',
      required: true,
    });
    expect(row('execution.profile')).toMatchObject({
      expects: 'one of next_open, same_close',
      default: 'next_open',
    });
    expect(row('benchmark')).toMatchObject({ required: false });
  });

  test('explains every key', () => {
    expect(rows.filter((r) => r.description === '').map((r) => r.path)).toEqual([]);
  });
});
