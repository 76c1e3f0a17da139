import type { AttachedTerminal } from './app/attached-terminal.ts';
import { colorsOf, tierOf } from './main.ts';

/** The full-screen app on a terminal elsewhere, until its user leaves or it is gone. */
export async function startAttached(terminal: AttachedTerminal): Promise<void> {
  const { NODE_ENV } = process.env;
  // React is twice as slow as a development build, which it is unless told otherwise while it is loaded.
  process.env.NODE_ENV = 'production';
  const { runAttached } = await import('./app/run-attached.ts').finally(() => {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  });
  await runAttached({ ...terminal, theme: { tier: tierOf(terminal), colors: colorsOf(terminal.env) } });
}
