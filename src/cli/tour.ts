import { fileURLToPath } from 'node:url';
import { UserError } from '../foundation/user-error.ts';
import type { CliEffects } from './effects.ts';
import { openedDesk } from './opened-desk.ts';
import { parseOptions } from './options.ts';
import type { Parts, TerminalApp } from './parts.ts';
import { INTERRUPTED } from './watched-run.ts';

/** The demonstration's workflow: two strategies on twenty years of the S&P 500. */
export const DEMO_WORKFLOW = fileURLToPath(new URL('../../data/demo/demo.yaml', import.meta.url));

/** `admf tour`: ten steps through September 2008, in which the reader presses the keys. */
export async function tour(argv: readonly string[], effects: CliEffects, parts: Parts): Promise<number> {
  const { values } = parseOptions(argv, { command: 'tour', options: { ascii: 'boolean' } });
  const { stdin, stdout, env } = effects;
  if (!stdin.isTTY || !stdout.isTTY || env.TERM === 'dumb' || parts.terminal === undefined) {
    throw new UserError('admf tour: needs a terminal', {
      code: 'no_terminal',
      hint: 'admf step takes commands without one; docs/terminal.md describes the keys',
    });
  }
  return walkDemo(await parts.terminal(), effects, { ascii: values.ascii, tour: true });
}

/** Opens the full-screen app on the demonstration's run. */
export async function walkDemo(
  app: TerminalApp,
  effects: CliEffects,
  options: { readonly ascii?: boolean; readonly tour?: boolean } = {},
): Promise<number> {
  const desk = await openedDesk(DEMO_WORKFLOW, {}, effects);
  if (desk === null) return INTERRUPTED;
  const { session } = desk;
  // The portfolio that follows both strategies has more to show.
  session.focus = { portfolio: 'both', strategy: 'reversion' };
  if (options.tour === true) await session.goto(app.TOUR_START);
  return app.startTerminal({ desk, title: 'demo', env: effects.env, ...options });
}
