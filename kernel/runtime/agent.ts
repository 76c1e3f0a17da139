// Second thread of the runtime process. It always answers: it stops a main thread that does not, gives it what the
// user typed while it waits, and ends the process when the front is gone.
import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { NOBODY, RUNNING_CELL, STRAYS } from '../evaluator/interrupt-flag.ts';
import { COMMANDS_FD } from './descriptors.ts';
import { FrameReader } from './frames.ts';
import type { Command } from './messages.ts';
import {
  ACKNOWLEDGED,
  ALIVE,
  HOOKS,
  INPUT,
  INPUT_GIVEN,
  INPUT_INTERRUPTED,
  INPUT_LENGTH,
  INPUT_WAITING,
  INTERRUPT,
  type SharedBuffers,
  viewShared,
  WRITING,
} from './shared-control.ts';

/** What the main thread is sent: a command, an interrupt with its number, a question whether it is free. */
export type AgentMessage =
  | Exclude<Command, { type: 'interrupt' | 'input' }>
  | InterruptNotice
  | { readonly type: 'alive'; readonly number: number };

export interface InterruptNotice {
  readonly type: 'interrupt';
  readonly id: string;
  readonly number: number;
}

/**
 * How long to wait for the main thread, in milliseconds. One that is free answers in less, and one that runs a cell's code
 * stops by itself; what is terminated runs no `finally` blocks. On a busy machine a thread may wait long for its turn, so
 * that it is the processor time of this process that counts, until a thread that sleeps has slept long enough.
 */
interface Patience {
  readonly processor: number;
  readonly clock: number;
}

const PATIENCE: Patience = { processor: 60, clock: 600 };
/** Async hooks do not survive it. */
const PATIENCE_WITH_HOOKS: Patience = { processor: 250, clock: 1200 };
/** Between two attempts to terminate. */
const RETRY = 300;
const ATTEMPTS = 4;
/** How often the main thread is asked whether it is free, once a cell was stopped; in milliseconds. */
const ASKED_EVERY = 300;
/** One that does not answer for so long may be kept by what outlived its cell; the engine, which ends by itself, lets it answer. */
const STUCK: Patience = { processor: 150, clock: 1000 };
/** How long those are asked to end that outlived their cells; all loops are slower meanwhile. */
const STRAY_PATIENCE: Patience = { processor: 2, clock: 30 };

const { words, input } = viewShared(workerData as SharedBuffers);
const port = parentPort!;
let interrupts = 0;

const reader = new FrameReader();
const pipe = new Socket({ fd: COMMANDS_FD, readable: true, writable: false });
pipe.on('data', (piece: Buffer) => {
  for (const value of reader.push(piece)) obey(value as Command);
});
pipe.on('error', die);
pipe.on('close', die);

function obey(command: Command): void {
  switch (command.type) {
    case 'interrupt':
      void interrupt(command.id);
      return;
    case 'input':
      giveInput(command.value);
      return;
    default:
      port.postMessage(command);
  }
}

/** The front is gone, perhaps by SIGKILL. Nothing of ours may stay: not this process, nor what a cell started. */
function die(): void {
  try {
    process.kill(-process.pid, 'SIGKILL');
  } catch {
    process.kill(process.pid, 'SIGKILL');
  }
}

function giveInput(text: string): void {
  if (Atomics.load(words, INPUT) !== INPUT_WAITING) return;
  const bytes = Buffer.from(text).subarray(0, input.length);
  input.set(bytes);
  Atomics.store(words, INPUT_LENGTH, bytes.length);
  Atomics.store(words, INPUT, INPUT_GIVEN);
  Atomics.notify(words, INPUT);
}

/** First asks, then terminates whatever JavaScript is running. The front kills the process when all that fails. */
async function interrupt(id: string): Promise<void> {
  const number = ++interrupts;
  Atomics.store(words, INTERRUPT, RUNNING_CELL);
  if (number === 1) void watchForStrays();
  if (Atomics.compareExchange(words, INPUT, INPUT_WAITING, INPUT_INTERRUPTED) === INPUT_WAITING) {
    Atomics.notify(words, INPUT);
  }
  port.postMessage({ type: 'interrupt', id, number } satisfies InterruptNotice);
  const patience = Atomics.load(words, HOOKS) > 0 ? PATIENCE_WITH_HOOKS : PATIENCE;
  if (await isAt(ACKNOWLEDGED, number, patience)) return;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    await terminate(number);
    if (await isAt(ACKNOWLEDGED, number, { processor: RETRY, clock: RETRY })) return;
  }
}

/**
 * A cell that waited when it was stopped is over, and what it waited for may bring a loop that never ends: nobody would be left to
 * run the next cell, or to hear of another interrupt.
 */
async function watchForStrays(): Promise<never> {
  for (let number = 1; ; number++) {
    await sleep(ASKED_EVERY);
    port.postMessage({ type: 'alive', number } satisfies AgentMessage);
    while (!(await isAt(ALIVE, number, STUCK))) await endStrays();
  }
}

/** Loops and functions are asked in passing, for they ask nothing while the flag is down, and must stay as fast as they are. */
async function endStrays(): Promise<void> {
  if (Atomics.compareExchange(words, INTERRUPT, NOBODY, STRAYS) !== NOBODY) return;
  const begun = performance.now();
  const used = process.cpuUsage();
  do await sleep(1);
  while (!isSpent(used, STRAY_PATIENCE, begun));
  Atomics.compareExchange(words, INTERRUPT, STRAYS, NOBODY);
}

/** Whether a word comes to be so many in that time. */
async function isAt(word: number, number: number, { processor, clock }: Patience): Promise<boolean> {
  const begun = performance.now();
  const used = process.cpuUsage();
  for (;;) {
    if (Atomics.load(words, word) >= number) return true;
    if (isSpent(used, { processor, clock }, begun)) return false;
    await sleep(5);
  }
}

function isSpent(used: NodeJS.CpuUsage, { processor, clock }: Patience, begun: number): boolean {
  const { user, system } = process.cpuUsage(used);
  return user + system > 1000 * processor || performance.now() - begun > clock;
}

async function terminate(number: number): Promise<void> {
  // An event that is cut off would make all later ones unreadable.
  for (let waited = 0; waited < RETRY && Atomics.load(words, WRITING) === 1; waited++) await sleep(1);
  const session = new Session();
  // Not attached for longer: a process with an inspector waits for it when it exits.
  session.connectToMainThread();
  // It may have answered meanwhile, and run the next cell by now.
  if (Atomics.load(words, ACKNOWLEDGED) < number) session.post('Runtime.terminateExecution');
  await sleep(1);
  session.disconnect();
}
