import type MagicString from 'magic-string';
import { isFunction, isLoop, isNode, type Node, walk } from './syntax-tree.ts';

/** Reads a flag that another thread sets: less than a nanosecond. */
const GUARD = ' if (__irq[0] !== 0) __check();';

/**
 * A loop that awaits asks every time, since it may belong to a cell that was stopped while it waited, when the flag
 * had long been taken down again.
 */
const GUARD_AFTER_AWAIT = ' __check();';

/** Puts the question whether the user wants it to stop at the head of every loop. */
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
    if (!isLoop(node) || !isNode(node.body)) return;
    const { type, start, end } = node.body;
    const guard = awaiting.has(node) ? GUARD_AFTER_AWAIT : GUARD;
    if (type === 'BlockStatement') {
      text.appendLeft(start + 1, guard);
      return;
    }
    text.appendRight(start, `{${guard} `);
    text.appendLeft(end, ' }');
  });
}
