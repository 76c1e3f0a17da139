import { PANES, type Pane } from './panes.ts';
import type { Size } from './ui.ts';

/** A part of the screen: cells. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface PaneArea extends Area {
  readonly pane: Pane;
}

/**
 * Where everything stands. `full` has all panes side by side, `tabs` one below a row of tabs; `tiny` is too small for
 * anything but a word about it. Panes are given without their frames; a rule with a title is one row above each.
 */
export interface Layout {
  readonly kind: 'full' | 'tabs' | 'tiny';
  readonly size: Size;
  /** Rows that are drawn: one less than the terminal has, since a frame as high as it leaves copies on some. */
  readonly rows: number;
  readonly panes: readonly PaneArea[];
  /** Column of the line between left and right; −1 without. */
  readonly split: number;
  /** What the prompt says and is asked; its last row is the line that is typed. */
  readonly prompt: Area;
}

const FULL_COLUMNS = 100;
const FULL_ROWS = 20;
export const LEAST: Size = { columns: 60, rows: 15 };

/** Rows that the app takes of a terminal whose scrollback it leaves in sight. */
export function inlineRows(rows: number): number {
  return Math.min(rows, Math.max(16, Math.min(26, Math.round(rows * 0.6))));
}

export interface LayoutWish {
  readonly size: Size;
  readonly focus: Pane;
  readonly maximised: boolean;
  /** Rows for lines that are typed. */
  readonly promptRows: number;
}

export function layOut({ size, focus, maximised, promptRows }: LayoutWish): Layout {
  const rows = Math.max(1, size.rows - 1);
  const { columns } = size;
  const none: Area = { left: 0, top: 0, width: 0, height: 0 };
  if (columns < LEAST.columns || size.rows < LEAST.rows)
    return { kind: 'tiny', size, rows, panes: [], split: -1, prompt: none };
  // Below the panes: a rule, what was said, what is typed, a rule, hints and the last line of the frame.
  const promptHeight = Math.max(1, Math.min(promptRows, rows - 10));
  const promptTop = rows - 3 - promptHeight;
  const prompt: Area = { left: 1, top: promptTop, width: columns - 2, height: promptHeight };
  const bottom = promptTop - 1;
  const isRoomy = columns >= FULL_COLUMNS && size.rows >= FULL_ROWS && bottom - 4 >= 3;
  if (!isRoomy || maximised) {
    const pane: PaneArea = { pane: focus, left: 1, top: 2, width: columns - 2, height: bottom - 2 };
    return { kind: 'tabs', size, rows, panes: [pane], split: -1, prompt };
  }
  return full(size, rows, bottom, focus, prompt);
}

function full(size: Size, rows: number, bottom: number, focus: Pane, prompt: Area): Layout {
  const { columns } = size;
  // The chart gets what a narrow right side can do without.
  const right = Math.min(62, Math.max(42, Math.round(columns * 0.38)));
  const split = columns - 1 - right;
  const left = { left: 1, width: split - 1 };
  const aside = { left: split + 1, width: right - 1 };
  const height = bottom - 1;
  // Without the rules between three panes, each of which has a row at least.
  const room = height - 3;
  const events = Math.max(1, Math.min(Math.max(4, Math.round(height * 0.25)), room - 2));
  const equity = Math.max(1, Math.min(Math.max(3, Math.round(height * 0.2)), room - events - 1));
  const watch = Math.max(1, Math.min(Math.max(3, Math.min(7, Math.round(height * 0.16))), room - 2));
  const whyShare = Math.max(1, Math.min(Math.max(5, Math.round(height * 0.34)), room - watch - 1));
  const last: Pane = focus === 'log' ? 'log' : 'why';
  return {
    kind: 'full',
    size,
    rows,
    split,
    prompt,
    panes: [
      ...stacked(left, 2, bottom, [
        ['price', room - events - equity],
        ['equity', equity],
        ['events', events],
      ]),
      ...stacked(aside, 2, bottom, [
        ['state', room - whyShare - watch],
        ['watch', watch],
        [last, whyShare],
      ]),
    ],
  };
}

/** Panes beneath one another, each below its title; the last one takes what is left. */
function stacked(
  at: { readonly left: number; readonly width: number },
  top: number,
  bottom: number,
  parts: readonly (readonly [Pane, number])[],
): PaneArea[] {
  let row = top;
  return parts.map(([pane, wanted], i) => {
    const height = i === parts.length - 1 ? bottom - row : Math.max(1, Math.min(wanted, bottom - row));
    const area = { pane, ...at, top: row, height };
    row += height + 1;
    return area;
  });
}

/** Where a pane would stand if it were shown: what to collect for it. */
export function areaOf(layout: Layout, pane: Pane): PaneArea | undefined {
  return layout.panes.find((one) => one.pane === pane);
}

/** Panes in the order in which Tab goes through those that can be seen. */
export function order(layout: Layout): readonly Pane[] {
  return layout.kind === 'full' ? layout.panes.map(({ pane }) => pane) : PANES;
}
