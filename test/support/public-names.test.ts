import { expect, test } from 'vitest';
import { publicNames } from './public-names.ts';

const FILES: Readonly<Record<string, string>> = {
  'src/index.ts': `/** The file. */

/** Of a package. */
export { z } from 'zod';
export { shout as say, type Word } from './words.ts';
export * from './more/all.ts';
/** A name for all of them. */
export * as words from './words.ts';
`,
  'src/words.ts': `import x from 'x';

/** Says it louder. */
export function shout() {}
// Not for people.
export interface Word {}
`,
  'src/more/all.ts': `/**
 * Two lines,
 * one comment.
 */
export const [first, second] = [1, 2];
/** Declared first. */
class Late {}
export { Late };
export const one = 1, two = 2;
`,
};

function namesOf(path: string) {
  return publicNames(path, (wanted) => FILES[wanted]).map(({ name, path: from, doc }) => [name, from, doc]);
}

test('names are found where they are declared, with the comment above', () => {
  expect(namesOf('src/index.ts')).toEqual([
    ['z', 'zod', 'Of a package.'],
    ['say', 'src/words.ts', 'Says it louder.'],
    ['Word', 'src/words.ts', ''],
    ['Late', 'src/more/all.ts', 'Declared first.'],
    ['one', 'src/more/all.ts', ''],
    ['two', 'src/more/all.ts', ''],
    ['words', 'src/words.ts', 'A name for all of them.'],
  ]);
});

test('a name that is not there is told', () => {
  const files: Readonly<Record<string, string>> = { 'a.ts': "export { x } from './b.ts';", 'b.ts': '' };
  expect(() => publicNames('a.ts', (path) => files[path])).toThrow(
    'a.ts exports x, which b.ts does not have',
  );
});
