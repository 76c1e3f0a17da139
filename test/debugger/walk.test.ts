import fc from 'fast-check';
import { expect, test } from 'vitest';
import { finish, goto, next, previous, step, stepBack } from '../../src/debugger/motions/walk.ts';
import { comparePositions, endOf, type Position } from '../../src/debugger/position.ts';
import type { Session } from '../../src/debugger/session.ts';
import { cases } from '../oracle/cases.ts';
import { specOf } from '../oracle/engine-run.ts';
import { type StraightRun, sessionOf, straightRun } from './sessions.ts';

type Motion =
  | { kind: 'next' | 'previous' | 'step' | 'stepBack' | 'finish'; count: number }
  | { kind: 'goto'; share: number };

const motion: fc.Arbitrary<Motion> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('next', 'previous', 'step', 'stepBack', 'finish'),
    count: fc.integer({ min: 1, max: 9 }),
  }),
  fc.record({ kind: fc.constant('goto'), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
);

const motions = fc.array(motion, { minLength: 1, maxLength: 12 });
const options = fc.record({
  checkpointEvery: fc.integer({ min: 1, max: 16 }),
  checkpointBytes: fc.constantFrom(0, 4000, 1_000_000),
});

const MOTIONS = { next, previous, step, stepBack };

async function move(session: Session, motion: Motion): Promise<void> {
  if (motion.kind === 'goto') await goto(session, Math.floor(motion.share * session.bars));
  else if (motion.kind === 'finish') await finish(session);
  else await MOTIONS[motion.kind](session, motion.count);
}

function hashAt(run: StraightRun, { bar, event }: Position): string {
  return event === null ? run.ends[bar] : run.events[bar][event];
}

test('after any walk, the state is that of a run that went straight there', async () => {
  await fc.assert(
    fc.asyncProperty(cases, motions, options, async (input, motions, options) => {
      const spec = specOf(input);
      const straight = straightRun(spec);
      const session = sessionOf(spec, options);
      for (const motion of motions) {
        await move(session, motion);
        expect(session.stateHash).toBe(hashAt(straight, session.position));
      }
    }),
    { numRuns: 300 },
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
