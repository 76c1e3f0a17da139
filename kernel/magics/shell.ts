import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { Magic } from '../evaluator/magic.ts';

/** A command of the system's shell. */
export function shell(folder: string): Magic {
  return {
    summary: "Runs a command of the system's shell.",
    usage: '!command',
    async line(command, { signal }) {
      const child = spawn(command, {
        cwd: folder,
        shell: true,
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      const stop = () => kill(child);
      signal.addEventListener('abort', stop);
      pass(child.stdout, process.stdout);
      pass(child.stderr, process.stderr);
      const [code, name] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
      signal.removeEventListener('abort', stop);
      if (code !== 0) console.error(name === null ? `exit code ${code}` : `ended by ${name}`);
    },
  };
}

function pass(from: Readable, to: { write(text: string): unknown }): void {
  const decoder = new StringDecoder('utf8');
  from.on('data', (piece: Buffer) => to.write(decoder.write(piece)));
}

/** It leads a process group of its own. */
function kill(child: ChildProcess): void {
  try {
    process.kill(process.platform === 'win32' ? child.pid! : -child.pid!, 'SIGTERM');
  } catch {
    // It has ended meanwhile.
  }
}
