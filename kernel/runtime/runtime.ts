import type { Command, RuntimeEvent } from './messages.ts';

/** Where cells run, as the front sees it. */
export interface Runtime {
  send(command: Command): void;
  /** Ends it at once, with everything that cells started. Its listener is told as of a crash. */
  kill(): void;
  /** Ends it for good. Resolves when nothing is left of it. */
  close(): Promise<void>;
}

/** What a runtime tells. */
export interface RuntimeListener {
  onEvent(event: RuntimeEvent): void;
  /** What child processes and native code wrote to the process's own stdout and stderr. */
  onNativeOutput(name: 'stdout' | 'stderr', text: string): void;
  /** It ended by itself: a crash, `process.exit()`, or `kill`. @param reason exit code, signal or message */
  onExit(reason: number | string): void;
}

/** Starts a runtime. */
export type StartRuntime = (listener: RuntimeListener) => Runtime;
