import type { EngineEvent } from './event.ts';
import type { BarEvent, FeaturesEvent } from './market-events.ts';
import type { PortfolioUpdateEvent } from './portfolio-events.ts';

/**
 * The events of one container over bars [from, to), when there are no others: for observers that take them at once. It stands
 * for exactly what `each` gives. A flyweight, as events are: filled, shown and used again.
 */
export class EventSpan {
  readonly bar: BarEvent;
  from = 0;
  to = 0;
  /** Whether BAR is among them. At least one type is. */
  bars = false;
  /** FEATURES, if they are among them. */
  features: FeaturesEvent | null = null;
  /** PORTFOLIO_UPDATE, if it is among them: with everything that is the same at all bars, and the number of the first. */
  update: PortfolioUpdateEvent | null = null;
  /** Time, equity, gross and net exposure of each update, from position `row`. */
  rows: Float64Array = new Float64Array(0);
  row = 0;

  constructor(bar: BarEvent) {
    this.bar = bar;
  }

  /** Whether something holds for all flyweights that are there. Nothing is allocated: spans are short where much is traded. */
  every(holds: (event: EngineEvent) => boolean): boolean {
    const { bar, features, update } = this;
    return (
      (!this.bars || holds(bar)) &&
      (features === null || holds(features)) &&
      (update === null || holds(update))
    );
  }

  /** Bar by bar: BAR, FEATURES, PORTFOLIO_UPDATE. */
  each(handle: (event: EngineEvent) => void): void {
    const { bar, features, update, rows } = this;
    const first = update?.sequenceNumber ?? 0;
    for (let index = this.from; index < this.to; index++) {
      bar.point(index);
      if (this.bars) handle(bar);
      if (features !== null) {
        features.follow();
        handle(features);
      }
      if (update === null) continue;
      const at = this.row + 4 * (index - this.from);
      update.sequenceNumber = first + index - this.from;
      update.timestamp = rows[at];
      update.equity = rows[at + 1];
      update.grossExposure = rows[at + 2];
      update.netExposure = rows[at + 3];
      update.causedBy(bar);
      handle(update);
    }
    if (update !== null) update.sequenceNumber = first;
  }
}
