import { EventSpan } from '../events/event-span.ts';
import type { BarEvent } from '../events/market-events.ts';
import type { Timeline } from '../events/timeline.ts';
import type { CorporateAction } from '../market/corporate-action.ts';
import { type OwnLane, ownLaneOf } from './own/own-lane.ts';
import { containerOf, isOfMarket } from './own/wire.ts';
import { BarPort, MarkPort, makeRows, StrategyPort, UniversePort, WatchPort } from './ports.ts';
import type { PortfolioNode, SymbolNode, Topology } from './topology.ts';

/** By a portfolio's place in its lane: lanes run one at a time, and flush before they end. */
const ROWS: Float64Array[] = [];

/** What of a lane hears of one symbol, in configuration order. */
interface SymbolAudience {
  readonly bars: readonly BarPort[];
  readonly decisions: readonly StrategyPort[];
}

/**
 * Strategies and portfolios that can influence one another, and none outside: the containers downstream of the market
 * data that are connected by routers. Lanes may be worked through one after the other over a block of slices, or on
 * different threads, with the same events: nothing flows between them, and events are numbered by container.
 */
export class Lane {
  readonly #symbols: readonly SymbolNode[];
  readonly #audiences: readonly (SymbolAudience | undefined)[];
  readonly #watches: readonly WatchPort[];
  /** Those that pay or earn from day to day. */
  readonly #accruals: readonly WatchPort[];
  readonly #universes: readonly UniversePort[];
  readonly #marks: readonly MarkPort[];
  /** By portfolio, as marks; undefined for one that does not hear the first symbol. */
  readonly #firstBars: readonly (BarPort | undefined)[];
  readonly #timeline: Timeline;
  /** By symbol, splits and dividends by bar; null where there are none. */
  readonly #actions: readonly (ReadonlyMap<number, CorporateAction> | null)[];
  /** Numbers of the containers in it. */
  readonly members: ReadonlySet<number>;
  readonly #span: EventSpan;
  /** Of the user's; most runs have none. */
  readonly #own: OwnLane | null;
  /** Slice in work, for telling where a component failed. */
  slice = 0;
  #time = 0;

  constructor(topology: Topology, timeline: Timeline, members: ReadonlySet<number>) {
    this.#timeline = timeline;
    this.members = members;
    this.#symbols = topology.symbols;
    this.#own = ownLaneOf(topology.own, members);
    const portfolios = topology.portfolios.filter((p) => members.has(p.container.number));
    this.#watches = portfolios.map((p) => new WatchPort(p));
    this.#accruals = this.#watches.filter(({ accrues }) => accrues);
    this.#universes = topology.strategies.flatMap((s) =>
      s.universe === null || !members.has(s.container.number) ? [] : [new UniversePort(s, s.universe)],
    );
    const barPorts = new Map<PortfolioNode, BarPort>(
      portfolios.map((p, i) => [p, new BarPort(p, this.#watches[i])]),
    );
    this.#marks = portfolios.map((p, i) => {
      ROWS[i] ??= makeRows();
      return new MarkPort(p, ROWS[i]);
    });
    this.#audiences = topology.symbols.map((symbol) => {
      const hears = (source: number, target: number) =>
        topology.routers.some(
          (r) => r.driven && r.source.number === source && r.targets.some((t) => t.number === target),
        );
      const bars = portfolios
        .filter((p) => hears(symbol.data.number, p.container.number))
        .map((p) => barPorts.get(p) as BarPort);
      const decisions = topology.strategies
        .filter((s) => members.has(s.container.number) && hears(symbol.features.number, s.container.number))
        .map((s) => new StrategyPort(s, symbol.symbolIndex));
      const deaf = bars.length === 0 && decisions.length === 0 && this.#own === null;
      return deaf ? undefined : { bars, decisions };
    });
    this.#actions = topology.symbols.map(({ series: { actions } }) =>
      actions.length === 0 ? null : new Map(actions.map((action) => [action.index, action])),
    );
    this.#span = new EventSpan(topology.symbols[0].bar);
    const first = this.#audiences[0];
    this.#firstBars = portfolios.map((p) => first?.bars.find((port) => port === barPorts.get(p)));
  }

  /** Works through slices [from, to), each in the four phases of docs/execution-semantics.md. */
  run(from: number, to: number): void {
    this.prepare();
    try {
      if (this.#symbols.length === 1) this.#runSymbol(from, to);
      else this.#runSymbols(from, to);
    } finally {
      this.flush();
    }
  }

  /**
   * Works through slices [from, to) for somebody who looks on, and tells them of each stretch that is done: of one slice, or of
   * several in which prices moved and nothing else did.
   *
   * @param everySlice no stretch is longer than one slice, and metrics are kept up to date. Without, they stay behind, and the
   *   lane must be restored before anybody reads them.
   */
  follow(from: number, to: number, everySlice: boolean, done: (from: number, to: number) => void): void {
    this.prepare();
    for (const port of this.#marks) port.muted = !everySlice;
    const quiet = !everySlice && this.#symbols.length === 1;
    try {
      for (let slice = from; slice < to; ) {
        let next = quiet ? this.#quietUntil(slice, to) : slice;
        if (next > slice) this.#skipQuiet(slice, next);
        else this.step(next++);
        done(slice, next);
        slice = next;
      }
    } finally {
      for (const port of this.#marks) port.muted = false;
      this.flush();
    }
  }

  /** Lets metrics and equity curves catch up with what was done. */
  flush(): void {
    for (const port of this.#marks) port.flush();
  }

  #runSymbols(from: number, to: number): void {
    for (let slice = from; slice < to; slice++) this.step(slice);
  }

  /** One slice in its four phases. After `prepare`; `flush` is the caller's. */
  step(slice: number): void {
    this.fills(slice);
    this.bars(slice);
    this.decisions(slice);
    this.marks();
    this.endSlice(false);
  }

  /** The same for a run on one symbol, whose slices are its bars: nothing to look up from bar to bar. */
  #runSymbol(from: number, to: number): void {
    const { bar, featuresEvent } = this.#symbols[0];
    const { bars, decisions } = this.#audiences[0] as SymbolAudience;
    const marks = this.#marks;
    const own = this.#own;
    const [actions] = this.#actions;
    for (let slice = from; slice < to; slice++) {
      const next = this.#quietUntil(slice, to);
      if (next > slice) {
        this.#skipQuiet(slice, next);
        if (next === to) return;
        slice = next;
      }
      this.slice = slice;
      this.#accrue(slice);
      bar.point(slice);
      if (actions !== null) this.#act(bar, bars);
      for (let i = 0; i < bars.length; i++) bars[i].meet(bar);
      for (let i = 0; i < bars.length; i++) bars[i].deliver(bar);
      if (own !== null) own.deliver(bar);
      this.#watch(bar.timestamp);
      featuresEvent.follow();
      for (let i = 0; i < decisions.length; i++) decisions[i].deliver(featuresEvent);
      if (own !== null) own.deliver(featuresEvent);
      for (const universe of this.#universes) universe.decide(featuresEvent);
      for (let i = 0; i < marks.length; i++) marks[i].update(bar.timestamp);
      if (own !== null) own.endSlice(bar.timestamp, false);
    }
  }

  /** The first slice in [slice, to) at which anything can happen but marks; `to` when there is none. */
  #quietUntil(slice: number, to: number): number {
    const { bars, decisions } = this.#audiences[0] as SymbolAudience;
    if (this.#own !== null && !this.#own.isQuiet) return slice;
    for (let i = 0; i < bars.length; i++) if (!bars[i].isQuiet) return slice;
    for (let i = 0; i < this.#marks.length; i++) if (!this.#marks[i].isQuiet) return slice;
    let next = to;
    if (this.#actions[0] !== null) next = Math.min(next, this.#nextAction(slice));
    for (let i = 0; i < decisions.length; i++) next = Math.min(next, decisions[i].nextQuestion(slice, next));
    return next;
  }

  /** Slices in which prices move and nothing else does: the same events, counted, measured and shown in one go. */
  #skipQuiet(from: number, to: number): void {
    const { bar, featuresEvent } = this.#symbols[0];
    const { decisions } = this.#audiences[0] as SymbolAudience;
    const span = this.#span;
    span.from = from;
    span.to = to;
    this.slice = to - 1;
    for (const port of decisions) port.skip(featuresEvent, span);
    for (let i = 0; i < this.#marks.length; i++) {
      const bars = this.#firstBars[i];
      bar.point(to - 1);
      bars?.skip(bar);
      span.bars = bars?.isObserved === true;
      this.#marks[i].updateBars(span);
    }
    span.bars = false;
    bar.point(to - 1);
    featuresEvent.follow();
  }

  /** Finds out who is listening. To be called before a slice is worked through, after subscriptions may have changed. */
  prepare(): void {
    for (const audience of this.#audiences) {
      if (audience === undefined) continue;
      for (const port of audience.bars) port.prepare();
      for (const port of audience.decisions) port.prepare();
    }
    for (const port of this.#marks) port.prepare();
  }

  #accrue(slice: number): void {
    const accruals = this.#accruals;
    if (accruals.length === 0) return;
    const time = this.#timeline.time(slice);
    for (let i = 0; i < accruals.length; i++) accruals[i].accrue(time);
  }

  /** Phase 1: what the days cost, then waiting orders meet the bars of the slice. */
  fills(slice: number): void {
    this.slice = slice;
    this.#accrue(slice);
    const { offsets, feeds, indexes } = this.#timeline;
    const end = offsets[slice + 1];
    for (let entry = offsets[slice]; entry < end; entry++) {
      const symbol = feeds[entry];
      const { bar } = this.#symbols[symbol];
      bar.point(indexes[entry]);
      this.#time = bar.timestamp;
      const audience = this.#audiences[symbol];
      if (audience === undefined) continue;
      const { bars } = audience;
      if (this.#actions[symbol] !== null) this.#act(bar, bars);
      for (let i = 0; i < bars.length; i++) bars[i].meet(bar);
    }
  }

  /** The first slice from `slice` on with a split or a dividend of the run's only symbol. */
  #nextAction(slice: number): number {
    const { actions } = this.#symbols[0].series;
    return actions.find(({ index }) => index >= slice)?.index ?? Number.POSITIVE_INFINITY;
  }

  #act(bar: BarEvent, ports: readonly BarPort[]): void {
    const action = this.#actions[bar.symbolIndex]?.get(bar.index);
    if (action === undefined) return;
    for (const port of ports) port.act(bar, action);
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
    if (this.#own === null) return;
    for (let entry = offsets[slice]; entry < end; entry++) this.#own.deliver(this.#symbols[feeds[entry]].bar);
  }

  #watch(time: number): void {
    const watches = this.#watches;
    for (let i = 0; i < watches.length; i++) if (watches[i].isOn) watches[i].watch(time);
  }

  /** Phase 3: halts and exits by time, then FEATURES, and what strategies and portfolios make of them. */
  decisions(slice: number): void {
    this.#watch(this.#time);
    const { offsets, feeds } = this.#timeline;
    const end = offsets[slice + 1];
    for (let entry = offsets[slice]; entry < end; entry++) {
      const symbol = feeds[entry];
      const audience = this.#audiences[symbol];
      if (audience === undefined || (audience.decisions.length === 0 && this.#own === null)) continue;
      const { decisions } = audience;
      const event = this.#symbols[symbol].featuresEvent;
      event.follow();
      for (let i = 0; i < decisions.length; i++) decisions[i].deliver(event);
      this.#own?.deliver(event);
    }
    const universes = this.#universes;
    if (universes.length === 0) return;
    const { featuresEvent } = this.#symbols[feeds[end - 1]];
    for (let i = 0; i < universes.length; i++) universes[i].decide(featuresEvent);
  }

  /** Phase 4: PORTFOLIO_UPDATE. */
  marks(): void {
    const marks = this.#marks;
    for (let i = 0; i < marks.length; i++) marks[i].update(this.#time);
  }

  /** What waits in containers of the user's for the end of a slice. @param last of the run. */
  endSlice(last: boolean): void {
    this.#own?.endSlice(this.#time, last);
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
  for (const { links } of topology.own.routes) {
    const joined = links
      .flatMap(({ source, ways }) => [source, ...ways.flatMap(({ to }) => to.map(containerOf))])
      .filter((container) => !isOfMarket(container));
    for (const { number } of joined) {
      if (!group.has(number)) group.set(number, new Set([number]));
      merge(group, joined[0].number, number);
    }
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
