import type { Desk } from '../src/index.ts';
import type { Host } from './app/host.ts';
import type { Streams } from './app/mount.ts';
import { colorsOf, tierOf } from './main.ts';

/** A terminal that is elsewhere: what it shows and what is typed there come and go by streams. */
export interface AttachedTerminal {
  /** Shared with whoever walks the session from here. */
  readonly desk: Desk;
  readonly title: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ascii: boolean;
  readonly streams: Streams;
  readonly host: Host;
  /** Aborted when the terminal is gone. */
  readonly signal: AbortSignal;
}

/** The full-screen app on such a terminal, until its user leaves or it is gone. */
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
