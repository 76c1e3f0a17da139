import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { forkRun } from '../../src/debugger/forks/fork.ts';
import { goto, next, previous } from '../../src/debugger/motions/walk.ts';
import { debugSpec } from '../../src/debugger/session.ts';
import { Engine } from '../../src/engine/engine.ts';
import { fullBacktest } from '../../src/engine/full-backtest.ts';
import { defineComponent } from '../../src/engine/own/component.ts';
import { defineEventType } from '../../src/events/event-type.ts';
import { open } from './stops-support.ts';

const ROLL = defineEventType('ROLL', z.strictObject({ drawn: z.number() }));

const INITIAL = { sum: 0, fills: 0 };
let outside = 0;

const gambler = defineComponent({
  type: 'gambler',
  description: 'Draws at every fill, and fails now and then.',
  params: z.strictObject({ hidden: z.boolean().default(false), factor: z.number().default(1) }),
  publishes: [ROLL],
  initialState: () => ({ ...INITIAL }),
  listens: {
    FILL(event, { params, state, random, attempt, publish }) {
      state.fills++;
      state.sum += params.factor * random.uniform();
      publish(ROLL, { drawn: params.hidden ? ++outside : state.sum });
      if (event.sequenceNumber % 4 === 0 && attempt < 3) throw new Error('not yet');
    },
  },
});

function workflow(tier: string, extra: Record<string, unknown> = {}, params: Record<string, unknown> = {}) {
  return {
    data: ['A', 'B'].map((symbol, i) => ({ symbol, source: `generate:gbm?bars=150&seed=${i + 3}` })),
    strategies: [{ id: 's', type: 'sma_crossover', params: { fast: 2, slow: 4 } }],
    portfolios: [
      { id: 'p', strategies: ['s'], cash: 100_000, sizing: { type: 'percent_of_equity', percent: 40 } },
    ],
    containers: [{ id: 'gambler', parent: 'portfolio_p', components: [{ type: gambler, params }] }],
    routes: [{ kind: 'pipe', from: 'portfolio_p', events: ['FILL'], to: 'gambler', tier, ...extra }],
    on_error: 'continue',
  };
}

describe('a run with a container of the user’s', () => {
  test.each([
    ['standard', {}],
    ['reliable', {}],
    ['fast', { batch_size: 5 }],
  ])('is walked through in both directions without a difference, with the tier %s', async (tier, extra) => {
    const session = await open(workflow(tier, extra));
    const { spec } = session.branch.prepared;
    await goto(session, session.bars);
    for (const bar of [140, 7, 60, 59, 61, 1, 120]) {
      await goto(session, bar);
      await previous(session);
      await next(session);
      session.moveTo({ bar, event: 1 });
      session.moveTo({ bar, event: null });
      const fresh = new Engine(fullBacktest(debugSpec(spec)));
      fresh.advance(bar);
      expect(session.engine.save()).toEqual(fresh.save());
    }
    expect(session.branch.recording.divergence).toBeNull();
    const container = session.engine.topology.own.containers[0];
    expect(container.counts.received).toBeGreaterThan(10);
  });

  test('names a component that keeps something outside of its state', async () => {
    const session = await open(workflow('standard', {}, { hidden: true }));
    await expect(goto(session, session.bars)).rejects.toThrow(
      /^gambler answered differently when bar \d+ was run again/,
    );
  });

  test('can be forked with other parameters of a component, but not with other ways', async () => {
    const session = await open(workflow('reliable', {}, { factor: 1 }));
    await goto(session, 40);
    const { session: forked } = await forkRun(session, ['factor=100']);
    await goto(forked, 120);
    await goto(session, 120);
    const [own, its] = [session, forked].map(
      ({ engine }) => engine.topology.own.containers[0].hosts[0].state as typeof INITIAL,
    );
    expect(its.fills).toBe(own.fills);
    expect(own.sum).toBeLessThan(own.fills);
    expect(its.sum).toBeGreaterThan(own.fills);
    await expect(forkRun(session, ['tier=fast'])).rejects.toThrow(
      'events have gone this way from its beginning',
    );
  });
});
