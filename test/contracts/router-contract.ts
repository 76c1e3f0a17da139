import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Backtest } from '../../src/engine/backtest.ts';
import type { BacktestSpec } from '../../src/engine/backtest-spec.ts';
import { type ComponentContext, defineComponent } from '../../src/engine/own/component.ts';
import type { Tier } from '../../src/engine/own/own-container.ts';
import type { RouteSpec } from '../../src/engine/own/spec.ts';
import type { EventRecord } from '../../src/events/event.ts';
import { defineEventType } from '../../src/events/event-type.ts';
import { recordContainers } from '../engine/event-streams.ts';

const NOTE = defineEventType(
  'NOTE',
  z.strictObject({ about: z.string(), attempt: z.int(), draw: z.number() }),
);

interface ProbeState {
  /** Ids of the events that it has taken, in their order. */
  readonly taken: string[];
}

/** Takes down what it hears, and says so; throws at every n-th event, as often as told. */
const probeOf = (types: readonly string[]) =>
  defineComponent({
    type: 'probe',
    description: 'Notes what it hears.',
    params: z.strictObject({ failEvery: z.int().default(0), failures: z.int().default(0) }),
    publishes: [NOTE],
    initialState: (): ProbeState => ({ taken: [] }),
    listens: Object.fromEntries(
      types.map((type) => [
        type,
        (
          event: EventRecord,
          { params, state, random, attempt, publish }: ComponentContext<ProbeParams, ProbeState>,
        ) => {
          const draw = random.uniform();
          state.taken.push(event.id);
          publish(NOTE, { about: event.id, attempt, draw });
          const fails = params.failEvery > 0 && event.sequenceNumber % params.failEvery === 0;
          if (fails && attempt <= params.failures) throw new Error(`no to ${event.id}`);
        },
      ]),
    ),
  });

/** One way of routing under test. */
export interface RouterCase {
  readonly kind: RouteSpec['kind'];
  /** The base run, without containers of its own. */
  readonly base: () => BacktestSpec;
  /** Types that they listen to. */
  readonly types: readonly string[];
  /** Ids and parents of the containers that probe. */
  readonly probes: readonly { readonly id: string; readonly parent: string }[];
  readonly route: (tier: Tier, batchSize: number | null) => RouteSpec;
  /** What the route must bring to which containers: of all events of the run, in their order in each container. */
  readonly wanted: (event: EventRecord) => readonly string[];
}

interface ProbeParams {
  readonly failEvery: number;
  readonly failures: number;
}

const RETRIES = 2;

/** What every kind of route promises, with every tier. */
export function routerContract({ kind, base, types, probes, route, wanted }: RouterCase): void {
  const probe = probeOf(types);
  const specOf = (tier: Tier, batchSize: number | null, params: ProbeParams): BacktestSpec => ({
    ...base(),
    onError: 'continue',
    containers: probes.map(({ id, parent }) => ({
      id,
      parent,
      components: [{ definition: probe, params }],
      budget: null,
    })),
    routes: [{ ...route(tier, batchSize), maxRetries: RETRIES } as RouteSpec],
  });
  const start = (tier: Tier, batchSize: number | null, params: ProbeParams) => {
    const backtest = new Backtest(specOf(tier, batchSize, params));
    return { backtest, streams: recordContainers(backtest) };
  };
  const taken = (backtest: Backtest, id: string) => (ownOf(backtest, id).hosts[0].state as ProbeState).taken;
  const ownOf = (backtest: Backtest, id: string) => {
    const found = backtest.engine.topology.own.containers.find(({ container }) => container.id === id);
    if (found === undefined) throw new Error(`no ${id}`);
    return found;
  };
  const wantedBy = (streams: Record<string, EventRecord[]>, id: string) =>
    Object.values(streams)
      .flat()
      .filter((event) => wanted(event).includes(id));
  const balance = (backtest: Backtest) => {
    const { containers, routes } = backtest.engine.topology.own;
    const sum = (numbers: number[]) => numbers.reduce((total, n) => total + n, 0);
    const counts = containers.map((container) => container.counts);
    return {
      sent: sum(routes.map((one) => one.counts.sent)),
      received: sum(counts.map((one) => one.received)),
      accounted: sum(counts.map((one) => one.delivered + one.dead + one.waiting)),
      waiting: sum(counts.map((one) => one.waiting)),
      dead: sum(counts.map((one) => one.dead)),
    };
  };

  const tiers: readonly (readonly [string, Tier, number | null])[] = [
    ['fast, by the slice', 'fast', null],
    ['fast, in batches of 7', 'fast', 7],
    ['standard', 'standard', null],
    ['reliable', 'reliable', null],
  ];

  describe.each(tiers)(`a ${kind} route, %s`, (_, tier, batchSize) => {
    const never = { failEvery: 0, failures: 0 };
    const sometimes = { failEvery: 3, failures: 2 };
    const always = { failEvery: 5, failures: 1000 };

    test('brings every event that it must, once, in the order of its source, and no other', () => {
      const { backtest, streams } = start(tier, batchSize, never);
      backtest.runSync();
      for (const { id } of probes) {
        const ids = wantedBy(streams, id).map((event) => event.id);
        expect(ids.length).toBeGreaterThan(3);
        expect([...taken(backtest, id)].sort()).toEqual([...ids].sort());
        for (const source of new Set(ids.map((one) => one.split('/')[0]))) {
          const from = (one: string) => one.startsWith(`${source}/`);
          expect(taken(backtest, id).filter(from)).toEqual(ids.filter(from));
        }
      }
      const { sent, accounted, waiting, dead } = balance(backtest);
      expect({ accounted, waiting, dead }).toEqual({ accounted: sent, waiting: 0, dead: 0 });
    });

    test('keeps the cause and the trade of an event in what comes of it', () => {
      const { backtest, streams } = start(tier, batchSize, never);
      backtest.runSync();
      for (const { id } of probes) {
        const heard = new Map(wantedBy(streams, id).map((event) => [event.id, event]));
        const notes = streams[id].filter(({ type }) => type === 'NOTE');
        expect(notes.length).toBe(heard.size);
        let before = 0;
        for (const note of notes) {
          const about = heard.get(note.payload.about as string) as EventRecord;
          expect(note.causationId).toBe(about.id);
          expect(note.correlationId).toBe(about.correlationId);
          expect(note.timestamp).toBeGreaterThanOrEqual(Math.max(about.timestamp, before));
          before = note.timestamp;
        }
      }
    });

    test('loses nothing when a component throws: delivered, dead and waiting are what was sent', () => {
      for (const params of [sometimes, always]) {
        const { backtest } = start(tier, batchSize, params);
        const { engine } = backtest;
        while (engine.slice < engine.slices) {
          engine.advance(engine.slice + 1);
          const { sent, received, accounted } = balance(backtest);
          expect({ received, accounted }).toEqual({ received: sent, accounted: sent });
        }
        expect(balance(backtest).waiting).toBe(0);
      }
    });

    test('takes what failed to the dead letters, with its reason, and goes on', () => {
      const { backtest, streams } = start(tier, batchSize, always);
      expect(backtest.runSync().status).toBe('complete');
      for (const { id } of probes) {
        const failing = wantedBy(streams, id).filter((event) => event.sequenceNumber % 5 === 0);
        const { count, latest } = ownOf(backtest, id).deadLetters;
        expect(count).toBe(failing.length);
        const attempts = tier === 'reliable' ? 1 + RETRIES : 1;
        for (const letter of latest) {
          expect(letter).toMatchObject({
            componentId: 'probe',
            reason: `no to ${letter.event.id}`,
            attempts,
            route: 'under test',
          });
        }
        const told = streams[id].filter(({ type }) => type === 'DEAD_LETTER');
        expect(told.map(({ causationId }) => causationId)).toEqual(
          told.map(({ payload }) => payload.eventId),
        );
        expect(told).toHaveLength(count);
      }
    });

    test('is the same whoever looks on and however the run is cut up', () => {
      const whole = start(tier, batchSize, sometimes);
      whole.backtest.runSync();
      const cut = start(tier, batchSize, sometimes);
      const { engine } = cut.backtest;
      for (let step = 1; engine.slice < engine.slices; step = (step % 5) + 1)
        engine.advance(engine.slice + step);
      expect(cut.streams).toEqual(whole.streams);
      const unwatched = new Backtest(specOf(tier, batchSize, sometimes));
      unwatched.runSync();
      expect(unwatched.engine.save()).toEqual(whole.backtest.engine.save());
    });

    test('goes on after restore as after save, in the middle of a batch or of a retry too', () => {
      const straight = start(tier, batchSize, sometimes);
      const { engine } = straight.backtest;
      const stops = [1, 17, 18, 19, 60, engine.slices - 1];
      const saved = stops.map((slice) => {
        engine.advance(slice);
        return engine.save();
      });
      engine.advance(engine.slices);
      const end = engine.save();
      for (const checkpoint of saved) {
        const other = start(tier, batchSize, sometimes);
        other.backtest.engine.advance(30);
        other.backtest.engine.restore(checkpoint);
        expect(other.backtest.engine.save()).toEqual(checkpoint);
        other.backtest.engine.advance(engine.slices);
        expect(other.backtest.engine.save()).toEqual(end);
      }
    });
  });
}
