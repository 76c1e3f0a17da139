import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PlacedEvent } from '../../../src/debugger/branch.ts';
import type { Session } from '../../../src/debugger/session.ts';
import { reportOf, why } from '../../../src/debugger/why/why.ts';
import { whyReportLine } from '../../../src/debugger/why/why-line.ts';
import { whyMermaid } from '../../../src/debugger/why/why-mermaid.ts';
import { whyAnswerText } from '../../../src/debugger/why/why-text.ts';
import type { EventRecord } from '../../../src/events/event.ts';
import { cases } from '../../oracle/cases.ts';
import { specOf } from '../../oracle/engine-run.ts';
import { closesOf, daysOf, forkOf, opened, scriptedCase, sessionOf, sp500 } from '../look/runs.ts';
import { parseFlowchart } from './mermaid.ts';

function* placedEvents(session: Session): Generator<PlacedEvent> {
  for (let bar = 1; bar <= session.position.bar; bar++) {
    for (const [event, record] of session.eventsOf(bar).entries()) yield { position: { bar, event }, record };
  }
}

const is = <T extends string>(record: EventRecord, type: T): record is EventRecord<T> => record.type === type;

describe('why, for every event of any run,', () => {
  test('leads down to a bar, agrees with the events, and moves nothing', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (input) => {
        const session = await sessionOf(input);
        const { position, stateHash } = session;
        const cash = new Map(input.portfolios.map(({ id, cash }) => [id, cash]));
        for (const event of placedEvents(session)) {
          const { record } = event;
          if (is(record, 'FILL') || is(record, 'FINANCING') || is(record, 'CORPORATE_ACTION')) {
            const { portfolioId, cashChange } = record.payload;
            cash.set(portfolioId, Math.round(((cash.get(portfolioId) as number) + cashChange) * 1e6) / 1e6);
          }
          if (record.type === 'BAR' || record.type === 'FEATURES' || record.type === 'PORTFOLIO_UPDATE')
            continue;
          const report = reportOf(session, event);
          expect(report.chain[0].record).toEqual(record);
          expect(report.chain.at(-1)?.record.type).toBe('BAR');
          const bars = report.timeline.map(({ bar }) => bar);
          expect(bars).toEqual(bars.toSorted((a, b) => a - b));
          expect(() => parseFlowchart(whyMermaid({ subject: record.id, reports: [report] }))).not.toThrow();
          expect(JSON.parse(JSON.stringify(report))).toEqual(report);
          if (is(record, 'ORDER_REQUEST')) {
            expect(report.sizing?.cash).toBe(cash.get(record.payload.portfolioId));
            expect(report.sizing?.equity).toBe(record.payload.sizing.equity);
          } else if (is(record, 'ORDER')) {
            expect(report.risk?.limits.every(({ passed }) => passed)).toBe(true);
            const { orderNumber, portfolioId } = record.payload;
            if (portfolioId === session.focus.portfolio)
              expect(why(session, `order #${orderNumber}`).subject).toBe(record.id);
          } else if (is(record, 'ORDER_REJECTED')) {
            const { stage, value, limit, code } = record.payload;
            if (stage === 'risk')
              expect(report.risk?.limits.at(-1)).toEqual({ code, value, limit, passed: false });
            else expect(report.sizing?.heldUnits).toBe(value);
          } else if (is(record, 'FILL')) {
            const { fillPrice, referencePrice, slippage, commission } = record.payload;
            expect(report.price).toMatchObject({
              price: fillPrice,
              reference: referencePrice,
              slippage,
              commission,
            });
            expect(report.price?.low).toBeLessThanOrEqual(referencePrice);
            expect(report.price?.high).toBeGreaterThanOrEqual(referencePrice);
            const steps = report.timeline.map(({ step }) => step);
            expect(steps).toEqual(['decided', 'submitted', 'eligible', 'filled']);
          }
        }
        expect(session.position).toEqual(position);
        expect(session.stateHash).toBe(stateHash);
      }),
      { numRuns: 12 },
    );
  });
});

describe('why a fill of the S&P 500', () => {
  test('is told in one line, as a tree and as a timeline', async () => {
    const session = await sp500(1200);
    const text = whyAnswerText(why(session, 'fill-12')).replaceAll(/(\.ts):\d+:\d+/g, '$1');
    expect(text).toBe(`\
fill-12 sold 87 SPX @ 1098.69995 ← order #12 (market, decided bar 1092, eligible bar 1093, filled at open 1098.69995, matchBar src/execution/fill-rules.ts) ← signal-12 SELL (fast 1125.6675 crossed below slow 1126.9895 (before: 1127.6985 and 1126.7439); src/strategies/sma-crossover.ts) ← bar 1092 close 1098.69995; sizing: flat is wanted, held 87, order -87, worth 95,586.90; equity 100,524.49, cash 4,937.60; risk: not checked, as it only reduces

FILL execution_main/fill-12  bar 1093, 2004-05-10
  sold 87 SPX at 1098.69995 (open of bar 1093, reference 1098.69995), slippage 0, commission 0
  bar 1093: open 1098.69995, high 1098.69995, low 1079.63, close 1087.12
  price: a market order fills at the open of the first bar after its decision (matchBar src/execution/fill-rules.ts)
  costs: no slippage, no commission; cash +95,586.90
└ ORDER portfolio_main/order-1126  bar 1092, 2004-05-07
    #12 sell 87 SPX market GTC for trend
    risk: not checked, as it only reduces
  └ ORDER_REQUEST portfolio_main/order-request-1125  bar 1092, 2004-05-07
      #12 sell 87 SPX market GTC for trend; percent_of_equity: 1 of 0 units, weight 1, equity 100524.492
      sizing: flat is wanted, held 87, order -87, worth 95,586.90; equity 100,524.49, cash 4,937.60
    └ SIGNAL strategy_trend/signal-12  bar 1092, 2004-05-07
        SELL SPX at 1098.69995: fast 1125.67 crossed below slow 1126.99
        not met: fast 1125.6675 did not cross above slow 1126.9895 (before: 1127.6985 and 1126.7439)  src/strategies/sma-crossover.ts
        met: fast 1125.6675 crossed below slow 1126.9895 (before: 1127.6985 and 1126.7439)  src/strategies/sma-crossover.ts
        read: fast = 1125.6675, slow = 1126.9895
        decided by sma_crossover (src/strategies/sma-crossover.ts)
      └ FEATURES features_SPX/features-1092  bar 1092, 2004-05-07
          SPX sma_20 = 1125.6675, sma_100 = 1126.9895
        └ BAR data_SPX/bar-1092  bar 1092, 2004-05-07
            SPX open 1113.98999 high 1117.30005 low 1098.63 close 1098.69995 volume 1653600000

timeline: decided bar 1092 (2004-05-07) → submitted bar 1092 (2004-05-07) → eligible bar 1093 (2004-05-10) → filled bar 1093 (2004-05-10)
`);
  });

  test('names the lines on which the strategy made its tests', async () => {
    const session = await opened(
      {
        name: 'own',
        data: [{ symbol: 'A', source: 'generate:random_walk?bars=60&seed=4' }],
        strategies: [{ id: 'mine', type: './own-strategy.ts' }],
        portfolios: [{ id: 'p', strategies: ['mine'], cash: 100_000 }],
      },
      60,
    );
    const [{ decision }] = why(session, 'signal').reports;
    const written = readFileSync(join(import.meta.dirname, '../look/fixtures/own-strategy.ts'), 'utf8').split(
      '\n',
    );
    const lineAt = (place: string | null | undefined) =>
      written[
        Number(/^test\/debugger\/look\/fixtures\/own-strategy\.ts:(\d+):\d+$/.exec(place ?? '')?.[1]) - 1
      ];
    expect(lineAt(decision?.place)).toContain('decide:');
    expect(decision?.conditions.length).toBeGreaterThan(0);
    for (const { condition, place } of decision?.conditions ?? [])
      expect(lineAt(place)).toContain(`when.${condition.operator}(`);
  });

  test('is a Mermaid chart of the chain and of the bar that filled', async () => {
    const session = await sp500(1200);
    const { nodes, edges } = parseFlowchart(whyMermaid(why(session, 'fill-12')));
    const headed = (name: string) => nodes.get(name)?.[0].replace(/ .*\//, ' ');
    expect(edges.map(({ from, to, label }) => [headed(from), headed(to), label])).toEqual([
      ['bar 1093', 'FILL fill-12', 'open'],
      ['ORDER order-1126', 'FILL fill-12', null],
      ['ORDER_REQUEST order-request-1125', 'ORDER order-1126', null],
      ['SIGNAL signal-12', 'ORDER_REQUEST order-request-1125', null],
      ['FEATURES features-1092', 'SIGNAL signal-12', null],
      ['BAR bar-1092', 'FEATURES features-1092', null],
    ]);
  });

  test('shows no more of the bar than is known where the cursor stands', async () => {
    const session = await sp500(1200);
    const { position } = why(session, 'fill-12').reports[0].chain[0];
    session.moveTo(position);
    expect(why(session).reports[0].price).toMatchObject({
      open: 1098.699951,
      high: null,
      low: null,
      close: null,
    });
    session.moveTo({ bar: 1093, event: null });
    expect(why(session).reports[0].price).toMatchObject({ high: 1098.699951, close: 1087.119995 });
  });
});

describe('the price of a fill', () => {
  const told = async (rows: Parameters<typeof daysOf>[0], order: object, execution = {}) => {
    const input = scriptedCase(daysOf(rows), { 0: { action: 'BUY', ...order } }, {}, execution);
    const session = await sessionOf(input);
    return why(session, 'fill').reports[0];
  };
  const first = [100, 101, 99, 100] as const;

  test('is explained by the rule that the bar met', async () => {
    const limit = await told([first, [99, 99.5, 94, 98]], { limit: 95 });
    expect(limit.price).toMatchObject({
      rule: 'limit',
      told: 'the low 94 reached the limit 95: it fills there',
    });
    const gap = await told([first, [93, 94, 92, 93]], { limit: 95 });
    expect(gap.price?.told).toBe(
      'the bar opened at 93, at or better than the limit 95: it fills at the open',
    );
    const stop = await told([first, [100, 106, 99, 100]], { stop: 105 });
    expect(stop.price?.told).toBe('the high 106 reached the stop 105: it fills there');
    const jump = await told([first, [107, 108, 106, 107]], { stop: 105 });
    expect(jump.price?.told).toBe('the bar opened at 107, at or beyond the stop 105: it fills at the open');
    const close = await told([first, first], {}, { profile: 'same_close' });
    expect(close.price).toMatchObject({ rule: 'close', bar: 1 });
    expect(close.price?.told).toContain('profile same_close');
  });

  test('tells what slipped and what was paid', async () => {
    const { price } = await told(
      [first, first],
      {},
      {
        slippage: { type: 'bps', bps: 20 },
        commission: { type: 'fixed', amount: 3 },
      },
    );
    expect(price).toMatchObject({
      reference: 100,
      price: 100.2,
      slippage: 2,
      commission: 3,
      cashChange: -1005,
    });
    expect(price?.slippageShare).toBeCloseTo(0.002, 12);
  });

  test('waited from the first bar that could fill it', async () => {
    const { timeline } = await told([first, first, first, [96, 97, 94, 95]], { limit: 95 });
    expect(timeline.map(({ step, bar }) => [step, bar])).toEqual([
      ['decided', 1],
      ['submitted', 1],
      ['eligible', 2],
      ['filled', 4],
    ]);
  });
});

describe('a refusal', () => {
  const bars = closesOf([100, 100, 100, 100]);

  test('by risk is told with every limit up to the one that refused', async () => {
    const input = scriptedCase(
      bars,
      { 1: { action: 'BUY' } },
      {
        sizing: { type: 'fixed', quantity: 50 },
        risk: [
          { type: 'max_position', units: 60 },
          { type: 'max_exposure', percent: 20 },
        ],
      },
    );
    const answer = why(await sessionOf(input), 'rejection');
    expect(answer.reports[0].risk?.limits).toEqual([
      { code: 'max_position', value: 50, limit: 60, passed: true },
      { code: 'max_exposure', value: 5000, limit: 2000, passed: false },
    ]);
    expect(whyAnswerText(answer)).toContain('risk: max_exposure 5,000.00 of 2,000.00, refused');
  });

  test('for its size is told with how the size came out', async () => {
    const input = scriptedCase(
      bars,
      { 1: { action: 'BUY' } },
      {
        cash: 90,
        sizing: { type: 'percent_of_equity', percent: 95 },
      },
    );
    const [report] = why(await sessionOf(input), 'rejection').reports;
    expect(report.sizing).toMatchObject({
      fullUnits: 0.855,
      heldUnits: 0,
      orderUnits: 0,
      equity: 90,
      cash: 90,
    });
    expect(whyReportLine(report)).toContain(
      'percent_of_equity: full size 0.855, held 0; equity 90.00, cash 90.00',
    );
  });
});

describe('what can be asked about', () => {
  const bars = closesOf([100, 101, 102, 103, 104, 105]);
  const input = scriptedCase(bars, {
    0: { action: 'BUY', limit: 50, timeInForce: 'DAY' },
    2: { action: 'BUY', limit: 60 },
    3: { action: 'BUY' },
    4: { action: 'EXIT' },
  });

  test('is an order, a signal, a cancellation, an expiry, an id, a trade, or what happened at the cursor', async () => {
    const session = await sessionOf(input);
    const head = (what?: string) => why(session, what).reports.map(({ chain }) => chain[0].record.type);
    expect(head('fill')).toEqual(['FILL']);
    expect(head('order #1')).toEqual(['ORDER']);
    expect(head('signal')).toEqual(['SIGNAL']);
    expect(head('cancellation')).toEqual(['ORDER_CANCELLED']);
    expect(head('expiry')).toEqual(['ORDER_EXPIRED']);
    expect(head('strategy_s/signal-2')).toEqual(['SIGNAL']);
    expect(head('t1')).toEqual(['POSITION_OPEN', 'POSITION_CLOSE']);
    expect(head('portfolio_p/trade-1')).toEqual(head('trade'));
    expect(head()).toEqual(['FILL']);
    session.moveTo({ bar: 1, event: 2 });
    expect(head()).toEqual([session.event?.type]);
  });

  test('lies up to the cursor; all else is refused with the reason', async () => {
    const session = await sessionOf(input, 4);
    const mistake = (what?: string) => {
      try {
        return why(session, what).subject;
      } catch (error) {
        return (error as { line: string }).line;
      }
    };
    await session.record(6);
    expect(mistake('fill-2')).toContain('fill-2 lies after the cursor');
    expect(mistake('fill')).toContain('there is no fill up to bar 4');
    expect(mistake('t1')).toContain('portfolio_p has no trade 1 up to bar 4');
    expect(mistake('rejektion')).toContain('did you mean "rejection"?');
    expect(mistake('portfolio_q/trade-1')).toContain('did you mean "portfolio_p"?');
    expect(mistake('order #9')).toContain('portfolio p has no order #9 yet');
    session.moveTo({ bar: 3, event: null });
    expect(mistake()).toContain('order-expired');
  });

  test('says so when nothing but marks happened', async () => {
    const session = await sessionOf(scriptedCase(bars, {}), 3);
    expect(() => why(session)).toThrow('nothing but prices and marks happened at bar 3');
  });

  test('goes back into the run that a fork came from', async () => {
    const plain = scriptedCase(bars, { 1: { action: 'BUY' } });
    const fork = await forkOf(await sessionOf(plain, 2), specOf(plain), 5);
    const [{ chain, sizing }] = why(fork, 'fill').reports;
    expect(chain.map(({ position }) => position.bar)).toEqual([3, 2, 2, 2, 2, 2]);
    expect(sizing).toMatchObject({ cash: 10_000, orderUnits: 10 });
  });
});

test('the checker of Mermaid refuses what Mermaid would not take', () => {
  const chart = (line: string) => () => parseFlowchart(`flowchart TD\n  a["x"]\n${line}\n`);
  expect(chart('  b["y"]')).not.toThrow();
  for (const line of ['  b["a "quoted" word"]', '  b["#12"]', '  b["a < b"]', '  end["y"]', '  a["again"]'])
    expect(chart(line)).toThrow(/not|bad|bare|neither|unknown/);
  for (const line of ['  a --> b', '  a -> a', 'b["y"]', '  b["y"', '  b["`md`"]'])
    expect(chart(line)).toThrow(/not|neither/);
  expect(() => parseFlowchart('graph\n')).toThrow('not a header');
});
