import type { Value } from './value.ts';

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type OrderOperator = '<' | '<=' | '>' | '>=';
export type EqualityOperator = '==' | '!=';
export type LogicalOperator = '&&' | '||';
export type FunctionName = 'abs' | 'min' | 'max';

/** An expression as a tree; `at` is the offset of the operator, name or literal in the text. */
export type Node =
  | { readonly kind: 'literal'; readonly at: number; readonly value: Value }
  | { readonly kind: 'path'; readonly at: number; readonly steps: readonly string[] }
  | { readonly kind: 'not'; readonly at: number; readonly of: Node }
  | { readonly kind: 'negate'; readonly at: number; readonly of: Node }
  | Binary<'arithmetic', ArithmeticOperator>
  | Binary<'order', OrderOperator>
  | Binary<'equality', EqualityOperator>
  | Binary<'logical', LogicalOperator>
  | {
      readonly kind: 'call';
      readonly at: number;
      readonly name: FunctionName;
      readonly arguments: readonly Node[];
    };

interface Binary<K extends string, O extends string> {
  readonly kind: K;
  readonly at: number;
  readonly operator: O;
  readonly left: Node;
  readonly right: Node;
}

/** What a node gives, as far as the text alone tells; a path gives anything. */
export type Kind = 'a number' | 'text' | 'true or false' | 'null' | 'anything';

export function kindOf(node: Node): Kind {
  switch (node.kind) {
    case 'literal':
      return kindOfValue(node.value);
    case 'path':
      return 'anything';
    case 'negate':
    case 'arithmetic':
    case 'call':
      return 'a number';
    default:
      return 'true or false';
  }
}

function kindOfValue(value: Value): Kind {
  if (value === null) return 'null';
  if (typeof value === 'number') return 'a number';
  return typeof value === 'string' ? 'text' : 'true or false';
}

/** Calls `visit` with every node of an expression, those above before those below, from left to right. */
export function visitNodes(node: Node, visit: (node: Node) => void): void {
  visit(node);
  switch (node.kind) {
    case 'literal':
    case 'path':
      return;
    case 'not':
    case 'negate':
      visitNodes(node.of, visit);
      return;
    case 'call':
      for (const argument of node.arguments) visitNodes(argument, visit);
      return;
    default:
      visitNodes(node.left, visit);
      visitNodes(node.right, visit);
  }
}

/** Calls `visit` with every path of an expression, in the order of the text. */
export function visitPaths(tree: Node, visit: (path: Node & { kind: 'path' }) => void): void {
  visitNodes(tree, (node) => {
    if (node.kind === 'path') visit(node);
  });
}

/** Paths that an expression reads, each once, in the order of the text. */
export function pathsOf(node: Node): (readonly string[])[] {
  const found = new Map<string, readonly string[]>();
  visitPaths(node, ({ steps }) => found.set(steps.join('\0'), steps));
  return [...found.values()];
}
