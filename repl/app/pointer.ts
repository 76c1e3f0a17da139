import type { Layout, PaneArea } from '../model/layout.ts';
import type { Pane } from '../model/panes.ts';
import { update } from '../model/update.ts';
import { barAt } from '../view/bar-at.ts';
import { eventAt } from '../view/events-pane.ts';
import { overlayRows } from '../view/overlay.ts';
import { topRow } from '../view/state-pane.ts';
import { TAB_ROW, tabsOf } from '../view/tabs.ts';
import type { Controller } from './controller.ts';
import type { Deeds } from './deeds.ts';
import type { MousePress } from './mouse.ts';

/** Rows that a notch of the wheel moves. */
const NOTCH = 3;

/** What the mouse does: a click takes a row in hand or goes to a bar, one more opens it, the wheel scrolls. */
export class Pointer {
  readonly #app: Controller;
  readonly #deeds: Deeds;

  constructor(app: Controller, deeds: Deeds) {
    this.#app = app;
    this.#deeds = deeds;
  }

  press({ kind, x, y }: MousePress): void {
    const app = this.#app;
    const { layout, ui } = app;
    if (layout.kind === 'tiny') return;
    if (kind !== 'click') {
      this.#scroll(kind === 'wheel-up' ? -NOTCH : NOTCH, x, y);
      return;
    }
    // Over what is read or typed there is nothing to be taken in hand.
    if (ui.overlay !== null || ui.mode !== 'keys') return;
    const tab = layout.kind === 'tabs' && y === TAB_ROW ? tabAt(layout, x) : undefined;
    if (tab !== undefined) app.change(update.focus(ui, tab));
    const area = paneAt(layout, x, y);
    if (area === undefined) return;
    const wasFocused = ui.focus === area.pane;
    if (!wasFocused) app.change(update.focus(ui, area.pane));
    if (y >= area.top) this.#click(area, x - area.left, y - area.top, wasFocused);
  }

  #click(area: PaneArea, column: number, row: number, wasFocused: boolean): void {
    const app = this.#app;
    const { ui, view } = app;
    const { pane, height } = area;
    switch (pane) {
      case 'price':
      case 'equity': {
        const bar = barAt(pane, { view, ui, theme: app.theme, area, isFocused: true }, column);
        if (bar !== undefined && bar !== view.status.position.bar) app.runLine(`goto ${bar}`);
        return;
      }
      case 'events': {
        const { events } = view;
        const at = eventAt(events, height, row);
        if (at === undefined) return;
        if (at === events.selected && wasFocused) this.#deeds.carryOut('enter');
        else app.runJob(async () => app.collector.events.move(at - events.selected));
        return;
      }
      case 'state':
        this.#take(
          'treeRow',
          topRow(ui.treeRow, view.tree.length, height) + row,
          view.tree.length,
          wasFocused,
        );
        return;
      case 'watch': {
        const { length } = view.watches;
        this.#take('watchRow', topRow(ui.watchRow, length, height) + row, length, wasFocused);
        return;
      }
      case 'why':
      case 'log':
    }
  }

  #take(key: 'treeRow' | 'watchRow', row: number, count: number, wasFocused: boolean): void {
    const app = this.#app;
    const { ui } = app;
    if (row >= count) return;
    if (row === ui[key] && wasFocused) this.#deeds.carryOut('enter');
    else app.set(update.row(ui, key, row - ui[key], count));
  }

  #scroll(by: number, x: number, y: number): void {
    const app = this.#app;
    const { ui, layout } = app;
    if (ui.overlay !== null) app.set(update.scrollOverlay(ui, by, overlayRows(layout, ui.overlay)));
    else if (ui.mode === 'keys') this.#deeds.move(paneAt(layout, x, y)?.pane ?? ui.focus, by);
  }
}

/** The pane at a cell, its title included. */
function paneAt(layout: Layout, x: number, y: number): PaneArea | undefined {
  return layout.panes.find(
    ({ left, top, width, height }) => x >= left && x < left + width && y >= top - 1 && y < top + height,
  );
}

function tabAt({ size }: Layout, x: number): Pane | undefined {
  return tabsOf(size.columns).find(({ left, label }) => x >= left && x < left + label.length)?.pane;
}
