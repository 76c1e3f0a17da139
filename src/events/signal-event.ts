import type { BarSeries } from '../market/bar-series.ts';
import { EngineEvent } from './event.ts';
import type { EventSink } from './event-sink.ts';
import { type Evidence, EvidenceCopy } from './evidence.ts';
import { orNull } from './or-null.ts';
import { ACTIONS, type Payloads, TIMES_IN_FORCE } from './payloads.ts';

export class SignalEvent extends EngineEvent {
  series: BarSeries | undefined = undefined;
  /** What it was decided by. Moves with the strategy, unless the event is held. */
  evidence: Evidence | undefined = undefined;
  strategyId = '';
  /** Position of the strategy in the run's configuration. */
  strategyIndex = 0;
  symbolIndex = 0;
  index = 0;
  action = 0;
  timeInForce = 0;
  /** NaN where not given, as are limit and stop. */
  target = Number.NaN;
  limit = Number.NaN;
  stop = Number.NaN;
  strength = 1;
  confidence = 1;
  /** Prices of the exits, distance of the trailing stop, bars to be held; NaN where not given. */
  stopLoss = Number.NaN;
  takeProfit = Number.NaN;
  trailingStop = Number.NaN;
  maxBars = Number.NaN;
  /** Made when it is first held, and filled anew from then on. */
  #copy: EvidenceCopy | null = null;

  /** To be called by whoever is the first to hold it. */
  keepEvidence(): void {
    const evidence = this.evidence as Evidence;
    this.#copy ??= new EvidenceCopy();
    // Held, let go and held again in the same dispatch.
    if (evidence === this.#copy) return;
    evidence.copyTo(this.#copy);
    this.evidence = this.#copy;
  }

  get hasExits(): boolean {
    const { stopLoss, takeProfit, trailingStop, maxBars } = this;
    return !(
      Number.isNaN(stopLoss) &&
      Number.isNaN(takeProfit) &&
      Number.isNaN(trailingStop) &&
      Number.isNaN(maxBars)
    );
  }

  override payload(): Payloads['SIGNAL'] {
    const series = this.series as BarSeries;
    const evidence = this.evidence as Evidence;
    return {
      strategyId: this.strategyId,
      symbol: series.symbol,
      index: this.index,
      action: ACTIONS[this.action],
      target: orNull(this.target),
      limit: orNull(this.limit),
      stop: orNull(this.stop),
      timeInForce: TIMES_IN_FORCE[this.timeInForce],
      exits: this.hasExits
        ? {
            stopLoss: orNull(this.stopLoss),
            takeProfit: orNull(this.takeProfit),
            trailingStop: orNull(this.trailingStop),
            maxBars: orNull(this.maxBars),
          }
        : null,
      strength: this.strength,
      confidence: this.confidence,
      reason: evidence.reason(),
      conditions: evidence.conditions(),
      values: evidence.values(),
      price: series.close[this.index],
    };
  }

  override encode(out: EventSink): void {
    out.header(
      this.key,
      this.sequenceNumber,
      this.timestamp,
      this.sourceId,
      this.causeKey,
      this.causeSequence,
      this.tradeContainer,
      this.tradeNumber,
    );
    const series = this.series as BarSeries;
    out.name(this.strategyId);
    out.name(series.symbol);
    out.numbers8(
      this.index,
      this.action,
      this.target,
      this.limit,
      this.stop,
      this.timeInForce,
      this.strength,
      this.confidence,
    );
    const exits = this.hasExits;
    out.numbers2(series.close[this.index], exits ? 1 : 0);
    if (exits) out.numbers4(this.stopLoss, this.takeProfit, this.trailingStop, this.maxBars);
    (this.evidence as Evidence).encode(out);
  }
}
