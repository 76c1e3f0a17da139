import { parse, TomlError } from 'smol-toml';
import { UserError, UserErrors } from '../../foundation/user-error.ts';
import { NodeLocator } from './node-locator.ts';
import { SourceText } from './source-text.ts';
import { tomlPlaces } from './toml-places.ts';
import { DEEPEST, unfitBytes } from './yaml-limits.ts';
import type { ConfigText } from './yaml-source.ts';

const EMPTY = [
  'the file is empty',
  'empty_file',
  0,
  'a configuration begins with a line such as name = "my-first-flow"',
] as const;

/**
 * Reads TOML 1.0, with the same limits as YAML.
 *
 * @throws UserErrors with one mistake where there is no readable document.
 */
export function readToml(text: string, file: string): ConfigText {
  const source = new SourceText(text.startsWith('\ufeff') ? text.slice(1) : text, file);
  const at = (message: string, code: string, start: number, hint?: string) =>
    new UserError(message, {
      code,
      location: { file, ...source.position(start) },
      hint,
      excerpt: source.excerpt(start, start + 1),
    });
  const unfit = unfitBytes(source.text, at) ?? (source.text.trim() === '' ? at(...EMPTY) : undefined);
  if (unfit !== undefined) throw new UserErrors([unfit]);
  let value: unknown;
  try {
    value = parse(source.text, { maxDepth: DEEPEST });
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const { line, column, message } = error;
    const [said] = message.replace('Invalid TOML document: ', '').split('\n');
    throw new UserErrors([at(`TOML syntax: ${said}`, 'toml_syntax', source.offset(line, column))]);
  }
  if (tooDeep(value)) {
    throw new UserErrors([at('nested too deeply', 'too_deep', 0, `at most ${DEEPEST} levels`)]);
  }
  return { value, locator: new NodeLocator(source, tomlPlaces(source.text)), problems: [] };
}

/** Headers such as [a.a.a.a…] nest without brackets. */
function tooDeep(value: unknown, depth = 0): boolean {
  if (depth > DEEPEST) return true;
  if (value === null || typeof value !== 'object' || value instanceof Date) return false;
  return Object.values(value).some((part) => tooDeep(part, depth + 1));
}
