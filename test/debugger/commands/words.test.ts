import { expect, test } from 'vitest';
import { readCommand, splitCommands } from '../../../src/debugger/commands/words.ts';

const split = (line: string) => splitCommands(line).map(({ start, end }) => line.slice(start, end).trim());
const read = (line: string) => readCommand(line, 0, line.length);

test('";" separates commands, but not inside quotes, and empty ones are left out', () => {
  expect(split('next 20; print bar.close')).toEqual(['next 20', 'print bar.close']);
  expect(split(`break event.reason == 'a;b' ; n;;  "x;`)).toEqual([
    `break event.reason == 'a;b'`,
    'n',
    '"x;',
  ]);
  expect(split(String.raw`p 'it\'s; here'; n`)).toEqual([String.raw`p 'it\'s; here'`, 'n']);
  expect(split(' ; ;')).toEqual([]);
});

// Examples are written so in the help and in the docs, and pasting one was a mistake.
test('what follows a "#" is a comment, but not inside quotes or a word', () => {
  expect(split('next 20  # 20 bars on; 20n does the same')).toEqual(['next 20']);
  expect(split('n; # nothing')).toEqual(['n']);
  expect(split('# nothing; n')).toEqual([]);
  expect(split("events where symbol == 'a # b'; p x#y")).toEqual(["events where symbol == 'a # b'", 'p x#y']);
});

test('a count is read before the name, and ":" and "%" may stand there too', () => {
  expect(['5n', '5 next', '1_000n', ':n', '%n', '5:n'].map((line) => read(line).count?.text)).toEqual([
    '5',
    '5',
    '1000',
    undefined,
    undefined,
    '5',
  ]);
  expect(
    ['5n', ':goto 3', 'reverse-next', '?', '12', 'portfolio.equity > 3'].map((line) => read(line).name.text),
  ).toEqual(['n', 'goto', 'reverse-next', '?', '12', 'portfolio.equity']);
});

test('words are told apart by spaces outside quotes; what is left keeps its quotes', () => {
  const { words } = read(`x one 'two words' a="b c" rest of 'it'  `);
  expect([words.take('a'), words.take('b'), words.take('c')]).toEqual(['one', 'two words', 'a="b c"']);
  expect(words.rest('d')).toBe(`rest of 'it'`);
  expect([words.left, words.take('e'), words.rest('e')]).toEqual([0, undefined, undefined]);
});

test('a mistake shows the line with a caret below the word, and a long line is cut', () => {
  const { words } = read('n 1 2');
  words.take('count');
  expect(() => words.end()).toThrow(expect.objectContaining({ excerpt: '  | n 1 2\n  |     ^' }));
  const line = `n ${'x'.repeat(300)} y ${'z'.repeat(300)}`;
  const long = read(line);
  long.words.take('count');
  expect(() => long.words.end()).toThrow(
    expect.objectContaining({ excerpt: expect.stringMatching(/^ {2}\| ….{120}…\n {2}\| {62}\^$/) as string }),
  );
});
