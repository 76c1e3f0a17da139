import { isNode, type Node } from './syntax-tree.ts';

/** A name that an import brings: `imported` is `default`, `*` for the namespace, or the exported name. */
export interface ImportedName {
  readonly local: string;
  readonly imported: string;
}

/** A static import of a cell. */
export interface ImportRequest {
  readonly specifier: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly bindings: readonly ImportedName[];
  /** Place of the statement in the cell's JavaScript: UTF-16 position. */
  readonly position: number;
}

/** Reads `import … from`, `export … from` and `export * from`. */
export function importOf(statement: Node, code: string): ImportRequest {
  const specifiers = (statement.specifiers ?? []) as readonly Node[];
  return {
    specifier: (statement.source as unknown as { value: string }).value,
    attributes: Object.fromEntries(
      ((statement.attributes ?? []) as readonly Node[]).map(({ key, value }) => [
        nameOf(key, code),
        (value as { value: string }).value,
      ]),
    ),
    bindings: specifiers.map((specifier) => bindingOf(specifier, code)),
    position: statement.start,
  };
}

function bindingOf(specifier: Node, code: string): ImportedName {
  switch (specifier.type) {
    case 'ImportDefaultSpecifier':
      return { local: nameOf(specifier.local, code), imported: 'default' };
    case 'ImportNamespaceSpecifier':
      return { local: nameOf(specifier.local, code), imported: '*' };
    case 'ExportSpecifier':
      return { local: nameOf(specifier.exported, code), imported: nameOf(specifier.local, code) };
    default:
      return { local: nameOf(specifier.local, code), imported: nameOf(specifier.imported, code) };
  }
}

/** `import { "a-b" as c }` names exports that are no identifiers. */
function nameOf(node: unknown, code: string): string {
  if (!isNode(node)) throw new Error('an import has names');
  if (typeof node.name === 'string') return node.name;
  if (typeof node.value === 'string') return node.value;
  return code.slice(node.start, node.end);
}
