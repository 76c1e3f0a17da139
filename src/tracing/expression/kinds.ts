import { type ExpressionSource, expressionError } from './expression-error.ts';
import { kindOf, type Node } from './syntax-tree.ts';

/**
 * Refuses what the text alone shows to be a mistake: arithmetic with text, `1 < x < 2`, comparing text with a number.
 * It would give nothing at every event, silently.
 */
export function checkKinds(node: Node, source: ExpressionSource): void {
  if (node.kind === 'negate') wantNumber(node.of, source);
  if (node.kind === 'arithmetic') for (const side of [node.left, node.right]) wantNumber(side, source);
  if (node.kind === 'call') for (const argument of node.arguments) wantNumber(argument, source);
  if (node.kind === 'order') checkOrder(node, source);
  if (node.kind === 'equality') checkEquality(node, source);
}

function wantNumber(node: Node, source: ExpressionSource): void {
  const kind = kindOf(node);
  if (kind === 'a number' || kind === 'anything') return;
  throw expressionError(source, node.at, `expected a number, found ${kind}`);
}

function checkOrder(node: Node & { kind: 'order' }, source: ExpressionSource): void {
  for (const side of [node.left, node.right]) {
    const kind = kindOf(side);
    if (kind === 'true or false' || kind === 'null') {
      const hint = side.kind === 'order' ? 'write 1 < x && x < 2 for 1 < x < 2' : 'compare with == or !=';
      throw expressionError(source, side.at, `expected a number or text, found ${kind}`, hint);
    }
  }
  checkSame(node, source);
}

function checkEquality(node: Node & { kind: 'equality' }, source: ExpressionSource): void {
  if (kindOf(node.left) === 'null' || kindOf(node.right) === 'null') return;
  checkSame(node, source);
}

function checkSame(node: Node & { kind: 'order' | 'equality' }, source: ExpressionSource): void {
  const [left, right] = [kindOf(node.left), kindOf(node.right)];
  if (left === right || left === 'anything' || right === 'anything') return;
  throw expressionError(source, node.at, `${left} is never equal to, above or below ${right}`);
}
