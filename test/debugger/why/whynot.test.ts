import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { compareGaps, gapOf } from '../../../src/debugger/why/condition-gap.ts';
import { whynot } from '../../../src/debugger/why/whynot.ts';
import { whynotText } from '../../../src/debugger/why/whynot-text.ts';
import type { BacktestSpec } from '../../../src/engine/backtest-spec.ts';
import type { Condition } from '../../../src/events/payloads.ts';
import { defineStrategy, type StrategyDefinition } from '../../../src/strategies/strategy.ts';
import { cases } from '../../oracle/cases.ts';
import { specOf } from '../../oracle/engine-run.ts';
import type { PlainCase, PlainSignal } from '../../oracle/plain.ts';
import { closesOf, daysOf, forkOf, scriptedCase, sessionOf, sp500 } from '../look/runs.ts';

/** A case whose only strategy is replaced. */
function withStrategy(input: PlainCase, definition: object, params: unknown = {}): BacktestSpec {
  const spec = specOf(input);
  const strategies = spec.strategies.map((one) => ({
    ...one,
    definition: definition as StrategyDefinition,
    params,
    trusted: false,
  }));
  return { ...spec, strategies };
}

const ask = (session: Parameters<typeof whynot>[0], options?: Parameters<typeof whynot>[1]) =>
  whynotText(whynot(session, options))
    .replaceAll(/ {2}(?:src|test)\/\S+$/gm, '')
    .replaceAll(/ \((?:src|test)\/\S+\)/g, '');

describe('whynot, where a strategy gave no signal,', () => {
  test('names the nearest condition that was not met at the last such signal, and by how much', async () => {
    const session = await sp500(1200);
    expect(ask(session, { what: 'exit', bar: 1190 })).toBe(`\
whynot exit at bar 1190 (2004-09-28), portfolio main
strategy_trend on SPX, close 1110.06006, held 81
  it gave no signal
  nearest: fast 1117.28201 crossing below slow 1109.0571: fast was 8.22491214 (0.74% of 1109.0571) above slow; 7.56471069 above one bar before
  also not met: fast 1117.28201 crossing above slow 1109.0571: fast was above slow already, by 8.22491214 (0.74% of 1109.0571): it must first go back (for another kind of signal)
  the last SELL before was signal-14 at bar 1140: fast 1122.748 crossed below slow 1122.8392 (before: 1124.454 and 1123.2211)
`);
    const [{ unmet, close }] = whynot(session, { what: 'SELL', bar: 1190 }).strategies;
    expect(unmet?.kind === 'conditions' && unmet.nearest?.gap).toMatchObject({
      gap: expect.closeTo(8.2249121, 6) as number,
      ofPrice: expect.closeTo(8.2249121 / close, 8) as number,
      already: false,
    });
    expect(ask(session, { what: 'BUY', bar: 1190 })).toContain(
      'and BUY would have changed nothing: it held 81 already',
    );
    expect(ask(session, { what: 'EXIT', bar: 50 })).toContain('slow had no value yet');
    expect(ask(session, { what: 'EXIT', bar: 50 })).toContain('and it held nothing that it could leave');
  });

  test('asks it in the state of the bar before, and moves nothing', async () => {
    const counting = defineStrategy({
      type: 'counting',
      description: 'Buys at its third question.',
      params: z.strictObject({}),
      features: () => ({ close: 'close' }),
      initialState: () => ({ asked: 0 }),
      decide: (_features, _bar, when, { state }) => {
        state.asked++;
        return when.is(`asked ${state.asked} times`, state.asked === 5) ? { action: 'BUY' } : null;
      },
    });
    const session = await sessionOf(
      withStrategy(scriptedCase(closesOf([1, 2, 3, 4, 5, 6]), {}), counting),
      4,
    );
    const { stateHash, position } = session;
    for (const bar of [1, 4, 2, 3]) expect(ask(session, { bar })).toContain(`asked ${bar} times was not so`);
    expect(session.stateHash).toBe(stateHash);
    expect(session.position).toEqual(position);
  });

  test('says what is known of one that compares in its own way', async () => {
    const own = defineStrategy({
      type: 'own_way',
      description: 'Compares by itself.',
      params: z.strictObject({}),
      features: () => ({ close: 'close' }),
      decide: ({ close }) => (close.now > 100 ? { action: 'BUY' } : null),
    });
    const session = await sessionOf(withStrategy(scriptedCase(closesOf([1, 2, 3]), {}), own));
    expect(ask(session, { what: 'BUY' })).toContain('it read close = 3 and answered nothing');
    expect(whynot(session).strategies[0].unmet).toEqual({
      kind: 'silent',
      values: { close: 3 },
      answer: null,
    });
  });

  test('tells of conditions that were not even tested, of other signals, and of errors', async () => {
    const input = scriptedCase(closesOf([10, 20, 30, 25, 5, 40]), {});
    const both = defineStrategy({
      type: 'both',
      description: 'Two conditions in a row.',
      params: z.strictObject({}),
      features: () => ({ close: 'close', open: 'open' }),
      decide: ({ close }, bar, when) => {
        if (bar.number === 4) throw new Error('not on the fourth');
        if (when.above(close, 15) && when.above(close, 25)) return { action: 'BUY' };
        return when.below(close, 8) ? { action: 'EXIT' } : null;
      },
    });
    const session = await sessionOf({ ...withStrategy(input, both), onError: 'continue' });
    const after = ask(session, { what: 'BUY', bar: 5 });
    expect(after).toContain('it said EXIT instead: close 5.00 below 8');
    expect(after).toContain('nearest: close 5 above 15: close was 10 (66.67% of 15) below 15');
    expect(after).toContain('not tested, since it had its answer: close above 25');
    expect(after).toContain('met: close 5 below 8 (for another kind of signal)');
    expect(ask(session, { what: 'BUY', bar: 4 })).toContain('when asked again, it threw: not on the fourth');
    const second = whynot(session, { what: 'BUY', bar: 2 }).strategies[0];
    expect(second.precedent).toBeNull();
    expect(ask(session, { what: 'BUY', bar: 2 })).toContain('it had given no BUY before');
  });

  test('tells of a strategy whose triggers do not ask it', async () => {
    const shy = defineStrategy({
      type: 'shy',
      description: 'Would always buy, and wants to be asked once.',
      params: z.strictObject({}),
      features: () => ({ close: 'close' }),
      triggers: () => [{ kind: 'first_bar' }],
      decide: (_features, _bar, when) => (when.is('always', true) ? { action: 'BUY' } : null),
    });
    const session = await sessionOf(withStrategy(scriptedCase(closesOf([1, 2, 3]), {}), shy));
    expect(ask(session, { bar: 2 })).toContain(
      'it would answer BUY, but its triggers do not ask it at this bar',
    );
  });

  test('asks the run that a fork came from about bars before the fork', async () => {
    const session = await sp500(1190);
    const fork = await forkOf(session, session.branch.prepared.spec, 1195);
    for (const bar of [1189, 1190, 1191])
      expect(whynot(fork, { what: 'SELL', bar }).strategies[0].unmet).toMatchObject({ kind: 'conditions' });
    expect(ask(fork, { what: 'exit', bar: 1190 })).toBe(ask(session, { what: 'exit', bar: 1190 }));
  });
});

describe('whynot, where a signal was given,', () => {
  const flat = closesOf([100, 100, 100, 100]);
  const one = (script: Record<number, PlainSignal>, change = {}, bars = flat) =>
    sessionOf(scriptedCase(bars, script, change));

  test('says that it did happen, where it did', async () => {
    const session = await one({ 1: { action: 'BUY' } });
    for (const what of ['BUY', 'fill', 'entry', 'trade', undefined]) {
      expect(ask(session, { what, bar: 2 })).toContain(
        'it did happen: signal-1 BUY, order #1, fill-1 at bar 3: bought 10 X at 100',
      );
    }
  });

  test('names the limit that refused it, with its numbers', async () => {
    const session = await one(
      { 1: { action: 'BUY' } },
      { cash: 500, risk: [{ type: 'max_position', units: 20 }] },
    );
    const text = ask(session, { bar: 2 });
    expect(text).toContain(
      'refused by risk, buying_power: gross exposure would exceed leverage times equity',
    );
    expect(text).toContain(
      '  max_position 10.00 of 20.00, passed\n  buying_power 1,000.00 of 500.00, refused\n',
    );
    expect(text).toContain(
      'sizing: fixed: full size 10, held 0, order +10, worth 1,000.00; equity 500.00, cash 500.00',
    );
  });

  test('tells how the size came out at less than one lot', async () => {
    const session = await one(
      { 1: { action: 'BUY' } },
      { cash: 90, sizing: { type: 'percent_of_equity', percent: 50 } },
    );
    expect(ask(session, { bar: 2 })).toContain('refused by sizing, size_zero');
    expect(ask(session, { bar: 2 })).toContain(
      'sizing: percent_of_equity: full size 0.45, held 0; equity 90.00, cash 90.00; one lot of 1 costs 100.00',
    );
    const again = await one({ 0: { action: 'BUY' }, 2: { action: 'BUY' } });
    expect(ask(again, { bar: 3 })).toContain(
      'refused by sizing, no_change: the position is as wanted already',
    );
  });

  test('tells how far the market stayed from the order that waits', async () => {
    const bars = daysOf([
      [100, 101, 99, 100],
      [100, 101, 97, 100],
      [100, 101, 98.5, 100],
      [100, 101, 90, 100],
    ]);
    const input = scriptedCase(bars, { 0: { action: 'BUY', limit: 95 } });
    const session = await sessionOf(input, 3);
    const order = 'order #1 (buy 10 X limit 95, decided bar 1) waits';
    expect(ask(session, { what: 'fill', bar: 1 })).toContain(
      `${order}: the low 98.5 of bar 3 was 3.5 (3.68% of it) away`.replace('% of it', '%'),
    );
    expect(ask(session, { what: 'fill', bar: 3 })).toContain(
      '; nearest, the low 97 of bar 2 was 2 (2.11%) away',
    );
    expect(whynot(session, { bar: 2 }).waiting).toMatchObject([
      { distance: { bar: 2, reached: 97, gap: 2 } },
    ]);
    const early = await sessionOf(input, 1);
    expect(ask(early)).toContain(`${order}: no bar has tried it yet`);
    const short = await sessionOf(scriptedCase(bars, { 0: { action: 'SELL', stop: 94 } }), 3);
    expect(ask(short, { bar: 1 })).toContain('the low 98.5 of bar 3 was 4.5 (4.79%) away');
  });

  test('tells that the order expired or was cancelled', async () => {
    const expired = await one({ 0: { action: 'BUY', limit: 50, timeInForce: 'DAY' } });
    expect(ask(expired, { bar: 1 })).toContain(
      'order #1 expired at bar 3, day_over: its day ended without a fill',
    );
    const cancelled = await one({ 0: { action: 'BUY', limit: 50 }, 1: { action: 'SELL' } });
    expect(ask(cancelled, { bar: 1 })).toContain('order #1 was cancelled at bar 2, superseded');
  });

  test('knows nothing of what lies after the cursor', async () => {
    const session = await one({ 1: { action: 'BUY' } });
    session.moveTo({ bar: 2, event: null });
    expect(ask(session)).toContain('order #1 (buy 10 X market, decided bar 2) waits for the next open');
    expect(() => whynot(session, { bar: 3 })).toThrow('bar 3 lies after the cursor');
    session.moveTo({ bar: 2, event: 1 });
    expect(() => whynot(session)).toThrow('bar 2 is not done');
    expect(() => whynot(session, { bar: 0 })).toThrow('before the first bar nothing is decided');
    expect(() => whynot(session, { what: 'byu', bar: 1 })).toThrow(
      '"byu" is nothing that could have happened',
    );
    expect(() => whynot(session, { strategy: 't', bar: 1 })).toThrow('the run has no strategy "t"');
  });
});

test('whynot has an answer for every bar of any run, as plain data, and leaves the cursor alone', async () => {
  const WISHES = ['BUY', 'SELL', 'EXIT', 'entry', 'exit', 'fill', undefined];
  await fc.assert(
    fc.asyncProperty(cases, fc.nat(6), async (input, wish) => {
      const session = await sessionOf(input);
      const { stateHash } = session;
      for (let bar = 1; bar <= session.bars; bar++) {
        const answer = whynot(session, { what: WISHES[(wish + bar) % 7], bar });
        expect(whynotText(answer).length).toBeGreaterThan(20);
        for (const { signal, outcome, unmet } of answer.strategies) {
          expect(outcome === null).not.toBe(unmet === null);
          if (signal === null) expect(unmet).not.toBeNull();
        }
        JSON.stringify(answer);
      }
      expect(session.stateHash).toBe(stateHash);
    }),
    { numRuns: 20 },
  );
});

describe('the gap of a condition', () => {
  const number = fc.integer({ min: -50, max: 50 });
  const comparison = fc.record({
    operator: fc.constantFrom(
      'above' as const,
      'below' as const,
      'crossover' as const,
      'crossunder' as const,
    ),
    leftValue: number,
    rightValue: number,
    leftPrevious: number,
    rightPrevious: number,
  });
  const condition = (given: Partial<Condition>): Condition => ({
    left: 'a',
    operator: 'above',
    right: 'b',
    leftValue: 1,
    rightValue: 2,
    leftPrevious: null,
    rightPrevious: null,
    met: false,
    ...given,
  });
  /** As the engine decides it, written anew. */
  const isMet = ({
    operator,
    leftValue: l,
    rightValue: r,
    leftPrevious: lp,
    rightPrevious: rp,
  }: Condition) => {
    if (operator === 'above') return l > r;
    if (operator === 'below') return l < r;
    return operator === 'crossover' ? l > r && Number(lp) <= Number(rp) : l < r && Number(lp) >= Number(rp);
  };

  test('is what is missing: with a hair more than it, the condition is met, with less it is not', () => {
    fc.assert(
      fc.property(comparison, (given) => {
        const tested = condition(given);
        fc.pre(!isMet(tested));
        const { gap, already, gapBefore } = gapOf(tested, 100);
        const up = given.operator === 'above' || given.operator === 'crossover' ? 1 : -1;
        const moved = (by: number) => isMet({ ...tested, leftValue: tested.leftValue + up * by });
        const crossing = given.operator.startsWith('cross');
        if (already) {
          // It is on the good side now, and was there before.
          expect(crossing && (gapBefore as number) < 0).toBe(true);
          return;
        }
        const cameFromThere = !crossing || (gapBefore as number) >= 0;
        expect(moved((gap as number) + 1e-6)).toBe(cameFromThere);
        expect(moved((gap as number) - 1e-6)).toBe(false);
      }),
    );
  });

  test('ranks by the share of the threshold, crossings that must go back behind, and the rest last', () => {
    const far = gapOf(condition({ leftValue: 50, rightValue: 100 }), 100);
    const near = gapOf(condition({ leftValue: 990, rightValue: 1000 }), 100);
    const back = gapOf(
      condition({ operator: 'crossover', leftValue: 3, rightValue: 2.99, leftPrevious: 3, rightPrevious: 2 }),
      100,
    );
    const other = gapOf(condition({ operator: 'is', left: 'Monday' }), 100);
    expect([other, back, far, near].toSorted(compareGaps)).toEqual([near, far, back, other]);
    expect(near).toMatchObject({ gap: 10, ofThreshold: 0.01, ofPrice: 0.1 });
    expect(other.told).toBe('Monday was not so');
  });

  test('says what has no value, what touches, and what was not compared before', () => {
    expect(gapOf(condition({ rightValue: Number.NaN }), 1)).toMatchObject({
      gap: null,
      told: 'b had no value yet',
    });
    expect(gapOf(condition({ leftValue: 2 }), 1)).toMatchObject({ gap: 0, told: 'a was exactly b' });
    const first = condition({ operator: 'crossover', leftValue: 3, leftPrevious: null });
    expect(gapOf(first, 1).told).toBe('a was above b, and nothing is known of the bar before');
  });
});
