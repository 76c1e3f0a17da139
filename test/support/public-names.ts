import { posix } from 'node:path';
import { parseAst } from 'vitest/node';

/** A name that a module exports, and where it is declared. */
export interface PublicName {
  readonly name: string;
  /** Of the module that declares it; a package's name for what comes from one. */
  readonly path: string;
  /** The comment above its declaration, without its stars; empty without one. */
  readonly doc: string;
}

type Node = Readonly<Record<string, unknown>> & {
  readonly type: string;
  readonly start: number;
  readonly name?: string;
};
type Specifier = Node & { readonly local: Node; readonly exported: Node };

/**
 * All names that a module exports, with the comment above each where it is declared: re-exports are followed through modules.
 *
 * @param read gives the text of a module.
 * @throws Error when a module exports a name that the one it names does not have.
 */
export function publicNames(path: string, read: (path: string) => string): PublicName[] {
  const source = read(path);
  const { body } = parseAst(source, { lang: 'ts' }, path) as unknown as { readonly body: readonly Node[] };
  return body.flatMap((statement): PublicName[] => {
    const doc = docBefore(source, statement.start);
    if (statement.type === 'ExportAllDeclaration') {
      const from = moduleOf(statement, path);
      return isNode(statement.exported)
        ? [{ name: String(statement.exported.name), path: from, doc }]
        : publicNames(from, read);
    }
    if (statement.type !== 'ExportNamedDeclaration') return [];
    if (isNode(statement.declaration)) {
      return namesOf(statement.declaration).map((name) => ({ name, path, doc }));
    }
    const specifiers = statement.specifiers as readonly Specifier[];
    return specifiers.map(({ local, exported }) => {
      const found = declarationOf(String(local.name), statement, path, read);
      return { ...found, name: String(exported.name), doc: found.doc === '' ? doc : found.doc };
    });
  });
}

function declarationOf(
  name: string,
  statement: Node,
  path: string,
  read: (path: string) => string,
): PublicName {
  if (!isNode(statement.source)) return { name, path, doc: docOf(name, read(path), path) };
  const from = moduleOf(statement, path);
  // What a package exports it describes itself.
  if (isPackage(statement)) return { name, path: from, doc: '' };
  const found = publicNames(from, read).find((one) => one.name === name);
  if (found === undefined) throw new Error(`${path} exports ${name}, which ${from} does not have`);
  return found;
}

/** Of a name that is declared first and exported in a list. */
function docOf(name: string, source: string, path: string): string {
  const { body } = parseAst(source, { lang: 'ts' }, path) as unknown as { readonly body: readonly Node[] };
  const declared = body.find((statement) => namesOf(statement).includes(name));
  return declared === undefined ? '' : docBefore(source, declared.start);
}

function moduleOf(statement: Node, path: string): string {
  const specifier = specifierOf(statement);
  return isPackage(statement) ? specifier : posix.join(posix.dirname(path), specifier);
}

function isPackage(statement: Node): boolean {
  return !specifierOf(statement).startsWith('.');
}

function specifierOf({ source }: Node): string {
  return (source as { readonly value: string }).value;
}

function namesOf(declaration: Node): string[] {
  if (isNode(declaration.id)) return [String(declaration.id.name)];
  const declarators = (declaration.declarations ?? []) as readonly Node[];
  return declarators.flatMap(({ id }) => (isNode(id) && id.type === 'Identifier' ? [String(id.name)] : []));
}

function docBefore(source: string, start: number): string {
  const [, comment] = /\/\*\*((?:[^*]|\*(?!\/))*)\*\/\s*$/.exec(source.slice(0, start)) ?? [];
  return (comment ?? '').replaceAll(/^\s*\* ?/gm, '').trim();
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}
