// Lets another process stand in for this one: terminal, signals and exit code are shared.
import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { constants } from 'node:os';

/** Signals that somebody may send to the process they know, which is this one. */
const FORWARDED = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT']);

/**
 * Runs a command on this process's own standard streams and takes over how it ends: its exit code, or its signal.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, atEnd?: (exitCode: number) => number }} [options] `atEnd` is called when the
 *   command has ended, with its exit code (128 + number for a signal, as shells count), and returns the one to use
 * @returns {Promise<void>}
 */
export async function runChild(command, args, { env = process.env, atEnd = (code) => code } = {}) {
  const child = spawn(command, args, { stdio: 'inherit', env });
  const terminal = hasTerminal();
  /** @type {(signal: NodeJS.Signals) => void} */
  const onSignal = (signal) => {
    if (mustForward(signal, terminal)) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, onSignal);
  /** @type {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} */
  const ended = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  const end = await ended.finally(() => {
    for (const signal of FORWARDED) process.off(signal, onSignal);
  });
  process.exitCode = atEnd(end.signal === null ? (end.code ?? 1) : 128 + signalNumber(end.signal));
  // A shell loop must see that it was interrupted, not that one command failed with 130.
  if (FORWARDED.some((signal) => signal === end.signal)) process.kill(process.pid, end.signal ?? 0);
}

/**
 * Whether a signal that arrived here has to be passed on. Ctrl-C, Ctrl-\ and a closed window reach every process in
 * front of the terminal, so there the child has it already and a second one would mean "quit now". Without a terminal
 * the sender knew only this process.
 *
 * @param {NodeJS.Signals} signal
 * @param {boolean} terminal whether this process belongs to a terminal
 * @returns {boolean}
 */
export function mustForward(signal, terminal) {
  return signal === 'SIGTERM' || !terminal;
}

/** Whether a terminal can send signals to this process; redirected streams do not change that. */
function hasTerminal() {
  // Windows gives Ctrl-C to all processes of a console, and has no signals to send.
  if (process.platform === 'win32') return true;
  try {
    closeSync(openSync('/dev/tty', 'r'));
    return true;
  } catch {
    return false;
  }
}

/** @param {NodeJS.Signals} signal */
function signalNumber(signal) {
  return constants.signals[signal];
}
