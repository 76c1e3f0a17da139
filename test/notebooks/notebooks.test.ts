import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Notebook, type NotebookCell, readNotebook, textOfSource } from '../../kernel/notebook/ipynb.ts';
import { runNotebook } from '../../kernel/notebook/run-notebook.ts';
import { repositoryFiles } from '../support/repository-files.ts';

const FOLDER = 'notebooks';
const NOTEBOOKS = repositoryFiles().filter(
  (path) => path.startsWith(`${FOLDER}/`) && path.endsWith('.ipynb'),
);

/** Runs it where it lies, with the kernel that Jupyter would start. */
async function run(path: string): Promise<Notebook> {
  const { notebook, failure } = await runNotebook(readNotebook(path), {
    folder: resolve(FOLDER),
    typeErrors: 'error',
    keepGoing: false,
  });
  expect(failure).toBeNull();
  return notebook;
}

test('there are notebooks to begin with', () => {
  expect(NOTEBOOKS).toEqual([
    'notebooks/01-first-backtest.ipynb',
    'notebooks/02-stepping-and-why.ipynb',
    'notebooks/03-a-strategy-and-a-feature.ipynb',
  ]);
});

describe.each(NOTEBOOKS)('%s', (path) => {
  test('holds what its cells put out', { timeout: 240_000 }, async () => {
    // When it does not: node bin/admf.mjs notebook run <notebook>, and look at the difference.
    const notebook = await run(path);
    const outputs = ({ cells }: Notebook) => cells.map(({ id, outputs: all }) => ({ id, outputs: all }));
    expect(outputs(notebook)).toEqual(outputs(readNotebook(path)));
  });

  test('names no folder of a machine, and each output has a text for readers without HTML', () => {
    const { cells } = readNotebook(path);
    for (const { outputs = [] } of cells) {
      expect(JSON.stringify(outputs)).not.toContain(process.cwd());
      for (const output of outputs) {
        expect(output.output_type).not.toBe('error');
        if ('data' in output) expect(Object.keys(output.data as object)).toContain('text/plain');
      }
    }
  });

  test('explains itself: a heading first, and code cells in the order of their numbers', () => {
    const { cells } = readNotebook(path);
    expect(cells[0].cell_type).toBe('markdown');
    expect(textOfSource(cells[0].source)).toMatch(/^# /);
    const counts = cells.filter(isCode).map(({ execution_count: count }) => count);
    expect(counts).toEqual(counts.map((_, i) => i + 1));
  });
});

function isCode({ cell_type: type }: NotebookCell): boolean {
  return type === 'code';
}
