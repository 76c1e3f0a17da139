import type { ColorDepth, Tier } from '../../src/index.ts';

/** With what the screen is drawn. */
export interface Theme {
  readonly tier: Tier;
  readonly colors: ColorDepth;
}

/** Glyphs of the screen around the charts. */
export interface UiGlyphs {
  /** Of lines that meet, by the sides they go to: 1 left, 2 up, 4 right, 8 down. */
  readonly lines: string;
  readonly selected: string;
  readonly open: string;
  readonly closed: string;
  readonly up: string;
  readonly down: string;
  readonly changed: string;
  readonly paused: string;
  readonly playing: string;
  readonly backwards: string;
  readonly running: string;
  readonly more: string;
  readonly rejected: string;
  readonly arrow: string;
}

const UNICODE: UiGlyphs = {
  lines: ' ╴╵┘╶─└┴╷┐│┤┌┬├┼',
  selected: '▸',
  open: '▾',
  closed: '▸',
  up: '▲',
  down: '▼',
  changed: 'Δ',
  paused: '●',
  playing: '▶',
  backwards: '◀',
  running: '◌',
  more: '…',
  rejected: '✕',
  arrow: '→',
};

const ASCII: UiGlyphs = {
  lines: ' -|+--++|+|+++++',
  selected: '>',
  open: 'v',
  closed: '>',
  up: '^',
  down: 'v',
  changed: '*',
  paused: '#',
  playing: '>',
  backwards: '<',
  running: '*',
  more: '~',
  rejected: 'x',
  arrow: '>',
};

export function glyphsOf({ tier }: Theme): UiGlyphs {
  return tier === 'ascii' ? ASCII : UNICODE;
}
