import { describeConditions } from '../events/describe-condition.ts';
import type { EngineEvent } from '../events/event.ts';
import type { EventBus } from '../events/event-bus.ts';
import { EventPool } from '../events/event-pool.ts';
import type { EventSink } from '../events/event-sink.ts';
import { TYPE } from '../events/event-type.ts';
import type { FeaturesEvent } from '../events/market-events.ts';
import type { Condition } from '../events/payloads.ts';
import { ACTION, type Evidence, SignalEvent, TIME_IN_FORCE } from '../events/trading-events.ts';
import type { FeatureRequest } from '../features/request.ts';
import { Random } from '../foundation/random.ts';
import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import { BAR_FIELDS, type BarField, type BarSeries } from '../market/bar-series.ts';
import { checkSignal } from './check-signal.ts';
import { Conditions } from './conditions.ts';
import { COLUMN, Cursor, FeatureSeries } from './feature-series.ts';
import type { Bar, Signal, StrategyContext, StrategyDefinition } from './strategy.ts';
import { TriggerScan } from './trigger.ts';

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
}

/** What a strategy tested and read at a bar, and would answer. */
export interface Explanation {
  readonly signal: Signal | null;
  readonly conditions: Condition[];
  /** The stack of the call that tested each condition. */
  readonly calls: readonly string[];
  readonly values: Record<string, number>;
}

/** Runs one strategy on one symbol: FEATURES in, SIGNAL out, with the conditions it tested and the values it read. */
export class StrategyRunner implements Stateful, Evidence {
  readonly componentId: string;
  readonly #options: StrategyRunnerOptions;
  readonly #cursor = new Cursor();
  readonly #view: BarView;
  readonly #features: Record<string, FeatureSeries> = {};
  readonly #featureNames: readonly string[];
  readonly #when = new Conditions();
  readonly #context: { readonly params: unknown; state: unknown; readonly random: Random };
  /** Made when a strategy first draws: most never do. */
  #random: Random | null = null;
  readonly #signals: EventPool<SignalEvent>;
  readonly #definition: StrategyDefinition;
  readonly #trusted: boolean;
  readonly #triggers: TriggerScan | null;
  #givenReason: string | undefined = undefined;

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
    this.#featureNames = Object.keys(this.#features);
    const draw = () => (this.#random ??= new Random(options.seed ?? 0));
    this.#context = {
      params,
      state: definition.initialState?.(params),
      get random() {
        return draw();
      },
    };
    const triggers = definition.triggers?.(params);
    this.#triggers =
      triggers === undefined ? null : new TriggerScan(triggers, this.#features, this.#cursor.first);
    this.#signals = new EventPool(bus, TYPE.SIGNAL, this.componentId, SignalEvent);
  }

  /** What it reads, by its own words. */
  get featureNames(): readonly string[] {
    return this.#featureNames;
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
    this.#random = random?.clone() ?? null;
    this.#when.keepUnmet = true;
    try {
      const signal = this.#ask(index) ?? null;
      const { calls } = this.#when;
      return { signal, conditions: this.#when.list(), calls: [...calls], values: this.values() };
    } finally {
      this.#when.keepUnmet = false;
      this.#context.state = state;
      this.#random = random;
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
    this.#givenReason = signal.reason;
    const event = this.#signals.take();
    event.series = series;
    event.evidence = this;
    event.strategyId = strategyId;
    event.strategyIndex = strategyIndex;
    event.symbolIndex = symbolIndex;
    event.index = this.#cursor.index;
    event.timestamp = cause.timestamp;
    event.action = ACTION[signal.action as keyof typeof ACTION];
    event.target = signal.target ?? Number.NaN;
    event.limit = signal.limit ?? Number.NaN;
    event.stop = signal.stop ?? Number.NaN;
    event.timeInForce = TIME_IN_FORCE[signal.timeInForce ?? 'GTC'];
    event.strength = signal.strength ?? 1;
    event.confidence = signal.confidence ?? 1;
    event.stopLoss = signal.stopLoss ?? Number.NaN;
    event.takeProfit = signal.takeProfit ?? Number.NaN;
    event.trailingStop = signal.trailingStop ?? Number.NaN;
    event.maxBars = signal.maxBars ?? Number.NaN;
    event.causedBy(cause);
    this.#signals.emit(event);
  }

  conditions(): Condition[] {
    return this.#when.list();
  }

  values(): Record<string, number> {
    const values: Record<string, number> = {};
    for (const [name, series] of Object.entries(this.#features)) {
      if (!Number.isNaN(series.now)) values[name] = series.now;
    }
    return values;
  }

  reason(): string {
    return this.#givenReason ?? describeConditions(this.#when.list());
  }

  encode(out: EventSink): void {
    const given = this.#givenReason;
    out.number(given === undefined ? 0 : 1);
    if (given !== undefined) out.text(given);
    this.#when.encode(out);
    const names = this.#featureNames;
    out.number(names.length);
    for (let i = 0; i < names.length; i++) {
      out.name(names[i]);
      out.number(this.#features[names[i]].now);
    }
  }

  inspect(): Record<string, unknown> {
    return {
      type: this.#options.definition.type,
      params: this.#context.params,
      symbol: this.#options.series.symbol,
      state: this.#context.state ?? null,
      values: this.#cursor.index < 0 ? {} : this.values(),
    };
  }

  save(out: StateWriter): void {
    out.number(this.#cursor.index);
    if (this.#context.state !== undefined) out.extra(this.#context.state);
    out.number(this.#random === null ? 0 : 1);
    this.#random?.save(out);
  }

  restore(from: StateReader): void {
    this.#cursor.index = from.number();
    if (this.#context.state !== undefined) this.#context.state = from.extra();
    this.#random = null;
    if (from.number() === 1) this.#context.random.restore(from);
  }
}

/** The bar at the cursor, without a copy. */
class BarView implements Bar {
  readonly #series: BarSeries;
  readonly #cursor: Cursor;

  constructor(series: BarSeries, cursor: Cursor) {
    this.#series = series;
    this.#cursor = cursor;
  }

  get symbol(): string {
    return this.#series.symbol;
  }
  get number(): number {
    return this.#cursor.index - this.#cursor.first + 1;
  }
  get openTime(): number {
    return this.#series.openTime[this.#cursor.index];
  }
  get closeTime(): number {
    return this.#series.closeTime[this.#cursor.index];
  }
  get open(): number {
    return this.#series.open[this.#cursor.index];
  }
  get high(): number {
    return this.#series.high[this.#cursor.index];
  }
  get low(): number {
    return this.#series.low[this.#cursor.index];
  }
  get close(): number {
    return this.#series.close[this.#cursor.index];
  }
  get volume(): number {
    return this.#series.volume[this.#cursor.index];
  }

  copy(): Bar {
    const { symbol, number, openTime, closeTime, open, high, low, close, volume } = this;
    return { symbol, number, openTime, closeTime, open, high, low, close, volume };
  }
}

function isBarField(wish: FeatureRequest | BarField): wish is BarField {
  return typeof wish === 'string' && BAR_FIELDS.includes(wish);
}
