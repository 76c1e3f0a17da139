import type { Desk } from '../../src/index.ts';

export interface TerminalOptions {
  readonly desk: Desk;
  /** What the header calls it. */
  readonly title: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Nothing beyond ASCII. */
  readonly ascii?: boolean;
  /** Whether the mouse is of use, as it is by default; else the terminal keeps it, to select text. */
  readonly mouse?: boolean;
  /** Some rows below what the terminal shows, whose scrollback keeps what is done with. */
  readonly inline?: boolean;
  /** Whether to lead through the ten steps of the tour. */
  readonly tour?: boolean;
}
