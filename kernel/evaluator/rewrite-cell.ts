import { analyze, type Variable } from 'eslint-scope';
import MagicString from 'magic-string';
import { guardLoops } from './guard-loops.ts';
import { type ImportRequest, importOf } from './import-request.ts';
import { DECORATOR_HELPERS } from './lower-decorators.ts';
import type { LazyMap } from './source-positions.ts';
import {
  isAnonymousDefinition,
  isFunction,
  isNode,
  type Node,
  parseJavaScript,
  walk,
} from './syntax-tree.ts';
import type { DeclarationKind } from './variables.ts';

export type { ImportRequest } from './import-request.ts';

/** Names by which a compiled cell reaches its surroundings; no user would choose them. */
export const CELL_PARAMETERS = [
  '__vars',
  '__lock',
  '__import',
  '__meta',
  '__irq',
  '__check',
  '__call',
  '__magic',
] as const;

const OWN_NAMES: ReadonlySet<string> = new Set(CELL_PARAMETERS);

export interface RewrittenCell {
  readonly body: string;
  readonly imports: readonly ImportRequest[];
  readonly declarations: Map<string, DeclarationKind>;
  readonly map: LazyMap;
}

/**
 * Makes the body of an async function of a cell's JavaScript: top-level names become properties of `__vars`, loops ask
 * whether they were interrupted, imports are taken out for the caller to do first, and the value of the last
 * expression is returned, in an array, so that a promise stays one.
 */
export function rewriteCell(code: string, isShared: (name: string) => boolean): RewrittenCell {
  return new CellRewriter(code, isShared).rewrite();
}

/** A name in the code. */
type Identifier = Node & { readonly name: string };

/** How an identifier stands in the code, where that matters for what may replace it. */
type Role = 'callee' | 'shorthand' | 'typeof';

class CellRewriter {
  readonly #code: string;
  readonly #isShared: (name: string) => boolean;
  readonly #text: MagicString;
  readonly #roles = new Map<number, Role>();
  readonly #imports: ImportRequest[] = [];
  readonly #declarations = new Map<string, DeclarationKind>();
  /** Positions of identifiers that are variables of the notebook. */
  readonly #shared = new Set<number>();

  constructor(code: string, isShared: (name: string) => boolean) {
    this.#code = code;
    this.#isShared = isShared;
    this.#text = new MagicString(code);
  }

  rewrite(): RewrittenCell {
    const program = parseJavaScript(this.#code);
    const root = program as unknown as Node;
    const scopes = analyze(program, { ecmaVersion: 2024, sourceType: 'module' });
    const moduleScope = scopes.globalScope?.childScopes[0];
    if (moduleScope === undefined) throw new Error('a module has a scope');
    this.#noteRoles(root);
    for (const variable of moduleScope.variables) {
      if (isResource(variable) || DECORATOR_HELPERS.has(variable.name)) continue;
      this.#declarations.set(variable.name, kindOf(variable));
      for (const { identifier } of variable.references) this.#share(identifier as unknown as Identifier);
    }
    for (const { identifier } of scopes.globalScope?.through ?? []) {
      const { name } = identifier as unknown as Identifier;
      if (OWN_NAMES.has(name)) continue;
      if (this.#isShared(name) || !(name in globalThis)) this.#share(identifier as unknown as Identifier);
    }
    guardLoops(root, this.#text);
    this.#rewriteImportExpressions(root);
    this.#nameFunctions(root);
    this.#rewriteNestedVars(root);
    this.#rewriteStatements(program.body);
    const text = this.#text;
    return {
      body: text.toString(),
      imports: this.#imports,
      declarations: this.#declarations,
      map: () => text.generateMap({ hires: 'boundary', source: 'cell.js' }).toString(),
    };
  }

  #noteRoles(root: Node): void {
    const note = (node: unknown, role: Role) => {
      if (isNode(node) && node.type === 'Identifier') this.#roles.set(node.start, role);
    };
    walk(root, (node) => {
      // `this` of a plain call is undefined, not the object that holds the variables.
      if (node.type === 'CallExpression') note(node.callee, 'callee');
      if (node.type === 'TaggedTemplateExpression') note(node.tag, 'callee');
      if (node.type === 'UnaryExpression' && node.operator === 'typeof') note(node.argument, 'typeof');
      if (node.type === 'Property' && node.shorthand === true) {
        const value = node.value as Node;
        note(value.type === 'AssignmentPattern' ? value.left : value, 'shorthand');
      }
    });
  }

  #share({ name, start, end }: Identifier): void {
    if (this.#shared.has(start)) return;
    this.#shared.add(start);
    this.#text.update(start, end, this.#replacement(name, this.#roles.get(start)));
  }

  #replacement(name: string, role: Role | undefined): string {
    switch (role) {
      case 'callee':
        return `(0, __vars.${name})`;
      case 'shorthand':
        return `${name}: __vars.${name}`;
      case 'typeof':
        return `(${JSON.stringify(name)} in __vars ? __vars.${name} : void 0)`;
      case undefined:
        return `__vars.${name}`;
    }
  }

  #rewriteImportExpressions(root: Node): void {
    walk(root, (node) => {
      if (node.type === 'ImportExpression')
        this.#text.update(node.start, node.start + 'import'.length, '__import');
      if (node.type === 'MetaProperty' && this.#code.startsWith('import', node.start)) {
        this.#text.update(node.start, node.end, '__meta');
      }
    });
  }

  /** `f = () => {}` names the function, `__vars.f = () => {}` would not. */
  #nameFunctions(root: Node): void {
    const name = (left: unknown, right: unknown) => {
      if (!isNode(left) || !isNode(right) || left.type !== 'Identifier' || !isAnonymousDefinition(right))
        return;
      if (!this.#shared.has(left.start)) return;
      const key = JSON.stringify(left.name);
      this.#text.appendRight(right.start, `({ [${key}]: `);
      this.#text.appendLeft(right.end, ` })[${key}]`);
    };
    walk(root, (node) => {
      if (node.type === 'VariableDeclarator') name(node.id, node.init);
      if (node.type === 'AssignmentExpression' && node.operator === '=') name(node.left, node.right);
    });
  }

  /** `for (var i = 0; …)` and `if (x) { var y = 1 }` declare variables of the cell, too. */
  #rewriteNestedVars(root: Node): void {
    const inFunction: Node[] = [];
    walk(
      root,
      (node, parent) => {
        if (isFunction(node)) inFunction.push(node);
        if (node.type !== 'VariableDeclaration' || node.kind !== 'var' || inFunction.length > 0) return;
        if (parent?.type === 'Program' || parent?.type === 'ExportNamedDeclaration') return;
        this.#rewriteDeclaration(node, false);
      },
      (node) => {
        if (inFunction.at(-1) === node) inFunction.pop();
      },
    );
  }

  #rewriteStatements(body: readonly Node[]): void {
    const last = body.findLast(
      (statement) => statement.type !== 'EmptyStatement' && !isExportList(statement),
    );
    for (const statement of body) this.#rewriteStatement(statement, statement === last);
  }

  #rewriteStatement(statement: Node, isLast: boolean): void {
    const text = this.#text;
    const { start, end } = statement;
    switch (statement.type) {
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
        this.#takeImport(statement);
        return;
      case 'ExportNamedDeclaration':
        if (isNode(statement.declaration)) {
          text.remove(start, statement.declaration.start);
          this.#rewriteStatement(statement.declaration, false);
        } else if (isNode(statement.source)) this.#takeImport(statement);
        else text.remove(start, end);
        return;
      case 'ExportDefaultDeclaration': {
        const declaration = statement.declaration as Node;
        text.remove(start, declaration.start);
        if (isNode(declaration.id) && declaration.type.endsWith('Declaration')) {
          this.#rewriteStatement(declaration, false);
        } else this.#rewriteExpression(declaration.start, end, isLast);
        return;
      }
      case 'ExpressionStatement':
        this.#rewriteExpression(start, end, isLast);
        return;
      case 'VariableDeclaration':
        if (!isUsing(statement) && !isHelper(statement)) this.#rewriteDeclaration(statement, true);
        return;
      case 'FunctionDeclaration':
        text.appendRight(start, `__vars.${(statement.id as Identifier).name} = `);
        text.appendLeft(end, ';\n');
        if (start > 0) text.move(start, end, 0);
        return;
      case 'ClassDeclaration':
        text.appendRight(start, `__vars.${(statement.id as Identifier).name} = `);
        text.appendLeft(end, ';');
        return;
      default:
        return;
    }
  }

  #takeImport(statement: Node): void {
    const request = importOf(statement, this.#code);
    for (const { local } of request.bindings) this.#declarations.set(local, 'import');
    this.#imports.push(request);
    this.#text.remove(statement.start, statement.end);
  }

  #rewriteExpression(start: number, end: number, isLast: boolean): void {
    if (!isLast) return;
    this.#text.appendRight(start, 'return [(');
    if (this.#code[end - 1] === ';') this.#text.update(end - 1, end, ')];');
    else this.#text.appendLeft(end, ')];');
  }

  #rewriteDeclaration(statement: Node, isTopLevel: boolean): void {
    const text = this.#text;
    const declarators = statement.declarations as readonly Node[];
    const names: string[] = [];
    text.remove(statement.start, declarators[0].start);
    for (const { id, init, start, end } of declarators) {
      const target = id as Node;
      names.push(...boundNames(target));
      if (target.type !== 'Identifier') {
        if (!isNode(init)) continue;
        text.appendRight(start, '(');
        text.appendLeft(end, ')');
      } else if (!isNode(init) && !this.#shared.has(target.start)) {
        text.update(
          target.start,
          target.end,
          isTopLevel ? `__vars.${target.name as string} = void 0` : 'void 0',
        );
      }
    }
    if (isTopLevel && statement.kind === 'const') {
      text.appendLeft(statement.end, ` __lock(${names.map((name) => JSON.stringify(name)).join(', ')});`);
    }
  }
}

/** `using` and `await using`: what they name is released when its cell ends, and of no use to later ones. */
function isUsing({ kind }: Node): boolean {
  return kind === 'using' || kind === 'await using';
}

function isHelper({ declarations }: Node): boolean {
  return (declarations as readonly Node[]).every(
    ({ id }) => isNode(id) && DECORATOR_HELPERS.has(String(id.name)),
  );
}

function isResource({ defs }: Variable): boolean {
  return defs.some(({ type, parent }) => type === 'Variable' && isUsing(parent as unknown as Node));
}

function kindOf({ defs }: Variable): DeclarationKind {
  const [{ type, parent }] = defs;
  switch (type) {
    case 'FunctionName':
      return 'function';
    case 'ClassName':
      return 'class';
    case 'ImportBinding':
      return 'import';
    default: {
      const { kind } = parent as unknown as { kind: string };
      return kind === 'const' || kind === 'let' ? kind : 'var';
    }
  }
}

/** `export { x }`: means nothing in a cell. */
function isExportList({ type, declaration, source }: Node): boolean {
  return type === 'ExportNamedDeclaration' && !isNode(declaration) && !isNode(source);
}

function boundNames(pattern: Node): string[] {
  const names: string[] = [];
  const visit = (node: unknown): void => {
    if (!isNode(node)) return;
    if (node.type === 'Identifier') names.push(node.name as string);
    else if (node.type === 'ObjectPattern') (node.properties as readonly Node[]).forEach(visit);
    else if (node.type === 'ArrayPattern') (node.elements as readonly unknown[]).forEach(visit);
    else if (node.type === 'Property') visit(node.value);
    else if (node.type === 'AssignmentPattern') visit(node.left);
    else if (node.type === 'RestElement') visit(node.argument);
  };
  visit(pattern);
  return names;
}
