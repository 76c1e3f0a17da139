import type { Desk } from '../../src/index.ts';

export interface TerminalOptions {
  readonly desk: Desk;
  /** What the header calls it. */
  readonly title: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Nothing beyond ASCII. */
  readonly ascii?: boolean;
  /** Whether to lead through the ten steps of the tour. */
  readonly tour?: boolean;
}
