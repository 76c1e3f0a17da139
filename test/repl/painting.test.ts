import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { Controller } from '../../repl/app/controller.ts';
import { Keyboard } from '../../repl/app/keyboard.ts';
import { Painter } from '../../repl/app/painter.ts';
import { keyPresses } from '../../repl/model/key-press.ts';
import { drawScreen } from '../../repl/view/screen.ts';
import { type DebugSession, Desk, open, renderPlain } from '../../src/index.ts';
import { ROOT } from '../support/repository-files.ts';

const SIZE = { columns: 120, rows: 40 };
const THEME = { tier: 'braille', colors: '16' } as const;

let session: DebugSession;

beforeAll(async () => {
  session = await open(join(ROOT, 'data', 'demo', 'demo.yaml'));
  session.display('portfolio.drawdown');
});

async function started(): Promise<{ app: Controller; press: (keys: string) => Promise<void> }> {
  await session.goto(300);
  const app = new Controller({ desk: new Desk(session), title: 'demo', theme: THEME, size: SIZE });
  const keyboard = new Keyboard(app);
  await app.look();
  const press = async (keys: string) => {
    for (const key of keyPresses(keys, {})) keyboard.press(key);
    do await new Promise((resolve) => setImmediate(resolve));
    while (app.jobs.isBusy);
  };
  return { app, press };
}

describe('the screen', () => {
  test('made of what was kept is the same as one that is drawn anew, whatever was done before', async () => {
    const { app, press } = await started();
    for (const keys of ['n', 'z', '4j', '3n', 'f', 'w', 's', '3kk', 'Z', 'N', 'p', '\r', 'v', '{', '1']) {
      await press(keys);
      const { grid } = app.screen();
      expect({ keys, screen: renderPlain(grid) }).toEqual({
        keys,
        screen: renderPlain(drawScreen(app.view, app.ui, THEME, app.layout).grid),
      });
    }
  });

  test('that does not change is not collected again', async () => {
    const { app, press } = await started();
    const { chart, tree, watches, why } = app.view;
    await press('4j');
    expect(app.view.chart).toBe(chart);
    expect(app.view.tree).toBe(tree);
    expect(app.view.watches).toBe(watches);
    expect(app.view.why).toBe(why);
    await press('n');
    expect(app.view.chart).not.toBe(chart);
    expect(app.view.tree).not.toBe(tree);
    app.desk.session.display('portfolio.cash');
    await app.look();
    expect(app.view.watches.at(-1)?.text).toBe('portfolio.cash');
  });
});

describe('the chart', () => {
  test('shows what is held at its average price, and a fill in the bar that is under way', async () => {
    const { app, press } = await started();
    session.focus = { portfolio: 'both', strategy: 'reversion' };
    await session.goto('2003-06-02');
    await app.look();
    expect(app.view.chart.holding).toEqual({
      units: 64,
      price: session.print('portfolio.position.average_price').value,
    });
    expect(renderPlain(app.screen().grid)).toContain('long 64 939.37');
    await press('f');
    const { chart, status } = app.view;
    expect(chart.pending).not.toBeNull();
    expect(chart.first + chart.close.length).toBe(status.position.bar);
    expect(renderPlain(app.screen().grid).split('\n').slice(2, 16).join('\n')).toMatch(/[▲▼]F70/);
    await press('n');
    expect(app.view.chart.pending).toBeNull();
    session.focus = { portfolio: 'trend_only', strategy: 'trend' };
  });
});

describe('a frame', () => {
  test('is whole at first and after somebody else wrote, then what changed, and nothing when nothing did', async () => {
    const { app, press } = await started();
    // Between two frames there is time, which passes here when the test says so.
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const frames: string[] = [];
    const canvas = { ...SIZE, write: (text: string) => frames.push(text) };
    const painter = new Painter(canvas, '16', app.screen);
    painter.paint();
    const [whole] = frames;
    expect(whole).toContain('\u001b[H\u001b[J');
    painter.paint();
    vi.advanceTimersByTime(10);
    expect(frames).toHaveLength(1);
    await press('4j');
    painter.paint();
    expect(frames).toHaveLength(2);
    expect(frames[1].length).toBeLessThan(whole.length / 4);
    expect(frames[1]).not.toContain('\u001b[J');
    painter.forget();
    painter.paint();
    // Not so soon after the one before.
    expect(frames).toHaveLength(2);
    vi.advanceTimersByTime(10);
    expect(frames[2]).toContain('\u001b[H\u001b[J');
  });

  test('that the terminal has no room for any more, or that comes while it is lent, is not drawn', async () => {
    const { app } = await started();
    const frames: string[] = [];
    const canvas = { columns: SIZE.columns - 1, rows: SIZE.rows, write: (text: string) => frames.push(text) };
    const painter = new Painter(canvas, '16', app.screen);
    painter.paint();
    canvas.columns++;
    painter.pause();
    painter.paint();
    expect(frames).toEqual([]);
    painter.resume();
    expect(frames).toHaveLength(1);
  });
});

describe('a comparison', () => {
  test('is drawn with both runs above its text, and printed where the app is inline', async () => {
    await session.goto('2003-01-02');
    const fork = await session.fork({ fast: 20 });
    await session.next(200);
    await fork.next(200);
    for (const inline of [false, true]) {
      const app = new Controller({ desk: new Desk(fork), title: 'demo', theme: THEME, size: SIZE, inline });
      await app.look();
      app.runTyped('compare main');
      do await new Promise((resolve) => setImmediate(resolve));
      while (app.jobs.isBusy);
      const text = inline ? app.ui.printed.join('\n') : renderPlain(app.screen().grid);
      for (const one of ['main ahead of fork-1', 'equity trend_only', 'bars up to bar 753']) {
        expect(text).toContain(one);
      }
      expect(app.ui.overlay === null).toBe(inline);
    }
  });
});
