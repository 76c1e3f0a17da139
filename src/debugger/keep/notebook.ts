import { createHash } from 'node:crypto';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { writeWhole } from '../../foundation/write-whole.ts';
import { timeText } from '../../tracing/event-text.ts';
import { writtenForm } from '../../workflows/config/written-form.ts';
import { VERSION } from '../../workflows/version.ts';
import type { Session } from '../session.ts';
import { literal, stringLiteral } from './literal.ts';
import { hasCode } from './plain-form.ts';
import { refuseForeign } from './replaceable.ts';

/** A command that was given in a session. */
export interface LoggedCommand {
  /** As it was typed: `next 5`. */
  readonly text: string;
  /** The typed call that does the same: `session.next(5)`. */
  readonly call: string;
  /** What it answered, for people. */
  readonly answer: string;
}

/** A Jupyter notebook, nbformat 4.5. */
export interface Notebook {
  readonly cells: readonly NotebookCell[];
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly nbformat: 4;
  readonly nbformat_minor: 5;
}

export type NotebookCell =
  | {
      readonly cell_type: 'markdown';
      readonly id: string;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly source: readonly string[];
    }
  | {
      readonly cell_type: 'code';
      readonly id: string;
      readonly metadata: Readonly<Record<string, unknown>>;
      readonly source: readonly string[];
      readonly execution_count: number | null;
      readonly outputs: readonly Readonly<Record<string, unknown>>[];
    };

export interface NotebookOptions {
  /** Heading; the name of the workflow by default. */
  readonly title?: string;
  /** Where the notebook will stand, for the way to the workflow; a file in the current folder by default. */
  readonly file?: string;
}

/**
 * A log of commands as a notebook that can be run again: what it is about, a cell that opens the session, and one cell for
 * each command with the answer that it gave.
 */
export function notebookOf(
  session: Session,
  log: readonly LoggedCommand[],
  options: NotebookOptions = {},
): Notebook {
  const opening = openingCell(session, options.file ?? 'x.ipynb');
  const cells: NotebookCell[] = [
    { cell_type: 'markdown', id: '', metadata: {}, source: linesOf(introduction(session, options.title)) },
    { cell_type: 'code', id: '', metadata: {}, source: linesOf(opening), execution_count: 1, outputs: [] },
    ...log.map(({ text, call, answer }, i): NotebookCell => {
      const source = `// ${text.replaceAll(/\s*\n\s*/g, ' ')}\n${awaited(call)}`;
      const execution_count = i + 2;
      return {
        cell_type: 'code',
        id: '',
        metadata: {},
        source: linesOf(source),
        execution_count,
        outputs: answer === '' ? [] : [outputOf(answer, execution_count)],
      };
    }),
  ];
  return {
    cells: cells.map((cell, i) => ({ ...cell, id: cellId(cell, i) })),
    metadata: {
      kernelspec: { name: 'admf', display_name: 'ADMF (TypeScript)', language: 'typescript' },
      language_info: {
        name: 'typescript',
        version: VERSION,
        mimetype: 'text/typescript',
        file_extension: '.ts',
      },
      ...MADE_HERE,
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
}

/** Tells a notebook that was made from a session from one that somebody wrote. */
const MADE_HERE = { admf: { made_from: 'session' } } as const;

/**
 * Writes a notebook, whole or not at all.
 *
 * @returns its absolute path.
 * @throws UserError when it cannot be written there, and for a file that is there and was not made from a session.
 */
export async function writeNotebook(
  session: Session,
  log: readonly LoggedCommand[],
  file: string,
  options: { readonly title?: string } = {},
): Promise<string> {
  const target = resolve(file);
  await refuseForeign(target, file, isMadeHere, 'a notebook of a session');
  await writeWhole(target, notebookText(notebookOf(session, log, { ...options, file })), file);
  return target;
}

function isMadeHere(text: string): boolean {
  try {
    const { metadata } = JSON.parse(text) as { metadata?: { admf?: { made_from?: unknown } } };
    return metadata?.admf?.made_from === MADE_HERE.admf.made_from;
  } catch {
    return false;
  }
}

/** The file's text, laid out as Jupyter writes it, so that saving it there changes no line. */
export function notebookText(notebook: Notebook): string {
  return `${JSON.stringify(notebook, null, 1)}\n`;
}

function introduction(session: Session, title: string | undefined): string {
  const { config, series, fingerprint } = session.branch.prepared;
  const symbols = series.map(({ symbol }) => `\`${symbol}\``).join(', ');
  const until = timeText(session.timeOf(session.bars));
  return [
    `# ${title ?? config.name}`,
    '',
    ...(config.description === undefined ? [] : [config.description, '']),
    `A debugging session of the workflow \`${config.name}\` on ${symbols}: ${session.bars} bars up to ${until}.`,
    'Every cell is the call of one command, with the answer that it gave.',
    '',
    `Fingerprint of the run: \`${fingerprint}\` (ADMF ${VERSION}).`,
  ].join('\n');
}

function openingCell(session: Session, file: string): string {
  let root = session.branch;
  while (root.parent !== null) root = root.parent;
  const { file: named, layers = {}, baseDirectory, config } = root.prepared;
  const opening = (workflow: string, rest = '') =>
    `import { open } from 'admf';\n\nlet session = await open(${workflow}${rest});`;
  if (named !== null) {
    const laidOver = Object.keys(layers).length === 0 ? '' : `, ${literal(layers)}`;
    return opening(stringLiteral(wayFrom(file, join(baseDirectory, basename(named)))), laidOver);
  }
  const folder = wayFrom(file, baseDirectory) || '.';
  const options = `, { baseDirectory: ${stringLiteral(folder)} }`;
  return hasCode(config)
    ? `${opening('workflow', options)} // the workflow was given in code: define it above`
    : opening(literal(writtenForm(config)), options);
}

/** Kernels start in the notebook's folder. */
function wayFrom(file: string, target: string): string {
  return relative(dirname(resolve(file)), target)
    .split(sep)
    .join('/');
}

function awaited(call: string): string {
  return /^(await|const|let|import)\b|^(\w+|\(\{.*\}) = await\b/.test(call) ? call : `await ${call}`;
}

function outputOf(answer: string, execution_count: number): Record<string, unknown> {
  const text = linesOf(answer.replace(/\n$/, ''));
  return { output_type: 'execute_result', execution_count, metadata: {}, data: { 'text/plain': text } };
}

/** Lines with their ends, as notebooks hold text. */
function linesOf(text: string): string[] {
  return text.split(/(?<=\n)/);
}

/** The same for the same log, so that writing it again changes nothing; never twice in one notebook. */
function cellId(cell: NotebookCell, index: number): string {
  const hash = createHash('sha256')
    .update(`${cell.cell_type}:${cell.source.join('')}`)
    .digest('hex');
  return `${hash.slice(0, 8)}-${index}`;
}
