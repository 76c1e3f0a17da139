import { useInput, usePaste } from 'ink';
import { keyPresses } from '../model/key-press.ts';
import type { Keyboard } from './keyboard.ts';

/** Hands keys and pastes of the terminal to the app. */
export function useKeyboard(keyboard: Keyboard): void {
  useInput((input, key) => {
    for (const press of keyPresses(input, key)) keyboard.press(press);
  });
  usePaste((text) => keyboard.paste(text));
}

/** What puts a text into the clipboard of whoever sits before the terminal (OSC 52). */
export function clipboardText(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`;
}
