import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Root of the checkout. */
export const ROOT = resolve(import.meta.dirname, '..', '..');

/** Files that git tracks or would add, as paths from the root with `/`; files deleted but not yet committed are left out. */
export function repositoryFiles(): string[] {
  const args = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 26 });
  return [...new Set(listed.split('\0'))]
    .filter((path) => path !== '' && existsSync(join(ROOT, path)))
    .sort();
}

/** Text of a repository file. */
export function readRepositoryFile(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/** Whether a path names a module of ours, TypeScript or JavaScript. */
export function isCode(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/**
 * Code cells of a notebook as one module. Lines that the kernel takes for itself (magics, shell lines) become empty,
 * so that line numbers within a cell stay true.
 */
export function notebookCode(json: string): string {
  const notebook = JSON.parse(json) as { cells: { cell_type: string; source: string | string[] }[] };
  return notebook.cells
    .filter((cell) => cell.cell_type === 'code')
    .map((cell) => [cell.source].flat().join(''))
    .filter((cell) => !cell.startsWith('%%'))
    .map((cell) => cell.replaceAll(/^[%!].*$/gm, ''))
    .join('\n');
}
