import { readFileSync } from 'node:fs';
import { KernelMistake } from '../mistake.ts';
import type { JsonObject } from '../wire/message.ts';

/** What a cell put out, as nbformat 4 keeps it. */
export type Output = JsonObject & { readonly output_type: string };

/** Text as it is, or cut into lines that keep their ends. */
export type Source = string | readonly string[];

export interface NotebookCell {
  readonly cell_type: string;
  readonly id?: string;
  readonly metadata: JsonObject;
  readonly source: Source;
  readonly outputs?: readonly Output[];
  readonly execution_count?: number | null;
}

/** A notebook of nbformat 4, as https://nbformat.readthedocs.io describes it. */
export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly metadata: JsonObject;
  readonly nbformat: number;
  readonly nbformat_minor: number;
}

/** What says that cells are for this kernel. */
export const NOTEBOOK_METADATA: JsonObject = {
  kernelspec: { display_name: 'ADMF (TypeScript)', language: 'typescript', name: 'admf' },
  language_info: { file_extension: '.ts', mimetype: 'text/x-typescript', name: 'typescript' },
};

/** @throws KernelMistake for a file that is not there, or that is no notebook of nbformat 4. */
export function readNotebook(path: string): Notebook {
  const notebook = parse(textOf(path), path) as Partial<Notebook> | null;
  if (typeof notebook !== 'object' || notebook === null || !Array.isArray(notebook.cells)) {
    throw noNotebook(path, 'it has no list of cells');
  }
  if (notebook.nbformat !== 4) {
    throw noNotebook(path, `it is of nbformat ${notebook.nbformat}, and 4 is known`);
  }
  return notebook as Notebook;
}

/** As Jupyter writes it, so that differences are small. */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

export function textOfSource(source: Source): string {
  return typeof source === 'string' ? source : source.join('');
}

/** Lines that keep their ends. */
export function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

export function codeCell(id: string, source: string, metadata: JsonObject = {}): NotebookCell {
  return { cell_type: 'code', execution_count: null, id, metadata, outputs: [], source: linesOf(source) };
}

export function markdownCell(id: string, source: string): NotebookCell {
  return { cell_type: 'markdown', id, metadata: {}, source: linesOf(source) };
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read: ${message}`;
    throw new KernelMistake(why, {
      code: 'no_such_file',
      ...(code === 'ENOENT' ? { hint: '"admf notebook new" makes one' } : {}),
    });
  }
}

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw noNotebook(path, 'it is not JSON');
  }
}

function noNotebook(path: string, why: string): KernelMistake {
  return new KernelMistake(`${path} is no notebook: ${why}`, { code: 'not_a_notebook' });
}
