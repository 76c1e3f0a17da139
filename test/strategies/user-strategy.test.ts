import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Bar, defineStrategy, run, type Signal, sma } from '../../src/index.ts';

const DATA = [{ symbol: 'X', source: { type: 'random_walk', bars: 60, seed: 3 } }];

const withStrategy = (type: unknown, rest: Record<string, unknown> = {}) => ({
  name: 'test',
  data: DATA,
  strategies: [{ id: 'mine', type }],
  portfolios: [{ id: 'p', strategies: ['mine'], cash: 100_000, direction: 'long_short' }],
  ...rest,
});

const strategy = (decide: (bar: Bar) => Signal | null) =>
  defineStrategy({
    type: 'mine',
    description: 'For tests.',
    params: z.strictObject({}),
    features: () => ({ close: 'close', average: sma(5) }),
    decide: (_features, bar) => decide(bar),
  });

describe("a user's strategy", () => {
  test('may keep the bars it was given: they do not change under its hands', async () => {
    const kept: Bar[] = [];
    await run(
      withStrategy(
        strategy((bar) => {
          kept.push(bar);
          return null;
        }),
      ),
    );
    expect(kept.map((bar) => bar.number)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(new Set(kept.map((bar) => bar.close)).size).toBeGreaterThan(30);
  });

  test('cannot read the future of a feature', async () => {
    const peek = defineStrategy({
      type: 'peek',
      description: 'Tries to look ahead.',
      params: z.strictObject({}),
      features: () => ({ close: 'close' }),
      decide: ({ close }) => (close.ago(-1) > close.now ? { action: 'BUY' } : null),
    });
    await expect(run(withStrategy(peek))).rejects.toThrow(
      'close.ago(-1): bars must be a whole number, 0 or above',
    );
  });

  test('sees the value that a feature had any number of bars ago, and none before the run', async () => {
    const seen: [number, number][] = [];
    const look = defineStrategy({
      type: 'look',
      description: 'Compares what it sees with what it saw.',
      params: z.strictObject({}),
      features: () => ({ close: 'close' }),
      decide: ({ close }, bar) => {
        seen.push([bar.close, close.ago(3)]);
        return null;
      },
    });
    await run(withStrategy(look));
    expect(seen.map(([, ago]) => ago)).toEqual(seen.map((_, i) => (i < 3 ? Number.NaN : seen[i - 3][0])));
  });

  test.each([
    ['an unknown action', { action: 'buy' }, 'signal.action must be BUY, SELL, EXIT or HOLD, found buy'],
    [
      'a target above 1',
      { action: 'BUY', target: 1.5 },
      'signal.target must be above 0 and at most 1, found 1.5',
    ],
    ['a target with EXIT', { action: 'EXIT', target: 0.5 }, 'signal.target has no meaning with EXIT'],
    ['both prices', { action: 'BUY', limit: 1, stop: 2 }, 'signal.limit and signal.stop exclude each other'],
    [
      'a price that is none',
      { action: 'BUY', limit: Number.NaN },
      'signal.limit must be a price above 0, found NaN',
    ],
    [
      'an unknown time in force',
      { action: 'BUY', timeInForce: 'FOK' },
      'signal.timeInForce must be GTC or DAY, found FOK',
    ],
    [
      'too much confidence',
      { action: 'BUY', confidence: 2 },
      'signal.confidence must lie in 0 to 1, found 2',
    ],
  ])('that returns %s fails the run and says so', async (_name, signal, message) => {
    const failing = run(withStrategy(strategy(() => signal as Signal)));
    await expect(failing).rejects.toMatchObject({ code: 'run_failed', exitCode: 1 });
    await expect(failing).rejects.toThrow(message);
  });

  test('that throws fails the run, with its own stack', async () => {
    const broken = strategy((bar) => {
      if (bar.number === 40) throw new Error('no idea');
      return null;
    });
    await expect(run(withStrategy(broken))).rejects.toMatchObject({
      message: 'run "test" failed: strategy mine threw at features_X/features-40: no idea',
      excerpt: expect.stringContaining('user-strategy.test.ts') as string,
    });
  });

  test('that throws may be passed over, and every time is an ERROR event', async () => {
    const broken = strategy((bar) => {
      if (bar.number % 20 === 0) throw new Error('no idea');
      return bar.number === 30 ? { action: 'BUY' } : null;
    });
    const { result } = await run(withStrategy(broken, { on_error: 'continue' }));
    expect(result.errors).toBe(3);
    expect(result.portfolios[0].funnel.fills).toBe(1);
  });

  test('is heard by whoever subscribes to its container before the run, without a change to the run', async () => {
    const buyer = strategy((bar) => (bar.number === 30 ? { action: 'BUY', reason: 'thirty' } : null));
    const heard: string[] = [];
    const listened = await run(withStrategy(buyer), {
      onReady: (containers) => {
        containers
          .get('strategy_mine')
          ?.bus.subscribe('SIGNAL', (e) => heard.push(`${e.id} ${e.payload.reason}`));
        containers.get('execution_p')?.bus.subscribe('FILL', (e) => heard.push(`${e.id} ← ${e.causationId}`));
        containers.get('data_X')?.bus.subscribe('BAR', (e) => heard.push(e.id));
      },
    });
    expect(heard.filter((line) => !line.startsWith('data_X'))).toEqual([
      'strategy_mine/signal-1 thirty',
      'execution_p/fill-1 ← portfolio_p/order-31',
    ]);
    // In the order of time: the fill meets bar 31 before anybody else sees it.
    expect(heard.indexOf('execution_p/fill-1 ← portfolio_p/order-31')).toBe(
      heard.indexOf('data_X/bar-31') - 1,
    );
    expect(listened.result).toEqual((await run(withStrategy(buyer))).result);
  });

  test('keeps state that it declared, and each symbol has its own', async () => {
    const counting = defineStrategy({
      type: 'counting',
      description: 'Buys at its third bar.',
      params: z.strictObject({}),
      features: () => ({}),
      initialState: () => ({ bars: 0 }),
      decide: (_features, _bar, _when, { state }) =>
        ++state.bars === 3 ? { action: 'BUY', reason: 'third' } : null,
    });
    const { result } = await run({
      ...withStrategy(counting),
      data: [
        { symbol: 'A', source: { type: 'random_walk', bars: 10, seed: 1 } },
        { symbol: 'B', source: { type: 'random_walk', bars: 10, seed: 2 } },
      ],
      portfolios: [{ id: 'p', strategies: ['mine'], cash: 100_000, sizing: { type: 'fixed', quantity: 1 } }],
    });
    expect(result.portfolios[0].openPositions.map((p) => p.symbol)).toEqual(['A', 'B']);
    expect(result.portfolios[0].funnel).toMatchObject({ signals: 2, fills: 2 });
  });
});
