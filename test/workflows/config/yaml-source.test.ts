import { describe, expect, test } from 'vitest';
import { readYaml } from '../../../src/workflows/config/yaml-source.ts';
import { mistakesOf } from './failures.ts';

const codeOf = (text: string) => {
  const mistakes = mistakesOf(() => readYaml(text, 'f.yaml'));
  expect(mistakes).toHaveLength(1);
  expect(mistakes[0].location?.line).toBeGreaterThanOrEqual(1);
  return mistakes[0].code;
};

const bomb = (levels: number) =>
  Array.from(
    { length: levels },
    (_, i) =>
      `a${i}: &a${i} [${Array(10)
        .fill(i === 0 ? 'x' : `*a${i - 1}`)
        .join(', ')}]`,
  );

describe('readYaml', () => {
  test('reads plain values by the core schema of YAML 1.2', () => {
    const { value } = readYaml('a: off\nb: 1e3\nc: ~\nd: 2000-01-03\ne: [true, yes, 1_0]\n1: x\n', 'f.yaml');
    expect(value).toEqual({ a: 'off', b: 1000, c: null, d: '2000-01-03', e: [true, 'yes', '1_0'], 1: 'x' });
  });

  test('places values, keys, and what is missing at the map around it', () => {
    const { locator } = readYaml('a:\n  - b: 1\n    c: two\n', 'f.yaml');
    expect(locator.place(['a', 0, 'c'], 'value').location).toEqual({ file: 'f.yaml', line: 3, column: 8 });
    expect(locator.place(['a', 0, 'c'], 'key').location).toEqual({ file: 'f.yaml', line: 3, column: 5 });
    expect(locator.place(['a', 0, 'd'], 'key').location).toEqual({ file: 'f.yaml', line: 2, column: 5 });
    expect(locator.place(['a', 0, 'c'], 'value').excerpt).toBe('  3 |     c: two\n    |        ^^^');
  });

  test.each([
    ['empty text', '', 'empty_file'],
    ['only a document mark', '---\n', 'empty_file'],
    ['a scalar at the top', 'hello', 'wrong_type'],
    ['an alias bomb', bomb(12).join('\n'), 'alias_bomb'],
    ['an alias that contains itself', 'a: &x [*x]', 'alias_bomb'],
    ['an alias of nothing', 'a: *x', 'unknown_alias'],
    ['brackets half a million deep', `a: ${'['.repeat(500_000)}`, 'too_deep'],
    ['dashes half a million deep', '- '.repeat(500_000), 'too_deep'],
    [
      'maps deeper than the stack',
      Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      'too_deep',
    ],
    ['more than 4 MB of ASCII', `a: ${'x'.repeat(4_200_000)}`, 'too_large'],
    ['more than 4 MB once encoded', `a: "${'é'.repeat(2_200_000)}"`, 'too_large'],
    ['a list of half a million', `a: [${'1, '.repeat(500_000)}]`, 'too_large'],
    ['a NUL', 'a: \0', 'not_text'],
    ['bytes that were not UTF-8', new TextDecoder().decode(Uint8Array.of(97, 58, 32, 0xff)), 'not_text'],
    ['a terminal escape', 'a: \u001b[31m', 'not_text'],
    ['a lone surrogate', 'a: \ud800', 'not_text'],
    ['two documents', 'a: 1\n---\na: 2\n', 'yaml_syntax'],
    ['YAML 1.1', '%YAML 1.1\n---\na: yes\n', 'yaml_version'],
    ['a tag', 'a: !!binary aGk=', 'unknown_tag'],
    ['a tab as indentation', 'a:\n\tb: 1\n', 'yaml_syntax'],
  ])('refuses %s', (_, text, code) => {
    expect(codeOf(text)).toBe(code);
  });

  test('expands a few aliases', () => {
    expect(readYaml(bomb(3).join('\n'), 'f.yaml').value).toMatchObject({ a2: { length: 10 } });
  });

  test('points at the first key when another is the same', () => {
    const { value, problems } = readYaml('a: 1\nb: 2\n"a": 3\n', 'f.yaml');
    expect(value).toEqual({ a: 1, b: 2 });
    expect(problems.map((p) => p.line)).toEqual([
      'f.yaml:3:1: key "a" stands twice in one map (the first is in line 1)',
    ]);
  });

  test('never sets a key that reaches a prototype', () => {
    const { value, problems } = readYaml(
      '__proto__: { polluted: 1 }\nb: { <<: { constructor: 1 } }\n',
      'f.yaml',
    );
    expect(problems.map((p) => p.code)).toEqual(['unknown_key', 'unknown_key']);
    expect(Object.keys(value as object)).toEqual(['b']);
    expect('polluted' in (value as object)).toBe(false);
  });

  test('gives an alias the anchor that stood before it, also when the name is used again', () => {
    const { value } = readYaml('a: &x [1]\nb: *x\nc: &x [2]\nd: *x\n', 'f.yaml');
    expect(value).toEqual({ a: [1], b: [1], c: [2], d: [2] });
  });
});
