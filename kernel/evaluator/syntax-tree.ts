import type { analyze } from 'eslint-scope';
import { parseSync } from 'rolldown/utils';

/** A node of the syntax tree, with its place in the code. */
export type Node = { readonly type: string; readonly start: number; readonly end: number } & Readonly<
  Record<string, unknown>
>;

/** A whole program, as the analysis of scopes wants it. */
export type Program = Parameters<typeof analyze>[0] & { readonly body: readonly Node[] };

/** The tree of JavaScript that is known to parse. */
export function parseJavaScript(code: string): Program {
  const { program } = parseSync('cell.js', code, {
    lang: 'js',
    sourceType: 'module',
    preserveParens: false,
    range: true,
  });
  // The parser speaks ESTree, with `start` and `end` on every node.
  return program as unknown as Program;
}

/** Calls `enter` for every node below `root`, outermost first, with the node around it. */
export function walk(
  root: Node,
  enter: (node: Node, parent: Node | undefined) => void,
  leave?: (node: Node) => void,
): void {
  const visit = (node: Node, parent: Node | undefined): void => {
    enter(node, parent);
    for (const key in node) {
      const child = node[key];
      if (Array.isArray(child)) {
        for (const item of child) if (isNode(item)) visit(item, node);
      } else if (isNode(child)) visit(child, node);
    }
    leave?.(node);
  };
  visit(root, undefined);
}

export function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Node>).type === 'string' &&
    'start' in value
  );
}

/** Whether `return`, `await` and `var` inside belong to this node. */
export function isFunction(node: Node): boolean {
  return (
    node.type === 'FunctionDeclaration' ||
    node.type === 'FunctionExpression' ||
    node.type === 'ArrowFunctionExpression' ||
    node.type === 'StaticBlock' ||
    node.type === 'PropertyDefinition'
  );
}

export function isLoop({ type }: Node): boolean {
  return (
    type === 'ForStatement' ||
    type === 'WhileStatement' ||
    type === 'DoWhileStatement' ||
    type === 'ForOfStatement' ||
    type === 'ForInStatement'
  );
}

/** A function or class that takes the name of what it is assigned to. */
export function isAnonymousDefinition(node: Node): boolean {
  return (
    node.type === 'ArrowFunctionExpression' ||
    ((node.type === 'FunctionExpression' || node.type === 'ClassExpression') && !isNode(node.id))
  );
}
