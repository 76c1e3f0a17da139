import { describe, expect, test } from 'vitest';
import { parseOptions } from '../../src/cli/options.ts';

const usage = {
  command: 'run',
  options: { results: 'string', json: 'boolean' },
  argument: { name: '<workflow.yaml>', required: true },
} as const;

test('options may stand before and behind the argument, with = or without', () => {
  const expected = { values: { results: 'out', json: true }, argument: 'a.yaml' };
  expect(parseOptions(['--json', 'a.yaml', '--results', 'out'], usage)).toEqual(expected);
  expect(parseOptions(['--results=out', 'a.yaml', '--json'], usage)).toEqual(expected);
});

test('a number below 0 is a value, and no option', () => {
  // `admf data generate gbm x.csv --drift -0.1` missed a value.
  for (const number of ['-0.1', '-5', '-.5'])
    expect(parseOptions(['a.yaml', '--results', number], usage).values).toEqual({ results: number });
});

test('what stands behind -- is an argument', () => {
  expect(parseOptions(['--', '--json'], usage)).toEqual({ values: {}, argument: '--json' });
});

describe('a mistake is told in one line', () => {
  test.each([
    [['a.yaml', '--jsn'], 'admf run: there is no option --jsn (did you mean --json?)'],
    [['a.yaml', '-x'], 'admf run: there is no option -x (see "admf help run")'],
    [['a.yaml', '--__proto__'], 'admf run: there is no option --__proto__ (see "admf help run")'],
    [['a.yaml', '--json=1'], 'admf run: --json takes no value, found "1" (see "admf help run")'],
    [['a.yaml', '--results'], 'admf run: --results needs a value (see "admf help run")'],
    [['a.yaml', '--results='], 'admf run: --results needs a value (see "admf help run")'],
    [['--results', '--json', 'a.yaml'], 'admf run: --results needs a value (see "admf help run")'],
    [[], 'admf run: <workflow.yaml> is missing (see "admf help run")'],
    [['a', 'b'], 'admf run: "b" is one argument too many (see "admf help run")'],
  ])('%j', (argv, line) => {
    expect(() => parseOptions(argv, usage)).toThrow(expect.objectContaining({ line, exitCode: 2 }));
  });
});
