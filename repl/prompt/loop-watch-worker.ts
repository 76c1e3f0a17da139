// Second thread of the terminal app: reads Ctrl-C while the first one is in a loop that never ends. It only ever waits, so it
// needs no event loop.
import { readSync } from 'node:fs';
import { Session } from 'node:inspector';
import { parentPort, workerData } from 'node:worker_threads';
import { BEAT, FLAG, type LoopWatchData, WATCHING } from './shared-words.ts';

/** A main thread that has not moved for so long is stuck, in milliseconds. */
const STUCK = 120;
const POLL = 15;
/** A loop that checks the flag ends by itself in less. */
const PATIENCE = 80;
const CTRL_C = '\u0003';

const { words, terminal } = workerData as LoopWatchData;
const flag = new Int32Array(words);
const never = new Int32Array(new SharedArrayBuffer(4));
const port = parentPort;
const bytes = Buffer.alloc(256);

for (;;) {
  Atomics.wait(flag, WATCHING, 0);
  const beat = Atomics.load(flag, BEAT);
  sleep(STUCK);
  if (isStuck(beat)) readTerminal(beat);
}

function sleep(milliseconds: number): void {
  Atomics.wait(never, 0, 0, milliseconds);
}

function isStuck(beat: number): boolean {
  return Atomics.load(flag, WATCHING) === 1 && Atomics.load(flag, BEAT) === beat;
}

function readTerminal(beat: number): void {
  let keys = '';
  try {
    while (isStuck(beat)) {
      const typed = readSome();
      if (typed.includes(CTRL_C)) {
        interrupt(beat);
        return;
      }
      keys += typed;
      if (typed === '') sleep(POLL);
    }
  } finally {
    if (keys !== '') port?.postMessage({ keys });
  }
}

function readSome(): string {
  try {
    const count = readSync(terminal, bytes);
    if (count > 0) return bytes.toString('latin1', 0, count);
  } catch (error) {
    // Else nothing was typed, or the app has just closed it.
    if ((error as NodeJS.ErrnoException).code !== 'EIO') return '';
  }
  // The terminal is gone: nobody can stop the loop any more, nor see what it is for.
  process.kill(process.pid, 'SIGKILL');
  return '';
}

/** Asks first; then ends whatever runs. */
function interrupt(beat: number): void {
  Atomics.store(flag, FLAG, 1);
  port?.postMessage({ interrupted: true });
  sleep(PATIENCE);
  if (!isStuck(beat)) return;
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution');
  sleep(1);
  session.disconnect();
}
