// Second thread of the terminal app: reads Ctrl-C while the first one is in a loop that never ends.
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { Session } from 'node:inspector';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { BEAT, FLAG, WATCHING } from './loop-watch.ts';

/** A main thread that has not moved for so long is stuck, in milliseconds. */
const STUCK = 120;
const POLL = 15;
/** A loop that checks the flag ends by itself in less. */
const PATIENCE = 80;
const CTRL_C = '\u0003';

const flag = new Int32Array(workerData as SharedArrayBuffer);
const port = parentPort;

async function watch(): Promise<void> {
  for (;;) {
    if (Atomics.load(flag, WATCHING) === 0) await waitForWork();
    const beat = Atomics.load(flag, BEAT);
    await sleep(STUCK);
    if (Atomics.load(flag, WATCHING) === 1 && Atomics.load(flag, BEAT) === beat) await readTerminal(beat);
  }
}

async function waitForWork(): Promise<void> {
  const waiting = Atomics.waitAsync(flag, WATCHING, 0);
  if (waiting.async) await waiting.value;
}

async function readTerminal(beat: number): Promise<void> {
  const terminal = openSync('/dev/tty', constants.O_RDONLY | constants.O_NONBLOCK);
  const bytes = Buffer.alloc(256);
  let keys = '';
  try {
    while (Atomics.load(flag, BEAT) === beat && Atomics.load(flag, WATCHING) === 1) {
      const typed = readSome(terminal, bytes);
      if (typed === '') {
        await sleep(POLL);
      } else if (typed.includes(CTRL_C)) {
        await interrupt(beat);
        return;
      } else keys += typed;
    }
  } finally {
    closeSync(terminal);
    if (keys !== '') port?.postMessage({ keys });
  }
}

function readSome(terminal: number, into: Buffer): string {
  try {
    return into.toString('latin1', 0, readSync(terminal, into));
  } catch (error) {
    // Nothing was typed.
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return '';
    throw error;
  }
}

/** Asks first; then ends whatever runs. */
async function interrupt(beat: number): Promise<void> {
  Atomics.store(flag, FLAG, 1);
  port?.postMessage({ interrupted: true });
  await sleep(PATIENCE);
  if (Atomics.load(flag, BEAT) !== beat || Atomics.load(flag, WATCHING) === 0) return;
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution');
  await sleep(1);
  session.disconnect();
}

await watch();
