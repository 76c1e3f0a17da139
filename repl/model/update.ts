import { SPEEDS } from '../../src/index.ts';
import { EMPTY_LINE, lineOf, recall, remember } from './line-edit.ts';
import { PANES, type Pane } from './panes.ts';
import type { Mode, Notice, Overlay, PromptEntry, Size, Suggestions, Ui } from './ui.ts';
import { ZOOMS } from './zoom.ts';

/** Entries of the prompt that are kept. */
const ENTRIES = 200;

/** Changes of what is seen. Each is a pure function of the state, so that every screen can be made without a terminal. */
export const update = {
  size: (ui: Ui, size: Size): Ui => ({ ...ui, size }),

  focus: (ui: Ui, focus: Pane): Ui => ({ ...ui, focus }),

  /** @param by 1 for the next one, −1 for the one before. */
  nextPane(ui: Ui, among: readonly Pane[], by: 1 | -1): Ui {
    const at = among.indexOf(ui.focus);
    return { ...ui, focus: among[(Math.max(0, at) + by + among.length) % among.length] };
  },

  /** A digit reaches a pane, also after another one, and all together are a count as soon as a motion follows. */
  digit(ui: Ui, digit: string): Ui {
    const pane = PANES[Number(digit) - 1];
    const isFirst = ui.count === '';
    if (isFirst && digit === '0') return ui;
    const focusBefore = isFirst ? ui.focus : ui.focusBefore;
    return {
      ...ui,
      count: (ui.count + digit).slice(0, 9),
      focusBefore,
      focus: pane !== undefined && pane !== 'log' ? pane : focusBefore,
    };
  },

  /** Takes the count that was typed; the pane in focus is again what it was. */
  takeCount(ui: Ui): { ui: Ui; count: string } {
    const { count, focusBefore } = ui;
    return count === '' ? { ui, count } : { ui: { ...ui, count: '', focus: focusBefore }, count };
  },

  /** Forgets digits that no motion followed: they were the way to a pane. */
  dropCount: (ui: Ui): Ui => (ui.count === '' ? ui : { ...ui, count: '' }),

  maximise: (ui: Ui, maximised: boolean): Ui => ({ ...ui, maximised }),

  /** @param farthest step that is of use. */
  zoom: (ui: Ui, by: 1 | -1, farthest = ZOOMS.length - 1): Ui => ({
    ...ui,
    zoom: Math.max(0, Math.min(farthest, ui.zoom + by)),
  }),

  /** @param most bars that there are before the cursor. */
  pan: (ui: Ui, by: number, most: number): Ui => ({ ...ui, pan: Math.max(0, Math.min(most, ui.pan + by)) }),

  speed: (ui: Ui, by: 1 | -1): Ui => ({
    ...ui,
    speed: Math.max(0, Math.min(SPEEDS.length - 1, ui.speed + by)),
  }),

  turn: (ui: Ui): Ui => ({ ...ui, speed: SPEEDS.length - 1 - ui.speed }),

  playing: (ui: Ui, isPlaying: boolean): Ui => ({ ...ui, isPlaying }),

  mode(ui: Ui, mode: Mode, text = ''): Ui {
    return {
      ...ui,
      mode,
      line: text === '' ? EMPTY_LINE : lineOf(text),
      suggestions: null,
      paletteRow: 0,
      notice: null,
    };
  },

  line: (ui: Ui, line: Ui['line']): Ui => ({ ...ui, line, suggestions: null, paletteRow: 0 }),

  suggest: (ui: Ui, suggestions: Suggestions | null): Ui => ({ ...ui, suggestions }),

  recall(ui: Ui, by: 1 | -1): Ui {
    const { mode } = ui;
    if (mode === 'keys' || mode === 'palette') return ui;
    const { history, line } = recall(ui.histories[mode], ui.line, by);
    return { ...ui, line, histories: { ...ui.histories, [mode]: history } };
  },

  remember(ui: Ui, mode: keyof Ui['histories'], text: string): Ui {
    return { ...ui, histories: { ...ui.histories, [mode]: remember(ui.histories[mode], text) } };
  },

  overlay: (ui: Ui, overlay: Overlay | null): Ui => ({ ...ui, overlay }),

  /** @param height lines that can be seen. */
  scrollOverlay(ui: Ui, by: number, height: number): Ui {
    const { overlay } = ui;
    if (overlay === null) return ui;
    const top = Math.max(0, Math.min(Math.max(0, overlay.lines.length - height), overlay.top + by));
    return { ...ui, overlay: { ...overlay, top } };
  },

  notice: (ui: Ui, notice: Notice | null): Ui => (ui.notice === notice ? ui : { ...ui, notice }),

  entry(ui: Ui, entry: PromptEntry): Ui {
    return { ...ui, entries: [...ui.entries, entry].slice(-ENTRIES) };
  },

  /** More text below the last entry. */
  output(ui: Ui, text: string): Ui {
    const last = ui.entries.at(-1);
    if (last === undefined) return update.entry(ui, { input: null, output: text, isError: false });
    return { ...ui, entries: [...ui.entries.slice(0, -1), { ...last, output: last.output + text }] };
  },

  print: (ui: Ui, text: string): Ui => ({ ...ui, printed: [...ui.printed, text] }),

  expand(ui: Ui, path: string): Ui {
    const expanded = new Set(ui.expanded);
    if (!expanded.delete(path)) expanded.add(path);
    return { ...ui, expanded };
  },

  /** @param key the number that tells which row or line is in hand. @param count rows that there are. */
  row(
    ui: Ui,
    key: 'treeRow' | 'watchRow' | 'whyTop' | 'logTop' | 'paletteRow',
    by: number,
    count: number,
  ): Ui {
    return { ...ui, [key]: Math.max(0, Math.min(Math.max(0, count - 1), ui[key] + by)) };
  },

  /** What is shown follows the cursor again. */
  follow(ui: Ui): Ui {
    const isFollowing = ui.pan === 0 && ui.whyOf === null && !ui.whynot && ui.whyTop === 0;
    return isFollowing ? ui : { ...ui, pan: 0, whyOf: null, whynot: false, whyTop: 0 };
  },

  why: (ui: Ui, whyOf: string | null, whynot = false): Ui => ({ ...ui, whyOf, whynot, whyTop: 0 }),

  busy: (ui: Ui, busy: string | null): Ui => ({ ...ui, busy }),

  leaving: (ui: Ui, leaving: boolean): Ui => ({ ...ui, leaving }),
};
