import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);

/**
 * Runs a script of this folder in a fresh process of the same Node, without whatever the parent's compiler has learnt, and
 * returns what it printed as JSON. Its errors go to ours, and end the benchmark.
 */
export async function runChild<T>(
  script: string,
  args: readonly string[],
  options: { readonly nodeFlags?: readonly string[]; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<T> {
  const { nodeFlags = [], env = {} } = options;
  const path = fileURLToPath(new URL(script, import.meta.url));
  const { stdout } = await execute(process.execPath, ['--expose-gc', ...nodeFlags, path, ...args], {
    maxBuffer: 1e8,
    // Flags that the parent was started with by its environment would measure something else.
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  return JSON.parse(stdout) as T;
}
