import { beforeEach, expect, test } from 'vitest';
import type { MagicInfo } from '../../../kernel/evaluator/magic.ts';
import type { Cell } from '../../../kernel/language/language-service.ts';
import { MagicLanguage } from '../../../kernel/language/magic-language.ts';
import { SyntaxService } from '../../../kernel/language/syntax-service.ts';

const MAGICS: readonly MagicInfo[] = [
  { name: 'time', summary: 'Takes time.', usage: '%time code', takesCode: true, isLine: true, isCell: true },
  {
    name: 'until',
    summary: 'Goes on.',
    usage: '%until event',
    words: ['FILL', 'ORDER'],
    isLine: true,
    isCell: false,
  },
  { name: 'workflow', summary: 'Opens.', usage: '%%workflow name', isLine: false, isCell: true },
];

/** A service for TypeScript that notes what it is handed. */
class Noting extends SyntaxService {
  readonly cells: Cell[] = [];

  override commit(cell?: Cell): void {
    if (cell !== undefined) this.cells.push(cell);
  }
}

let inner: Noting;
let language: MagicLanguage;

beforeEach(() => {
  const names = () => ['ready'];
  inner = new Noting(names);
  language = new MagicLanguage(inner, { names, magics: () => MAGICS });
});

test('the checker sees TypeScript alone, each of it in its place', () => {
  language.commit({ name: 'In[1]', code: 'let n = 1\n%time f(n)\n%until FILL' });
  language.commit({ name: 'In[2]', code: '%%workflow a\nname: x' });
  expect(inner.cells.map(({ code }) => code)).toEqual([
    'let n = 1\n      f(n)\n           ',
    '            \n       ',
  ]);
});

test('names are completed by where they stand, and words that a magic knows', async () => {
  const complete = async (code: string) => {
    const { start, matches } = await language.complete(code, code.length);
    return [start, matches.map(({ text }) => text)];
  };
  expect(await complete('%')).toEqual([1, ['time', 'until']]);
  expect(await complete('const a = 1\n%%w')).toEqual([14, ['workflow']]);
  expect(await complete('%until F')).toEqual([7, ['FILL']]);
  expect(await complete('%time rea')).toEqual([6, ['ready']]);
});

test('a magic has a hover', async () => {
  expect(await language.inspect('%until FILL', 3, 0)).toEqual({
    data: { 'text/plain': '%until event\n\nGoes on.', 'text/markdown': '`%until event`\n\nGoes on.' },
  });
  expect(await language.inspect('%time ready', 8, 0)).toBeUndefined();
});

test.each(['Math.max?', '?render', 'render??', '%time?'])('the question %s is complete', async (question) => {
  expect(await language.isComplete(question)).toEqual({ status: 'complete' });
});

test('a cell for a magic goes on until a line is empty', async () => {
  expect(await language.isComplete('%%workflow a\nname: x')).toEqual({ status: 'incomplete', indent: '' });
  expect(await language.isComplete('%%workflow a\nname: x\n')).toEqual({ status: 'complete' });
  expect(await language.isComplete('%until FILL\nconst a = {')).toMatchObject({ status: 'incomplete' });
});
