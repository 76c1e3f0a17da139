import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseParams } from '../../src/foundation/parse-params.ts';
import { UserError, UserErrors } from '../../src/foundation/user-error.ts';

const schema = z.strictObject({
  percent: z.number().positive().max(50).default(5),
  mode: z.enum(['fixed', 'trailing']).default('fixed'),
  window: z.strictObject({ bars: z.int().min(1) }).optional(),
});

function errorOf(given: unknown): UserError {
  try {
    parseParams('risk limit stop', schema, given);
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('parseParams fills in defaults, also when nothing is given, in the order of the schema', () => {
  expect(parseParams('risk limit stop', schema, undefined)).toEqual({ percent: 5, mode: 'fixed' });
  expect(parseParams('risk limit stop', schema, null)).toEqual({ percent: 5, mode: 'fixed' });
  expect(Object.keys(parseParams('risk limit stop', schema, { mode: 'trailing', percent: 1 }))).toEqual([
    'percent',
    'mode',
  ]);
});

test.each<[unknown, string]>([
  [{ percent: 0 }, 'risk limit stop: percent must be above 0, found 0'],
  [{ percent: 51 }, 'risk limit stop: percent must be at most 50, found 51'],
  [{ percent: null }, 'risk limit stop: percent must be of type number, found null'],
  [{ mode: 'trailling' }, 'risk limit stop: mode must be one of fixed, trailing, found "trailling"'],
  [{ pecent: 3 }, 'risk limit stop has no parameter "pecent" (did you mean "percent"?)'],
  [{ window: { bars: 0 } }, 'risk limit stop: window.bars must be at least 1, found 0'],
  [{ window: {} }, 'risk limit stop: window.bars must be of type number, found nothing'],
  [{ window: { bars: 1, days: 2 } }, 'risk limit stop has no parameter "window.days" (one of bars)'],
  [7, 'risk limit stop: parameters must be of type object, found 7'],
])('parseParams(%j) tells the component, the parameter and what was found', (given, line) => {
  expect(errorOf(given).line).toBe(line);
});

test('parseParams tells all mistakes at once', () => {
  const error = errorOf({ percent: 0, mode: 'none' });
  expect(error).toBeInstanceOf(UserErrors);
  expect(error.line.split('\n')).toHaveLength(2);
});
