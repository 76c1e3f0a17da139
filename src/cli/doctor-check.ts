import type { CliEffects } from './effects.ts';

/** What a check found. */
export interface Finding {
  readonly status: 'ok' | 'warning' | 'failed';
  /** One line: `Node 26.10.0`. */
  readonly found: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** One thing that ADMF needs. */
export interface Check {
  /** A word or two: `runtime`. */
  readonly name: string;
  run(effects: CliEffects): Promise<Finding> | Finding;
}
