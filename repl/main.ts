import type { ColorDepth, Tier } from '../src/index.ts';
import type { TerminalOptions } from './app/terminal-options.ts';

export { TOUR_START } from './tour/steps.ts';

// React is twice as slow as a development build, which it is unless told otherwise.
process.env.NODE_ENV ??= 'production';
// Whoever imports this is about to load data: the app is loaded meanwhile, and what fails is told where it is waited for.
const loading = import('./app/run-app.ts');
loading.catch(() => {});

/**
 * The full-screen app on the terminal of this process, until its user leaves.
 *
 * @returns the exit code.
 */
export async function startTerminal(options: TerminalOptions): Promise<number> {
  const { runApp } = await loading;
  return runApp({
    ...options,
    theme: { tier: tierOf(options), colors: colorsOf(options.env) },
  });
}

/** How many colours the terminal says it has. */
export function colorsOf(env: TerminalOptions['env']): ColorDepth {
  if ((env.NO_COLOR ?? '') !== '' || env.TERM === 'dumb') return 'none';
  if (/truecolor|24bit/i.test(env.COLORTERM ?? '')) return 'truecolor';
  return /256color|kitty|ghostty|alacritty|direct/i.test(env.TERM ?? '') ? '256' : '16';
}

/** Glyphs that the terminal can be trusted with: a console without UTF-8 gets ASCII, and that of Linux no braille. */
export function tierOf({ ascii = false, env }: Pick<TerminalOptions, 'ascii' | 'env'>): Tier {
  if (ascii || env.TERM === 'dumb') return 'ascii';
  const language = [env.LC_ALL, env.LC_CTYPE, env.LANG].find((one) => (one ?? '') !== '');
  if (language !== undefined && !/utf-?8/i.test(language) && process.platform !== 'win32') return 'ascii';
  return env.TERM === 'linux' ? 'block' : 'braille';
}
