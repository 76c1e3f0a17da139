import { performance } from 'node:perf_hooks';
import { DISPLAY, type MimeData } from '../display/mime-bundle.ts';
import { currentRun } from '../evaluator/cell-run.ts';
import type { Display, DisplayHandle } from './display-api.ts';
import type { Input } from './input.ts';

/** What is seen of long work. */
interface Frame {
  readonly html: string;
  readonly text: string;
}

/**
 * Where the engine shows how far long work is: beneath the cell that started it. Undefined for code that no cell started, and where
 * nobody waits before the cell: a notebook that is run in a batch puts out the same however long it takes.
 */
export function progressPlace(display: Display, input: Input) {
  const run = currentRun();
  if (run === undefined || !input.isAllowed(run.id)) return undefined;
  let shown: DisplayHandle | undefined;
  return {
    now: () => performance.now(),
    signal: run.stopping.signal,
    show({ html, text }: Frame): void {
      const frame: { [DISPLAY](): MimeData } = {
        [DISPLAY]: () => ({ 'text/html': html, 'text/plain': text }),
      };
      if (shown === undefined) shown = display(frame);
      else shown.update(frame);
    },
  };
}
