import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Outcome } from './case.ts';
import type { Scale } from './scale.ts';

/** One run of a case. */
export interface TimedRun {
  readonly seconds: number;
  readonly outcome: Outcome;
}

/**
 * One case in a process of its own, which runs it whenever it is asked. What the compiler learns from one case then says
 * nothing to another one: in one process, code that several cases share gets slower for all of them.
 */
export class CaseProcess {
  readonly id: string;
  readonly #child: ChildProcess;

  constructor(table: string, group: string, id: string, { quick }: Scale) {
    this.id = id;
    this.#child = fork(
      fileURLToPath(new URL('case-worker.ts', import.meta.url)),
      [quick ? 'quick' : 'full', table, group, id],
      {
        execArgv: ['--expose-gc'],
        env: { ...process.env, NODE_OPTIONS: '' },
        // JSON would turn the NaN of a warm-up into null.
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      },
    );
  }

  /** Runs the case once; the first time that is a cold run. @throws Error when the process ends instead, or `check` finds a fault. */
  run(check: boolean): Promise<TimedRun> {
    return new Promise((resolve, reject) => {
      const child = this.#child;
      const onMessage = (run: TimedRun) => {
        child.off('exit', onExit);
        resolve(run);
      };
      const onExit = (code: number | null) => {
        child.off('message', onMessage);
        reject(new Error(`case ${this.id} ended with exit code ${code}`));
      };
      child.once('message', onMessage);
      child.once('exit', onExit);
      child.send(check ? 'check' : 'run');
    });
  }

  stop(): void {
    this.#child.disconnect();
  }
}
