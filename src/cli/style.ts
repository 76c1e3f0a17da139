import { styleText } from 'node:util';
import type { CliEffects } from './effects.ts';

type Format = Parameters<typeof styleText>[0];

/** Puts ANSI styles around text, or nothing where there is no colour. */
export type Style = (format: Format, text: string) => string;

export function styleFor(color: boolean): Style {
  return (format, text) => (color && text !== '' ? styleText(format, text, { validateStream: false }) : text);
}

/** What the user types to start the command: through npm when that is how it was started now. */
export function commandName(env: CliEffects['env']): string {
  return env.npm_command === undefined ? 'admf' : 'npx admf';
}
