import { isMap, parseDocument } from 'yaml';
import { UserError, UserErrors } from '../../foundation/user-error.ts';
import type { Locator } from './locator.ts';
import { NodeLocator } from './node-locator.ts';
import { SourceText } from './source-text.ts';
import { unfitText } from './yaml-limits.ts';
import { syntaxMessage } from './yaml-syntax.ts';
import { TreeReader } from './yaml-tree.ts';

/** A file as plain values, with the place of each. */
export interface ConfigText {
  readonly value: unknown;
  readonly locator: Locator;
  /** Mistakes that left a readable tree (duplicate keys), to be told together with those of the contents. */
  readonly problems: readonly UserError[];
}

/**
 * Reads YAML 1.2 (core schema: `off`, `yes` and dates are strings).
 *
 * @throws UserErrors with one mistake when there is no readable tree. Only the first syntax error is told: what follows
 * it is mostly its consequence.
 */
export function readYaml(text: string, file: string): ConfigText {
  const source = new SourceText(text.startsWith('\ufeff') ? text.slice(1) : text, file);
  const at = (message: string, code: string, start: number, end = start + 1, hint?: string) =>
    new UserError(message, {
      code,
      location: { file, ...source.position(start) },
      hint,
      excerpt: source.excerpt(start, end),
    });
  const fail = (error: UserError): never => {
    throw new UserErrors([error]);
  };

  const unfit = unfitText(source.text, (message, code, start, hint) =>
    at(message, code, start, start + 1, hint),
  );
  if (unfit !== undefined) fail(unfit);

  const document = parseDocument(source.text, {
    prettyErrors: false,
    resolveKnownTags: false,
    schema: 'core',
    // Its check compares every pair of keys; the tree reader finds duplicates while reading.
    uniqueKeys: false,
    // At "silent" it would also say nothing of a second document.
    logLevel: 'error',
  });
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    const { message, hint, start, end } = syntaxMessage(syntax, source.text);
    fail(at(message, 'yaml_syntax', start, end, hint));
  }
  if (document.directives?.yaml.explicit && document.directives.yaml.version !== '1.2') {
    const hint = 'remove the line: 1.2 is what is read';
    fail(
      at('a YAML 1.1 document is not read', 'yaml_version', source.text.indexOf('%YAML'), undefined, hint),
    );
  }
  if (!isMap(document.contents)) {
    const [start, end] = document.contents?.range ?? [0, 1];
    const empty = source.text.slice(start, end).trim() === '' || document.contents === null;
    fail(
      at(
        empty ? 'the file is empty' : 'expected a map of settings at the top',
        empty ? 'empty_file' : 'wrong_type',
        start,
        end,
        'a configuration begins with a line such as "name: my-first-flow"',
      ),
    );
  }

  // A value whose tag is not understood has no type, and the checks would only say so again.
  const tags = document.warnings.map((w) => {
    return at(
      'a tag is not understood here',
      'unknown_tag',
      w.pos[0],
      w.pos[1],
      'write the value without "!"',
    );
  });
  if (tags.length > 0) throw new UserErrors(tags);
  const reader = new TreeReader(at);
  try {
    const { value, node } = reader.read(document.contents);
    return { value, locator: new NodeLocator(source, node), problems: reader.problems };
  } catch (error) {
    if (error instanceof UserError) return fail(error);
    throw error;
  }
}
