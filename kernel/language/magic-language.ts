import { helpQuestion } from '../evaluator/help-question.ts';
import type { MagicCompletion, MagicInfo } from '../evaluator/magic.ts';
import { findMagics, type MagicCall, maskMagics } from '../evaluator/magic-syntax.ts';
import { isVariableName } from '../evaluator/variable-name.ts';
import type {
  Cell,
  CheckResult,
  CompletionResult,
  Inspection,
  IsCompleteResult,
  LanguageService,
} from './language-service.ts';

/** What the front knows of the notebook. */
export interface Notebook {
  /** Variables that there are. */
  names(): readonly string[];
  /** Magics that there are; none until the runtime is up. */
  magics(): readonly MagicInfo[];
  /** What the session at hand knows to stand at a place of a magic's argument; undefined where it says nothing. */
  complete?(name: string, argument: string, cursor: number): Promise<MagicCompletion | undefined>;
}

/** Answers for the magics of cells, and asks a service for TypeScript about the rest. */
export class MagicLanguage implements LanguageService {
  readonly #inner: LanguageService;
  readonly #notebook: Notebook;

  constructor(inner: LanguageService, notebook: Notebook) {
    this.#inner = inner;
    this.#notebook = notebook;
  }

  load(): void {
    this.#inner.load();
  }

  async check(cell: Cell): Promise<CheckResult> {
    return await this.#inner.check(this.#masked(cell));
  }

  commit(cell: Cell): void {
    const { name, code } = this.#masked(cell);
    this.#inner.commit({ name, code: `${code}${this.#declarationsOf(cell.code)}` });
  }

  reset(): void {
    this.#inner.reset();
  }

  async complete(code: string, cursor: number): Promise<CompletionResult> {
    const calls = this.#find(code);
    const own = await this.#completeMagic(code, cursor, calls);
    return own ?? (await this.#inner.complete(this.#mask(code, calls), cursor));
  }

  async inspect(code: string, cursor: number, detail: 0 | 1): Promise<Inspection | undefined> {
    const calls = this.#find(code);
    const call = callAt(calls, cursor);
    const magic = call === undefined ? undefined : this.#infoOf(call);
    const isOnName = call !== undefined && cursor <= call.argumentStart;
    if (magic !== undefined && (isOnName || magic.takesCode !== true)) return describe(magic);
    return await this.#inner.inspect(this.#mask(code, calls), cursor, detail);
  }

  async isComplete(code: string): Promise<IsCompleteResult> {
    if (helpQuestion(code) !== undefined) return { status: 'complete' };
    const calls = this.#find(code);
    const [first] = calls;
    if (first?.body === undefined) return await this.#inner.isComplete(this.#mask(code, calls));
    // The rest of a cell may be anything, so that an empty line has to end it.
    return /\n[ \t]*$/.test(code) ? { status: 'complete' } : { status: 'incomplete', indent: '' };
  }

  async close(): Promise<void> {
    await this.#inner.close();
  }

  #find(code: string): MagicCall[] {
    return findMagics(code, (name) => this.#notebook.names().includes(name));
  }

  #mask(code: string, calls: readonly MagicCall[]): string {
    if (calls.length === 0) return code;
    const takesCode = (name: string) => this.#notebook.magics().find((each) => each.name === name)?.takesCode;
    return maskMagics(code, calls, (name) => takesCode(name) === true);
  }

  #masked({ name, code }: Cell): Cell {
    return { name, code: this.#mask(code, this.#find(code)) };
  }

  /** What magics of the cell declare, for the cells after it. */
  #declarationsOf(code: string): string {
    return this.#find(code)
      .map((call) => {
        const type = call.body === undefined ? undefined : this.#infoOf(call)?.declares;
        return type !== undefined && isVariableName(call.argument)
          ? `\nvar ${call.argument}: ${type} = undefined!;`
          : '';
      })
      .join('');
  }

  #infoOf(call: MagicCall): MagicInfo | undefined {
    return this.#notebook.magics().find(({ name }) => name === call.name);
  }

  /** Names behind `%` and `%%`, and the words that a magic knows. */
  async #completeMagic(
    code: string,
    cursor: number,
    calls: readonly MagicCall[],
  ): Promise<CompletionResult | undefined> {
    const line = code.slice(code.lastIndexOf('\n', cursor - 1) + 1, cursor);
    const [, marks, prefix] = /^(%%?)([\p{ID_Continue}-]*)$/u.exec(line) ?? [];
    if (prefix !== undefined) {
      const isWanted = ({ name, isLine, isCell, isAlias }: MagicInfo) =>
        name.startsWith(prefix) && name !== '!' && isAlias !== true && (marks === '%' ? isLine : isCell);
      const matches = this.#notebook
        .magics()
        .filter(isWanted)
        .map(({ name, usage }) => ({ text: name, type: 'magic', signature: usage }));
      return { start: cursor - prefix.length, end: cursor, matches };
    }
    const call = callAt(calls, cursor);
    const magic = call === undefined ? undefined : this.#infoOf(call);
    if (call === undefined || magic === undefined || magic.takesCode === true) return undefined;
    const typed = code.slice(call.argumentStart, cursor);
    const ofRun = await this.#notebook.complete?.(call.name, typed, typed.length);
    if (ofRun !== undefined) {
      const matches = ofRun.candidates.map(({ text, help }) => ({ text, type: 'keyword', signature: help }));
      if (matches.length > 0) return { start: call.argumentStart + ofRun.start, end: cursor, matches };
    }
    const [word] = /\S*$/.exec(typed) ?? [''];
    const matches = (magic.words ?? [])
      .filter((each) => each.startsWith(word))
      .map((text) => ({ text, type: 'keyword' }));
    return { start: cursor - word.length, end: cursor, matches };
  }
}

function callAt(calls: readonly MagicCall[], cursor: number): MagicCall | undefined {
  return calls.find(({ start, end }) => start <= cursor && cursor <= end);
}

function describe({ usage, summary, page }: MagicInfo): Inspection {
  if (page !== undefined) {
    return { data: { 'text/plain': page, 'text/markdown': `\`\`\`text\n${page}\n\`\`\`` } };
  }
  return { data: { 'text/plain': `${usage}\n\n${summary}`, 'text/markdown': `\`${usage}\`\n\n${summary}` } };
}
