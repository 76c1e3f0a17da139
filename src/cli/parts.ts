import type { Desk } from '../debugger/commands/desk.ts';
import type { Check } from './doctor-check.ts';

/** The full-screen app, as far as commands know it. */
export interface TerminalApp {
  /** Where the tour begins: a place of the demonstration's run. */
  readonly TOUR_START: string;
  /** Runs until its user leaves; returns the exit code. */
  startTerminal(options: {
    readonly desk: Desk;
    readonly title: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly ascii?: boolean;
    readonly mouse?: boolean;
    readonly inline?: boolean;
    readonly tour?: boolean;
  }): Promise<number>;
}

/**
 * Programs beside src/, which knows none of them. Whoever starts the command line hands them in; they are loaded when they are
 * needed.
 */
export interface Parts {
  readonly terminal?: () => Promise<TerminalApp>;
  /** What `admf doctor` looks at besides, for notebooks. */
  readonly notebookChecks?: () => Promise<readonly Check[]>;
}
