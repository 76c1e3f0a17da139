import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Branch } from '../../src/debugger/branch.ts';
import { fork } from '../../src/debugger/forks/fork.ts';
import { back, forward } from '../../src/debugger/motions/history.ts';
import { jump } from '../../src/debugger/motions/jump.ts';
import { moveTo } from '../../src/debugger/motions/moved.ts';
import { runTo, until } from '../../src/debugger/motions/run.ts';
import { finish, goto, next, previous, step, stepBack } from '../../src/debugger/motions/walk.ts';
import { open } from '../../src/debugger/open-session.ts';
import { comparePositions, endOf, type Position } from '../../src/debugger/position.ts';
import { Session } from '../../src/debugger/session.ts';
import { defineStrategy } from '../../src/strategies/strategy.ts';
import type { PreparedRun } from '../../src/workflows/prepare.ts';
import { cases } from '../oracle/cases.ts';
import { specOf } from '../oracle/engine-run.ts';
import type { PlainCase } from '../oracle/plain.ts';
import { executionOf, flat, portfolioOf } from '../oracle/tiny.ts';
import { mixed, single } from './forks/runs.ts';
import { type StraightRun, sessionOf, straightForkHash, straightRun } from './sessions.ts';

const count = fc.integer({ min: 1, max: 9 });
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** A motion as a person may make it, with what it is to be called when it fails. */
const motion = fc.oneof(
  fc.record({ kind: fc.constantFrom('next', 'previous', 'step', 'stepBack', 'back', 'forward'), count }),
  fc.record({ kind: fc.constantFrom('fill', 'order', 'trade', 'signal'), count, backwards: fc.boolean() }),
  fc.record({ kind: fc.constant('finish') }),
  fc.record({ kind: fc.constant('goto'), share }),
  fc.record({ kind: fc.constantFrom('until', 'find'), share, backwards: fc.boolean() }),
);
type WalkMotion = typeof motion extends fc.Arbitrary<infer M> ? M : never;
const motions = fc.array(motion, { minLength: 1, maxLength: 12 });
/** Another run of the same past, walked through, and left again; on the way there may be another one of its past. */
interface Excursion {
  readonly kind: 'fork';
  readonly changed: boolean;
  readonly walk: readonly (WalkMotion | Excursion)[];
}
const excursion = (inner: fc.Arbitrary<readonly (WalkMotion | Excursion)[]>): fc.Arbitrary<Excursion> =>
  fc.record({ kind: fc.constant('fork'), changed: fc.boolean(), walk: inner });
const walkWith = (forked: fc.Arbitrary<Excursion>, maxLength: number) =>
  fc.array(fc.oneof({ weight: 9, arbitrary: motion }, { weight: 1, arbitrary: forked }), {
    minLength: 1,
    maxLength,
  });
const walk = walkWith(excursion(walkWith(excursion(motions), 8)), 12);
const options = fc.record({
  checkpointEvery: fc.integer({ min: 1, max: 64 }),
  checkpointBytes: fc.constantFrom(0, 20_000, 10_000_000),
});

const WALKS = { next, previous, step, stepBack, back, forward };
/** True at some bars and false at others in any run. */
const PREDICATES = [
  'portfolio.equity < 100000',
  'bar.close > bar.open',
  "event.type == 'FILL' && event.units > 0",
];

async function move(session: Session, motion: WalkMotion): Promise<void> {
  switch (motion.kind) {
    case 'next':
    case 'previous':
    case 'step':
    case 'stepBack':
    case 'back':
    case 'forward':
      await WALKS[motion.kind](session, motion.count);
      return;
    case 'finish':
      await finish(session);
      return;
    case 'goto':
      await goto(session, Math.floor(motion.share * session.bars));
      return;
    case 'until':
    case 'find': {
      const predicate = PREDICATES[Math.floor(motion.share * (PREDICATES.length - 1e-9))];
      if (motion.kind === 'until') await until(session, predicate);
      else await runTo(session, predicate, { direction: motion.backwards ? 'previous' : 'next' });
      return;
    }
    default:
      await jump(session, motion.kind, {
        direction: motion.backwards ? 'previous' : 'next',
        count: motion.count,
      });
  }
}

/** Walks, and compares the state after each motion with that of a run that went straight there, where there is one. */
async function walkThrough(
  session: Session,
  steps: readonly (WalkMotion | Excursion)[],
  change: string,
  straight: StraightRun,
): Promise<void> {
  for (const each of steps) {
    if (each.kind !== 'fork') {
      await move(session, each);
    } else if (session.position.bar < session.bars) {
      const forked = await fork(session, each.changed ? [change] : []);
      await walkThrough(forked, each.walk, change, straight);
    }
    const hash = expectedHash(session.branch, session.position, straight);
    if (hash !== null) expect(session.stateHash).toBe(hash);
  }
}

/** A fork is its parent up to where it was forked, and for good when nothing was changed. */
function expectedHash(branch: Branch, position: Position, straight: StraightRun): string | null {
  const { parent, changes } = branch;
  if (parent === null) return hashAt(straight, position);
  const isOwn = branch.ownerOf(position) === branch;
  return isOwn && changes.length > 0
    ? straightForkHash(branch, position)
    : expectedHash(parent, position, straight);
}

function hashAt(run: StraightRun, { bar, event }: Position): string {
  return event === null ? run.ends[bar] : run.events[bar][event];
}

/** Draws at every bar: where the numbers went wrong, so would the trades. */
const gambler = defineStrategy({
  type: 'gambler',
  description: 'Tosses coins.',
  params: z.strictObject({ chance: z.number().min(0).max(1).default(0.2) }),
  features: () => ({}),
  decide: (_features, _bar, _when, { params, random }) => {
    if (random.uniform() > params.chance) return null;
    return { action: random.uniform() < 0.5 ? 'BUY' : 'SELL' };
  },
});

const random = {
  name: 'random',
  seed: 5,
  data: [{ symbol: 'AAA', source: { type: 'random_walk', bars: 300, seed: 2 } }],
  strategies: [{ id: 'coins', type: gambler }],
  portfolios: [{ id: 'main', strategies: ['coins'], cash: 100_000, direction: 'long_short' }],
};

describe.each([
  ['one symbol', single, 'strategies.trend.params.fast=9'],
  ['two symbols, strategies with state, limits, costs, waiting orders', mixed, 'slippage=9bps'],
  ['a strategy that draws random numbers', random, 'strategies.coins.params.chance=0.5'],
])('after any walk the state is that of a run that went straight there: %s', (_, workflow, change) => {
  let prepared: PreparedRun;
  let straight: StraightRun;

  beforeAll(async () => {
    prepared = (await open(workflow)).branch.prepared;
    straight = straightRun(prepared.spec);
  });

  test('also with forks on the way', async () => {
    await fc.assert(
      fc.asyncProperty(walk, options, async (steps, given) => {
        const session = Session.start(prepared, given);
        await walkThrough(session, steps, change, straight);
      }),
      { numRuns: 250 },
    );
  });
});

test('after any walk the state is that of a run that went straight there: any small run', async () => {
  await fc.assert(
    fc.asyncProperty(cases, motions, options, async (input, steps, given) => {
      const spec = specOf(input);
      const straight = straightRun(spec);
      const session = sessionOf(spec, given);
      for (const each of steps) {
        await move(session, each);
        expect(session.stateHash).toBe(hashAt(straight, session.position));
      }
    }),
    { numRuns: 250 },
  );
});

test('a moment that is left before a strategy on several symbols is asked leaves no mark on it', async () => {
  // It took AAA for new in the next moment, in which only BBB has a bar, and went on from a pair of prices that never was.
  const input: PlainCase = {
    bars: { AAA: flat(10), BBB: flat(10, 10) },
    strategies: [
      { id: 'pair', type: 'pairs', params: { period: 4, entry: 1, exit: 0 } },
      { id: 'one', script: { BBB: [{ action: 'BUY' }, { action: 'BUY', target: 0.5 }], AAA: [] } },
    ],
    portfolios: [
      portfolioOf({
        strategies: ['pair', 'one'].map((id) => ({ id, weight: 0.5 })),
        cash: 100_000,
        sizing: { type: 'equal_weight', percent: 95 },
      }),
    ],
    execution: executionOf(),
  };
  const spec = specOf(input);
  const straight = straightRun(spec);
  const session = sessionOf(spec, { checkpointEvery: 1, checkpointBytes: 0 });
  await goto(session, session.bars);
  await jump(session, 'order', { direction: 'previous', count: 2 });
  expect(session.position.bar).toBe(1);
  await goto(session, session.bars);
  expect(session.stateHash).toBe(straight.ends[2]);
});

test('standing still at any event leaves nothing behind for whoever goes on from there', async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.nat(), async (input, at) => {
      const spec = specOf(input);
      const straight = straightRun(spec);
      const session = sessionOf(spec);
      await goto(session, session.bars);
      const first = 1 + (at % session.bars);
      for (let bar = first; bar < first + 10 && bar <= session.bars; bar++) {
        for (let event = 0; event < straight.events[bar].length; event++) {
          const other = (event * 7) % straight.events[bar].length;
          for (const position of [{ bar, event }, { bar, event: other }, { bar, event }, endOf(bar)]) {
            moveTo(session, position);
            expect(session.stateHash).toBe(hashAt(straight, position));
          }
        }
      }
    }),
    { numRuns: 100 },
  );
});

test('a step and a step back are one place apart, and lead back to where they began', async () => {
  await fc.assert(
    fc.asyncProperty(cases, fc.nat(), fc.integer({ min: 1, max: 30 }), async (input, at, count) => {
      const session = sessionOf(specOf(input));
      await goto(session, at % (session.bars + 1));
      const places = [session.position];
      for (let i = 0; i < count; i++) {
        const moved = await step(session);
        if (moved.end === 'end') break;
        expect(comparePositions(session.position, places.at(-1) as Position)).toBeGreaterThan(0);
        places.push(session.position);
      }
      for (const place of places.reverse().slice(1)) {
        await stepBack(session);
        expect(session.position).toEqual(place);
      }
    }),
    { numRuns: 100 },
  );
});

test('next and previous stand at the ends of bars, also from inside one', async () => {
  const [input] = fc.sample(cases, { seed: 3, numRuns: 1 });
  const session = sessionOf(specOf(input));
  await next(session, 3);
  expect(session.position).toEqual(endOf(3));
  await step(session, 2);
  expect(session.position).toEqual({ bar: 4, event: 1 });
  await next(session);
  expect(session.position).toEqual(endOf(4));
  await step(session);
  await previous(session);
  expect(session.position).toEqual(endOf(4));
  await previous(session, 4);
  expect(session.position).toEqual(endOf(0));
});
