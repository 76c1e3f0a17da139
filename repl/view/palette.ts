import { COMMANDS } from '../../src/index.ts';
import { UI_KEYS, type UiAction } from '../model/keymap.ts';

/** Something that the palette can do: a command, or a key of the program. */
export interface PaletteItem {
  readonly label: string;
  readonly help: string;
  readonly keys: string;
  /** The line to be carried out, or to be completed where it ends in a space. */
  readonly line: string | null;
  readonly action: UiAction | null;
}

const ITEMS: readonly PaletteItem[] = [
  ...COMMANDS.map((command) => ({
    label: command.name,
    help: command.summary,
    keys: command.keys.join(' '),
    line: command.usage.startsWith('<') ? `${command.name} ` : command.name,
    action: null,
  })),
  ...UI_KEYS.map(({ help, keys, action }) => ({
    label: help,
    help: '',
    keys: keys.join(' '),
    line: null,
    action,
  })),
];

/** Items that hold the typed characters in their order; those that hold them together come first. */
export function foundCommands(typed: string): readonly PaletteItem[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === '') return ITEMS;
  return ITEMS.map((item) => ({ item, score: scoreOf(item, wanted) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item);
}

function scoreOf({ label, help }: PaletteItem, wanted: string): number {
  const name = label.toLowerCase();
  if (name === wanted) return 6;
  if (name.startsWith(wanted)) return 5;
  if (name.includes(wanted)) return 4;
  if (help.toLowerCase().includes(wanted)) return 3;
  return isScattered(name, wanted) ? 2 : 0;
}

function isScattered(name: string, wanted: string): boolean {
  let at = 0;
  for (const letter of name) if (letter === wanted[at]) at++;
  return at === wanted.length;
}
