import { describe, expect, test } from 'vitest';
import { bindExpression, compileExpression } from '../../../src/tracing/expression/expression.ts';
import { fieldAt } from '../../../src/tracing/expression/value.ts';

const values: Readonly<Record<string, unknown>> = {
  pnl: -12.5,
  zero: 0,
  symbol: 'SPX',
  empty: '',
  yes: true,
  no: false,
  nothing: null,
  notANumber: Number.NaN,
  list: [1],
  'metrics.total_pnl': 250,
  'event.type': 'FILL',
  'event.payload.pnl': -3,
  'portfolio.equity': 94_000,
  'values.sma_20': 101,
};
const evaluate = (text: string) => compileExpression(text).evaluate((path) => values[path]);

describe('an expression', () => {
  test.each([
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['7 - 2 - 1', 4],
    ['8 / 2 / 2', 2],
    ['7 % 4 + 1', 4],
    ['-2 * -3', 6],
    ['- (1 + 2)', -3],
    ['1_000.5 + .5', 1001],
    ['1.5e3', 1500],
    ['2E-2', 0.02],
    ['pnl * 2', -25],
    ['-pnl', 12.5],
    ['abs(pnl)', 12.5],
    ['abs(-3) + 1', 4],
    ['min(3, pnl, 2)', -12.5],
    ['max(3, pnl, 2 + 2)', 4],
    ['max(1)', 1],
    ['symbol', 'SPX'],
    ["'it\\'s' ", "it's"],
    ['"a\\\\b\\""', 'a\\b"'],
    ['null', null],
    ["values['sma_20'] + 1", 102],
    ['values["sma_20"]', 101],
    ['1\n+\t1', 2],
  ])('%s gives %j', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  test.each([
    ['metrics.total_pnl > 0', true],
    ['metrics.total_pnl > 250', false],
    ['metrics.total_pnl >= 250', true],
    ['pnl < 0', true],
    ['pnl <= -12.5', true],
    ["portfolio.equity < 95000 && event.type === 'FILL'", true],
    ["portfolio.equity < 95000 and event.type == 'ORDER'", false],
    ["event.type !== 'ORDER'", true],
    ["event.type != 'FILL'", false],
    ["event.type == 'ORDER' or event.payload.pnl < 0", true],
    ['not pnl > 0', true],
    ["not (symbol == 'SPX') or yes", true],
    ['!yes', false],
    ['!!yes', true],
    ['yes == true', true],
    ['no == false', true],
    ['true || no && no', true],
    ['(true || no) && no', false],
    ['1 < 2 == true', true],
    ['1 + 1 == 2', true],
    ["symbol < 'T'", true],
    ["'2024-01-31' >= '2024-02-01'", false],
    ['symbol > 3', false],
    ['symbol == 3', false],
    ['symbol != 3', true],
    ['yes > no', false],
  ])('%s is %j', (text, expected) => {
    expect(evaluate(text)).toBe(expected);
  });

  test.each(['pnl', 'symbol', 'yes', '!zero', '!empty', '!nothing', '!list'])(
    '%s is true in a test',
    (text) => {
      expect(compileExpression(text).test((path) => values[path])).toBe(true);
    },
  );
});

describe('a missing value', () => {
  test.each(['nothing', 'notANumber', 'list', 'absent'])('%s compares false with everything', (path) => {
    for (const operator of ['<', '<=', '>', '>=', '==', '!=']) {
      expect(evaluate(`${path} ${operator} 0`)).toBe(false);
      expect(evaluate(`0 ${operator} ${path}`)).toBe(false);
      expect(evaluate(`${path} ${operator} nothing`)).toBe(false);
    }
  });

  test.each(['nothing', 'absent', 'notANumber'])('%s is found by == null', (path) => {
    expect(evaluate(`${path} == null`)).toBe(true);
    expect(evaluate(`null != ${path}`)).toBe(false);
    expect(evaluate('pnl == null')).toBe(false);
    expect(evaluate('pnl != null')).toBe(true);
  });

  test.each(['absent + 1', '1 - absent', '-absent', 'abs(absent)', 'min(1, absent)', 'max(absent, 1)'])(
    'makes %s missing',
    (text) => {
      expect(evaluate(text)).toBe(null);
      expect(evaluate(`${text} < 1e9`)).toBe(false);
    },
  );

  test.each(['1 / zero', 'zero / zero', '1 % zero', '1e308 * 10'])('is what %s gives', (text) => {
    expect(evaluate(text)).toBe(null);
  });

  test('of another kind than arithmetic needs is missing too', () => {
    expect(evaluate('symbol + 1')).toBe(null);
    expect(evaluate('-symbol')).toBe(null);
    expect(evaluate('abs(yes)')).toBe(null);
  });
});

describe('binding', () => {
  test('looks a path up once, however often the expression is asked', () => {
    const bound: string[] = [];
    const expression = bindExpression<Record<string, number>>('a.b > 1 && a.b < c', (steps) => {
      bound.push(steps.join('.'));
      return (scope) => scope[steps.join('.')];
    });
    expect(
      [
        { 'a.b': 2, c: 3 },
        { 'a.b': 0, c: 3 },
        { 'a.b': 2, c: 1 },
      ].map(expression.test),
    ).toEqual([true, false, false]);
    expect(bound).toEqual(['a.b', 'a.b', 'c']);
    expect(expression.paths).toEqual([['a', 'b'], ['c']]);
  });

  test('keeps a step in quotes or a number as one step', () => {
    const paths = compileExpression(`rows[0].columns["Adj Close"].not`).paths;
    expect(paths).toEqual([['rows', '0', 'columns', 'Adj Close', 'not']]);
  });

  test('evaluates the right side of && and || only where it matters', () => {
    const asked: string[] = [];
    const resolve = (path: string) => {
      asked.push(path);
      return path === 'yes';
    };
    compileExpression('yes || a').test(resolve);
    compileExpression('no && a').test(resolve);
    expect(asked).toEqual(['yes', 'no']);
  });

  test('reads fields of plain data by own properties only', () => {
    const event = { payload: { pnl: 1, list: [{ met: true }] } };
    expect(fieldAt(event, ['payload', 'pnl'])).toBe(1);
    expect(fieldAt(event, ['payload', 'list', '0', 'met'])).toBe(true);
    for (const steps of [
      ['constructor'],
      ['payload', '__proto__'],
      ['payload', 'pnl', 'toFixed'],
      ['none', 'x'],
    ]) {
      expect(fieldAt(event, steps)).toBe(undefined);
    }
  });
});
