import { Readable } from 'node:stream';
import type { CliEffects, Input, Output } from '../../src/cli/effects.ts';
import { main } from '../../src/cli/main.ts';

export interface Invocation {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface World {
  readonly cwd: string;
  /** What is sent over a pipe; nothing by default. */
  readonly stdin?: string;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly env?: CliEffects['env'];
  /** Called as soon as a command can be interrupted, with the function that does it. */
  readonly interrupt?: (press: () => void) => void;
  /** Called with everything that is written to standard error, as it is written. */
  readonly onStderr?: (text: string) => void;
  /** Likewise with what is written to standard output. */
  readonly onStdout?: (text: string) => void;
}

/** A Thursday morning: every test has the same time. */
export const NOW = Date.UTC(2026, 0, 15, 9, 30);

/** Runs the command in this process, in a world of its own. */
export async function invoke(argv: readonly string[], world: World): Promise<Invocation> {
  const { cwd, isTTY = false, columns, env = {} } = world;
  const written = { stdout: '', stderr: '' };
  const output = (name: 'stdout' | 'stderr'): Output => ({
    isTTY,
    columns,
    write(text) {
      written[name] += text;
      if (name === 'stderr') world.onStderr?.(text);
      else world.onStdout?.(text);
    },
  });
  const code = await main(argv, {
    stdin: pipe(world.stdin),
    stdout: output('stdout'),
    stderr: output('stderr'),
    cwd,
    env,
    now: () => NOW,
    onInterrupt(listener) {
      world.interrupt?.(listener);
      return () => {};
    },
  });
  return { code, ...written };
}

/** Standard input that is a pipe with this text in it. */
export function pipe(text = ''): Input {
  return { isTTY: false, stream: Readable.from(text === '' ? [] : [text]), setRawMode: () => {} };
}
