import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, vi } from 'vitest';
import { createLanguageService } from '../../../../kernel/language/create-language-service.ts';
import type { Completion, LanguageService } from '../../../../kernel/language/language-service.ts';

/** A notebook in a folder of its own, whose cells are checked and committed but do not run. One for each test file. */
export class Notebook {
  folder!: string;
  service!: LanguageService;
  #cells = 0;

  /** Checks a cell as if it ran next. Errors and warnings as `TS2322 "text of the span" message`. */
  async check(code: string): Promise<string[]> {
    const result = await this.service.check({ name: `In[${++this.#cells}]`, code });
    if (!result.checked) throw new Error('the cell was not checked');
    return result.diagnostics.map(({ severity, code: number, span, file, message }) => {
      const at = file ? `${file.path}:${file.line}:${file.column}` : span && code.slice(span.start, span.end);
      return `${severity} ${number}${at === undefined ? '' : ` \`${at}\``} ${message}`;
    });
  }

  /** Checks a cell and runs it. */
  async run(code: string): Promise<string[]> {
    const found = await this.check(code);
    this.service.commit({ name: `In[${this.#cells}]`, code });
    return found;
  }

  /** Completes at `|`. Matches, and the code that they replace. */
  async complete(
    marked: string,
  ): Promise<{ names: string[]; replaced: string; matches: readonly Completion[] }> {
    const [code, cursor] = place(marked);
    const { start, end, matches } = await this.service.complete(code, cursor);
    return { names: matches.map(({ text }) => text), replaced: code.slice(start, end), matches };
  }

  /** Text of the hover at `|`. */
  async hover(marked: string, detail: 0 | 1 = 0): Promise<Readonly<Record<string, string>> | undefined> {
    const [code, cursor] = place(marked);
    return (await this.service.inspect(code, cursor, detail))?.data;
  }
}

function place(marked: string): [code: string, cursor: number] {
  const cursor = marked.indexOf('|');
  return [marked.slice(0, cursor) + marked.slice(cursor + 1), cursor];
}

/** Opens the notebook for all tests of a file; each begins without names. */
export function useNotebook(): Notebook {
  const notebook = new Notebook();
  beforeAll(async () => {
    notebook.folder = await mkdtemp(join(tmpdir(), 'notebook-'));
    notebook.service = createLanguageService({
      folder: notebook.folder,
      globals: new URL('../../../../kernel/runtime/notebook-globals.ts', import.meta.url),
      // On a busy machine they may take long, and are not what is tested.
      limits: { check: 80_000, completion: 80_000, hover: 80_000 },
    });
    const isLoaded = async () => (await notebook.service.check({ name: 'In[0]', code: '' })).checked;
    await vi.waitUntil(isLoaded, { timeout: 85_000 });
  });
  beforeEach(() => notebook.service.reset());
  afterAll(async () => {
    await notebook.service.close();
    await rm(notebook.folder, { recursive: true });
  });
  return notebook;
}
