import type { z } from 'zod';
import { UserError, UserErrors } from '../../foundation/user-error.ts';
import { keysOf, schemaAt } from './expectation.ts';
import { hintFor } from './hint.ts';
import { type LayeredLocator, NamedLocator } from './layered.ts';
import type { Mistakes } from './mistakes.ts';
import { ENTRY_NAMES } from './overlay.ts';
import { isMap, type Path, quoted } from './path.ts';
import { readYaml } from './yaml-source.ts';

/** One value that is set from outside the file. */
export interface Override {
  readonly kind: 'variable' | 'option';
  /** As people gave it: `--set seed=7`, `ADMF_SEED`. */
  readonly name: string;
  /** `portfolios`, `main`, `cash`: entries of lists by their name or number. */
  readonly words: readonly string[];
  /** As it was typed. */
  readonly text: string;
}

/** Variables of the process that are no settings of a workflow. */
const OTHER_VARIABLES: ReadonlySet<string> = new Set([
  'ADMF_CHROMIUM', // of tests of pages
  'ADMF_HISTORY', // the kernel's
  'ADMF_SAMPLES', // of property tests
  'ADMF_SCREENSHOTS', // of tests of front ends
  'ADMF_TALLY_FILE', // of `npm test`
  'ADMF_TYPE_CHECK_SECONDS', // the kernel's
]);

/** What separates words in the name of a variable: single ones stand in the names of keys. */
const WORD_END = '__';

/** Reads `execution.slippage.bps=2`. @throws UserErrors with one mistake when it has no path, or no "=". */
export function parseSetting(typed: string): Override {
  const name = `--set ${typed}`;
  const [, path, text] = /^([^=]*)=([\s\S]*)$/.exec(typed) ?? [];
  if (path === undefined) {
    throw badSetting(name, 'a value is missing', `write --set ${typed}=VALUE`);
  }
  const words = wordsOf(path.trim());
  if (words === undefined) {
    throw badSetting(
      name,
      `${quoted(path)} names no setting`,
      'a setting is named by its path: --set execution.slippage.bps=2',
    );
  }
  return { kind: 'option', name, words, text };
}

function badSetting(file: string, message: string, hint: string): UserErrors {
  return new UserErrors([new UserError(message, { code: 'bad_setting', location: { file }, hint })]);
}

/** The settings among the variables of a process: `ADMF_EXECUTION__CLOSE_AT_END`, in the order of their names. */
export function settingsFrom(variables: Readonly<Record<string, string | undefined>>): Override[] {
  return Object.keys(variables)
    .filter((name) => name.startsWith('ADMF_') && !OTHER_VARIABLES.has(name))
    .sort()
    .map((name) => ({
      kind: 'variable',
      name,
      words: name.slice('ADMF_'.length).split(WORD_END),
      text: variables[name] ?? '',
    }));
}

/**
 * Writes a value into a configuration, where its path leads; maps on the way are made where they are missing.
 *
 * @param root is changed. @param schema of the whole, for the names of keys. @param prefix a path to begin at.
 */
export function applyOverride(
  root: unknown,
  override: Override,
  schema: z.ZodType,
  into: LayeredLocator,
  mistakes: Mistakes,
  prefix: Path = [],
): void {
  const refuse = (message: string, hint?: string) =>
    mistakes.addError(
      new UserError(message, { code: 'bad_setting', location: { file: override.name }, hint }),
      message,
    );
  const read = readValue(override);
  if (read instanceof UserError) {
    refuse(read.message, read.hint ?? 'put text in quotes');
    return;
  }
  const { value, locator } = read;

  let node = prefix.reduce<unknown>((part, step) => (part as Record<string | number, unknown>)[step], root);
  const path: (string | number)[] = [...prefix];
  for (const [i, word] of override.words.entries()) {
    const isLast = i === override.words.length - 1;
    const shown = override.words.slice(0, i).join('.');
    if (Array.isArray(node)) {
      const position = entryPosition(node, word, override.kind);
      if (position === undefined) {
        const names = entryNames(node);
        const hint = names.length === 0 ? `${node.length} entries, counted from 0` : hintFor(word, names);
        refuse(`${shown} has no entry ${quoted(word)}`, hint);
        return;
      }
      path.push(position);
      // An entry may be written as its name alone.
      if (!isLast && typeof node[position] === 'string') node[position] = { id: node[position] };
      if (isLast) node[position] = value;
      node = node[position];
      continue;
    }
    if (!isMap(node)) {
      refuse(`${shown} is no map: it holds no ${quoted(word)}`);
      return;
    }
    const key = keyOf(node, word, schemaAt(schema, path.slice(prefix.length)), override.kind);
    if (isLast && key === 'type' && node.type !== value) forgetComponent(node);
    path.push(key);
    if (isLast) node[key] = value;
    else if (node[key] === undefined || node[key] === null) {
      node[key] = {};
      into.graft(path, { locator, path: [], source: override });
    }
    node = node[key];
  }
  into.graft(path, { locator, path: [], source: override });
}

/** The text as YAML reads it: numbers, true, lists and maps in brackets, else text. */
function readValue({ text, name }: Override): { value: unknown; locator: NamedLocator } | UserError {
  if (text === '')
    return { value: '', locator: new NamedLocator(name, readYaml('value: ""', name).locator, ['value']) };
  try {
    const { value, locator, problems } = readYaml(`value: ${text}`, name);
    if (problems.length > 0) return problems[0];
    const read = value as Record<string, unknown>;
    if (Object.keys(read).length !== 1)
      return new UserError('one value is expected', { code: 'bad_setting' });
    return { value: read.value, locator: new NamedLocator(name, locator, ['value']) };
  } catch (error) {
    if (error instanceof UserErrors) return error.errors[0];
    throw error;
  }
}

/** `data[0].source`, `portfolios.main.cash`, `columns["Adj Close"]` → words; undefined where it is none of them. */
function wordsOf(path: string): string[] | undefined {
  const words: string[] = [];
  const step = /\s*(?:\.?([^.[\]"=\s]+)|\[(\d+)\]|\.?\[?"([^"]*)"\]?)/y;
  while (step.lastIndex < path.length) {
    const match = step.exec(path);
    if (match === null) return undefined;
    words.push(match[1] ?? match[2] ?? match[3]);
  }
  return words.length === 0 ? undefined : words;
}

function entryNames(list: readonly unknown[]): string[] {
  return list.flatMap((entry) => {
    if (typeof entry === 'string') return [entry];
    const name = isMap(entry) ? [...ENTRY_NAMES, 'type'].map((key) => entry[key]).find(Boolean) : undefined;
    return typeof name === 'string' ? [name] : [];
  });
}

function entryPosition(list: readonly unknown[], word: string, kind: Override['kind']): number | undefined {
  const same = matcher(word, kind);
  const byName = list.findIndex((entry) => entryNames([entry]).some(same));
  if (byName !== -1) return byName;
  return /^\d+$/.test(word) && Number(word) < list.length ? Number(word) : undefined;
}

/** The key that a word means. Variables are written in capitals, so theirs are matched without regard to case. */
function keyOf(
  map: Record<string, unknown>,
  word: string,
  schema: z.core.$ZodType | undefined,
  kind: Override['kind'],
): string {
  if (kind === 'option') return word;
  const same = matcher(word, kind);
  return [...Object.keys(map), ...keysOf(schema)].find(same) ?? word.toLowerCase();
}

function matcher(word: string, kind: Override['kind']): (name: string) => boolean {
  if (kind === 'option') return (name) => name === word;
  const folded = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
  return (name) => folded(name) === folded(word);
}

/** Parameters belong to the component that had them. */
function forgetComponent(map: Record<string, unknown>): void {
  const isEntry = ENTRY_NAMES.some((name) => map[name] !== undefined);
  for (const key of Object.keys(map)) if (!isEntry || key === 'params') delete map[key];
}
