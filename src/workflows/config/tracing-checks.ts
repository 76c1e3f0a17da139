import { hintFor } from './hint.ts';
import type { Mistakes } from './mistakes.ts';
import { itemsAt, quoted, valueAt } from './path.ts';

/** Event types named by tracing must exist, where the known ones are given. */
export function checkTracedEvents(
  root: unknown,
  known: readonly string[] | undefined,
  mistakes: Mistakes,
): void {
  if (known === undefined) return;
  itemsAt(root, ['tracing', 'overrides']).forEach((_, i) => {
    const list = ['tracing', 'overrides', i, 'events'];
    itemsAt(root, list).forEach((_event, j) => {
      const event = valueAt(root, [...list, j]);
      if (typeof event !== 'string' || known.includes(event)) return;
      const message = `unknown event type ${quoted(event)}`;
      mistakes.add({ code: 'unknown_event_type', path: [...list, j], message, hint: hintFor(event, known) });
    });
  });
}
