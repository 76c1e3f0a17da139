import type { EngineEvent } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import { Evidence } from '../events/evidence.ts';
import type { FeaturesEvent } from '../events/market-events.ts';
import { SignalEvent } from '../events/signal-event.ts';
import type { FeatureRequest } from '../features/request.ts';
import { Random } from '../foundation/random.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { BarSeries } from '../market/bar-series.ts';
import { BarView, isBarField } from './bar-view.ts';
import { checkSignal } from './check-signal.ts';
import { Conditions } from './conditions.ts';
import { COLUMN, Cursor, FeatureSeries } from './feature-series.ts';
import { fillSignal } from './fill-signal.ts';
import type { Bar, FeatureWishes, StrategyContext } from './strategy.ts';
import type { Explanation, SymbolRunner } from './strategy-runner.ts';
import type { SymbolSignal, Universe, UniverseDefinition, UniverseMember } from './universe.ts';

/** A symbol of the strategy, with what the engine knows of it. */
export interface UniverseSymbol {
  readonly series: BarSeries;
  readonly symbolIndex: number;
  readonly column: (request: FeatureRequest) => Float64Array;
  /** FEATURES of its latest bar, which its signals name as their cause. */
  readonly featuresEvent: EngineEvent;
}

export interface UniverseRunnerOptions {
  readonly bus: EventBus;
  readonly strategyId: string;
  readonly strategyIndex: number;
  readonly definition: UniverseDefinition;
  readonly params: unknown;
  /** Sorted by symbol. */
  readonly symbols: readonly UniverseSymbol[];
  /** Ours read a bar and let it go; others get copies, which they may keep. */
  readonly trusted: boolean;
  readonly seed: number;
}

/** Runs a strategy that decides on all its symbols at once: the FEATURES of a moment in, SIGNALs out. */
export class UniverseRunner implements Stateful {
  readonly componentId: string;
  readonly #options: UniverseRunnerOptions;
  readonly #members: readonly Member[];
  readonly #context: { readonly params: unknown; state: unknown; readonly random: Random };
  #random: Random | null = null;
  #moments = 0;
  #time = Number.NaN;
  #pending = false;

  constructor(options: UniverseRunnerOptions) {
    const { definition, params, seed, strategyId } = options;
    this.#options = options;
    this.componentId = strategyId;
    this.#members = options.symbols.map((symbol) => new Member(this, options, symbol));
    const draw = () => (this.#random ??= new Random(seed));
    this.#context = {
      params,
      state: definition.initialState?.(params),
      get random() {
        return draw();
      },
    };
  }

  /** By symbol index of the run; undefined where it does not trade. */
  memberOf(symbolIndex: number): SymbolRunner | undefined {
    return this.#members.find((member) => member.symbolIndex === symbolIndex);
  }

  get state(): unknown {
    return this.#context.state;
  }

  /** It is asked at every bar. */
  nextQuestion(from: number): number {
    return from;
  }

  skipTo(): void {
    throw new Error('a strategy over several symbols was passed over');
  }

  onFeatures(event: FeaturesEvent): void {
    const member = this.#members.find(({ symbolIndex }) => symbolIndex === event.bar.symbolIndex) as Member;
    member.cursor.index = event.index;
    member.isNew = true;
    this.#time = event.timestamp;
    this.#pending = true;
  }

  /** Once all bars of a moment are known. */
  decide(): void {
    if (!this.#pending) return;
    this.#pending = false;
    this.#moments++;
    try {
      for (const signal of this.#ask()) if (signal.action !== 'HOLD') this.#publish(signal);
    } finally {
      for (const member of this.#members) member.isNew = false;
    }
  }

  /** What it would say of a member at bar `index` of that one, and tests for it, met or not. */
  explain(of: Member, index: number): Explanation {
    const time = of.series.closeTime[index];
    const before = this.#members.map(({ cursor }) => cursor.index);
    const { state } = this.#context;
    const random = this.#random;
    const moments = this.#moments;
    const formerTime = this.#time;
    this.#context.state = structuredClone(state);
    this.#random = random?.clone() ?? null;
    of.when.keepUnmet = true;
    try {
      for (const member of this.#members) {
        const { closeTime, length } = member.series;
        while (member.cursor.index + 1 < length && closeTime[member.cursor.index + 1] <= time) {
          member.cursor.index++;
        }
        member.isNew = closeTime[member.cursor.index] === time;
      }
      this.#moments++;
      this.#time = time;
      const signal = this.#ask().find(({ symbol }) => symbol === of.symbol) ?? null;
      return { signal, conditions: of.when.list(), calls: [...of.when.calls], values: of.evidence.values() };
    } finally {
      of.when.keepUnmet = false;
      this.#context.state = state;
      this.#random = random;
      this.#moments = moments;
      this.#time = formerTime;
      this.#members.forEach((member, i) => {
        member.cursor.index = before[i];
        member.isNew = false;
      });
    }
  }

  #ask(): readonly SymbolSignal[] {
    const known = this.#members.filter(({ cursor }) => cursor.index >= 0);
    for (const member of this.#members) member.when.clear();
    const universe: Universe = {
      time: this.#time,
      number: this.#moments,
      members: known,
      size: this.#members.length,
      get: (symbol) => known.find((member) => member.symbol === symbol),
    };
    const { definition } = this.#options;
    return definition.decideAll(universe, this.#context as StrategyContext<unknown, unknown>) ?? [];
  }

  #publish(signal: SymbolSignal): void {
    const member = this.#members.find(({ symbol }) => symbol === signal.symbol);
    if (member === undefined || member.cursor.index < 0) {
      throw new RangeError(`signal.symbol must be one that has had a bar, found ${signal.symbol}`);
    }
    if (!this.#options.trusted) checkSignal(signal, member.bar.close);
    member.publish(signal, this.#time);
  }

  inspect(): Record<string, unknown> {
    const { definition, params } = this.#options;
    return { type: definition.type, params, state: this.#context.state ?? null };
  }

  save(out: StateWriter): void {
    for (const { cursor } of this.#members) out.number(cursor.index);
    out.number(this.#moments);
    out.number(this.#time);
    out.optional(this.#context.state);
    out.number(this.#random === null ? 0 : 1);
    this.#random?.save(out);
  }

  restore(from: StateReader): void {
    for (const member of this.#members) {
      member.cursor.index = from.number();
      // A moment that was left before the strategy was asked has marked some.
      member.isNew = false;
    }
    this.#moments = from.number();
    this.#time = from.number();
    this.#context.state = from.optional();
    this.#random = null;
    if (from.number() === 1) this.#context.random.restore(from);
    this.#pending = false;
  }
}

/** One symbol of it: what the strategy reads, and the grounds of its signal. */
class Member implements UniverseMember, SymbolRunner {
  readonly componentId: string;
  readonly symbol: string;
  readonly series: BarSeries;
  readonly symbolIndex: number;
  readonly cursor = new Cursor();
  readonly features: { readonly [K in keyof FeatureWishes]: FeatureSeries };
  readonly when = new Conditions();
  isNew = false;
  readonly #runner: UniverseRunner;
  readonly #options: UniverseRunnerOptions;
  readonly #featuresEvent: EngineEvent;
  readonly #view: BarView;
  readonly #signals: EventPool<SignalEvent>;
  readonly evidence: Evidence;

  constructor(runner: UniverseRunner, options: UniverseRunnerOptions, symbol: UniverseSymbol) {
    const { definition, params, bus, strategyId } = options;
    const { series, symbolIndex, column, featuresEvent } = symbol;
    this.#runner = runner;
    this.#options = options;
    this.#featuresEvent = featuresEvent;
    this.symbol = series.symbol;
    this.series = series;
    this.symbolIndex = symbolIndex;
    this.componentId = `${strategyId}:${series.symbol}`;
    this.#view = new BarView(series, this.cursor);
    const features: Record<string, FeatureSeries> = {};
    for (const [name, wish] of Object.entries(definition.features(params))) {
      features[name] = new FeatureSeries(name, isBarField(wish) ? series[wish] : column(wish), this.cursor);
    }
    this.features = features;
    this.evidence = new Evidence(this.when.tested, Object.values(features));
    this.#signals = new EventPool(bus, TYPE.SIGNAL, this.componentId, SignalEvent);
  }

  get bar(): Bar {
    return this.#options.trusted ? this.#view : this.#view.copy();
  }

  get featureNames(): readonly string[] {
    return Object.keys(this.features);
  }

  column(name: string): Float64Array {
    return this.features[name][COLUMN];
  }

  explain(index: number): Explanation {
    return this.#runner.explain(this, index);
  }

  publish(signal: SymbolSignal, time: number): void {
    this.evidence.given = signal.reason;
    const event = this.#signals.take();
    event.series = this.series;
    event.evidence = this.evidence;
    event.strategyId = this.#options.strategyId;
    event.strategyIndex = this.#options.strategyIndex;
    event.symbolIndex = this.symbolIndex;
    event.index = this.cursor.index;
    event.timestamp = time;
    fillSignal(event, signal);
    // Its flyweight may stand elsewhere by now; FEATURES are numbered by their bars.
    event.causedBy({ key: this.#featuresEvent.key, sequenceNumber: this.cursor.index + 1 });
    this.#signals.emit(event);
  }

  inspect(): Record<string, unknown> {
    const { definition, params } = this.#options;
    const values = this.cursor.index < 0 ? {} : this.evidence.values();
    return { type: definition.type, params, symbol: this.symbol, state: this.#runner.state ?? null, values };
  }
}
