import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { expectationOf } from '../../../src/workflows/config/expectation.ts';
import { zodMistakes } from '../../../src/workflows/config/zod-mistakes.ts';

describe('expectationOf', () => {
  test.each([
    [z.number(), 'a number'],
    [z.int().min(1), 'a whole number >= 1'],
    [z.number().int().gt(0).lt(9).default(3), 'a whole number > 0 and < 9'],
    [z.number().multipleOf(0.5).optional(), 'a number in steps of 0.5'],
    [z.string().nullable(), 'text or null'],
    [z.string().min(1), 'non-empty text'],
    [z.enum(['a', 'b']).readonly(), 'one of a, b'],
    [z.literal('a'), 'a'],
    [z.array(z.number()).min(1), 'a non-empty list'],
    [z.union([z.boolean(), z.strictObject({})]), 'true or false or a map'],
    [z.preprocess(Number, z.number()), 'a number'],
    [z.string().transform(Number), 'text'],
    [z.lazy(() => z.boolean()), 'true or false'],
  ])('%#: says what a schema accepts', (schema, words) => {
    expect(expectationOf(schema)).toBe(words);
  });
});

describe('zodMistakes', () => {
  const told = (schema: z.ZodType, value: unknown) =>
    zodMistakes(schema, value, schema.safeParse(value).error?.issues ?? []).map((m) => ({
      path: m.path,
      message: m.message,
    }));

  test('looks into the alternative of a union whose kind of value was given', () => {
    const schema = z.strictObject({ a: z.union([z.string(), z.strictObject({ n: z.int().min(1) })]) });
    expect(told(schema, { a: { n: 0 } })).toEqual([
      { path: ['a', 'n'], message: 'expected a whole number >= 1, found 0' },
    ]);
    expect(told(schema, { a: 3 })).toEqual([{ path: ['a'], message: 'expected text or a map, found 3' }]);
    expect(told(schema, {})).toEqual([{ path: ['a'], message: 'missing key "a", expected text or a map' }]);
  });

  test('keeps the words of a refinement', () => {
    const schema = z.strictObject({ n: z.number().refine((n) => n % 2 === 0, { error: 'must be even' }) });
    expect(told(schema, { n: 3 })).toEqual([{ path: ['n'], message: 'must be even' }]);
  });

  test('says what is wrong in maps, tuples and discriminated unions', () => {
    expect(told(z.record(z.string(), z.number()), { a: 'x' })).toEqual([
      { path: ['a'], message: 'expected a number, found "x"' },
    ]);
    expect(told(z.tuple([z.string(), z.boolean()]), ['a', 1])).toEqual([
      { path: [1], message: 'expected true or false, found 1' },
    ]);
    const kinds = z.discriminatedUnion('type', [z.strictObject({ type: z.literal('a'), n: z.number() })]);
    expect(told(z.strictObject({ k: kinds }), { k: { type: 'a', n: 'x' } })).toEqual([
      { path: ['k', 'n'], message: 'expected a number, found "x"' },
    ]);
    expect(told(z.strictObject({ k: kinds }), { k: { type: 'b' } })).toEqual([
      { path: ['k', 'type'], message: 'expected a, found "b"' },
    ]);
  });

  test('shows what was found on one short line without control characters', () => {
    const [mistake] = told(z.strictObject({ n: z.number() }), { n: `\u001b[31m\u202e${'x'.repeat(500)}` });
    expect(mistake.message).toMatch(/^expected a number, found "\\u001b\[31m\\u202ex+…"$/);
    expect(mistake.message.length).toBeLessThan(120);
  });
});
