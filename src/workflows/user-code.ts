import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceLocation } from '../foundation/user-error.ts';
import { SourceText } from './config/source-text.ts';

/** A place in the user's own code, to be shown under a message. */
export interface CodePlace {
  readonly location: SourceLocation;
  /** The line with a caret, and the calls that led there, the user's own only. */
  readonly excerpt: string;
}

interface Frame {
  readonly call: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** Folder of our own modules, whose frames say nothing to a user. */
const OWN_FOLDER = fileURLToPath(new URL('..', import.meta.url));
const MOST_FRAMES = 8;

/**
 * Where in a user's code an error came from: where it does not parse, else the innermost call outside of ADMF, Node and
 * packages; undefined when none took part.
 *
 * @param shown turns the path of a file into the one that people read.
 */
export function userCodePlace(error: unknown, shown: (path: string) => string): CodePlace | undefined {
  if (!(error instanceof Error) || error.stack === undefined) return undefined;
  const broken = error instanceof SyntaxError ? unparsable(error.stack) : undefined;
  const frames = broken === undefined ? userFrames(error.stack) : [broken];
  return frames.length === 0 ? undefined : placeOf(frames, shown);
}

/**
 * Where a module does not parse. Node tells it of TypeScript only; of JavaScript when it is asked to check the file.
 */
export function syntaxPlace(path: string, shown: (path: string) => string): CodePlace | undefined {
  const { stderr } = spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' });
  const broken = unparsable(stderr);
  return broken === undefined ? undefined : placeOf([broken], shown);
}

function placeOf(frames: readonly Frame[], shown: (path: string) => string): CodePlace {
  const [{ path, line, column }] = frames;
  const file = shown(path);
  const calls = frames.slice(0, MOST_FRAMES).map((f) => {
    const where = `${shown(f.path)}:${f.line}:${f.column}`;
    return f.call === '' ? `    at ${where}` : `    at ${f.call} (${where})`;
  });
  const code = excerptOf(path, line, column);
  const trace = frames.length === 1 && frames[0].call === '' ? [] : calls;
  return { location: { file, line, column }, excerpt: [...trace, ...code].join('\n') };
}

function userFrames(stack: string): Frame[] {
  const frames: Frame[] = [];
  for (const text of stack.split('\n')) {
    const found = /^\s+at (?:(.+?) \()?((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+):(\d+)\)?$/.exec(text);
    if (found === null) continue;
    const [, call = '', file, line, column] = found;
    const path = pathOf(file);
    if (path.startsWith(OWN_FOLDER) || path.includes(`${sep}node_modules${sep}`)) continue;
    frames.push({ call: call.replace(/^async /, ''), path, line: Number(line), column: Number(column) });
  }
  return frames;
}

/** The head of a stack that begins with the file, the line and a caret under what was not understood. */
function unparsable(text: string): Frame | undefined {
  const [head, ...rest] = text.split('\n');
  const found = /^((?:file:\/\/|\/|[A-Za-z]:[\\/]).*?):(\d+)$/.exec(head);
  if (found === null) return undefined;
  const caret = rest.find((line) => /^\s*\^+\s*$/.test(line));
  return {
    call: '',
    path: pathOf(found[1]),
    line: Number(found[2]),
    column: caret === undefined ? 1 : caret.indexOf('^') + 1,
  };
}

function pathOf(file: string): string {
  return file.startsWith('file:') ? fileURLToPath(new URL(file)) : file;
}

function excerptOf(path: string, line: number, column: number): string[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // Changed or gone since it was loaded.
    return [];
  }
  const before = text.split('\n').slice(0, line - 1);
  const start = before.reduce((sum, l) => sum + l.length + 1, 0) + column - 1;
  return start > text.length ? [] : [new SourceText(text, path).excerpt(start, start + 1)];
}
