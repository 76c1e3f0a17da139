import type { EngineEvent } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import { TYPE } from '../events/event-type.ts';
import { Evidence } from '../events/evidence.ts';
import type { FeaturesEvent } from '../events/market-events.ts';
import type { FillEvent } from '../events/order-events.ts';
import { type Condition, FILL_RULES } from '../events/payloads.ts';
import { SignalEvent } from '../events/signal-event.ts';
import type { FeatureRequest } from '../features/request.ts';
import { Random } from '../foundation/random.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import type { BarSeries } from '../market/bar-series.ts';
import type { DayOf } from '../market/trading-day.ts';
import { BarView, isBarField } from './bar-view.ts';
import { checkSignal } from './check-signal.ts';
import { Conditions } from './conditions.ts';
import { COLUMN, Cursor, FeatureSeries } from './feature-series.ts';
import { fillSignal } from './fill-signal.ts';
import type { Signal, StrategyContext, StrategyDefinition } from './strategy.ts';
import { TriggerScan } from './trigger.ts';

const DAY_MS = 86_400_000;

export interface StrategyRunnerOptions {
  readonly bus: EventBus;
  readonly strategyId: string;
  readonly strategyIndex: number;
  readonly definition: StrategyDefinition;
  readonly params: unknown;
  readonly series: BarSeries;
  readonly symbolIndex: number;
  readonly column: (request: FeatureRequest) => Float64Array;
  /** Ours read a bar and let it go, so they get the moving view; others get copies, which they may keep. */
  readonly trusted: boolean;
  /** Of `context.random`; 0 by default. */
  readonly seed?: number;
  /** Sessions of the hooks. */
  readonly dayOf: DayOf;
}

/** What a strategy tested and read at a bar, and would answer. */
export interface Explanation {
  readonly signal: Signal | null;
  readonly conditions: Condition[];
  /** The stack of the call that tested each condition. */
  readonly calls: readonly string[];
  readonly values: Record<string, number>;
}

/** What people may ask of a strategy on one symbol, whether it is asked about that symbol alone or about all at once. */
export interface SymbolRunner {
  readonly componentId: string;
  /** What it reads, by its own words. */
  readonly featureNames: readonly string[];
  /** The whole column of a feature, also beyond the current bar: for the engine's side alone. */
  column(name: string): Float64Array;
  /** What the strategy tests at this bar, met or not, and would answer. Publishes nothing. */
  explain(index: number): Explanation;
  inspect(): Record<string, unknown>;
}

/** Runs one strategy on one symbol: FEATURES in, SIGNAL out, with the conditions it tested and the values it read. */
export class StrategyRunner implements SymbolRunner, Stateful {
  readonly componentId: string;
  readonly #options: StrategyRunnerOptions;
  readonly #cursor = new Cursor();
  readonly #view: BarView;
  readonly #features: Record<string, FeatureSeries> = {};
  /** The same, to go through. */
  readonly #read: readonly FeatureSeries[];
  readonly #when = new Conditions();
  readonly #evidence: Evidence;
  readonly #context: { readonly params: unknown; state: unknown; readonly random: Random };
  /** Made when a strategy first draws: most never do. */
  #random: Random | null = null;
  readonly #signals: EventPool<SignalEvent>;
  readonly #definition: StrategyDefinition;
  readonly #trusted: boolean;
  readonly #triggers: TriggerScan | null;
  readonly #hasSessions: boolean;
  /** Hears of more than bars, and is asked at every one. */
  readonly #hooked: boolean;
  /** Trading day of the last bar, in days since 1970; NaN before the first. */
  #day = Number.NaN;

  constructor(options: StrategyRunnerOptions) {
    const { bus, definition, params, series, strategyId } = options;
    this.#options = options;
    this.#definition = definition;
    this.#trusted = options.trusted;
    this.componentId = `${strategyId}:${series.symbol}`;
    this.#view = new BarView(series, this.#cursor);
    for (const [name, wish] of Object.entries(definition.features(params))) {
      const column = isBarField(wish) ? series[wish] : options.column(wish);
      this.#features[name] = new FeatureSeries(name, column, this.#cursor);
    }
    this.#read = Object.values(this.#features);
    this.#evidence = new Evidence(this.#when.tested, this.#read);
    const draw = () => (this.#random ??= new Random(options.seed ?? 0));
    this.#context = {
      params,
      state: definition.initialState?.(params),
      get random() {
        return draw();
      },
    };
    this.#hasSessions = definition.beforeSession !== undefined || definition.afterSession !== undefined;
    this.#hooked = this.#hasSessions || definition.onStart !== undefined || definition.onEnd !== undefined;
    const triggers = this.#hooked ? undefined : definition.triggers?.(params);
    this.#triggers =
      triggers === undefined ? null : new TriggerScan(triggers, this.#features, this.#cursor.first);
    this.#signals = new EventPool(bus, TYPE.SIGNAL, this.componentId, SignalEvent);
  }

  /** What it reads, by its own words. */
  get featureNames(): readonly string[] {
    return this.#read.map(({ name }) => name);
  }

  /** The whole column of a feature, also beyond the current bar: for the engine's side alone. */
  column(name: string): Float64Array {
    return this.#features[name][COLUMN];
  }

  /** The first bar in [from, to) at which the strategy wants to be asked; `to` when there is none. */
  nextQuestion(from: number, to: number): number {
    return this.#triggers === null ? from : this.#triggers.next(from, to);
  }

  /** Passes over bars up to `index`, at none of which it wants to be asked. */
  skipTo(index: number): void {
    this.#cursor.index = index;
  }

  onFeatures(event: FeaturesEvent): void {
    if (!this.#hooked) {
      this.#decide(event);
      return;
    }
    const { index } = event;
    this.#enter(index);
    this.#decide(event);
    if (index < this.#options.series.length - 1) return;
    if (this.#hasSessions) this.#definition.afterSession?.(dateOf(this.#day), this.#hookContext);
    this.#definition.onEnd?.(this.#hookContext);
  }

  /** A fill of a portfolio that follows this strategy, on this symbol. */
  onFill(fill: FillEvent): void {
    const { portfolioId, symbol, units, fillPrice: price, commission, timestamp: time } = fill;
    const rule = FILL_RULES[fill.rule];
    this.#definition.onFill?.(
      { portfolioId, symbol, units, price, commission, rule, time },
      this.#hookContext,
    );
  }

  get #hookContext(): StrategyContext<unknown, unknown> {
    return this.#context as StrategyContext<unknown, unknown>;
  }

  /** What comes before a bar is decided on. */
  #enter(index: number): void {
    if (index === this.#cursor.first) this.#definition.onStart?.(this.#hookContext);
    if (!this.#hasSessions) return;
    const day = this.#options.dayOf(this.#options.series.openTime[index]);
    if (day === this.#day) return;
    const definition = this.#definition;
    if (!Number.isNaN(this.#day)) definition.afterSession?.(dateOf(this.#day), this.#hookContext);
    this.#day = day;
    definition.beforeSession?.(dateOf(day), this.#hookContext);
  }

  #decide(event: FeaturesEvent): void {
    const { index } = event;
    if (this.#triggers !== null && this.#triggers.next(index, index + 1) > index) {
      this.#cursor.index = index;
      return;
    }
    const signal = this.#ask(event.index);
    if (signal === null || signal === undefined || signal.action === 'HOLD') return;
    this.#publish(signal, event);
  }

  /** What the strategy tests at this bar, met or not, and would answer. Publishes nothing. */
  explain(index: number): Explanation {
    const before = this.#cursor.index;
    const state = structuredClone(this.#context.state);
    const random = this.#random;
    const day = this.#day;
    this.#random = random?.clone() ?? null;
    this.#when.keepUnmet = true;
    try {
      if (this.#hooked) this.#enter(index);
      const signal = this.#ask(index) ?? null;
      const { calls } = this.#when;
      return { signal, conditions: this.#when.list(), calls: [...calls], values: this.#evidence.values() };
    } finally {
      this.#when.keepUnmet = false;
      this.#context.state = state;
      this.#random = random;
      this.#day = day;
      this.#cursor.index = before;
    }
  }

  #ask(index: number): Signal | null | undefined {
    this.#cursor.index = index;
    this.#when.clear();
    const bar = this.#trusted ? this.#view : this.#view.copy();
    return this.#definition.decide(
      this.#features,
      bar,
      this.#when,
      this.#context as StrategyContext<unknown, unknown>,
    );
  }

  #publish(signal: Signal, cause: EngineEvent): void {
    if (!this.#trusted) checkSignal(signal, this.#view.close);
    const { strategyId, strategyIndex, series, symbolIndex } = this.#options;
    this.#evidence.given = signal.reason;
    const event = this.#signals.take();
    event.series = series;
    event.evidence = this.#evidence;
    event.strategyId = strategyId;
    event.strategyIndex = strategyIndex;
    event.symbolIndex = symbolIndex;
    event.index = this.#cursor.index;
    event.timestamp = cause.timestamp;
    fillSignal(event, signal);
    event.causedBy(cause);
    this.#signals.emit(event);
  }

  inspect(): Record<string, unknown> {
    return {
      type: this.#options.definition.type,
      params: this.#context.params,
      symbol: this.#options.series.symbol,
      state: this.#context.state ?? null,
      values: this.#cursor.index < 0 ? {} : this.#evidence.values(),
    };
  }

  save(out: StateWriter): void {
    out.number(this.#cursor.index);
    out.optional(this.#context.state);
    out.number(this.#random === null ? 0 : 1);
    this.#random?.save(out);
    if (this.#hasSessions) out.number(this.#day);
  }

  restore(from: StateReader): void {
    this.#cursor.index = from.number();
    this.#context.state = from.optional();
    this.#random = null;
    if (from.number() === 1) this.#context.random.restore(from);
    if (this.#hasSessions) this.#day = from.number();
  }
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
