import type MagicString from 'magic-string';
import { isFunction, isLoop, isNode, type Node, walk } from './syntax-tree.ts';

/**
 * Whether another thread asks to stop: less than a nanosecond. A function may be shipped elsewhere as text, to a worker or
 * a browser's page, where nobody asks.
 */
const IS_ASKED = "typeof __irq === 'object' && __irq[0] !== 0";

const GUARD = ` if (${IS_ASKED}) __check();`;

/** At the head of a function, which lets functions run that clean up after it was heard. */
const CALL_GUARD = ` if (${IS_ASKED}) __call();`;
/** The same before the value of an arrow function. */
const GUARDED_VALUE = `((${IS_ASKED}) && __call(), `;

/**
 * A loop that awaits asks every time, since it may belong to a cell that was stopped while it waited, when the flag
 * had long been taken down again.
 */
const GUARD_AFTER_AWAIT = " if (typeof __check === 'function') __check();";

/**
 * Puts the question whether the user wants it to stop at the head of every loop, and of every function: the engine calls
 * functions of cells from loops of its own, and a recursion has no loop. What stops so runs its `finally` blocks.
 */
export function guardLoops(root: Node, text: MagicString): void {
  const awaiting = new Set<Node>();
  const open: Node[] = [];
  walk(
    root,
    (node) => {
      if (isLoop(node) || isFunction(node)) open.push(node);
      if (node.type === 'AwaitExpression' || node.type === 'YieldExpression' || node.await === true) {
        for (const around of open.toReversed()) {
          if (isFunction(around)) break;
          awaiting.add(around);
        }
      }
    },
    (node) => {
      if (open.at(-1) === node) open.pop();
    },
  );
  walk(root, (node) => {
    if (!isNode(node.body) || !(isLoop(node) || isCallable(node))) return;
    const { type, start, end } = node.body;
    if (!isLoop(node)) {
      if (type === 'BlockStatement') text.appendLeft(start + 1, CALL_GUARD);
      else {
        text.appendRight(start, GUARDED_VALUE);
        text.appendLeft(end, ')');
      }
      return;
    }
    const guard = awaiting.has(node) ? GUARD_AFTER_AWAIT : GUARD;
    if (type === 'BlockStatement') text.appendLeft(start + 1, guard);
    else {
      text.appendRight(start, `{${guard} `);
      text.appendLeft(end, ' }');
    }
  });
}

function isCallable({ type }: Node): boolean {
  return (
    type === 'FunctionDeclaration' || type === 'FunctionExpression' || type === 'ArrowFunctionExpression'
  );
}
