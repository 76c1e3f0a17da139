import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { STARTER_FILES } from '../../../src/cli/starter.ts';
import { Registry } from '../../../src/foundation/registry.ts';
import { registeredComponents } from '../../../src/workflows/components.ts';
import { configJsonSchema } from '../../../src/workflows/config/json-schema.ts';
import { repositoryFiles } from '../../support/repository-files.ts';
import { describeConfig } from './every-key.ts';
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
    const sizing = text(schema);
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

describe('the schema that admf writes', () => {
  const validate = new Ajv({ allErrors: true }).compile(configJsonSchema(registeredComponents()));
  const mistakes = (yaml: string) => {
    validate(parse(yaml));
    return (validate.errors ?? []).map(({ dataPath, message }) => `${dataPath} ${message}`);
  };
  const shipped = repositoryFiles().filter((path) => /^(data|docs)\/.*\.ya?ml$/.test(path));
  const starter = STARTER_FILES['workflow.yaml'];

  test('is valid draft-07, and takes every workflow that is shipped', () => {
    expect(shipped.length).toBeGreaterThanOrEqual(2);
    for (const path of shipped) expect([path, mistakes(readFileSync(path, 'utf8'))]).toEqual([path, []]);
    expect(mistakes(starter)).toEqual([]);
  });

  test('takes environments that hold any keys, in part', () => {
    const environments = `
environments:
  production: { portfolios: [{ id: mine, cash: 1_000 }], execution: { slippage: { bps: 3 } } }
development: { tracing: { default: { mode: full } }, seed: 7 }
`;
    expect(mistakes(`${starter}${environments}`)).toEqual([]);
  });

  test.each([
    ['seed: yes', '.seed'],
    ['sede: 7', ''],
    ['environments: { production: { sede: 7 } }', ".environments['production']"],
    ['tracing: { default: { mode: fulll } }', '.tracing.default'],
    ['metrics: { risk_free_rate: 2 %, x: 1 }', '.metrics'],
  ])('finds the mistake in %s', (more, where) => {
    expect(mistakes(`${starter}${more}\n`).some((line) => line.startsWith(where))).toBe(true);
    expect(mistakes(`${starter}${more}\n`)).not.toEqual([]);
  });

  test.each([
    ['fast: 50', 'fast: fifty'],
    ['fast: 50', 'fats: 50'],
    ['bps: 1', 'bps: -1'],
    ['type: bps', 'type: bips'],
    ['cash: 100_000', 'cash: -1'],
    ['cash: 100_000', 'csh: 1'],
  ])('finds a wrong parameter: %s → %s', (right, wrong) => {
    expect(starter).toContain(right);
    expect(mistakes(starter.replace(right, wrong))).not.toEqual([]);
  });
});

describe('describeConfig', () => {
  const rows = describeConfig();
  const row = (path: string) => rows.find((r) => r.path === path);

  test('lists keys with what they expect, their defaults and whether they are required', () => {
    expect(row('portfolios[].cash')).toMatchObject({
      path: 'portfolios[].cash',
      expects: 'a number > 0',
      description: 'Money at the start.',
      required: true,
      unit: 'money, in the currency of the data',
    });
    expect(row('execution.profile')).toMatchObject({
      expects: 'one of next_open, same_close',
      default: 'next_open',
    });
    expect(row('benchmark')).toMatchObject({ required: false });
  });

  test('tells the unit of every number', () => {
    const numbers = rows.filter((r) => /number(?! with a unit)/.test(r.expects) && r.unit === undefined);
    expect(numbers.map((r) => r.path)).toEqual([]);
  });

  test('explains every key', () => {
    expect(rows.filter((r) => r.description === '').map((r) => r.path)).toEqual([]);
  });
});
