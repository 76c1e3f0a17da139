import type { EventBus } from '../events/event-bus.ts';
import type { Timeline } from '../events/timeline.ts';
import type { Broker } from '../execution/broker.ts';
import type { PositionTracker } from '../portfolio/position-tracker.ts';
import type { PortfolioNode, SymbolNode, Topology } from './topology.ts';

/** What of a lane hears of one symbol. */
interface SymbolAudience {
  readonly brokers: Broker[];
  /** Buses that get BAR, in configuration order; then those that get FEATURES. */
  readonly bars: EventBus[];
  readonly features: EventBus[];
}

/**
 * Strategies and portfolios that can influence one another, and none outside: the containers downstream of the market
 * data that are connected by routers. Lanes may be worked through one after the other over a block of slices, or on
 * different threads, with the same events: nothing flows between them, and events are numbered by container.
 */
export class Lane {
  readonly portfolios: readonly PortfolioNode[];
  readonly #symbols: readonly SymbolNode[];
  readonly #audiences: readonly (SymbolAudience | undefined)[];
  readonly #positions: readonly PositionTracker[];
  readonly #timeline: Timeline;
  /** Slice in work, for telling where a component failed. */
  slice = 0;
  #time = 0;

  constructor(topology: Topology, timeline: Timeline, members: ReadonlySet<number>) {
    this.#timeline = timeline;
    this.#symbols = topology.symbols;
    this.portfolios = topology.portfolios.filter((p) => members.has(p.container.number));
    this.#positions = this.portfolios.map((p) => p.positions);
    this.#audiences = topology.symbols.map((symbol) => {
      const targetsOf = (sourceNumber: number) =>
        topology.routers
          .filter((r) => r.driven && r.source.number === sourceNumber)
          .flatMap((r) => r.targets.filter((t) => members.has(t.number)));
      const bars = targetsOf(symbol.data.number);
      const features = targetsOf(symbol.features.number);
      if (bars.length === 0 && features.length === 0) return undefined;
      const brokers = this.portfolios.filter((p) => bars.includes(p.container)).map((p) => p.broker);
      return { brokers, bars: bars.map((c) => c.bus), features: features.map((c) => c.bus) };
    });
  }

  /** Works through slices [from, to), each in the four phases of docs/execution-semantics.md. */
  run(from: number, to: number): void {
    for (let slice = from; slice < to; slice++) {
      this.fills(slice);
      this.bars(slice);
      this.decisions(slice);
      this.marks();
    }
  }

  /** Phase 1: waiting orders meet the bars of the slice. */
  fills(slice: number): void {
    this.slice = slice;
    const { offsets, feeds, indexes } = this.#timeline;
    const end = offsets[slice + 1];
    for (let entry = offsets[slice]; entry < end; entry++) {
      const symbol = feeds[entry];
      const { bar } = this.#symbols[symbol];
      bar.point(indexes[entry]);
      this.#time = bar.timestamp;
      const audience = this.#audiences[symbol];
      if (audience === undefined) continue;
      const { brokers } = audience;
      for (let i = 0; i < brokers.length; i++) if (brokers[i].hasWaiting(symbol)) brokers[i].onMarket(bar);
    }
  }

  /** Phase 2: BAR. */
  bars(slice: number): void {
    const { offsets, feeds } = this.#timeline;
    const end = offsets[slice + 1];
    for (let entry = offsets[slice]; entry < end; entry++) {
      const symbol = feeds[entry];
      const audience = this.#audiences[symbol];
      if (audience === undefined) continue;
      const { bars } = audience;
      for (let i = 0; i < bars.length; i++) bars[i].deliver(this.#symbols[symbol].bar);
    }
  }

  /** Phase 3: FEATURES, and what strategies and portfolios make of them. */
  decisions(slice: number): void {
    const { offsets, feeds } = this.#timeline;
    const end = offsets[slice + 1];
    for (let entry = offsets[slice]; entry < end; entry++) {
      const symbol = feeds[entry];
      const audience = this.#audiences[symbol];
      if (audience === undefined || audience.features.length === 0) continue;
      const { features } = audience;
      const event = this.#symbols[symbol].featuresEvent;
      event.follow();
      for (let i = 0; i < features.length; i++) features[i].deliver(event);
    }
  }

  /** Phase 4: PORTFOLIO_UPDATE. */
  marks(): void {
    const positions = this.#positions;
    for (let i = 0; i < positions.length; i++) positions[i].update(this.#time);
  }
}

/** The lanes of a topology, in the order of their first portfolio. */
export function lanesOf(topology: Topology, timeline: Timeline): Lane[] {
  const group = new Map<number, Set<number>>();
  for (const { container } of [...topology.strategies, ...topology.portfolios]) {
    group.set(container.number, new Set([container.number]));
  }
  for (const { execution } of topology.portfolios) group.set(execution.number, new Set([execution.number]));
  for (const router of topology.routers) {
    if (router.driven) continue;
    for (const target of router.targets) merge(group, router.source.number, target.number);
  }
  return [...new Set(group.values())].map((members) => new Lane(topology, timeline, members));
}

function merge(group: Map<number, Set<number>>, a: number, b: number): void {
  const left = group.get(a) as Set<number>;
  const right = group.get(b) as Set<number>;
  if (left === right) return;
  for (const member of right) {
    left.add(member);
    group.set(member, left);
  }
}
