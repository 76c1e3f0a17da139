import { parseSync } from 'rolldown/utils';
import { CellSyntaxError } from '../../evaluator/cell-syntax-error.ts';
import { type CellLanguage, parseCell } from '../../evaluator/parse-cell.ts';
import { isNode, type Node, walk } from '../../evaluator/syntax-tree.ts';

/** A cell as TypeScript 5.0 can read it. Of the same length as the cell, so that positions are the same. */
export interface CellSource {
  readonly code: string;
  readonly lang: CellLanguage;
  /** Variables that hold a module, as in `const http = await import('http')`: name to specifier. */
  readonly modules: ReadonlyMap<string, string>;
}

/**
 * Reads a cell. Where newer syntax has an equal of the same length, it is put in its place: `const` for `using`. What
 * says nothing of types is left out: `export`, and the attributes of imports.
 *
 * @returns undefined when the cell is no TypeScript; whoever runs it says why.
 */
export function readCell(code: string): CellSource | undefined {
  try {
    const { lang, isObject } = parseCell(code);
    // No statement of TypeScript's, and it declares nothing.
    if (isObject) return undefined;
    return { lang, ...scan(code, lang) };
  } catch (error) {
    if (error instanceof CellSyntaxError) return undefined;
    throw error;
  }
}

function scan(code: string, lang: CellLanguage): Pick<CellSource, 'code' | 'modules'> {
  const modules = new Map<string, string>();
  // Few cells need a tree.
  if (!/\b(?:using|with|export|defer|source|import\s*\()/.test(code)) return { code, modules };
  const program = parseSync(`cell.${lang}`, code, { lang, sourceType: 'module' }).program as unknown as Node;
  const units = code.split('');
  const put = (start: number, end: number, text = '') => {
    for (let at = start; at < end; at++) if (units[at] !== '\n') units[at] = text[at - start] ?? ' ';
  };
  walk(program, (node) => replaceSyntax(node, code, put));
  for (const statement of program.body as readonly Node[]) {
    removeExport(statement, put);
    noteModules(statement, modules);
  }
  return { code: units.join(''), modules };
}

type Put = (start: number, end: number, text?: string) => void;

function replaceSyntax(node: Node, code: string, put: Put): void {
  switch (node.type) {
    case 'VariableDeclaration':
      if (node.kind === 'using' || node.kind === 'await using') {
        const at = code.indexOf('using', node.start);
        put(node.start, at);
        put(at, at + 'using'.length, 'const');
      }
      return;
    case 'ImportDeclaration':
      if (typeof node.phase === 'string') {
        const at = code.indexOf(node.phase, node.start);
        put(at, at + node.phase.length);
      }
      removeAttributes(node, code, put);
      return;
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      removeAttributes(node, code, put);
  }
}

/** What a cell declares is known to all others anyhow. `export … from` is an import to a notebook. */
function removeExport({ type, start, end, declaration, source }: Node, put: Put): void {
  if (type === 'ExportNamedDeclaration') {
    if (isNode(source)) put(start, start + 'export'.length, 'import');
    else put(start, isNode(declaration) ? start + 'export'.length : end);
  }
  if (type === 'ExportDefaultDeclaration' && isNode(declaration)) {
    const isNamed =
      /^(?:Function|Class|TSInterface)Declaration$/.test(declaration.type) && isNode(declaration.id);
    put(start, declaration.start, isNamed ? '' : 'void');
  }
}

/** `with { type: 'json' }` */
function removeAttributes({ source, attributes }: Node, code: string, put: Put): void {
  const last: unknown = Array.isArray(attributes) ? attributes.at(-1) : undefined;
  if (isNode(source) && isNode(last)) put(source.end, code.indexOf('}', last.end) + 1);
}

function noteModules(statement: Node, modules: Map<string, string>): void {
  const declaration = isNode(statement.declaration) ? statement.declaration : statement;
  if (declaration.type !== 'VariableDeclaration') return;
  for (const { id, init } of declaration.declarations as readonly Node[]) {
    const imported = isNode(init) && init.type === 'AwaitExpression' ? init.argument : undefined;
    if (!isNode(id) || typeof id.name !== 'string' || !isNode(imported)) continue;
    if (imported.type !== 'ImportExpression' || !isNode(imported.source)) continue;
    if (typeof imported.source.value === 'string') modules.set(id.name, imported.source.value);
  }
}
