import { type Comparison, FIRST_SPEED } from '../../src/index.ts';
import { EMPTY_LINE, type Line, type LineHistory, NO_HISTORY } from './line-edit.ts';
import type { Pane } from './panes.ts';
import { DEFAULT_ZOOM } from './zoom.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * Where typed characters go: `keys` are commands, each a key; the others are lines: a command behind `:`, TypeScript, a filter
 * of events, a search through all commands.
 */
export type Mode = 'keys' | 'command' | 'prompt' | 'filter' | 'palette';

/** Text over the panes, to be read and put away: help, a long answer, a comparison. */
export interface Overlay {
  readonly title: string;
  readonly lines: readonly string[];
  /** First line that is shown. */
  readonly top: number;
  /** Drawn above the lines, where there is room for both. */
  readonly comparison?: Comparison;
}

/** What can be put in at the cursor of a line. */
export interface Suggestions {
  /** Where what they replace begins. */
  readonly start: number;
  readonly items: readonly { readonly text: string; readonly help: string }[];
  readonly selected: number;
}

/** A line that tells what came of something, until the next key. */
export interface Notice {
  readonly text: string;
  readonly kind: 'plain' | 'mistake' | 'done';
}

/** Something that was typed at the prompt and what it gave, or what the run itself wrote. */
export interface PromptEntry {
  readonly input: string | null;
  readonly output: string;
  readonly isError: boolean;
}

/** What a step of the tour asks for. */
export interface TourText {
  /** From 1. */
  readonly step: number;
  readonly of: number;
  readonly press: string;
  readonly text: string;
}

/** Everything that the screen shows and that is no part of the session. Plain data, replaced and never changed. */
export interface Ui {
  readonly size: Size;
  readonly mode: Mode;
  /** Whether TypeScript can be typed: not where the terminal is attached to a notebook, whose cells take it. */
  readonly takesCode: boolean;
  readonly focus: Pane;
  /** One pane over all of the screen. */
  readonly maximised: boolean;
  /** Step of the ladder of zooms. */
  readonly zoom: number;
  /** Bars that the chart is moved back by. */
  readonly pan: number;
  /** Digits typed before a key. */
  readonly count: string;
  /** The pane in focus before digits were typed. */
  readonly focusBefore: Pane;
  readonly line: Line;
  readonly histories: Readonly<Record<'command' | 'prompt' | 'filter', LineHistory>>;
  readonly suggestions: Suggestions | null;
  /** Row in hand among the commands that the palette found. */
  readonly paletteRow: number;
  readonly overlay: Overlay | null;
  readonly notice: Notice | null;
  readonly entries: readonly PromptEntry[];
  /** What went up into the scrollback, where the app leaves it to the terminal. */
  readonly printed: readonly string[];
  readonly expanded: ReadonlySet<string>;
  readonly treeRow: number;
  readonly watchRow: number;
  /** Lines that `why` and the log are scrolled by. */
  readonly whyTop: number;
  readonly logTop: number;
  /** Whose cause is asked for; null: what happened at the cursor. */
  readonly whyOf: string | null;
  readonly whynot: boolean;
  /** Bars a second, negative backwards; the ladder's step. */
  readonly speed: number;
  readonly isPlaying: boolean;
  /** What is under way, and how far it is; null when nothing is. */
  readonly busy: string | null;
  /** The step of the tour that is to be done; null without one. */
  readonly tour: TourText | null;
  /** Ctrl-C was pressed once. */
  readonly leaving: boolean;
}

export function firstUi(size: Size, takesCode = true): Ui {
  return {
    size,
    mode: 'keys',
    takesCode,
    focus: 'events',
    maximised: false,
    zoom: DEFAULT_ZOOM,
    pan: 0,
    count: '',
    focusBefore: 'events',
    line: EMPTY_LINE,
    histories: { command: NO_HISTORY, prompt: NO_HISTORY, filter: NO_HISTORY },
    suggestions: null,
    paletteRow: 0,
    overlay: null,
    notice: null,
    entries: [],
    printed: [],
    expanded: new Set(),
    treeRow: 0,
    watchRow: 0,
    whyTop: 0,
    logTop: 0,
    whyOf: null,
    whynot: false,
    speed: FIRST_SPEED,
    isPlaying: false,
    busy: null,
    tour: null,
    leaving: false,
  };
}
