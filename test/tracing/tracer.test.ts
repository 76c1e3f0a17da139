import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Backtest } from '../../src/engine/backtest.ts';
import type { EventRecord } from '../../src/events/event.ts';
import { EventBus } from '../../src/events/event-bus.ts';
import { eventKey } from '../../src/events/event-id.ts';
import { TYPE } from '../../src/events/event-type.ts';
import { FillEvent, OrderEndedEvent, OrderRequestEvent } from '../../src/events/order-events.ts';
import {
  PortfolioUpdateEvent,
  PositionCloseEvent,
  PositionOpenEvent,
} from '../../src/events/portfolio-events.ts';
import { UserError } from '../../src/foundation/user-error.ts';
import type { TracerSettings } from '../../src/tracing/retention.ts';
import { Tracer } from '../../src/tracing/tracer.ts';
import { cases } from '../oracle/cases.ts';
import { specOf } from '../oracle/engine-run.ts';
import type { PlainCase } from '../oracle/plain.ts';

const TRADE_COMPLETE: TracerSettings = { retention: { policy: 'trade_complete' } };

function traced(input: PlainCase, settings: TracerSettings, seen?: (event: EventRecord, id: string) => void) {
  const backtest = new Backtest({
    ...specOf(input, { keepEquity: false }),
    tracing: (id) => (id.startsWith('portfolio_') ? settings : null),
  });
  if (seen !== undefined) {
    for (const { container } of backtest.engine.topology.portfolios) {
      const { bus } = container;
      bus.attach({ observe: (event) => seen(event.record(bus.containers), container.id) });
    }
  }
  return backtest;
}

/** A bus with a tracer, on which a test publishes by hand. */
function byHand(settings: TracerSettings) {
  const bus = new EventBus(['portfolio_x'], 0);
  const tracer = new Tracer(bus, settings);
  const emit = (
    type: keyof typeof TYPE,
    make: new (key: number, type: number) => FillEvent,
    fields: object,
  ) => bus.emit(Object.assign(new make(eventKey(0, TYPE[type]), TYPE[type]), fields));
  const as = <E>(make: E) => make as unknown as typeof FillEvent;
  return {
    bus,
    tracer,
    request: (orderNumber: number, lots: number) =>
      emit('ORDER_REQUEST', as(OrderRequestEvent), { orderNumber, lots, tradeNumber: 1 }),
    fill: (orderNumber: number, lots: number) =>
      emit('FILL', FillEvent, { orderNumber, lots, tradeNumber: 1 }),
    cancel: (orderNumber: number) =>
      emit('ORDER_CANCELLED', as(OrderEndedEvent), { orderNumber, tradeNumber: 1 }),
    open: (tradeNumber: number) => emit('POSITION_OPEN', as(PositionOpenEvent), { tradeNumber }),
    close: (tradeNumber: number) => emit('POSITION_CLOSE', as(PositionCloseEvent), { tradeNumber }),
    update: (equity: number) => emit('PORTFOLIO_UPDATE', as(PortfolioUpdateEvent), { equity }),
  };
}

describe('trade_complete', () => {
  test('hands over each trade once, whole, with the causes of its events, and keeps nothing of it', () => {
    fc.assert(
      fc.property(cases, (input) => {
        const all = new Map<string, EventRecord[]>();
        const backtest = traced(input, TRADE_COMPLETE, (event, id) => {
          all.set(id, [...(all.get(id) ?? []), event]);
        });
        const told = new Map<string, [number, readonly EventRecord[]][]>();
        for (const [id, tracer] of backtest.engine.topology.tracers) {
          const list: [number, readonly EventRecord[]][] = [];
          told.set(id, list);
          tracer.onTradeComplete((number, events) => list.push([number, events]));
        }
        backtest.runSync();
        for (const { container, ledger } of backtest.engine.topology.portfolios) {
          const events = all.get(container.id) ?? [];
          const byId = new Map(events.map((event) => [event.id, event]));
          const list = told.get(container.id) ?? [];
          const closes = events.filter((event) => event.type === 'POSITION_CLOSE');
          expect(list.map(([number]) => number)).toEqual(closes.map((event) => event.payload.tradeNumber));
          for (const [number, life] of list) {
            const ids = new Set(life.map((event) => event.id));
            expect(ids.size).toBe(life.length);
            for (const event of life) {
              expect(event).toEqual(byId.get(event.id));
              const cause = event.causationId === null ? undefined : byId.get(event.causationId);
              // A cancelled order's end names the newer signal, which may lead to nothing itself.
              if (
                cause !== undefined &&
                !['ORDER_CANCELLED', 'SIGNAL'].includes(event.type) &&
                cause.type !== 'BAR' &&
                // A split ends an order, or a position, and gives orders anew: what it was before has ended too.
                cause.type !== 'CORPORATE_ACTION' &&
                !(event.type === 'ORDER_REQUEST' && cause.type === 'ORDER') &&
                // A breach ends all trades of a portfolio, and belongs to none.
                cause.type !== 'RISK_BREACH' &&
                // An exit follows from the fill that its strategy's part began with, maybe in an earlier trade.
                !(event.type === 'ORDER_REQUEST' && cause.type === 'FILL')
              )
                expect(ids).toContain(cause.id);
            }
            const opened = life.find((event) => event.type === 'POSITION_OPEN');
            expect(opened?.payload.tradeNumber).toBe(number);
            expect(life.at(-1)?.type).toBe('POSITION_CLOSE');
          }
          const { openTrades, waitingOrders, eventsInMemory } =
            backtest.engine.topology.tracers.get(container.id)?.memoryStats ?? expect.fail('no tracer');
          expect(openTrades).toBe(ledger.openPositions);
          if (openTrades === 0 && waitingOrders === 0) expect(eventsInMemory).toBe(0);
        }
      }),
      { numRuns: 150 },
    );
  });

  test('keeps the fills and orders of a position through partial fills and additions', () => {
    const { tracer, request, fill, cancel, open, close } = byHand(TRADE_COMPLETE);
    const lives: string[][] = [];
    tracer.onTradeComplete((_, events) => lives.push(events.map((event) => event.type)));
    request(1, 10);
    fill(1, 4);
    open(1);
    fill(1, 3);
    cancel(1);
    request(2, 5);
    fill(2, 5);
    expect(tracer.memoryStats.eventsInMemory).toBe(7);
    request(3, -12);
    fill(3, -12);
    close(1);
    expect(lives).toEqual([
      [
        'ORDER_REQUEST',
        'FILL',
        'POSITION_OPEN',
        'FILL',
        'ORDER_CANCELLED',
        'ORDER_REQUEST',
        'FILL',
        'ORDER_REQUEST',
        'FILL',
        'POSITION_CLOSE',
      ],
    ]);
    expect(tracer.memoryStats).toMatchObject({
      eventsInMemory: 0,
      openTrades: 0,
      waitingOrders: 0,
      eventsDropped: 10,
    });
  });

  test('counts the same events as dropped whether or not somebody asks for trades', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), (input, positionsOnly) => {
        const settings = positionsOnly
          ? { ...TRADE_COMPLETE, types: [TYPE.POSITION_OPEN, TYPE.FILL] }
          : TRADE_COMPLETE;
        const [asked, ignored] = [traced(input, settings), traced(input, settings)];
        for (const tracer of asked.engine.topology.tracers.values()) tracer.onTradeComplete(() => {});
        asked.runSync();
        ignored.runSync();
        for (const [id, tracer] of asked.engine.topology.tracers) {
          const { bytes: _, ...stats } = tracer.memoryStats;
          expect(ignored.engine.topology.tracers.get(id)?.memoryStats).toMatchObject(stats);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('follows a fill that both ends a partly filled order and belongs to two trades', () => {
    const { tracer, request, fill, cancel, open, close } = byHand(TRADE_COMPLETE);
    const lives: string[][] = [];
    tracer.onTradeComplete((_, events) => lives.push(events.map((event) => event.id.split('/')[1])));
    request(1, 4);
    fill(1, 4);
    open(1);
    request(2, -10);
    fill(2, -7);
    close(1);
    open(2);
    fill(2, -1);
    cancel(2);
    expect(tracer.memoryStats.waitingOrders).toBe(0);
    request(3, 4);
    fill(3, 4);
    close(2);
    expect(lives).toEqual([
      ['order-request-1', 'fill-2', 'position-open-3', 'order-request-4', 'fill-5', 'position-close-6'],
      [
        'order-request-4',
        'fill-5',
        'position-open-7',
        'fill-8',
        'order-cancelled-9',
        'order-request-10',
        'fill-11',
        'position-close-12',
      ],
    ]);
    expect(tracer.log.count).toBe(0);
  });

  test('gives the fill of a reversal to both trades', () => {
    const { tracer, request, fill, open, close } = byHand(TRADE_COMPLETE);
    const lives: [number, string[]][] = [];
    tracer.onTradeComplete((number, events) => lives.push([number, events.map((event) => event.id)]));
    request(1, 5);
    fill(1, 5);
    open(1);
    request(2, -8);
    fill(2, -8);
    close(1);
    open(2);
    request(3, 3);
    fill(3, 3);
    close(2);
    const id = (name: string) => `portfolio_x/${name}`;
    const both = ['order-request-4', 'fill-5'];
    expect(lives).toEqual([
      [1, ['order-request-1', 'fill-2', 'position-open-3', ...both, 'position-close-6'].map(id)],
      [2, [...both, 'position-open-7', 'order-request-8', 'fill-9', 'position-close-10'].map(id)],
    ]);
    expect(tracer.log.count).toBe(0);
  });

  test('drops an order that ends while there is no position', () => {
    const { tracer, request, cancel } = byHand(TRADE_COMPLETE);
    for (let order = 1; order <= 1000; order++) {
      request(order, 5);
      cancel(order);
    }
    expect(tracer.log.count).toBe(0);
    expect(tracer.log.bytes).toBeLessThan(10_000);
  });

  test('keeps only the types that were asked for', () => {
    const { tracer, request, fill, open, close } = byHand({
      ...TRADE_COMPLETE,
      types: [TYPE.POSITION_OPEN, TYPE.POSITION_CLOSE],
    });
    const types: string[] = [];
    tracer.onTradeComplete((_, events) => types.push(...events.map((event) => event.type)));
    request(1, 5);
    fill(1, 5);
    open(1);
    expect(tracer.log.count).toBe(1);
    request(2, -5);
    fill(2, -5);
    close(1);
    expect(types).toEqual(['POSITION_OPEN', 'POSITION_CLOSE']);
  });

  test('leaves bars and updates without an audience', () => {
    const bus = new EventBus(['portfolio_x'], 0);
    new Tracer(bus, TRADE_COMPLETE);
    expect(bus.hasAudience(TYPE.BAR)).toBe(false);
    expect(bus.hasAudience(TYPE.PORTFOLIO_UPDATE)).toBe(false);
    expect(bus.hasAudience(TYPE.FILL)).toBe(true);
  });

  test('is restored with its open trades, in the same run or a new one', () => {
    fc.assert(
      fc.property(cases, fc.double({ min: 0, max: 1, noNaN: true }), (input, at) => {
        const lives = (backtest: Backtest) => {
          const list: unknown[] = [];
          for (const tracer of backtest.engine.topology.tracers.values()) {
            tracer.onTradeComplete((number, events) => list.push([number, events]));
          }
          return list;
        };
        const first = traced(input, TRADE_COMPLETE);
        const { engine } = first;
        engine.advance(Math.floor(at * engine.slices));
        const checkpoint = engine.save();
        const expected = lives(first);
        engine.advance(engine.slices);
        const stats = first.result().traceMemory;
        const whole = [...expected];
        engine.restore(checkpoint);
        expect(engine.save()).toEqual(checkpoint);
        engine.advance(engine.slices);
        expect(expected.slice(whole.length)).toEqual(whole);

        const second = traced(input, TRADE_COMPLETE);
        const resumed = lives(second);
        second.engine.restore(checkpoint);
        second.engine.advance(second.engine.slices);
        expect(resumed).toEqual(whole);
        for (const [id, { eventsInMemory, eventsDropped }] of Object.entries(second.result().traceMemory)) {
          expect(eventsInMemory).toBe(stats[id].eventsInMemory);
          expect(eventsDropped).toBe(stats[id].eventsDropped);
        }
      }),
      { numRuns: 80 },
    );
  });
});

test('a sliding window holds the last events', () => {
  fc.assert(
    fc.property(cases, fc.integer({ min: 1, max: 60 }), (input, maxEvents) => {
      const all = new Map<string, EventRecord[]>();
      const backtest = traced(input, { retention: { policy: 'sliding_window', maxEvents } }, (event, id) => {
        all.set(id, [...(all.get(id) ?? []), event]);
      });
      backtest.runSync();
      for (const [id, tracer] of backtest.engine.topology.tracers) {
        // Lifecycle events came before there was anybody to compare with.
        const last = (all.get(id) ?? []).slice(-maxEvents);
        expect([...tracer.log.records()].slice(-last.length)).toEqual(last);
        expect(tracer.log.count).toBeLessThanOrEqual(maxEvents);
      }
    }),
    { numRuns: 60 },
  );
});

describe('at the memory budget', () => {
  const budget = 20_000;
  const flood = (settings: TracerSettings) => {
    const hand = byHand(settings);
    const notices: EventRecord<'TRACE_LIMIT'>[] = [];
    hand.bus.subscribe('TRACE_LIMIT', (event) => notices.push(event));
    for (let i = 1; i <= 2000; i++) hand.update(i);
    return { ...hand, notices };
  };

  test('shrinking halves the window and says so', () => {
    const { tracer, notices, bus } = flood({
      retention: { policy: 'all' },
      budget: { bytes: budget, atLimit: 'shrink' },
    });
    expect(notices).toHaveLength(1);
    const [{ payload }] = notices;
    expect(payload).toMatchObject({ policy: 'shrink', limitBytes: budget });
    expect(payload.heldBytes).toBeGreaterThan(budget);
    expect(tracer.log.count).toBe(payload.maxEvents);
    expect(tracer.log.bytes).toBeLessThanOrEqual(budget);
    expect([...tracer.log.records()].at(-1)?.id).toBe('portfolio_x/portfolio-update-2000');
    expect(bus.sequence).toBe(2000);
  });

  test('stopping keeps what is there, the notice last', () => {
    const { tracer, notices, bus } = flood({
      retention: { policy: 'all' },
      budget: { bytes: budget, atLimit: 'stop' },
    });
    expect(notices.map(({ payload }) => payload.policy)).toEqual(['stop']);
    const records = [...tracer.log.records()];
    expect(records.at(-1)).toEqual(notices[0]);
    expect(records[0].sequenceNumber).toBe(1);
    expect(tracer.memoryStats.stopped).toBe(true);
    expect(bus.hasAudience(TYPE.PORTFOLIO_UPDATE)).toBe(false);
  });

  test('spilling moves the older events to the store, and loses none', () => {
    const spilled: EventRecord[] = [];
    const { tracer } = flood({
      retention: { policy: 'all' },
      budget: { bytes: budget, atLimit: 'spill', store: { append: (event) => spilled.push(event) } },
    });
    const updates = [...spilled, ...tracer.log.records()].filter((e) => e.type === 'PORTFOLIO_UPDATE');
    expect(updates.map((event) => event.sequenceNumber)).toEqual(
      Array.from({ length: 2000 }, (_, i) => i + 1),
    );
    expect(tracer.memoryStats.eventsSpilled).toBe(spilled.length);
    expect(tracer.memoryStats.limitsReached).toBeGreaterThan(1);
    expect(tracer.memoryStats.eventsDropped).toBe(0);
  });

  test('open trades are forgotten oldest first, and followed further', () => {
    const { tracer, bus, request, fill, close } = byHand({
      ...TRADE_COMPLETE,
      budget: { bytes: 8192, atLimit: 'shrink' },
    });
    const policies: string[] = [];
    bus.subscribe('TRACE_LIMIT', (event) => policies.push(event.payload.policy));
    const lives: string[][] = [];
    tracer.onTradeComplete((_, events) => lives.push(events.map((event) => event.type)));
    request(1, 1);
    fill(1, 1);
    const open = new PositionOpenEvent(eventKey(0, TYPE.POSITION_OPEN), TYPE.POSITION_OPEN);
    open.tradeNumber = 1;
    bus.emit(open);
    for (let order = 2; order <= 100; order++) {
      request(order, 1);
      fill(order, 1);
    }
    expect(policies.length).toBeGreaterThan(0);
    expect(new Set(policies)).toEqual(new Set(['shrink']));
    request(101, -100);
    fill(101, -100);
    close(1);
    expect(lives).toHaveLength(1);
    expect(lives[0].slice(-3)).toEqual(['ORDER_REQUEST', 'FILL', 'POSITION_CLOSE']);
    expect(tracer.log.count).toBe(0);
  });
});

test('settings that cannot work are refused', () => {
  const bus = new EventBus(['portfolio_x'], 0);
  expect(() => new Tracer(bus, { retention: { policy: 'sliding_window', maxEvents: 0 } })).toThrow(UserError);
  expect(
    () => new Tracer(bus, { retention: { policy: 'all' }, budget: { bytes: 100, atLimit: 'stop' } }),
  ).toThrow('8192 bytes or more, found 100');
});

test('under trade_complete a container is only looked at where orders are asked for', () => {
  const types = [TYPE.SIGNAL, TYPE.ORDER, TYPE.FILL];
  const looked = (input: PlainCase, settings: TracerSettings) => {
    const { engine } = new Backtest({ ...specOf(input), tracing: () => settings });
    const found = engine.topology.containers.filter(({ bus }) => types.some((type) => bus.isObserved(type)));
    engine.dispose();
    return found.map(({ id }) => id);
  };
  fc.assert(
    fc.property(cases, (input) => {
      const all = looked(input, { retention: { policy: 'all' } });
      expect(looked({ ...input }, TRADE_COMPLETE)).toEqual(all.filter((id) => id.startsWith('portfolio_')));
    }),
    { numRuns: 10 },
  );
});
