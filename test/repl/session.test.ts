import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { layOut } from '../../repl/model/layout.ts';
import { firstUi, type Ui } from '../../repl/model/ui.ts';
import { Collector } from '../../repl/session/collector.ts';
import { FirstPins } from '../../repl/session/first-pins.ts';
import type { View } from '../../repl/session/view.ts';
import {
  Charts,
  type DebugSession,
  displayName,
  EventWindow,
  followEvent,
  loadBars,
  open,
} from '../../src/index.ts';
import { ROOT } from '../support/repository-files.ts';

const ui = firstUi({ columns: 120, rows: 40 });
const layout = layOut({ size: ui.size, focus: ui.focus, maximised: false, promptRows: 3 });

let session: DebugSession;

beforeAll(async () => {
  session = await open(join(ROOT, 'data', 'demo', 'demo.yaml'));
  session.focus = { portfolio: 'both', strategy: 'reversion' };
});

function collect(more: Partial<Ui> = {}, collector = new Collector()): Promise<View> {
  return collector.collect(session, 'demo', { ...ui, ...more }, layout);
}

describe('what is pinned at first', () => {
  test('is of the portfolio and the strategy in focus, until somebody pins something', async () => {
    // The first jump to a fill of another portfolio left the zeros of the one before beside it.
    const own = await open(join(ROOT, 'data', 'demo', 'demo.yaml'));
    const pins = new FirstPins(own);
    expect(own.displays.pins.map(({ text }) => text)).toEqual([
      'portfolio.drawdown',
      'portfolio.position.units',
      'strategy.fast',
      'strategy.slow',
    ]);
    await own.goto('execution_both/fill-1');
    await own.finish();
    followEvent(own);
    own.focus = { portfolio: 'both', strategy: 'reversion' };
    pins.follow(own);
    expect(own.displays.values().map(({ text, of, value }) => [text, of, typeof value])).toEqual([
      ['portfolio.drawdown', '', 'number'],
      ['portfolio.position.units', '', 'number'],
      ['strategy.rsi', '', 'number'],
    ]);
    expect(own.displays.values()[1].value).toBe(27);
    own.display('bar.close');
    own.focus = { portfolio: 'trend_only', strategy: 'trend' };
    pins.follow(own);
    expect(own.displays.values().map(displayName)).toEqual([
      'portfolio.drawdown (both)',
      'portfolio.position.units (both)',
      'strategy.rsi (reversion)',
      'bar.close',
    ]);
  });
});

describe('what is collected', () => {
  test('ends at the cursor, and is the same whichever way the cursor came', async () => {
    const collector = new Collector();
    await session.goto(2199);
    const there = await collect({}, collector);
    await session.goto(5000);
    await collect({}, collector);
    await session.goto(2199);
    const again = await collect({}, collector);
    expect(again.chart).toEqual(there.chart);
    expect(again.events.rows).toEqual(there.events.rows);
    expect(again.chart.first + again.chart.close.length - 1).toBe(2199);
    expect(again.events.rows.every(({ position }) => position.bar <= 2199)).toBe(true);
    expect(again.chart.marks.every(({ bar }) => bar <= 2199)).toBe(true);
  });

  test('of a symbol with fewer bars than another has each of its candles once, and the last close in between', async () => {
    // The whole candle of a day stood at each minute of the next one, and the axis told one time throughout.
    const day = { symbol: 'DAY', source: 'generate:gbm?bars=20&seed=3&start=2006-01-03' };
    const minutes = { symbol: 'MIN', source: 'generate:session?bars=1500&seed=4&start=2006-01-03' };
    const mixed = await open({
      name: 'mixed',
      data: [day, minutes],
      strategies: [{ id: 's', type: 'buy_and_hold' }],
      portfolios: [{ id: 'p', strategies: ['s'], cash: 1000 }],
    });
    await mixed.goto(900);
    mixed.focus = { symbol: 'DAY' };
    const charts = new Charts();
    const bars = await loadBars(day, { baseDirectory: ROOT });
    for (const step of [1, 7]) {
      const { high, low, close, times } = await charts.read(mixed, { bars: 890, step, pan: 0 });
      const own = [...high.keys()].filter((i) => high[i] > low[i]);
      expect(own.map((i) => [high[i], low[i]])).toEqual([0, 1].map((i) => [bars.high[i], bars.low[i]]));
      expect(close.at(-1)).toBe(bars.close[1]);
      expect([...times]).toEqual([...times].sort((a, b) => a - b));
      expect(times.at(-1)).toBeGreaterThan(bars.openTime[1] + 12 * 3_600_000);
    }
  });

  test('inside a bar has its candle only when the bar has been published', async () => {
    await session.goto('execution_both/fill-153');
    const before = await collect();
    expect(before.chart.first + before.chart.close.length - 1).toBe(2198);
    await session.finish();
    await session.reverseStep();
    const after = await collect();
    expect(after.chart.first + after.chart.close.length - 1).toBe(2199);
    expect(after.chart.close.at(-1)).toBe(after.status.close);
  });

  test('of many bars a column keeps highs and lows, and does not move its bounds with the cursor', async () => {
    const charts = new Charts();
    await session.goto(3000);
    const wish = { bars: 300, step: 5, pan: 0 };
    const one = await charts.read(session, wish);
    await session.next(3);
    const other = await charts.read(session, wish);
    expect(one.step).toBe(5);
    expect((one.first - 1) % 5).toBe(0);
    const shift = (other.first - one.first) / 5;
    expect(other.high.slice(0, 40)).toEqual(one.high.slice(shift, shift + 40));
    const all = await session.series(['high', 'low'], { from: one.first, to: one.first + 4 });
    expect(one.high[0]).toBe(Math.max(...all.columns.high));
    expect(one.low[0]).toBe(Math.min(...all.columns.low));
  });

  test('of the state says what values were at the end of the bar before', async () => {
    await session.goto(2199);
    const { tree } = await collect({ expanded: new Set(['portfolio_both']) });
    const cash = tree.find(({ path }) => path === 'portfolio_both.cash');
    const { changes } = await session.diff(undefined, undefined, 'portfolio_both.cash');
    expect(cash?.direction).toBe(Math.sign(changes[0].delta ?? 0));
    expect(cash?.before).toBe('142,565.12');
    const lifecycle = tree.find(({ path }) => path === 'portfolio_both.lifecycle');
    expect(lifecycle?.before).toBeNull();
  });
});

describe('the list of events', () => {
  test('follows the cursor until a row is taken in hand, and again from the newest one on', async () => {
    const list = new EventWindow();
    await session.goto(100);
    await list.refresh(session, 10);
    expect(list.data().rows.at(-1)?.position.bar).toBe(100);
    list.move(-25);
    const held = list.data();
    await session.next();
    await list.refresh(session, 10);
    expect(list.data().rows).toEqual(held.rows);
    expect(list.isFollowing).toBe(false);
    list.move(1e9);
    await list.refresh(session, 10);
    expect(list.data().rows.at(-1)?.position.bar).toBe(101);
    expect(list.isFollowing).toBe(true);
  });

  test('shows a filter and nothing else, and says how many there are', async () => {
    const list = new EventWindow();
    await session.goto('end');
    list.setFilter(session, 'FILL where units < 0');
    await list.refresh(session, 8);
    const { rows, total, isCounted } = list.data();
    expect(rows.every(({ type, texts }) => type === 'FILL' && texts[0].startsWith('sell'))).toBe(true);
    const all = await session.events({ types: ['FILL'], where: 'units < 0', last: 100_000 });
    expect([total, isCounted]).toEqual([all.events.length, true]);
    expect(() => list.setFilter(session, 'FILLL')).toThrow('FILLL');
  });
});
