import type { EventRecord } from '../events/event.ts';
import type { TradeName } from './log/log-index.ts';

/** What is held of the events of one container, to be read. */
export interface TraceLog {
  /** Events held. */
  readonly count: number;
  /** Memory taken up, about. */
  readonly bytes: number;
  /** All events held, oldest first. */
  records(): Iterable<EventRecord>;
  /** The event with this id; its container may be left out where only one fits. */
  find(id: string): EventRecord | undefined;
  /** The events that the event with this id led to directly, oldest first. */
  causedBy(id: string): EventRecord[];
  /**
   * The whole life of a trade, oldest first: the events that carry its number, and what led to them as far as it is held.
   *
   * @param trade as `correlationId` has it (`portfolio_balanced/trade-7`), or by numbers.
   */
  findCorrelated(trade: string | TradeName, type?: string): EventRecord[];
  /** Lets go of the events of a trade. Returns how many they were. */
  pruneCorrelated(trade: string | TradeName): number;
}
