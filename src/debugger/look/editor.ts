import { basename } from 'node:path';
import type { CodePlace } from './function-place.ts';

/** How to open a place in the user's editor; starting it is the caller's. */
export interface EditCommand extends CodePlace {
  readonly command: string;
  readonly args: readonly string[];
  /** Whether it takes over the terminal: whoever draws on it must let go meanwhile. */
  readonly inTerminal: boolean;
}

/** Editors that take `file:line:column`, by the name of their program. */
const WITH_COLON: ReadonlySet<string> = new Set([
  'subl',
  'sublime_text',
  'zed',
  'hx',
  'helix',
  'mate',
  'atom',
]);
const CODE: ReadonlySet<string> = new Set(['code', 'code-insiders', 'codium', 'cursor', 'windsurf']);
const WINDOWED: ReadonlySet<string> = new Set([
  ...CODE,
  'subl',
  'sublime_text',
  'zed',
  'mate',
  'atom',
  'gvim',
  'idea',
]);

/** The editor of $VISUAL, else $EDITOR, else vi (notepad on Windows), at a line: `vi +22 file` and what others want. */
export function editCommand(
  place: CodePlace,
  env: Readonly<Record<string, string | undefined>>,
): EditCommand {
  const fallback = process.platform === 'win32' ? 'notepad' : 'vi';
  const chosen = [env.VISUAL, env.EDITOR].find((one) => one !== undefined && one.trim() !== '') ?? fallback;
  const [command, ...given] = wordsOf(chosen.trim());
  const name = basename(command).replace(/\.(exe|cmd|bat)$/i, '');
  const { file, line, column } = place;
  const at = `${file}:${line}:${column}`;
  const where = CODE.has(name)
    ? ['--goto', at]
    : WITH_COLON.has(name)
      ? [at]
      : name === 'idea'
        ? ['--line', String(line), file]
        : name === 'notepad'
          ? [file]
          : [`+${line}`, file];
  const inTerminal = !WINDOWED.has(name) && name !== 'notepad';
  return { file, line, column, command, args: [...given, ...where], inTerminal };
}

/** Words as a shell would part them: `"/my apps/vim" -f`. */
function wordsOf(text: string): string[] {
  const words = text.match(/"[^"]*"|'[^']*'|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(["'])(.*)\1$/s, '$2'));
}
