import { expect, test } from 'vitest';
import { codeCell, type Notebook, textOfSource } from '../../../kernel/notebook/ipynb.ts';
import { injectParameters, readParameters } from '../../../kernel/notebook/parameters.ts';
import { nameHint } from '../../../src/index.ts';

const NOTEBOOK: Notebook = {
  cells: [
    codeCell('a', 'import { open } from "admf";'),
    codeCell('b', 'const fast = 20;\nlet symbol = "X";', { tags: ['parameters'] }),
    codeCell('c', 'fast'),
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
};

function inject(notebook: Notebook, ...given: readonly string[]): Notebook {
  return injectParameters(notebook, readParameters(given), nameHint);
}

test('numbers, truth values and JSON are what they look like, everything else is a text', () => {
  const given = readParameters(['a=1.5', 'b=true', 'c=null', 'd=[1, 2]', 'e="7"', 'f=S&P = 500', 'g=']);
  expect([...given.values()]).toEqual([1.5, true, null, [1, 2], '7', 'S&P = 500', '']);
});

test('what is no name with a value is refused', () => {
  for (const text of ['fast', '=1', '2x=1', 'a b=1']) {
    expect(() => readParameters([text])).toThrow(`found "${text}"`);
  }
});

test('parameters stand in a cell of their own behind the one that is tagged', () => {
  const { cells } = inject(NOTEBOOK, 'fast=10', 'symbol=Y');
  expect(cells.map(({ id }) => id)).toEqual(['a', 'b', 'injected-parameters', 'c']);
  expect(textOfSource(cells[2].source)).toBe('// Parameters\nlet fast = 10;\nlet symbol = "Y";');
  expect(cells[2].metadata).toEqual({ tags: ['injected-parameters'] });
});

test('parameters take the place of those that were put there before', () => {
  const { cells } = inject(inject(NOTEBOOK, 'fast=10'), 'fast=5');
  expect(cells).toHaveLength(4);
  expect(textOfSource(cells[2].source)).toContain('let fast = 5;');
});

test('a parameter that the notebook does not have is answered with the nearest', () => {
  expect(() => inject(NOTEBOOK, 'fats=10')).toThrow(
    expect.objectContaining({
      message: 'the notebook has no parameter "fats"',
      hint: 'did you mean "fast"?',
    }) as Error,
  );
});

test('a notebook without a tagged cell takes no parameters, and is itself without any', () => {
  const plain = { ...NOTEBOOK, cells: [NOTEBOOK.cells[0]] };
  expect(() => inject(plain, 'fast=10')).toThrow('no cell is tagged "parameters"');
  expect(inject(plain)).toBe(plain);
});
