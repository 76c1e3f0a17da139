import type { EqualityOperator, Node, OrderOperator } from './syntax-tree.ts';
import { isTrue, toValue, type Value } from './value.ts';

/** Reads one path in a scope: what stands there, of whatever type; undefined when it is missing. */
export type Reader<S> = (scope: S) => unknown;

/** Finds out once, when an expression is compiled, how a path will be read. */
export type Bind<S> = (steps: readonly string[]) => Reader<S>;

type Compiled<S> = (scope: S) => Value;

/**
 * Closures over closures, one for each node: no text is ever run as code, and running them allocates nothing.
 *
 * A missing value makes arithmetic missing and every comparison false, `!=` too; only `== null` and `!= null` ask whether
 * it is there.
 */
export function compileNode<S>(node: Node, bind: Bind<S>): Compiled<S> {
  switch (node.kind) {
    case 'literal': {
      const { value } = node;
      return () => value;
    }
    case 'path': {
      const read = bind(node.steps);
      return (scope) => {
        const given = read(scope);
        return typeof given === 'number' && Number.isFinite(given) ? given : toValue(given);
      };
    }
    case 'not': {
      const of = compileNode(node.of, bind);
      return (scope) => !isTrue(of(scope));
    }
    case 'negate': {
      const of = compileNode(node.of, bind);
      return (scope) => {
        const value = of(scope);
        return typeof value === 'number' ? -value : null;
      };
    }
    case 'logical': {
      const [left, right] = sides(node, bind);
      return node.operator === '&&'
        ? (scope) => isTrue(left(scope)) && isTrue(right(scope))
        : (scope) => isTrue(left(scope)) || isTrue(right(scope));
    }
    case 'arithmetic':
      return compileArithmetic(node, bind);
    case 'order':
      return compileOrder(node.operator, ...sides(node, bind));
    case 'equality':
      return compileEquality(node, bind);
    case 'call':
      return compileCall(node, bind);
  }
}

type Sided = Node & { readonly left: Node; readonly right: Node };

function sides<S>(node: Sided, bind: Bind<S>): [Compiled<S>, Compiled<S>] {
  return [compileNode(node.left, bind), compileNode(node.right, bind)];
}

function compileArithmetic<S>(node: Node & { kind: 'arithmetic' }, bind: Bind<S>): Compiled<S> {
  const [left, right] = sides(node, bind);
  // Division by zero is a missing value, not one that is larger than all others.
  const computed =
    (compute: (a: number, b: number) => number): Compiled<S> =>
    (scope) => {
      const a = left(scope);
      const b = right(scope);
      if (typeof a !== 'number' || typeof b !== 'number') return null;
      const result = compute(a, b);
      return Number.isFinite(result) ? result : null;
    };
  switch (node.operator) {
    case '+':
      return computed((a, b) => a + b);
    case '-':
      return computed((a, b) => a - b);
    case '*':
      return computed((a, b) => a * b);
    case '/':
      return computed((a, b) => a / b);
    case '%':
      return computed((a, b) => a % b);
  }
}

/** Numbers by size, text by code units, which puts ISO dates in order; different kinds have none. */
function compileOrder<S>(operator: OrderOperator, left: Compiled<S>, right: Compiled<S>): Compiled<S> {
  const comparable = (a: Value, b: Value): boolean =>
    a !== null && typeof a === typeof b && typeof a !== 'boolean';
  const ordered =
    (test: (a: number | string, b: number | string) => boolean): Compiled<S> =>
    (scope) => {
      const a = left(scope);
      const b = right(scope);
      return comparable(a, b) && test(a as number | string, b as number | string);
    };
  switch (operator) {
    case '<':
      return ordered((a, b) => a < b);
    case '<=':
      return ordered((a, b) => a <= b);
    case '>':
      return ordered((a, b) => a > b);
    case '>=':
      return ordered((a, b) => a >= b);
  }
}

function compileEquality<S>(node: Node & { kind: 'equality' }, bind: Bind<S>): Compiled<S> {
  const [left, right] = sides(node, bind);
  const wanted: boolean = (node.operator satisfies EqualityOperator) === '==';
  if (isNull(node.left)) return (scope) => (right(scope) === null) === wanted;
  if (isNull(node.right)) return (scope) => (left(scope) === null) === wanted;
  return (scope) => {
    const a = left(scope);
    const b = right(scope);
    return a !== null && b !== null && (a === b) === wanted;
  };
}

function isNull(node: Node): boolean {
  return node.kind === 'literal' && node.value === null;
}

function compileCall<S>(node: Node & { kind: 'call' }, bind: Bind<S>): Compiled<S> {
  const given = node.arguments.map((argument) => compileNode(argument, bind));
  const [first] = given;
  if (node.name === 'abs') {
    return (scope) => {
      const value = first(scope);
      return typeof value === 'number' ? Math.abs(value) : null;
    };
  }
  const choose = node.name === 'min' ? Math.min : Math.max;
  return (scope) => {
    let best = first(scope);
    if (typeof best !== 'number') return null;
    for (let i = 1; i < given.length; i++) {
      const value = given[i](scope);
      if (typeof value !== 'number') return null;
      best = choose(best, value);
    }
    return best;
  };
}
