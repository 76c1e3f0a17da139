import { describe, expect, test } from 'vitest';
import { compare } from '../../../src/debugger/forks/compare.ts';
import { compareText, plainComparison } from '../../../src/debugger/forks/compare-text.ts';
import { fork } from '../../../src/debugger/forks/fork.ts';
import { forks, forksText } from '../../../src/debugger/forks/fork-tree.ts';
import { goto, step } from '../../../src/debugger/motions/walk.ts';
import type { Session } from '../../../src/debugger/session.ts';
import type { EventRecord } from '../../../src/events/event.ts';
import { mixed, refusal, sessionAt, single } from './runs.ts';

/** Equity of a portfolio at the ends of bars, by standing there. */
async function equityByWalking(session: Session, portfolio: number, from: number, to: number) {
  const { bar } = session.position;
  const equity: number[] = [];
  for (let at = from; at <= to; at++) {
    await goto(session, at);
    equity.push(session.engine.topology.portfolios[portfolio].ledger.equity);
  }
  await goto(session, bar);
  return equity;
}

/** Closed trades of a portfolio in bars (from, to], from the events of each bar. */
function tradesByReading(session: Session, portfolio: string, from: number, to: number): string[] {
  const trades: string[] = [];
  for (let bar = from + 1; bar <= to; bar++) {
    for (const { type, containerId, payload } of session.eventsOf(bar)) {
      if (type !== 'POSITION_CLOSE' || containerId !== portfolio) continue;
      const p = payload as EventRecord<'POSITION_CLOSE'>['payload'];
      trades.push(
        [p.symbol, p.direction, p.quantity, p.entryTime, p.entryPrice, p.exitTime, p.exitPrice, p.pnl].join(
          ' ',
        ),
      );
    }
  }
  return trades;
}

async function forkedAt(
  workflow: Readonly<Record<string, unknown>>,
  bar: number,
  changes: string[],
  to: number,
) {
  const main = await sessionAt(workflow, bar);
  const forked = await fork(main, changes, 'other');
  await goto(main, to);
  await goto(forked, to);
  return { main, forked };
}

describe('equity and trades', () => {
  test('are those of the two runs bar by bar', async () => {
    const { main, forked } = await forkedAt(mixed, 150, ['strategies.moody.params.every=3'], 350);
    const { portfolios, times, from, to } = await compare(main, forked);
    expect([from, to]).toEqual([150, 350]);
    expect(times).toEqual(Float64Array.from({ length: 201 }, (_, i) => main.timeOf(150 + i)));
    for (const [i, { id, a, b, trades }] of portfolios.entries()) {
      expect([...a]).toEqual(await equityByWalking(main, i, 150, 350));
      expect([...b]).toEqual(await equityByWalking(forked, i, 150, 350));
      const [mine, its] = [main, forked].map((one) => tradesByReading(one, `portfolio_${id}`, 150, 350));
      const only = (list: string[], other: string[]) => list.filter((trade) => !other.includes(trade)).length;
      expect(trades.onlyInA).toHaveLength(only(mine, its));
      expect(trades.onlyInB).toHaveLength(only(its, mine));
      expect(trades.common).toBe(mine.length - only(mine, its));
    }
    const [both, calm] = portfolios;
    expect(both.trades.onlyInB.length).toBeGreaterThan(0);
    // What nothing was changed for is run once.
    expect(calm.b).toBe(calm.a);
    expect(calm).toMatchObject({ firstDifference: null, widest: null });
    expect(calm.trades.onlyInA).toEqual([]);
  });

  test('bars of trades are those at which they were entered and left', async () => {
    const { main, forked } = await forkedAt(mixed, 150, ['strategies.moody.params.every=3'], 350);
    const { portfolios } = await compare(main, forked);
    for (const { entryBar, exitBar, trade } of portfolios[0].trades.onlyInB) {
      const types = (bar: number) =>
        forked.eventsOf(bar).flatMap(({ type, correlationId }) => (correlationId === trade ? type : []));
      expect(types(exitBar)).toContain('POSITION_CLOSE');
      if (entryBar > 0) expect(types(entryBar)).toContain('POSITION_OPEN');
    }
  });

  test('differ first where they are said to, and most', async () => {
    const { main, forked } = await forkedAt(single, 300, ['fast=10'], 900);
    const { portfolios } = await compare(main, forked);
    const [{ a, b, firstDifference, widest }] = portfolios;
    const gaps = a.map((value, i) => b[i] - value);
    const first = gaps.findIndex((gap) => gap !== 0);
    expect(firstDifference).toBe(300 + first);
    const most = Math.max(...gaps.map(Math.abs));
    expect(Math.abs(widest?.difference ?? 0)).toBe(most);
    expect(gaps[(widest?.bar ?? 0) - 300]).toBe(widest?.difference);
  });

  test('of two forks go back to where both are one run, over forks between', async () => {
    const main = await sessionAt(single, 200);
    const first = await fork(main, ['fast=10'], 'first');
    await goto(first, 400);
    const second = await fork(first, ['slow=40'], 'second');
    for (const session of [main, first, second]) await goto(session, 700);
    expect(await compare(main, second)).toMatchObject({ from: 200, to: 700 });
    expect(await compare(second, first)).toMatchObject({ from: 400, to: 700 });
    const { portfolios } = await compare(main, second);
    expect([...portfolios[0].b]).toEqual(await equityByWalking(second, 0, 200, 700));
  });

  test('metrics are those of the whole runs', async () => {
    const { main, forked } = await forkedAt(single, 300, ['fast=10', 'slippage=5bps'], 900);
    const { portfolios } = await compare(main, forked);
    const metric = (name: string) => portfolios[0].metrics.find((one) => one.name === name);
    const mine = main.engine.topology.portfolios[0].metrics.metrics;
    const its = forked.engine.topology.portfolios[0].metrics.metrics;
    expect(metric('trade_count')).toMatchObject({ a: mine.tradeCount, b: its.tradeCount });
    expect(metric('sharpe')).toMatchObject({ a: mine.sharpe, b: its.sharpe });
    expect(metric('total_costs')?.difference).toBeGreaterThan(0);
    expect(portfolios[0].metrics.length).toBeGreaterThan(40);
  });

  test('another risk-free rate changes the metrics of equal runs', async () => {
    const { main, forked } = await forkedAt(single, 300, ['risk_free_rate=0.05'], 900);
    const { portfolios, divergence } = await compare(main, forked);
    expect(divergence).toBeNull();
    expect(
      portfolios[0].metrics.filter(({ difference }) => difference !== 0 && difference !== null),
    ).toMatchObject([{ name: 'sharpe' }]);
  });
});

describe('the first difference', () => {
  /** The first bar at which anything but bars, features and marks differs, by reading all of them. */
  function byReading(a: Session, b: Session, from: number, to: number): number | undefined {
    const said = (session: Session, bar: number) =>
      JSON.stringify(
        session.eventsOf(bar).filter(({ type }) => !['BAR', 'FEATURES', 'PORTFOLIO_UPDATE'].includes(type)),
      );
    for (let bar = from + 1; bar <= to; bar++) if (said(a, bar) !== said(b, bar)) return bar;
    return undefined;
  }

  test.each([
    [single, ['fast=10'], 300],
    [single, ['leverage=1.5', 'sizing.percent=120'], 300],
    [mixed, ['portfolios.calm.direction=short_only'], 90],
    [mixed, ['strategies.moody.params.every=2'], 0],
  ])('is found where reading every event finds it (%#)', async (workflow, changes, bar) => {
    const { main, forked } = await forkedAt(workflow, bar, changes, 500);
    const { divergence } = await compare(main, forked);
    expect(divergence?.bar).toBe(byReading(main, forked, bar, 500));
    expect(divergence?.time).toBe(main.timeOf(divergence?.bar ?? 0));
  });

  test('of an event that both published names the fields that differ', async () => {
    const { main, forked } = await forkedAt(single, 300, ['slippage=10bps'], 900);
    const { divergence } = await compare(main, forked);
    expect(divergence).toMatchObject({ kind: 'differs', type: 'FILL' });
    expect(divergence?.fields.map(({ field }) => field)).toEqual([
      'payload.fillPrice',
      'payload.slippage',
      'payload.cashChange',
    ]);
    expect(divergence?.a?.id).toBe(divergence?.b?.id);
  });

  test('of an event that one published alone names it', async () => {
    const { main, forked } = await forkedAt(single, 300, ['fast=10'], 900);
    const { divergence } = await compare(main, forked);
    expect(divergence?.type).toBe('SIGNAL');
    const [holder, other] = divergence?.kind === 'only_in_a' ? [main, forked] : [forked, main];
    const ids = (session: Session) => session.eventsOf(divergence?.bar ?? 0).map(({ id }) => id);
    expect(ids(holder)).toContain(divergence?.id);
    expect(ids(other)).not.toContain(divergence?.id);
  });

  test('is none for a fork without changes', async () => {
    const { main, forked } = await forkedAt(mixed, 100, [], 700);
    const comparison = await compare(main, forked);
    expect(comparison.divergence).toBeNull();
    expect(compareText(comparison)).toContain('No event differs.');
  });
});

describe('nothing after a cursor is looked at', () => {
  test('the lower cursor is the end, and one inside a bar ends with the bar before', async () => {
    const { main, forked } = await forkedAt(single, 300, ['fast=10'], 900);
    await goto(main, 500);
    expect(await compare(main, forked)).toMatchObject({ to: 500 });
    await goto(forked, 400);
    await step(forked);
    expect(forked.position.bar).toBe(401);
    expect(await compare(main, forked)).toMatchObject({ to: 400 });
    expect(await compare(main, forked, { to: 350 })).toMatchObject({ from: 300, to: 350 });
    expect(await refusal(compare(main, forked, { to: 450 }))).toBe(
      'bar 450 lies after the cursor of other, which has done 400 bars (move other there first: goto 450)',
    );
  });

  test('before the fork there is nothing to compare, and that is said', async () => {
    const { main, forked } = await forkedAt(single, 300, ['fast=10'], 900);
    await goto(main, 250);
    const comparison = await compare(main, forked);
    expect(comparison).toMatchObject({ from: 250, to: 250, divergence: null });
    expect(comparison.portfolios[0].a).toEqual(comparison.portfolios[0].b);
    expect(compareText(comparison)).toContain(
      'There is no bar after it to compare: go on in both, with goto and switch.',
    );
  });

  test('a run with itself, and runs without a common past, are refused', async () => {
    const main = await sessionAt(single, 300);
    expect(await refusal(compare(main, main))).toBe(
      'main cannot be compared with itself (name a fork: forks lists them)',
    );
    expect(await refusal(compare(main, await sessionAt(single, 300)))).toBe(
      'the two runs have no past in common (compare forks of one session)',
    );
  });

  test('an aborted comparison rejects with the reason', async () => {
    const { main, forked } = await forkedAt(single, 300, ['fast=10'], 900);
    await expect(compare(main, forked, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
  });
});

test('the text tells where runs part, what it came to, which trades are only in one, and how many are not listed', async () => {
  const { main, forked } = await forkedAt(single, 300, ['fast=10'], 420);
  const comparison = await compare(main, forked);
  expect(`${compareText(comparison, { trades: 1 })}`).toMatchInlineSnapshot(`
    "main and other have bars up to bar 300 (2001-02-23) in common; compared up to bar 420 (2001-08-10)

    First difference at bar 310 (2001-03-09): SIGNAL strategy_trend/signal-16, only in main
      BUY AAA at 83.51: fast 81.17 crossed above slow 80.99

    Portfolio main        main      other  difference
    Final equity    110,162.33  95,464.43  -14,697.90
    Total return        10.16%     -4.54%     -14.70%
    CAGR                 6.22%     -2.85%      -9.07%
    Sharpe                0.45      -0.09       -0.54
    Max drawdown       -14.71%    -21.90%      -7.20%
    Trades                  21         20          -1
    Win rate            42.86%     45.00%      +2.14%
    Exposure            93.33%     93.33%           =
    Total costs           0.00       0.00           =
    Equity differs from bar 311 (2001-03-12) on, most at bar 420 (2001-08-10): -14,697.90
    Trades closed since: 0 in both, 7 only in main, 6 only in other
      only in main   short 1136 AAA  bar 275 (2001-01-19) at 89.64  to bar 311 (2001-03-12) at 83.5   pnl 6,975.04
                     … and 6 more
      only in other  short 1136 AAA  bar 275 (2001-01-19) at 89.64  to bar 313 (2001-03-14) at 85.02  pnl 5,248.32
                     … and 5 more
    "
  `);
  expect(JSON.parse(JSON.stringify(plainComparison(comparison)))).toMatchObject({
    a: 'main',
    b: 'other',
    portfolios: [{ id: 'main', equityAtEnd: { a: comparison.portfolios[0].a[120] } }],
  });
});

test('the tree of forks shows where each was forked, what was changed and where its cursor stands', async () => {
  const main = await sessionAt(single, 300);
  const first = await fork(main, ['fast=10'], 'first');
  await goto(first, 400);
  const second = await fork(first, ['slippage=5bps', 'direction=long_only']);
  await fork(main, [], 'same');
  await goto(main, 0);
  const tree = forks(second);
  expect(tree).toMatchObject({
    name: 'main',
    bar: 0,
    time: null,
    from: 0,
    current: false,
    equity: { main: 100_000 },
    children: [
      { name: 'first', from: 300, bar: 400, children: [{ name: 'fork-1', current: true, from: 400 }] },
      { name: 'same', differences: [], children: [] },
    ],
  });
  expect(tree.children[0].equity.main).toBe(first.engine.topology.portfolios[0].ledger.equity);
  expect(forksText(tree, 'main')).toMatchInlineSnapshot(`
    "main                                     at bar 0                 main 100,000.00
    ├ first       from bar 300 (2001-02-23)  at bar 400 (2001-07-13)  main 101,322.41  strategies.trend.params.fast 5 → 10
    │ └ fork-1 *  from bar 400 (2001-07-13)  at bar 400 (2001-07-13)  main 101,322.41  portfolios.main.direction long_short → long_only, execution.slippage {type: none} → {type: bps, bps: 5}
    └ same        from bar 300 (2001-02-23)  at bar 300 (2001-02-23)  main 118,798.43  nothing changed
    "
  `);
});
