import { expect, test } from 'vitest';
import { useNotebook } from './notebook.ts';

const notebook = useNotebook();

const FLOOR = 'Returns the greatest integer less than or equal to its numeric argument.';

test('a hover tells the type, the documentation and the tags, as text and as Markdown', async () => {
  expect(await notebook.hover('Math.flo|or(1)')).toEqual({
    'text/plain': `(method) Math.floor(x: number): number\n\n${FLOOR}\n\n@param x A numeric expression.`,
    'text/markdown': `\`\`\`typescript\n(method) Math.floor(x: number): number\n\`\`\`\n\n${FLOOR}\n\n*@param* x A numeric expression.`,
  });
});

test.each([
  'Math.floor|',
  'Math.floor(|',
  'Math.floor(|)',
  'Math.floor(1, |',
  'Math.floor(|1)',
  'Math.floor( |',
])('the hover of %s is that of the function', async (marked) => {
  expect((await notebook.hover(marked))?.['text/plain']).toContain('Math.floor(x: number)');
});

test('arguments that are names have a hover of their own', async () => {
  await notebook.run('const price = 5');
  expect((await notebook.hover('Math.floor(pri|ce)'))?.['text/plain']).toBe('const price: 5');
});

test('names of earlier cells keep their documentation', async () => {
  await notebook.run(
    '/**\n * Doubles a number.\n * @param x what to double\n */\nfunction double(x: number) { return 2 * x }',
  );
  expect((await notebook.hover('double(|'))?.['text/plain']).toBe(
    'function double(x: number): number\n\nDoubles a number.\n\n@param x what to double',
  );
});

test('with detail, the hover shows the source', async () => {
  await notebook.run('function double(x: number) {\n  return 2 * x;\n}');
  await notebook.run('const other = 1');
  expect((await notebook.hover('double|', 1))?.['text/plain']).toBe(
    'function double(x: number): number\n\nfunction double(x: number) {\n  return 2 * x;\n}',
  );
  expect((await notebook.hover('new Map().forEach|', 1))?.['text/plain']).toContain('thisArg?: any): void');
});

test('the engine has hovers', async () => {
  await notebook.run("import { sma } from 'admf'");
  const text = (await notebook.hover('sma|'))?.['text/plain'];
  expect(text).toContain('sma(period?: number');
  expect(text).toContain('moving average');
});

test('names of the notebook have hovers', async () => {
  expect((await notebook.hover('display|'))?.['text/plain']).toBe('const display: Display');
  expect((await notebook.hover('clearOutput(|'))?.['text/plain']).toBe(
    'const clearOutput: (wait?: boolean | undefined) => void\n\nRemoves what the cell has shown; with `wait`, not before something new is shown.',
  );
});

test('where nothing is named there is no hover', async () => {
  expect(await notebook.hover('1 + 1|')).toBeUndefined();
  expect(await notebook.hover('|')).toBeUndefined();
  expect(await notebook.hover('// Math|')).toBeUndefined();
});
