import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CellSyntaxError } from './cell-syntax-error.ts';
import { errorName } from './error-name.ts';
import { withoutQuery } from './local-modules.ts';
import { chainedLocator, type Locate, type Position } from './source-positions.ts';

/** A cell or file that stack frames may point into. */
interface Source {
  /** `In[3]`, or the file's name. */
  readonly title: string;
  /** Lines as the user wrote them; a file's are not kept. */
  readonly lines: readonly string[] | undefined;
  readonly locate: Locate;
}

const RED = '\u001B[31m';
const BOLD_RED = '\u001B[1;31m';
const GREEN = '\u001B[32m';
const DIM = '\u001B[2m';
const RESET = '\u001B[0m';

/** Lines of a cell that are shown around the one that failed. */
const CONTEXT_LINES = 2;

/** Where the engine lies. */
const ENGINE = fileURLToPath(new URL('../../src/', import.meta.url));
/** Frames of the kernel itself: of no use to whoever wrote a cell. */
const OWN_FILES = new URL('..', import.meta.url);

/** Knows the sources of cells, and writes errors for people. */
export class Tracebacks {
  readonly #sources = new Map<string, Source>();

  /** @param filename what V8 calls the script */
  addCell(filename: string, title: string, code: string, locate: Locate): void {
    this.#sources.set(filename, { title, lines: code.split('\n'), locate });
  }

  addFile(url: string, maps: readonly string[]): void {
    this.#sources.set(url, {
      title: fileURLToPath(withoutQuery(url)),
      lines: undefined,
      locate: chainedLocator(...maps.map((map) => () => map)),
    });
  }

  /**
   * Makes `stack` of every error name the lines that the user wrote. Meant for `Error.prepareStackTrace`, which V8
   * calls when somebody looks at a stack.
   */
  formatStack = (error: Error, frames: readonly NodeJS.CallSite[]): string => {
    const header = headerOf(error);
    const shown = frames.filter((frame) => !isOwn(frame.getFileName()));
    return [header, ...shown.map((frame) => `    at ${this.#frameText(frame)}`)].join('\n');
  };

  /** Lines of an error for a terminal or notebook, with colours and the lines of the cell that it came from. */
  render(error: unknown, shownBefore: ReadonlySet<unknown> = new Set()): string[] {
    if (!(error instanceof Error)) return [];
    const [frames, header] = splitStack(error);
    const lines = colourHeader(error, header);
    lines.push(...adviceOf(error));
    // Where it happened is shown with what stands around; of those who called, the line alone.
    let context = CONTEXT_LINES;
    for (const frame of frames) {
      const shown = this.#excerptOfFrame(frame, context);
      lines.push(`${DIM}${frame}${RESET}`, ...shown);
      if (shown.length > 0) context = 0;
    }
    const seen = new Set([...shownBefore, error]);
    if (error instanceof AggregateError) {
      for (const inner of error.errors.slice(0, 10)) {
        if (!seen.has(inner)) lines.push(...indent(this.render(inner, seen)));
      }
    }
    if (error.cause instanceof Error && !seen.has(error.cause) && !isPutIntoWords(error.cause, error)) {
      lines.push(`${DIM}caused by${RESET}`, ...this.render(error.cause, seen));
    }
    return lines;
  }

  renderSyntaxError(error: CellSyntaxError, title: string, code: string): string[] {
    const before = code.slice(0, error.position).split('\n');
    const position = { line: before.length, column: before.at(-1)!.length };
    return [
      `${BOLD_RED}SyntaxError${RESET}: ${error.message}`,
      `${DIM}    at ${title}:${position.line}:${position.column + 1}${RESET}`,
      ...excerpt(code.split('\n'), position),
      ...(error.help === undefined ? [] : [`  ${error.help}`]),
    ];
  }

  /** Lines that show a place of a cell, as a frame would. */
  placeOf(filename: string, position: Position | undefined): string[] {
    const source = this.#sources.get(filename);
    if (source?.lines === undefined || position === undefined) return [];
    const { line, column } = position;
    return [`${DIM}    at ${source.title}:${line}:${column + 1}${RESET}`, ...excerpt(source.lines, position)];
  }

  #frameText(frame: NodeJS.CallSite): string {
    const text = `${frame as unknown as string}`;
    const file = frame.getFileName();
    const source = file === null || file === undefined ? undefined : this.#sources.get(file);
    const line = frame.getLineNumber();
    if (source === undefined || line === null) return text;
    const position = source.locate({ line, column: (frame.getColumnNumber() ?? 1) - 1 });
    const place =
      position === undefined ? source.title : `${source.title}:${position.line}:${position.column + 1}`;
    const name = /^(.*) \(.*\)$/s.exec(text)?.[1];
    return name === undefined ? place : `${name} (${place})`;
  }

  #excerptOfFrame(frame: string, context: number): string[] {
    const [, title, line, column] = /(?:^\s*at |\()(In\[[^\]]+\]):(\d+):(\d+)\)?$/.exec(frame) ?? [];
    if (title === undefined) return [];
    // Later cells of the same name come later.
    const source = [...this.#sources.values()].findLast((each) => each.title === title);
    if (source?.lines === undefined) return [];
    return excerpt(source.lines, { line: Number(line), column: Number(column) - 1 }, context);
  }
}

/** Machinery of Node that says nothing about the error. */
const NODES_OWN = /\bnode:(?:internal\/|events:|vm:|diagnostics_channel:)/;

function isMistake({ name }: Error): boolean {
  return name === 'UserError' || name === 'UserErrors';
}

/** Of a user's mistake: not where the engine found it, and nothing when the mistake names its own lines of the cell. */
function isOfUse(frame: string, error: Error): boolean {
  if (!isMistake(error)) return true;
  const { errors = [error] } = error as { errors?: readonly { location?: { file: string } }[] };
  // `Array.map (<anonymous>)` and `Promise.all (index 3)` are loops of the engine's.
  const isEngine = frame.includes(ENGINE) || !/:\d+:\d+\)?$/.test(frame);
  return !isEngine && !errors.every((each) => locationOf(each)?.file.startsWith('In['));
}

/** What the operating system said, which a user's mistake has put into words. */
function isPutIntoWords(cause: Error, error: Error): boolean {
  return isMistake(error) && 'syscall' in cause;
}

/** The frames of a stack, and what stands before them. */
function splitStack(error: Error): [frames: string[], header: string] {
  const stack = readStack(error);
  const lines = stack.split('\n');
  const first = lines.findIndex((line) => /^\s+at /.test(line));
  if (first < 0) return [[], headerOf(error)];
  const frames = lines
    .slice(first)
    .filter((line) => /^\s+at /.test(line) && !NODES_OWN.test(line) && isOfUse(line, error));
  return [frames.map(shorten), lines.slice(0, first).join('\n')];
}

/** What a getter or a subclass of the user's may throw when it is asked for its stack. */
function readStack(error: Error): string {
  try {
    const stack: unknown = error.stack;
    return typeof stack === 'string' ? stack : '';
  } catch {
    return '';
  }
}

function headerOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return 'Error';
  }
}

function locationOf(error: object): { file: string; line?: number; column?: number } | undefined {
  return (error as { location?: { file: string; line?: number; column?: number } }).location;
}

/** `In[3]:4:5: what is wrong`, without what to do instead. */
function messageLine(error: Error): string {
  const { file, line, column } = locationOf(error) ?? { file: '', line: undefined, column: undefined };
  return [file, line, column, ` ${error.message}`]
    .filter((part) => part !== undefined && part !== '')
    .join(':')
    .trim();
}

/** What a `UserError` of the engine knows beyond its message: what to do instead, and the lines that are meant. */
function adviceOf(error: Error): string[] {
  if (error.name === 'UserErrors' && 'errors' in error) {
    return (error.errors as Error[]).flatMap((each) => [`  ${messageLine(each)}`, ...adviceOf(each)]);
  }
  if (error.name !== 'UserError') return [];
  const { hint, excerpt: lines } = error as { hint?: unknown; excerpt?: unknown };
  return [lines, hint].flatMap((text) =>
    typeof text === 'string' ? text.split('\n').map((line) => `  ${line}`) : [],
  );
}

function colourHeader(error: Error, header: string): string[] {
  const name = errorName(error);
  if (name === 'UserErrors' && 'errors' in error) {
    const { length } = error.errors as readonly Error[];
    return [`${BOLD_RED}${name}${RESET}: ${length === 1 ? '1 mistake' : `${length} mistakes`}`];
  }
  const [first, ...rest] = header.split('\n');
  // V8 writes the name down before the class can have given another.
  const written = [name, String(error.name)].find((each) => first.startsWith(each));
  const coloured =
    written === undefined
      ? `${RED}${first}${RESET}`
      : `${BOLD_RED}${name}${RESET}${first.slice(written.length)}`;
  return [coloured, ...rest];
}

function excerpt(lines: readonly string[], { line, column }: Position, context = CONTEXT_LINES): string[] {
  const from = Math.max(1, line - context);
  const to = Math.min(lines.length, line + context);
  const width = String(to).length;
  const shown: string[] = [];
  for (let i = from; i <= to; i++) {
    const number = String(i).padStart(width);
    const text = clip(lines[i - 1]);
    if (i !== line) {
      shown.push(`      ${DIM}${number} |${RESET} ${text}`);
      continue;
    }
    shown.push(`    ${GREEN}>${RESET} ${number} | ${text}`);
    if (column <= MAX_LINE) shown.push(`      ${' '.repeat(width)} | ${tabs(text, column)}${RED}^${RESET}`);
  }
  return shown;
}

/** A cell may hold a line of megabytes. */
const MAX_LINE = 200;

function clip(line: string): string {
  return line.length > MAX_LINE ? `${line.slice(0, MAX_LINE)}…` : line;
}

/** Blanks that are as wide as the text before a column, whatever width tabs have. */
function tabs(text: string, column: number): string {
  return text.slice(0, column).replaceAll(/[^\t]/g, ' ');
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

function isOwn(file: string | null | undefined): boolean {
  if (file === null || file === undefined) return false;
  return file.startsWith(OWN_FILES.href) || file.startsWith(fileURLToPath(OWN_FILES));
}

/** Paths below the current folder are shown from there. */
function shorten(frame: string): string {
  return frame.replace(
    /(\(|at )(?:file:\/\/)?(\/[^():]+)(?=:\d+:\d+)/,
    (_match, before: string, path: string) => {
      const short = relative(process.cwd(), path);
      return before + (short.startsWith('..') || isAbsolute(short) ? path : short);
    },
  );
}
