import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Backtest } from '../../../src/engine/backtest.ts';
import type { BacktestSpec } from '../../../src/engine/backtest-spec.ts';
import { type ComponentDefinition, defineComponent } from '../../../src/engine/own/component.ts';
import { ComponentHost } from '../../../src/engine/own/component-host.ts';
import type { OwnContainerSpec, RouteSpec } from '../../../src/engine/own/spec.ts';
import type { EventRecord } from '../../../src/events/event.ts';
import { LifecycleEvent } from '../../../src/events/event.ts';
import { EventBus } from '../../../src/events/event-bus.ts';
import { eventKey } from '../../../src/events/event-id.ts';
import { defineEventType, TYPE } from '../../../src/events/event-type.ts';
import { statefulContract } from '../../contracts/stateful-contract.ts';
import { cases } from '../../oracle/cases.ts';
import { specOf } from '../../oracle/engine-run.ts';
import { recordContainers } from '../event-streams.ts';

const ALERT = defineEventType('ALERT', z.strictObject({ text: z.string() }));

/** Keeps what it hears, as it is handed over. */
function listener(types: readonly string[], onEvent: (event: EventRecord) => void = () => {}) {
  return defineComponent({
    type: 'listener',
    description: 'Keeps what it hears.',
    params: z.strictObject({}),
    initialState: () => ({ ids: [] as string[], times: [] as number[] }),
    listens: Object.fromEntries(
      types.map((type) => [
        type,
        (event: EventRecord, { state }: { state: { ids: string[]; times: number[] } }) => {
          state.ids.push(event.id);
          state.times.push(event.timestamp);
          onEvent(event);
        },
      ]),
    ),
  }) as ComponentDefinition;
}

const container = (
  id: string,
  parent: string,
  definition: ComponentDefinition,
  budget: OwnContainerSpec['budget'] = null,
): OwnContainerSpec => ({ id, parent, components: [{ definition, params: {} }], budget });

const route = (from: readonly string[], events: readonly string[], to: readonly string[]): RouteSpec => ({
  kind: 'broadcast',
  name: `${from.join()} to ${to.join()}`,
  from,
  events,
  ways: [{ accepts: null, to }],
  tier: 'standard',
  batchSize: null,
  maxRetries: 3,
  scope: 'run',
});

function heard(backtest: Backtest, id: string): { ids: string[]; times: number[] } {
  const found = backtest.engine.topology.own.containers.find((one) => one.container.id === id);
  return found?.hosts[0].state as { ids: string[]; times: number[] };
}

describe('a container of the user’s', () => {
  test('hears several portfolios and the market in the order of time, whatever the steps', () => {
    const types = ['BAR', 'FEATURES', 'FILL', 'PORTFOLIO_UPDATE'];
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 9 }), (input, step) => {
        const base = specOf(input, { keepTrades: false, keepEquity: false });
        const probe = new Backtest(base).engine.topology;
        const sources = probe.containers.map(({ id }) => id);
        const spec: BacktestSpec = {
          ...base,
          containers: [container('all', 'root', listener(types))],
          routes: [
            route(
              sources.filter((id) => id.startsWith('data_')),
              ['BAR'],
              ['all'],
            ),
            route(
              sources.filter((id) => id.startsWith('features_')),
              ['FEATURES'],
              ['all'],
            ),
            route(
              sources.filter((id) => id.startsWith('portfolio_')),
              ['FILL', 'PORTFOLIO_UPDATE'],
              ['all'],
            ),
          ],
        };
        const whole = new Backtest(spec);
        const streams = recordContainers(whole);
        whole.runSync();
        const { ids, times } = heard(whole, 'all');
        // A fill has the time of its price, which lies in the past once the bar is known.
        const known = times.filter((_, i) => !ids[i].includes('/fill-'));
        expect(known).toEqual(known.toSorted((a, b) => a - b));
        const wanted = Object.values(streams)
          .flat()
          .filter(({ type }) => types.includes(type))
          .map(({ id }) => id);
        expect(ids.toSorted()).toEqual(wanted.toSorted());
        const cut = new Backtest(spec);
        while (cut.engine.slice < cut.engine.slices) cut.engine.advance(cut.engine.slice + step);
        expect(cut.engine.save()).toEqual(whole.engine.save());
      }),
      { numRuns: 25 },
    );
  });

  test('changes nothing of what the engine publishes, nor its numbers', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const base = specOf(input);
        const portfolios = base.portfolios.map(({ id }) => `portfolio_${id}`);
        const plain = new Backtest(base);
        const watched = new Backtest({
          ...base,
          containers: [container('all', 'root', listener(['FILL', 'POSITION_CLOSE', 'SIGNAL']))],
          routes: [route(portfolios, ['FILL', 'POSITION_CLOSE', 'SIGNAL'], ['all'])],
        });
        const [before, after] = [recordContainers(plain), recordContainers(watched)];
        const result = plain.runSync();
        expect(watched.runSync().portfolios).toEqual(result.portfolios);
        const { all, ...rest } = after;
        expect(all).toEqual([]);
        expect(rest).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  test('gets copies: what it does to an event reaches nobody', () => {
    const [input] = fc.sample(cases, { numRuns: 1, seed: 11 });
    const base = specOf(input);
    const portfolios = base.portfolios.map(({ id }) => `portfolio_${id}`);
    const spoil = listener(['FILL', 'SIGNAL'], (event) => {
      (event.payload as Record<string, unknown>).symbol = 'spoilt';
    });
    const seen: unknown[] = [];
    const look = listener(['FILL', 'SIGNAL'], ({ payload }) => seen.push(payload.symbol));
    const backtest = new Backtest({
      ...base,
      containers: [container('spoil', 'root', spoil), container('look', 'root', look)],
      routes: [route(portfolios, ['FILL', 'SIGNAL'], ['spoil', 'look'])],
    });
    backtest.runSync();
    expect(seen.length).toBeGreaterThan(0);
    expect(seen).not.toContain('spoilt');
  });

  test('is in the lane of those that it hears, and joins no others', () => {
    const [input] = fc
      .sample(cases, { numRuns: 300, seed: 3 })
      .filter((one) => one.portfolios.length >= 2 && new Backtest(specOf(one)).engine.lanes.length >= 2);
    const base = specOf(input);
    const [first, second] = base.portfolios.map(({ id }) => `portfolio_${id}`);
    const lanes = (routes: RouteSpec[], specs: OwnContainerSpec[]) =>
      new Backtest({ ...base, containers: specs, routes }).engine.lanes.length;
    const apart = new Backtest(base).engine.lanes.length;
    const all = listener(['FILL']);
    expect(lanes([route([first], ['FILL'], ['a'])], [container('a', 'root', all)])).toBe(apart);
    const both = lanes([route([first, second], ['FILL'], ['a'])], [container('a', 'root', all)]);
    expect(both).toBeLessThanOrEqual(apart);
    const { engine } = new Backtest({
      ...base,
      containers: [container('a', 'root', all)],
      routes: [route([first, second], ['FILL'], ['a'])],
    });
    const numberOf = (id: string) =>
      engine.topology.containers.find((one) => one.id === id)?.number as number;
    expect(engine.laneOf(numberOf(first))).toBe(engine.laneOf(numberOf(second)));
    expect(engine.laneOf(numberOf('a'))).toBe(engine.laneOf(numberOf(first)));
  });
});

describe('a memory budget', () => {
  const hoarder = (types: readonly string[]) =>
    defineComponent({
      type: 'hoarder',
      description: 'Keeps more and more.',
      params: z.strictObject({}),
      initialState: () => ({ text: '' }),
      listens: Object.fromEntries(
        types.map((type) => [
          type,
          (_: EventRecord, { state }: { state: { text: string } }) => {
            state.text += 'x'.repeat(200);
          },
        ]),
      ),
    }) as ComponentDefinition;
  const run = (policy: 'shrink' | 'stop') => {
    const [input] = fc
      .sample(cases, { numRuns: 200, seed: 4 })
      .filter((one) => Object.values(one.bars)[0].length > 20);
    const base = specOf(input);
    const [portfolio] = base.portfolios.map(({ id }) => `portfolio_${id}`);
    const backtest = new Backtest({
      ...base,
      containers: [container('hoarder', portfolio, hoarder(['PORTFOLIO_UPDATE']), { bytes: 1500, policy })],
      routes: [route([portfolio], ['PORTFOLIO_UPDATE'], ['hoarder'])],
    });
    const { hoarder: stream } = recordContainers(backtest);
    const result = backtest.runSync();
    const [inbox] = backtest.engine.topology.own.containers;
    return { stream, inbox, result };
  };

  test('tells once that it was reached, and lets the container go on under shrink', () => {
    const { stream, inbox } = run('shrink');
    expect(stream.map(({ type }) => type)).toEqual(['MEMORY_LIMIT']);
    expect(stream[0].payload).toMatchObject({ policy: 'shrink', limitBytes: 1500, stopped: false });
    expect(stream[0].payload.stateBytes as number).toBeGreaterThan(1400);
    expect(inbox.counts).toMatchObject({ dead: 0, waiting: 0 });
  });

  test('ends a container under stop: what comes to it later is a dead letter, and the run goes on', () => {
    const { stream, inbox, result } = run('stop');
    const [limit, ...letters] = stream;
    expect(limit.payload).toMatchObject({ policy: 'stop', stopped: true });
    expect(letters.length).toBeGreaterThan(0);
    expect(new Set(letters.map(({ payload }) => payload.reason))).toEqual(new Set(['hoarder is stopped']));
    expect(result.status).toBe('complete');
    const { received, delivered, dead } = inbox.counts;
    expect([delivered + dead, dead]).toEqual([received, letters.length]);
    expect(inbox.inspect()).toMatchObject({ stopped: 'over its memory budget' });
  });
});

describe('what a component may not do', () => {
  const hostOf = (
    handler: (publish: (type: string, payload: Record<string, unknown>) => void) => unknown,
  ) => {
    const definition = defineComponent({
      type: 'rogue',
      description: 'Breaks rules.',
      params: z.strictObject({}),
      publishes: [ALERT],
      listens: { LIFECYCLE: (_, { publish }) => handler(publish) as undefined },
    }) as ComponentDefinition;
    return new ComponentHost({
      bus: new EventBus(['root'], 0),
      componentId: 'rogue',
      definition,
      params: {},
      seed: 1,
    });
  };
  const event = new LifecycleEvent(eventKey(0, TYPE.LIFECYCLE), TYPE.LIFECYCLE);
  const handling = (...args: Parameters<typeof hostOf>) => {
    const host = hostOf(...args);
    return () => host.handle(event.record(['root']), event, 0);
  };

  test('publish what the engine alone publishes', () => {
    expect(handling((publish) => publish('FILL', {}))).toThrow('FILL is published by the engine alone');
  });

  test('publish a type that it does not name', () => {
    defineEventType('OTHER', z.strictObject({}));
    expect(handling((publish) => publish('OTHER', {}))).toThrow(
      'OTHER is not among the types that the component publishes',
    );
  });

  test('publish a payload that the schema refuses', () => {
    expect(handling((publish) => publish('ALERT', { text: 3 }))).toThrow('ALERT.text: ');
  });

  test('answer later, or publish later', () => {
    expect(handling(async () => {})).toThrow('must not be async');
    let late: Parameters<Parameters<typeof hostOf>[0]>[0] | undefined;
    handling((publish) => {
      late = publish;
    })();
    expect(() => late?.('ALERT', { text: '' })).toThrow(
      'ALERT was published while no event was being handled',
    );
  });
});

statefulContract('ComponentHost', {
  create: () =>
    new ComponentHost({
      bus: new EventBus(['root'], 0),
      componentId: 'counter',
      definition: defineComponent({
        type: 'counter',
        description: 'Counts and draws.',
        params: z.strictObject({}),
        initialState: () => ({ count: 0, drawn: 0 }),
        listens: {
          LIFECYCLE(_, { state, random }) {
            state.count++;
            if (state.count % 3 === 0) state.drawn = random.normal();
          },
        },
      }) as ComponentDefinition,
      params: {},
      seed: 7,
    }),
  advance: (host) => {
    const event = new LifecycleEvent(eventKey(0, TYPE.LIFECYCLE), TYPE.LIFECYCLE);
    host.handle(event.record(['root']), event, 0);
    return host.inspect();
  },
});
