import { Desk } from '../debugger/commands/desk.ts';
import { openDebugSession } from '../debugger/debug-session.ts';
import type { ConfigLayers } from '../workflows/config/config.ts';
import { provideOwnPackages } from '../workflows/own-packages.ts';
import type { CliEffects } from './effects.ts';
import { ProgressLine } from './progress.ts';

/** The session at its first bar; null when Ctrl-C came before it was there. */
export async function openedDesk(
  file: string,
  layers: ConfigLayers,
  effects: CliEffects,
): Promise<Desk | null> {
  const interrupt = new AbortController();
  const stopListening = effects.onInterrupt(() => interrupt.abort());
  const line = new ProgressLine(effects, true);
  const { signal } = interrupt;
  try {
    provideOwnPackages();
    line.say('loading…');
    const session = await openDebugSession(file, { baseDirectory: effects.cwd, ...layers, signal });
    return signal.aborted ? null : new Desk(session, effects.cwd);
  } catch (error) {
    if (!signal.aborted || error !== signal.reason) throw error;
    return null;
  } finally {
    line.erase();
    stopListening();
  }
}
