import type { CliEffects } from './effects.ts';
import { ProgressLine } from './progress.ts';
import { INTERRUPTED } from './watched-run.ts';

/** What long work of a command is told: when to end, and where to say how far it is. */
export interface Work {
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
}

/**
 * Does work until Ctrl-C, with a line on the terminal that says how far it is. What the work gives is called when that
 * line is gone, to tell what came of it. Returns the exit code that it gives.
 *
 * @param message what an interrupt is answered with.
 */
export async function interruptible(
  effects: CliEffects,
  json: boolean,
  work: (work: Work) => Promise<() => number | Promise<number>>,
  message = 'interrupted: nothing was written',
): Promise<number> {
  const line = new ProgressLine(effects, !json);
  const interrupt = new AbortController();
  const { signal } = interrupt;
  const stopListening = effects.onInterrupt(() => {
    interrupt.abort();
    line.end('stopping…');
  });
  try {
    const tell = await work({ signal, say: (text) => line.say(text) });
    line.erase();
    return await tell();
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    line.erase();
    if (json) effects.stdout.write(`${JSON.stringify({ errors: [{ code: 'interrupted', message }] })}\n`);
    else effects.stderr.write(`${message}\n`);
    return INTERRUPTED;
  } finally {
    line.erase();
    stopListening();
  }
}
