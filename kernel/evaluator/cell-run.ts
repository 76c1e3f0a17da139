import { AsyncLocalStorage } from 'node:async_hooks';

/** Thrown into a cell that the user stopped. Named as Jupyter's front ends expect it. */
export class KeyboardInterrupt extends Error {
  override readonly name = 'KeyboardInterrupt';

  constructor() {
    super('interrupted');
  }
}

/** One execution of a cell. Everything it starts, timers too, still belongs to it when it has ended. */
export interface CellRun {
  /** Distinguishes executions; the protocol uses the id of the request. */
  readonly id: string;
  /** `In[3]`. */
  readonly name: string;
  interrupted: boolean;
  /** Its code was stopped in the middle and now cleans up. */
  isUnwinding: boolean;
  /** Aborted with that, for what the cell waits for. */
  readonly stopping: AbortController;
}

export function createRun(id: string, name: string): CellRun {
  return { id, name, interrupted: false, isUnwinding: false, stopping: new AbortController() };
}

/** Stops whatever the cell does, and what it started and still does when it is over. */
export function interruptRun(run: CellRun): void {
  run.interrupted = true;
  run.stopping.abort(new KeyboardInterrupt());
}

const current = new AsyncLocalStorage<CellRun>();

/** The cell that the calling code belongs to; undefined for code that no cell started. */
export function currentRun(): CellRun | undefined {
  return current.getStore();
}

export function runInCell<T>(run: CellRun, call: () => T): T {
  return current.run(run, call);
}

/** What a call starts belongs to no cell, though a cell brought it about: a server that others connect to. */
export function outsideOfCells<T>(call: () => T): T {
  return current.exit(call);
}
