import type { Desk } from '../../src/index.ts';
import type { Host } from './host.ts';
import type { Streams } from './mount.ts';

/** A terminal that is elsewhere: what it shows and what is typed there come and go by streams. */
export interface AttachedTerminal {
  /** Shared with whoever walks the session from here. */
  readonly desk: Desk;
  readonly title: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ascii: boolean;
  readonly inline: boolean;
  readonly mouse: boolean;
  readonly streams: Streams;
  readonly host: Host;
  /** Aborted when the terminal is gone. */
  readonly signal: AbortSignal;
}
