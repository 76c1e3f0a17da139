import { z } from 'zod';
import type { DebugSession } from '../../debugger/debug-session.ts';
import { parseParams } from '../../foundation/parse-params.ts';
import { UserError } from '../../foundation/user-error.ts';

const options = z.strictObject({
  height: z.int().min(420).max(2000).default(680),
  speed: z.number().min(0.5).max(100).default(5),
  predict: z.enum(['off', 'direction', 'trade']).default('off'),
});

/** Size of a stepper in a notebook, and what it does at first. */
export interface WidgetOptions {
  /** Pixels, 420 to 2000; 680 by default. */
  readonly height?: number;
  /** Bars a second at first, 0.5 to 100; 5 by default. */
  readonly speed?: number;
  /** What is asked before the next bars are shown: whether prices rise, or what to do; `off` by default. */
  readonly predict?: 'off' | 'direction' | 'trade';
}

/** A widget that shows a session. As the last value of a cell, and by `display`, it shows itself. */
export interface SessionWidget {
  /** Whether it is still there. */
  readonly isOpen: boolean;
  /** Leaves a picture where it is shown. */
  close(): void;
}

const WIDGET: unique symbol = Symbol.for('admf.widget') as never;
type Make = (session: DebugSession, options: Required<WidgetOptions>) => SessionWidget;

/**
 * Asks whoever set `globalThis[Symbol.for('admf.widget')]` for a widget: a notebook's kernel.
 *
 * @throws UserError outside of a notebook, and for an option that there is not.
 */
export function widgetOf(session: DebugSession, given: WidgetOptions = {}): SessionWidget {
  const checked = parseParams('widget', options, given);
  const make = (globalThis as { [WIDGET]?: Make })[WIDGET];
  if (make !== undefined) return make(session, checked);
  throw new UserError('a widget needs a notebook', {
    code: 'no_notebook',
    hint: '"admf kernel install" makes the kernel known to Jupyter; session.figure("price") draws a picture anywhere',
  });
}
