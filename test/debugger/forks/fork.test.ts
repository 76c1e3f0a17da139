import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fork, forkRun, sessionNamed } from '../../../src/debugger/forks/fork.ts';
import { goto, step } from '../../../src/debugger/motions/walk.ts';
import { open } from '../../../src/debugger/open-session.ts';
import { debugSpec, type Session } from '../../../src/debugger/session.ts';
import { stateHash } from '../../../src/debugger/state-hash.ts';
import { Engine } from '../../../src/engine/engine.ts';
import { fullBacktest } from '../../../src/engine/full-backtest.ts';
import type { EventRecord } from '../../../src/events/event.ts';
import { defineStrategy } from '../../../src/strategies/strategy.ts';
import { loadWorkflow } from '../../../src/workflows/load-workflow.ts';
import { prepare } from '../../../src/workflows/prepare.ts';
import { mixed, refusal, sessionAt, single } from './runs.ts';

/** Hashes of the state at the end of some bars. */
async function hashes(session: Session, bars: readonly number[]): Promise<string[]> {
  const found: string[] = [];
  for (const bar of bars) {
    await goto(session, bar);
    found.push(session.stateHash);
  }
  return found;
}

const from = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i);

describe('a fork without changes', () => {
  test.each([
    ['one symbol', single, 300],
    ['two symbols, strategies with state, waiting orders', mixed, 211],
    ['two symbols, before the first bar', mixed, 0],
  ])('is its parent bit for bit at every bar: %s', async (_, workflow, bar) => {
    const parent = await sessionAt(workflow, bar);
    const forked = await fork(parent);
    expect(forked.position).toEqual({ bar, event: null });
    const bars = from(0, parent.bars);
    expect(await hashes(forked, bars)).toEqual(await hashes(parent, bars));
  });

  test('publishes the events of its parent', async () => {
    const parent = await sessionAt(mixed, 211);
    const forked = await fork(parent);
    await goto(parent, parent.bars);
    await goto(forked, forked.bars);
    for (const bar of [210, 211, 212, 300, forked.bars]) {
      expect(forked.eventsOf(bar)).toEqual(parent.eventsOf(bar));
    }
    const types = new Set(from(0, 63));
    const count = (session: Session) => session.branch.between(0, session.bars, types).length;
    expect(count(forked)).toBe(count(parent));
    expect(count(forked)).toBeGreaterThan(200);
  });
});

describe('a fork with changes', () => {
  const change = {
    'strategies.trend.params.fast': 7,
    'strategies.moody.params.every': 3,
    'portfolios.both.risk.max_position.percent': 20,
    'portfolios.calm.sizing': { type: 'fixed', quantity: 10 },
    'execution.commission': { type: 'fixed', amount: 3 },
  };

  test('goes on like an engine that was restored by hand into the changed run', async () => {
    const parent = await sessionAt(mixed, 211);
    const forked = await fork(parent, change);

    const [trend, own, reversal] = mixed.strategies;
    const [both, calm] = mixed.portfolios;
    const changed = {
      ...mixed,
      strategies: [{ ...trend, params: { fast: 7, slow: 15 } }, { ...own, params: { every: 3 } }, reversal],
      portfolios: [
        { ...both, risk: [{ type: 'max_position', percent: 20 }] },
        { ...calm, sizing: { type: 'fixed', quantity: 10 } },
      ],
      execution: { ...mixed.execution, commission: { type: 'fixed', amount: 3 } },
    };
    const before = new Engine(fullBacktest(debugSpec((await prepare(await loadWorkflow(mixed))).spec)));
    before.advance(211);
    const after = new Engine(fullBacktest(debugSpec((await prepare(await loadWorkflow(changed))).spec)));
    after.restore(before.save());

    const byHand: string[] = [];
    for (const bar of from(212, after.slices)) {
      after.advance(bar);
      byHand.push(stateHash(after.save().state));
    }
    expect(await hashes(forked, from(212, forked.bars))).toEqual(byHand);
    // The change matters, or the comparison would say nothing.
    expect(byHand.at(-1)).not.toBe((await hashes(parent, [parent.bars]))[0]);
  });

  test('has the past of its parent and a future of its own', async () => {
    const parent = await sessionAt(single, 300);
    const forked = await fork(parent, ['fast=10'], 'slow-start');
    const past = [1, 150, 300];
    expect(await hashes(forked, past)).toEqual(await hashes(parent, past));
    const ends = [await hashes(parent, [900]), await hashes(forked, [900])];
    expect(ends[0]).not.toEqual(ends[1]);
    expect(forked.branch).toMatchObject({
      name: 'slow-start',
      from: 300,
      changes: ['strategies.trend.params.fast = 10'],
    });
    const isTen = forked.compile('strategy.params.fast == 10');
    expect(isTen.test({ engine: forked.engine, event: null })).toBe(true);
  });

  test('leaves its parent as it was', async () => {
    const parent = await sessionAt(single, 300);
    const straight = await hashes(await sessionAt(single, 0), [300, 500, 900]);
    const forked = await fork(parent, ['fast=10', 'slippage=5bps']);
    await goto(forked, 900);
    expect(await hashes(parent, [300, 500, 900])).toEqual(straight);
    await goto(parent, 400);
    // Features of a fork are not among those of its parent.
    const { payload } = parent
      .eventsOf(400)
      .find(({ type }) => type === 'FEATURES') as EventRecord<'FEATURES'>;
    expect(Object.keys(payload.values)).toEqual(['sma_5', 'sma_20']);
  });

  test('shares bars and the columns of features with its parent', async () => {
    const parent = await sessionAt(single, 300);
    const forked = await fork(parent, ['fast=10']);
    const [mine] = parent.engine.topology.symbols;
    const [its] = forked.engine.topology.symbols;
    expect(its.series).toBe(mine.series);
    expect(its.table.columnByKey('sma_20')).toBe(mine.table.columnByKey('sma_20'));
    expect(its.table.keys).toEqual(['sma_10', 'sma_20']);
  });

  test('can be forked again, also in the past that it shares', async () => {
    const main = await sessionAt(single, 300);
    const first = await fork(main, ['fast=10'], 'first');
    await goto(first, 500);
    const second = await forkRun(first, ['slow=30'], { name: 'second' });
    expect(second).toMatchObject({ from: 'first', bar: 500, notes: [] });
    const { params } = second.session.branch.prepared.config.strategies[0];
    expect(params).toEqual({ fast: 10, slow: 30 });
    const past = [100, 300, 400, 500];
    expect(await hashes(second.session, past)).toEqual([
      ...(await hashes(main, [100, 300])),
      ...(await hashes(first, [400, 500])),
    ]);

    await goto(second.session, 200);
    const third = await forkRun(second.session, []);
    expect(third.from).toBe('main');
    expect(third.notes).toEqual([
      'bar 200 lies in the past that second shares with main, so it is a fork of main',
    ]);
    expect(await hashes(third.session, [900])).toEqual(await hashes(main, [900]));
  });

  test('inside a bar branches off at the end of the bar before, and says so', async () => {
    const parent = await sessionAt(single, 300);
    await step(parent, 2);
    const { session, bar, notes } = await forkRun(parent);
    expect(parent.position.bar).toBe(301);
    expect(bar).toBe(300);
    expect(session.position).toEqual({ bar: 300, event: null });
    expect(notes).toEqual(['the cursor stood inside bar 301, so it branches off at the end of bar 300']);
  });

  test('takes another strategy in place of one without state', async () => {
    const parent = await sessionAt(single, 300);
    const forked = await fork(parent, ['trend.type=rsi_mean_reversion', 'strategies.trend.params.period=5']);
    await goto(forked, 900);
    expect(forked.branch.prepared.config.strategies[0]).toMatchObject({
      type: 'rsi_mean_reversion',
      params: { period: 5 },
    });
  });

  test('gets around a bar at which a component threw', async () => {
    const fragile = defineStrategy({
      type: 'fragile',
      description: 'Throws at one bar.',
      params: z.strictObject({ at: z.int() }),
      features: () => ({ close: 'close' }),
      decide: (_, bar, _when, { params }) => {
        if (bar.number === params.at) throw new Error('broken');
        return null;
      },
    });
    const workflow = { ...single, strategies: [{ id: 'trend', type: fragile, params: { at: 50 } }] };
    const parent = await sessionAt(workflow, 100);
    expect(parent.position.bar).toBe(49);
    const forked = await fork(parent, ['at=0']);
    await goto(forked, 100);
    expect(forked.position.bar).toBe(100);
  });

  test('runs a module of the user as it is now, and says so where it has changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'admf-fork-'));
    const write = (action: string) =>
      writeFile(
        join(folder, 'own.js'),
        `const params = { safeParse: (data) => ({ success: true, data }) };
         const decide = (_, bar) => (bar.number % 10 === 0 ? { action: '${action}' } : null);
         export default { type: 'own', description: '', params, features: () => ({ close: 'close' }), decide };`,
      );
    try {
      await write('BUY');
      const workflow = { ...single, strategies: [{ id: 'trend', type: './own.js' }] };
      const parent = await open(workflow, { baseDirectory: folder });
      await goto(parent, 15);
      expect((await forkRun(parent)).notes).toEqual([]);
      await write('SELL');
      const { session, notes } = await forkRun(parent);
      expect(notes).toEqual([
        'the module of strategy trend has changed since main was opened; the fork runs it as it is now',
      ]);
      const actions = async (of: Session) => {
        await goto(of, 20);
        return [10, 20].map((bar) => of.eventsOf(bar).find(({ type }) => type === 'SIGNAL')?.payload);
      };
      expect(await actions(session)).toMatchObject([{ action: 'BUY' }, { action: 'SELL' }]);
      expect(await actions(parent)).toMatchObject([{ action: 'BUY' }, { action: 'BUY' }]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('may end its data earlier', async () => {
    const parent = await sessionAt(single, 300);
    const day = new Date(parent.branch.recording.engine.timeline.time(399)).toISOString().slice(0, 10);
    const forked = await fork(parent, [`data.AAA.to=${day}`]);
    expect(forked.bars).toBe(400);
    expect(await hashes(forked, [300, 399])).toEqual(await hashes(parent, [300, 399]));
    // A fork of it has the bars that were loaded, not only its own.
    await goto(forked, 350);
    const again = await fork(forked, ['data.AAA.to=2100-01-01']);
    expect(again.bars).toBe(900);
  });

  test('gets a fingerprint that its past, its bar and its configuration make', async () => {
    const parent = await sessionAt(single, 300);
    const one = await fork(parent, ['fast=10']);
    const same = await fork(parent, ['fast=10']);
    await goto(parent, 301);
    const later = await fork(parent, ['fast=10']);
    const of = (session: Session) => session.branch.prepared.fingerprint;
    expect(of(one)).toBe(of(same));
    expect(new Set([of(parent), of(one), of(later)]).size).toBe(3);
    await goto(parent, 0);
    const whole = await fork(parent, ['fast=10']);
    const opened = await sessionAt(
      { ...single, strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 10, slow: 20 } }] },
      0,
    );
    expect(of(whole)).toBe(of(opened));
  });
});

describe('a fork is refused', () => {
  test.each([
    [['fst=10'], 'the configuration has no setting "fst" (did you mean "fast"?)'],
    [['strategies.trend.params.fst=10'], 'strategies.trend.params: unknown key "fst" (did you mean "fast"?)'],
    [['strategies.trnd.params.fast=1'], 'strategies has no entry "trnd" (did you mean "trend"?)'],
    [['execution.slipage=5bps'], 'execution: unknown key "slipage" (did you mean "slippage"?)'],
    [['slippage=5bsp'], 'execution.slippage.type: unknown slippage model "bsp" (did you mean "bps"?)'],
    [['fast=ten'], 'strategies.trend.params.fast: expected a whole number >= 1 and <= 100000, found "ten"'],
    [['fast=200'], 'strategies.trend.params.fast: fast must be below slow'],
    [
      ['direction=long_shrt'],
      'portfolios.main.direction: expected one of long_only, short_only, long_short, found "long_shrt" (did you mean "long_short"?)',
    ],
    [['fast'], 'a change is written name=value, found "fast" (fast=10, or execution.slippage=5bps)'],
    [['fast='], 'fast is given no value (write fast=10)'],
    [
      ['fast=[1'],
      'the value of fast cannot be read: "[1" (it is written as in a workflow: 10, true, long_only, {type: bps, bps: 5})',
    ],
    [
      ['fast=1', 'trend.fast=2'],
      'strategies.trend.params.fast is changed twice, by "fast" and by "trend.fast"',
    ],
    [
      ['cash=5'],
      'portfolios.main.cash cannot be changed in the middle of a run: the portfolio began with it (open the workflow anew with it)',
    ],
    [
      ['seed=5'],
      'seed cannot be changed in the middle of a run: random numbers have been drawn from it (open the workflow anew with it)',
    ],
    [
      ['data.AAA.lot_size=10'],
      'data.AAA.lot_size cannot be changed in the middle of a run: the bars before the fork were read with it (open the workflow anew with it)',
    ],
    [['data.AAA.to=1990-01-01'], 'data.AAA.to: 1990-01-01 lies before the bar at which the run is forked'],
    [['..=3'], '".." is not the name of a setting (write it as strategies.trend.params.fast)'],
  ])('with %j', async (changes, line) => {
    const session = await sessionAt(single, 300);
    expect(await refusal(fork(session, changes))).toBe(line);
    // Nothing is left of it.
    expect([...session.tree.keys()]).toEqual(['main']);
    expect(session.branch.children).toEqual([]);
  });

  test.each([
    [
      ['strategies.trend.symbols=[AAA]'],
      'strategies.trend.symbols cannot be changed in the middle of a run: the strategy has a state for each of its symbols (open the workflow anew with it)',
    ],
    [
      ['portfolios.both.strategies=[trend, reversal]', 'portfolios.calm.strategies=[moody]'],
      'portfolios.both.strategies cannot be changed in the middle of a run: the portfolio has followed these strategies from its beginning (open the workflow anew with it)\n' +
        'portfolios.calm.strategies cannot be changed in the middle of a run: the portfolio has followed these strategies from its beginning (open the workflow anew with it)',
    ],
    [
      ['moody.type=buy_and_hold'],
      'strategies.moody.type cannot be changed in the middle of a run: moody keeps a state that buy_and_hold does not have (open the workflow anew with it)',
    ],
    [
      ['percent=5'],
      '"percent" may be any of 4 settings (one of portfolios.both.sizing.percent, portfolios.both.risk.max_position.percent, portfolios.calm.sizing.percent, execution.commission.percent)',
    ],
  ])('in a run of several parts with %j', async (changes, line) => {
    expect(await refusal(fork(await sessionAt(mixed, 100), changes))).toContain(line);
  });

  test('at the last bar, where nothing is left to run', async () => {
    const session = await sessionAt(single, 900);
    expect(await refusal(fork(session))).toBe(
      'there is nothing left to run in a fork here: bar 900 is its last (go back first)',
    );
    expect(session.branch.children).toEqual([]);
  });

  test('under a name that is taken or is none', async () => {
    const session = await sessionAt(single, 300);
    await fork(session, [], 'a');
    expect(await refusal(fork(session, [], 'a'))).toBe(
      'there is a run called a already (give the fork another name)',
    );
    expect(await refusal(fork(session, [], 'main'))).toMatch(/^there is a run called main already/);
    expect(await refusal(fork(session, [], '../x'))).toMatch(/^a fork cannot be called "..\/x"/);
    expect((await fork(session)).branch.name).toBe('fork-1');
    expect(sessionNamed(session, 'fork-1').branch.name).toBe('fork-1');
    expect(() => sessionNamed(session, 'frok-1')).toThrow('there is no fork "frok-1"');
  });
});
