import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadDebugSession } from '../../../src/debugger/debug-session.ts';
import { Displays, displaysText } from '../../../src/debugger/look/display.ts';
import { open } from '../../../src/index.ts';
import { specOf } from '../../oracle/engine-run.ts';
import { ROOT } from '../../support/repository-files.ts';
import { closesOf, forkOf, scriptedCase, sessionOf, sp500 } from './runs.ts';

const BARS = closesOf([100, 101, 103, 106, 110, 115, 121, 128]);

describe('pinned expressions', () => {
  test('have the values that bars ended with, whichever way the cursor came', async () => {
    const session = await sp500(600);
    const texts = ['portfolio.equity', 'strategy.fast - strategy.slow', 'bar.close', 'metrics.max_drawdown'];
    const truth = new Map<number, unknown[]>();
    for (let bar = 585; bar <= 600; bar++) {
      session.moveTo({ bar, event: null });
      truth.set(
        bar,
        texts.map((text) => session.compile(text).evaluate({ engine: session.engine, event: null })),
      );
    }
    const displays = new Displays(session);
    for (const text of texts) displays.add(text);
    for (const bar of [600, 595, 590, 598]) {
      session.moveTo({ bar, event: null });
      displays.values(5).forEach(({ value, previous, history }, i) => {
        expect(value).toBe(truth.get(bar)?.[i]);
        expect(previous).toBe(truth.get(bar - 1)?.[i]);
        expect(history).toEqual(
          [4, 3, 2, 1, 0].map((back) => ({ bar: bar - back, value: truth.get(bar - back)?.[i] })),
        );
      });
    }
  });

  test('leave the cursor and its state alone', async () => {
    const session = await sp500(700);
    const before = session.stateHash;
    const displays = new Displays(session);
    displays.add('portfolio.cash');
    displays.values(200);
    expect(session.stateHash).toBe(before);
    expect(session.position).toEqual({ bar: 700, event: null });
  });

  test('are as of the cursor inside a bar, and read the event in hand there', async () => {
    const session = await sessionOf(scriptedCase(BARS, { 1: { action: 'BUY' } }));
    session.moveTo({ bar: 3, event: 0 });
    const displays = new Displays(session);
    for (const text of ['bar.close', 'event.type', 'event.fillPrice', 'event.trade']) displays.add(text);
    expect(displays.values(3).map(({ value, previous }) => [value, previous])).toEqual([
      [101, 101],
      ['FILL', null],
      [103, null],
      [1, null],
    ]);
  });

  test('go back over a fork into the run that it came from', async () => {
    const input = scriptedCase(BARS, { 0: { action: 'BUY' } });
    const session = await sessionOf(input, 4);
    const changed = scriptedCase(BARS, { 0: { action: 'BUY' }, 4: { action: 'EXIT' } });
    const fork = await forkOf(session, specOf(changed), 7);
    const displays = new Displays(fork);
    displays.add('position.units');
    expect(displays.values(7)[0].history.map(({ value }) => value)).toEqual([0, 10, 10, 10, 10, 0, 0]);
  });

  test('are told in columns with what changed', async () => {
    const session = await sessionOf(scriptedCase(BARS, {}));
    const displays = new Displays(session);
    displays.add('bar.close');
    displays.add('portfolio.equity');
    expect(displaysText(displays.values())).toBe(
      '1  bar.close           128  before 121    +7\n2  portfolio.equity  10000  before 10000\n',
    );
  });

  test('of what is not in focus any more say whose they are, in a fork and in a saved session too', async () => {
    // `portfolio.equity` beside the name of another portfolio was taken for that of the other.
    const session = await open(join(ROOT, 'data', 'demo', 'demo.yaml'));
    await session.goto(300);
    const own = {
      portfolio: session.print('portfolio.cash').value,
      rsi: session.print('strategy_reversion.rsi').value,
    };
    session.display('portfolio.cash');
    session.display('1 + bar.close');
    session.stops.break('portfolio.cash < 1');
    session.focus = { portfolio: 'both', strategy: 'reversion' };
    session.display('strategy.rsi');
    const folder = mkdtempSync(join(tmpdir(), 'admf-displays-'));
    const { path } = await session.save(join(folder, 'kept.admf'));
    const { session: loaded } = await loadDebugSession(path);
    const fork = await session.fork({ 'trend.fast': 40 });
    for (const one of [session, loaded, fork]) {
      expect(one.displays.values().map(({ text, of, value }) => [text, of, value])).toEqual([
        ['portfolio.cash', 'trend_only', own.portfolio],
        ['1 + bar.close', '', expect.any(Number)],
        ['strategy.rsi', '', own.rsi],
      ]);
      expect(String(one.display())).toContain('1  portfolio.cash (trend_only)  ');
    }
    expect(loaded.stops.get(1).focus.portfolio).toBe('trend_only');
    rmSync(folder, { recursive: true });
  });

  test('are removed by number, by text, or all; the same twice is one', async () => {
    const session = await sessionOf(scriptedCase(BARS, {}));
    const displays = new Displays(session);
    expect([displays.add('bar.close'), displays.add('bar.open'), displays.add('bar.close')]).toEqual([
      1, 2, 1,
    ]);
    displays.remove('bar.close');
    expect(displays.values().map(({ text }) => text)).toEqual(['bar.open']);
    expect(() => displays.remove(7)).toThrow('there is no display 7');
    expect(() => displays.add('bar.clse > 3')).toThrow('unknown name "bar.clse"');
    displays.remove();
    expect(displays.count).toBe(0);
  });
});
