import { isTooDeep } from '../../evaluator/nesting.ts';
import { type Checker, type CheckerOptions, type CheckerState, EMPTY_STATE } from '../checker.ts';
import type { Cell, CompletionResult, Diagnostic, Inspection } from '../language-service.ts';
import { type CellSource, readCell } from './cell-source.ts';
import { completionsAt } from './completions.ts';
import { joinDeclarations, sourcesOf, untypedDeclarations, withModules } from './declarations.ts';
import { isUnresolved, toDiagnostic } from './diagnostics.ts';
import { hoverAt } from './hover.ts';
import { NotebookConverter, PREFIX } from './notebook-converter.ts';
import { type TypeScript, ts } from './typescript.ts';

/** What one conversion tells of a cell. */
interface Converted {
  readonly code: string;
  readonly before: CheckerState;
  readonly diagnostics: readonly Diagnostic[];
  readonly after: CheckerState;
}

/** Checks cells by tslab's converter. */
export function createChecker(options: CheckerOptions): Checker {
  return new TslabChecker(options);
}

class TslabChecker implements Checker {
  state: CheckerState = EMPTY_STATE;
  readonly #folder: string;
  readonly #notebook: NotebookConverter;
  /** The cell that is committed is most often the one that was checked just before. */
  #last: Converted | undefined;
  #hasUnresolved = false;

  constructor(options: CheckerOptions) {
    this.#folder = options.folder;
    this.#notebook = new NotebookConverter(options);
  }

  check(cell: Cell): readonly Diagnostic[] {
    this.#last = this.#convert(cell.code);
    return this.#last.diagnostics;
  }

  commit(cell: Cell): void {
    const last = this.#last;
    const isChecked = last !== undefined && last.code === cell.code && last.before === this.state;
    this.state = (isChecked ? last : this.#convert(cell.code)).after;
    this.#last = undefined;
  }

  complete(code: string, cursor: number): CompletionResult {
    if (isTooDeep(code)) return { start: cursor, end: cursor, matches: [] };
    this.#read(code);
    return completionsAt(this.#notebook, this.state.declarations, code, cursor);
  }

  inspect(code: string, cursor: number, detail: 0 | 1): Inspection | undefined {
    if (isTooDeep(code)) return undefined;
    this.#read(code);
    return hoverAt(this.#notebook, this.state, code, cursor, detail);
  }

  /** Prepares for code that may be unfinished. */
  #read(code: string): void {
    this.#notebook.files.refresh(this.#hasUnresolved);
    this.#notebook.lang = likelierLanguage(code);
  }

  #convert(code: string): Converted {
    const notebook = this.#notebook;
    const before = this.state;
    if (isTooDeep(code)) return { code, before, diagnostics: [TOO_DEEP], after: before };
    const source = readCell(code);
    if (source === undefined) return { code, before, diagnostics: [], after: before };
    if (code.length > LIMIT) {
      const declarations = untypedDeclarations(code, '') + before.declarations;
      return { code, before, diagnostics: [TOO_LARGE], after: { ...before, declarations } };
    }
    notebook.files.refresh(this.#hasUnresolved);
    notebook.lang = source.lang;
    let isUnknown = false;
    notebook.editDeclarations = (text) => {
      isUnknown = notebook.program.getSyntacticDiagnostics(notebook.cellFile).length > 0;
      return isUnknown ? untypedDeclarations(code, text) : withModules(text, source.modules);
    };
    const { declOutput = '' } = notebook.converter.convert(before.declarations, source.code);
    this.#hasUnresolved = notebook.found.some(isUnresolved);
    const after = {
      declarations: joinDeclarations(declOutput, before.declarations),
      sources: {
        ...before.sources,
        ...sourcesOf(ts.createSourceFile('cell.tsx', code, ts.ScriptTarget.ESNext)),
      },
    };
    return { code, before, diagnostics: isUnknown ? [NEWER_SYNTAX] : this.#diagnosticsOf(source), after };
  }

  #diagnosticsOf({ code }: CellSource): Diagnostic[] {
    const file = this.#notebook.cellFile;
    const cell = { file, offset: PREFIX.length, length: code.length, folder: this.#folder };
    return this.#notebook.found.flatMap((found) => toDiagnostic(found, cell) ?? []);
  }
}

/** UTF-16 units that are checked within a second or so. */
const LIMIT = 200_000;

const TOO_DEEP = notice('deep cell', 'its brackets or operators are nested too deeply');
const TOO_LARGE = notice(
  'large cell',
  `it is longer than ${LIMIT} characters; what the cell declares is any`,
);
const NEWER_SYNTAX = notice(
  'newer syntax',
  `TypeScript ${ts.versionMajorMinor} does not know it; what the cell declares is any`,
);

function notice(code: string, reason: string): Diagnostic {
  return { severity: 'warning', code, message: `not type-checked, ${reason}` };
}

/** TSX only where that makes more sense of the code. */
function likelierLanguage(code: string): CellSource['lang'] {
  if (!code.includes('<')) return 'ts';
  const mistakes = (kind: TypeScript.ScriptKind) =>
    (
      ts.createSourceFile('cell.ts', code, ts.ScriptTarget.ESNext, false, kind) as unknown as {
        parseDiagnostics: readonly unknown[];
      }
    ).parseDiagnostics.length;
  return mistakes(ts.ScriptKind.TSX) < mistakes(ts.ScriptKind.TS) ? 'tsx' : 'ts';
}
