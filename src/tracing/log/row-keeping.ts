import type { EngineEvent, EventRecord } from '../../events/event.ts';
import type { Listener } from '../../events/event-bus.ts';
import type { EventSpan } from '../../events/event-span.ts';
import type { StateReader, StateWriter } from '../../foundation/state.ts';
import type { Keeping } from '../keeping.ts';
import type { EventLog, Position } from './event-log.ts';

const SMALLEST_WINDOW = 16;

/** Keeps all events that come, or the last of them, as rows. */
export class RowKeeping implements Keeping {
  readonly log: EventLog;
  readonly openTrades = 0;
  readonly waitingOrders = 0;
  readonly #keep: Listener;
  #window: number;

  /**
   * @param window events held at most; Infinity for all.
   * @param mayShrink whether `shrink` may be called.
   */
  constructor(log: EventLog, window: number, mayShrink: boolean) {
    this.log = log;
    this.#window = window;
    const all = (event: EngineEvent) => void log.append(event);
    const last = (event: EngineEvent) => {
      log.append(event);
      if (log.count > this.#window) log.dropOldest(1);
    };
    this.#keep = Number.isFinite(window) || mayShrink ? last : all;
  }

  get everKept(): number {
    return this.log.appended;
  }

  get window(): number {
    return this.#window;
  }

  handlerOf(): Listener {
    return this.#keep;
  }

  keepSpan(span: EventSpan): void {
    if (Number.isFinite(this.#window)) span.each(this.#keep);
    else this.log.appendSpan(span);
  }

  releaseHalf(before: (event: EventRecord) => void): number {
    const { log } = this;
    const { count } = log;
    if (count <= 1) return 0;
    for (let left = Math.ceil(count / 2); left > 0; left--) {
      const position = log.oldest as Position;
      before(log.at(position));
      log.drop(position);
    }
    return count - log.count;
  }

  shrink(): void {
    this.#window = Math.max(SMALLEST_WINDOW, this.log.count);
  }

  forgetRead(): void {
    this.log.forgetIndexes();
  }

  clear(): void {
    this.log.clear();
  }

  save(out: StateWriter): void {
    out.number(this.#window);
    this.log.save(out);
  }

  restore(from: StateReader): void {
    this.#window = from.number();
    this.log.restore(from);
  }
}
