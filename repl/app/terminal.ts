/** What the app asks of the terminal that it runs on. */
export interface Terminal {
  /** Leaves the app. @param error what ended it, if it did not end as it should. */
  exit(error?: unknown): void;
  /** Gives the terminal to another program, and takes it back. */
  lend(use: () => Promise<void> | void): Promise<void>;
  /** Puts text into the clipboard of whoever sits before the terminal (OSC 52). */
  copy(text: string): void;
  /** Draws everything anew. */
  redraw(): void;
}
