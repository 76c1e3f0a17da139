import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll } from 'vitest';
import { type CellOutcome, Evaluator, type EvaluatorOptions } from '../../../kernel/evaluator/evaluator.ts';

/** The cells of a notebook in an empty folder, for the tests of one file: an evaluator changes the whole process. */
export class Cells {
  readonly folder = mkdtempSync(join(tmpdir(), 'admf-cells-'));
  readonly evaluator: Evaluator;
  #count = 0;

  constructor(options: Omit<EvaluatorOptions, 'folder'> = {}) {
    this.evaluator = new Evaluator({ folder: this.folder, ...options });
    afterAll(() => {
      this.evaluator.close();
      rmSync(this.folder, { recursive: true });
    });
  }

  /** How many were run: `In[3]` names the third in tracebacks. */
  get count(): number {
    return this.#count;
  }

  async run(code: string): Promise<CellOutcome<unknown>> {
    const id = String(++this.#count);
    return await this.evaluator.run({ id, name: `In[${id}]`, code }, (value) => value);
  }

  /** Value of the last of several cells; all must succeed. */
  readonly resultOf = async (...cells: readonly string[]): Promise<unknown> => {
    let value: unknown;
    for (const code of cells) {
      const outcome = await this.run(code);
      if (outcome.status === 'error') throw new Error(outcome.error.traceback.join('\n'));
      value = outcome.result;
    }
    return value;
  };

  /** The error of a cell, which must fail. */
  readonly errorOf = async (code: string): Promise<{ name: string; message: string; traceback: string }> => {
    const outcome = await this.run(code);
    if (outcome.status === 'ok') throw new Error('the cell was expected to fail');
    const { ename, evalue, traceback } = outcome.error;
    return { name: ename, message: evalue, traceback: stripVTControlCharacters(traceback.join('\n')) };
  };
}
