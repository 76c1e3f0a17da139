import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { complete } from '../debugger/commands/complete.ts';
import { suspendGroup } from './attach/suspend-group.ts';
import type { CliEffects } from './effects.ts';
import type { Stepper } from './stepper.ts';
import { INTERRUPTED } from './watched-run.ts';

/**
 * Reads commands from a terminal, with history and completion, until `quit`, Ctrl-D, or Ctrl-C twice on an empty line.
 *
 * @returns the exit code.
 */
export async function prompt(stepper: Stepper, effects: CliEffects, banner: string): Promise<number> {
  const { stdin, stdout } = effects;
  stdout.write(`${banner}\n${stepper.status}\n`);
  const lines = createInterface({
    input: stdin.stream,
    output: outputStream(effects),
    terminal: true,
    historySize: 1000,
    removeHistoryDuplicates: true,
    completer: (line: string) => {
      const { start, candidates } = complete(stepper.desk, line, line.length);
      return [candidates.map(({ text }) => text), line.slice(start)];
    },
  });
  let warned = false;
  let code = 0;
  lines.on('SIGINT', () => {
    if (lines.line !== '') {
      // What was typed is thrown away, as in a shell.
      stdout.write('^C\n');
      lines.write(null, { ctrl: true, name: 'e' });
      lines.write(null, { ctrl: true, name: 'u' });
      lines.prompt();
    } else if (warned) {
      code = INTERRUPTED;
      lines.close();
    } else {
      warned = true;
      stdout.write('\nCtrl-C again ends, as "quit" does\n');
      lines.prompt();
    }
  });
  // By itself it would stop this process alone, and not the launcher and npm that the shell waits for.
  lines.on('SIGTSTP', () => {
    stdin.setRawMode(false);
    void suspendGroup().then(() => {
      stdin.setRawMode(true);
      lines.prompt(true);
    });
  });
  const ask = () => {
    const { name } = stepper.desk.session;
    lines.setPrompt(name === 'main' ? 'admf> ' : `admf ${name}> `);
    lines.prompt();
  };
  ask();
  for await (const line of lines) {
    warned = false;
    // While a command runs, Ctrl-C is a signal, which reaches the process also when it has no time for keys.
    lines.pause();
    stdin.setRawMode(false);
    await stepper.runLine(line);
    if (stepper.desk.done) break;
    stdin.setRawMode(true);
    ask();
  }
  if (!stepper.desk.done) stdout.write('\n');
  lines.close();
  return code;
}

/** The terminal as readline writes to it. */
function outputStream({ stdout }: CliEffects): NodeJS.WritableStream {
  const stream = new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      stdout.write(String(chunk));
      done();
    },
  });
  // Where readline looks for the width of a line.
  return Object.defineProperty(stream, 'columns', { get: () => stdout.columns });
}
