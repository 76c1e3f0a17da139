import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listingText, listPath, printedText, printPath } from '../../../src/debugger/look/look.ts';
import { cases } from '../../oracle/cases.ts';
import { closesOf, opened, scriptedCase, sessionOf, sp500 } from './runs.ts';

/** What stands at a path, as plain data. */
const at = (session: Parameters<typeof printPath>[0], path: string) => printPath(session, path).value;

describe('the tree of containers', () => {
  test('shows each kind of container under its own name and under the word for it', async () => {
    const session = await sp500(1200);
    const { ledger } = session.engine.topology.portfolios[0];
    expect(at(session, 'portfolio_main.cash')).toBe(ledger.cash);
    expect(at(session, 'portfolio.equity')).toBe(ledger.equity);
    expect(at(session, 'portfolio_main.positions.SPX')).toMatchObject({ units: 81, average_price: 1123.5 });
    expect(at(session, 'position.units')).toBe(81);
    expect(at(session, 'metrics.trade_count')).toBe(7);
    expect(at(session, 'portfolio.metrics.trade_count')).toBe(7);
    expect(at(session, 'strategy_trend.params')).toEqual({ fast: 20, slow: 100 });
    expect(at(session, 'strategy.fast')).toBe(at(session, 'features.sma_20'));
    expect(at(session, 'strategy_trend.state')).toBeNull();
    expect(at(session, 'bar.close')).toBe(1121.839966);
    expect(at(session, 'root.data_SPX.number')).toBe(1200);
    expect(at(session, 'execution_main.waiting')).toEqual({});
    expect(at(session, 'portfolio_main.order_manager.sleeves.trend.SPX.units')).toBe(81);
    expect(at(session, 'portfolio.execution_main.profile')).toBe('next_open');
  });

  test('lists what stands below a name, values with their text, others with a summary', async () => {
    const session = await sp500(1200);
    expect(listingText(listPath(session))).toBe(
      [
        'root',
        '  data_SPX/        close 1121.83997',
        '  strategy_trend/  sma_crossover',
        '  portfolio_main/  equity 96,807.75',
        '  events           0',
        '  errors           0',
        '  lifecycle        running',
        '',
      ].join('\n'),
    );
    expect(listPath(session, 'position').names[3]).toEqual({
      name: 'market_value',
      kind: 'value',
      value: 90869.037246,
      unit: 'money',
      text: '90,869.04',
    });
    expect(printedText(printPath(session, 'strategy.values'))).toBe(
      'strategy_trend.values\n  fast                 1122.05651\n  slow                 1112.2836\n',
    );
  });

  test('takes expressions over names as well', async () => {
    const session = await sp500(1200);
    expect(at(session, 'portfolio.equity - 100000')).toBeCloseTo(-3192.253763, 6);
    expect(printedText(printPath(session, 'strategy.fast > strategy.slow'))).toBe('true\n');
  });

  test('names the nearest name for one that is not there', async () => {
    const session = await sp500(300);
    const mistake = (path: string) => {
      try {
        printPath(session, path);
      } catch (error) {
        return (error as { line: string }).line;
      }
      return 'none';
    };
    expect(mistake('portfolio.equitee')).toBe('portfolio_main has no "equitee" (did you mean "equity"?)');
    expect(mistake('prtfolio.cash')).toBe('there is no container "prtfolio" (did you mean "portfolio"?)');
    expect(mistake('metrics.sharp')).toBe('portfolio_main.metrics has no "sharp" (did you mean "sharpe"?)');
    expect(mistake('bar.close.x')).toBe('data_SPX.close is a value, and has no "x"');
    expect(mistake('portfolio.equitee > 3')).toContain('did you mean portfolio.equity?');
    expect(mistake('event')).toBe('the cursor stands at no event (step)');
    expect(mistake('constructor')).toContain('there is no container "constructor"');
    expect(mistake('portfolio.__proto__')).toContain('portfolio_main has no "__proto__"');
  });

  test('shows a flat position as 0 units, and leaves it out of lists', async () => {
    const session = await sp500(50);
    expect(at(session, 'position')).toEqual({ units: 0 });
    expect(at(session, 'portfolio.positions')).toEqual({});
  });

  test('finds symbols whose names hold dots, and the state that a strategy keeps', async () => {
    const session = await opened(
      {
        name: 'two',
        data: [
          { symbol: 'BRK.B', source: 'generate:random_walk?bars=30&seed=3' },
          { symbol: 'A', source: 'generate:random_walk?bars=30&seed=4' },
        ],
        strategies: [{ id: 'own', type: './own-strategy.ts' }],
        portfolios: [{ id: 'p', strategies: ['own'], cash: 100_000, leverage: 2 }],
      },
      20,
    );
    expect(at(session, 'strategy_own.BRK.B.state')).toEqual({ asked: 20 });
    expect(at(session, 'strategy.state.asked')).toBe(20);
    expect(at(session, 'data_BRK.B.number')).toBe(20);
    expect(at(session, 'portfolio_p.order_manager.sleeves.own.BRK.B')).toHaveProperty('units');
    expect(Object.keys(at(session, 'strategy') as object)).toEqual(
      expect.arrayContaining(['type', 'params', 'A', 'BRK.B']),
    );
  });

  test('tells of a waiting order at which bar of the session it was decided', async () => {
    const bars = closesOf([100, 100, 100, 100]);
    const session = await sessionOf(scriptedCase(bars, { 1: { action: 'BUY', limit: 90 } }));
    expect(at(session, 'execution_p.waiting.order_1')).toEqual({
      strategy: 's',
      symbol: 'X',
      units: 10,
      type: 'limit',
      price: 90,
      decided_at_bar: 2,
    });
  });

  test('is plain data all through, whatever the run', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (input) => {
        const session = await sessionOf(input);
        for (const { id } of session.containers) {
          const value = at(session, id);
          expect(JSON.parse(JSON.stringify(value))).toEqual(value);
        }
      }),
      { numRuns: 25 },
    );
  });
});

test('inside a bar, its prices and features are hidden until it is published', async () => {
  const bars = closesOf([100, 110, 120, 130]);
  const session = await sessionOf(scriptedCase(bars, { 0: { action: 'BUY' }, 1: { action: 'SELL' } }));
  // The order of bar 1 fills at the open of bar 2, of which nothing but that is known then.
  const closes: unknown[] = [];
  session.allEventsOf(2).forEach(({ type }, event) => {
    session.moveTo({ bar: 2, event });
    closes.push([type, at(session, 'bar.close'), at(session, 'bar.number'), at(session, 'bar.close + 0')]);
  });
  expect(closes.slice(0, 3)).toEqual([
    ['FILL', 100, 1, 100],
    ['POSITION_OPEN', 100, 1, 100],
    ['BAR', 110, 2, 110],
  ]);
  session.moveTo({ bar: 2, event: null });
  expect(at(session, 'bar.close')).toBe(110);
});

test('before the first bar, and at its first event, there is no bar to look at', async () => {
  const bars = closesOf([100, 110]);
  const session = await sessionOf(scriptedCase(bars, { 0: { action: 'BUY' } }), 0);
  expect(at(session, 'bar')).toMatchObject({ symbol: 'X', number: null, close: null });
  expect(printedText(printPath(session, 'bar.close'))).toBe('–\n');
  expect(at(session, 'portfolio')).toMatchObject({ cash: 10_000, equity: 10_000 });
});
