import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Comms } from './comms.ts';
import { type Display, type DisplayApi, templateTag } from './display-api.ts';
import type { Input } from './input.ts';

type Tag = ReturnType<typeof templateTag>;

/** Names that are there in every notebook. A cell may use them for something else. */
export interface NotebookGlobals {
  readonly display: Display;
  /** Removes what the cell has shown; with `wait`, not before something new is shown. */
  readonly clearOutput: (wait?: boolean) => void;
  readonly md: Tag;
  readonly html: Tag;
  readonly svg: Tag;
  /** Asks for a line of text and waits for it. */
  readonly prompt: (message?: string, initial?: string) => string;
  /** Asks for a line of text that is not shown while it is typed. */
  readonly password: (message?: string) => string;
  /** Asks a question; true when the answer begins with y. */
  readonly confirm: (message?: string) => boolean;
  readonly comms: Comms;
  readonly require: NodeJS.Require;
}

export function createNotebookGlobals(
  folder: string,
  displays: DisplayApi,
  input: Input,
  comms: Comms,
): NotebookGlobals {
  return {
    display: displays.createDisplay(),
    clearOutput: displays.clearOutput,
    md: templateTag('text/markdown'),
    html: templateTag('text/html'),
    svg: templateTag('image/svg+xml'),
    prompt: (message = '', initial = '') => input.read(message, false) || initial,
    password: (message = '') => input.read(message, true),
    confirm: (message = 'Sure?') => /^\s*y/i.test(input.read(`${message} [y/N] `, false)),
    comms,
    require: createRequire(join(folder, 'notebook.ts')),
  };
}
