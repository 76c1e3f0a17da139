import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Controller } from '../../repl/app/controller.ts';
import { Keyboard } from '../../repl/app/keyboard.ts';
import { MouseReader } from '../../repl/app/mouse.ts';
import { areaOf, type PaneArea } from '../../repl/model/layout.ts';
import type { Pane } from '../../repl/model/panes.ts';
import { update } from '../../repl/model/update.ts';
import { TAB_ROW, tabsOf } from '../../repl/view/tabs.ts';
import { type DebugSession, Desk, open } from '../../src/index.ts';
import { ROOT } from '../support/repository-files.ts';

test('what the mouse did is taken out of what comes from a terminal, also when it comes in pieces', () => {
  const presses: unknown[] = [];
  const reader = new MouseReader((press) => presses.push(press));
  const typed = ['n\u001b[<0;12;3Mf', '\u001b[<0;12;3m\u001b[<64;', '1;1M', '\u001b', '[A'];
  expect(typed.map((text) => reader.strip(text))).toEqual(['nf', '', '', '\u001b', '[A']);
  expect(presses).toEqual([
    { kind: 'click', x: 11, y: 2 },
    { kind: 'wheel-up', x: 0, y: 0 },
  ]);
});

describe('the mouse', () => {
  let session: DebugSession;
  let app: Controller;
  let keyboard: Keyboard;

  beforeAll(async () => {
    session = await open(join(ROOT, 'data', 'demo', 'demo.yaml'));
  });

  beforeEach(async () => {
    await session.goto(400);
    app = new Controller({
      desk: new Desk(session),
      title: 'demo',
      theme: { tier: 'braille', colors: '16' },
      size: { columns: 140, rows: 45 },
    });
    keyboard = new Keyboard(app);
    await app.look();
  });

  const area = (pane: Pane) => areaOf(app.layout, pane) as PaneArea;
  async function press(kind: 'click' | 'wheel-up' | 'wheel-down', pane: Pane, column: number, row: number) {
    const { left, top } = area(pane);
    keyboard.pointer.press({ kind, x: left + column, y: top + row });
    do await new Promise((resolve) => setImmediate(resolve));
    while (app.jobs.isBusy);
  }

  test('takes an event in hand, goes to it when it is clicked once more, and scrolls the list', async () => {
    const { rows } = app.view.events;
    await press('click', 'events', 5, 1);
    expect(app.view.events.rows[app.view.events.selected].id).toBe(rows[1].id);
    expect(app.view.events.isFollowing).toBe(false);
    await press('wheel-up', 'events', 5, 1);
    expect(app.view.events.first + app.view.events.selected).toBeLessThan(400 * 10);
    await press('wheel-down', 'events', 5, 1);
    expect(app.view.events.rows[app.view.events.selected].id).toBe(rows[1].id);
    await press('click', 'events', 5, app.view.events.selected);
    expect(session.event?.id).toBe(rows[1].id);
  });

  test('goes to the bar of the chart at whose column it is clicked, and to none beside them', async () => {
    const { chart } = app.view;
    const { width } = area('price');
    const bars: number[] = [];
    for (let column = width - 30; column < width; column++) {
      await press('click', 'price', column, 4);
      bars.push(session.bar);
      await session.goto(400);
      await app.look();
    }
    // Two columns a bar, and where nothing is yet the cursor stays.
    expect(bars).toEqual(bars.toSorted((a, b) => a - b));
    const seen = [...new Set(bars)];
    expect(seen).toEqual(Array.from({ length: seen.length }, (_, i) => 400 - seen.length + 1 + i));
    expect(seen.length).toBeGreaterThan(5);
    expect(seen[0]).toBeGreaterThanOrEqual(chart.first);
  });

  test('opens branches of the state, and brings a pane into focus', async () => {
    await press('click', 'state', 3, 0);
    expect([app.ui.focus, app.ui.treeRow]).toEqual(['state', 0]);
    expect(app.view.tree[0].isExpanded).toBe(false);
    await press('click', 'state', 3, 0);
    expect(app.view.tree[0].isExpanded).toBe(true);
  });

  test('brings a tab into sight where one pane is seen at a time', async () => {
    app.resize({ columns: 80, rows: 24 });
    do await new Promise((resolve) => setImmediate(resolve));
    while (app.jobs.isBusy);
    const tab = tabsOf(80).find(({ pane }) => pane === 'watch');
    keyboard.pointer.press({ kind: 'click', x: (tab?.left ?? 0) + 2, y: TAB_ROW });
    do await new Promise((resolve) => setImmediate(resolve));
    while (app.jobs.isBusy);
    expect(app.layout.panes.map(({ pane }) => pane)).toEqual(['watch']);
  });

  test('scrolls what lies over the panes, under which nothing can be clicked', async () => {
    app.showLong(
      'help',
      Array.from({ length: 200 }, (_, i) => `line ${i}`),
    );
    await press('click', 'price', 20, 4);
    await press('wheel-down', 'events', 0, 0);
    expect([session.bar, app.ui.overlay?.top]).toEqual([400, 3]);
    app.set(update.overlay(app.ui, null));
  });
});
