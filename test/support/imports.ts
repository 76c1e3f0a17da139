import { parseAst } from 'vitest/node';

/** One place where a module names another. */
export interface ImportReference {
  /** As written; undefined when it is computed, as in `import(path)`. */
  readonly specifier: string | undefined;
  /** Counts from 1. */
  readonly line: number;
  /**
   * `url` is `new URL('./worker.ts', import.meta.url)`, the way to name a worker's module; `resolve` is
   * `require.resolve('package/file')`, `import.meta.resolve` or a plain `require`.
   */
  readonly kind: 'static' | 'type' | 'dynamic' | 'url' | 'resolve';
}

type Node = Record<string, unknown> & { type: string; start: number };

/**
 * All imports of a TypeScript or JavaScript module, in source order: static, type-only, re-exports, dynamic,
 * `import('x').T` in types, module URLs and resolved names.
 *
 * @throws SyntaxError when the source does not parse
 */
export function importsOf(source: string, path: string): ImportReference[] {
  const program = parseAst(source, { lang: /\.[cm]?ts$/.test(path) ? 'ts' : 'tsx' }, path);
  const found: ImportReference[] = [];
  const add = (node: Node, kind: ImportReference['kind'], specifier = literal(node.source)) =>
    found.push({ specifier, line: lineAt(source, node.start), kind });
  walk(program, (node) => {
    switch (node.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'ExportNamedDeclaration':
        if (node.source) add(node, isTypeOnly(node) ? 'type' : 'static');
        break;
      case 'ImportExpression':
        add(node, 'dynamic');
        break;
      case 'TSImportType':
        add(node, 'type');
        break;
      case 'CallExpression':
        if (isResolve(node.callee as Node)) add(node, 'resolve', firstArgument(node));
        break;
      case 'NewExpression':
        // A URL needs no ./ to be relative.
        if (isModuleUrl(node)) add(node, 'url', firstArgument(node)?.replace(/^(?!\.)/, './'));
        break;
    }
  });
  return found;
}

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
  } else if (isNode(value)) {
    visit(value);
    for (const child of Object.values(value)) walk(child, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';
}

function literal(value: unknown): string | undefined {
  if (!isNode(value)) return undefined;
  if (value.type === 'Literal' && typeof value.value === 'string') return value.value;
  // `import(`./x.ts`)` without holes is as good as a string.
  const quasis = value.type === 'TemplateLiteral' ? (value.quasis as { value: { cooked: string } }[]) : [];
  return quasis.length === 1 ? quasis[0].value.cooked : undefined;
}

function isTypeOnly(node: Node): boolean {
  return node.importKind === 'type' || node.exportKind === 'type';
}

function firstArgument(node: Node): string | undefined {
  return literal((node.arguments as unknown[])[0]);
}

/** `new URL('./x.ts', import.meta.url)`; URLs of data files are no imports. */
function isModuleUrl(node: Node): boolean {
  const callee = node.callee as Node & { name?: string };
  const base = (node.arguments as (Node | undefined)[])[1];
  const isRelativeToModule =
    callee.name === 'URL' &&
    base?.type === 'MemberExpression' &&
    (base.object as Node).type === 'MetaProperty';
  return isRelativeToModule && /\.[cm]?[jt]sx?$/.test(firstArgument(node) ?? '');
}

/** `require`, `require.resolve` or `import.meta.resolve`. */
function isResolve(callee: Node & { name?: string }): boolean {
  if (callee.type === 'Identifier') return callee.name === 'require';
  if (callee.type !== 'MemberExpression' || (callee.property as { name?: string }).name !== 'resolve')
    return false;
  const object = callee.object as Node & { name?: string };
  return object.type === 'MetaProperty' || object.name === 'require';
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
