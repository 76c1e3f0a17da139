import type { Position } from '../log/event-log.ts';

/** In place of a position: the event is of a type that is not kept, did not happen, or has been let go. */
export const NOT_KEPT: Position = -1;

/** An order, and where its events stand in the log. */
export class TrackedOrder {
  number = 0;
  /** Lots that have not been filled, signed. */
  left = 0;
  /** The wait for its end, and its fills. With the last of them its events go. */
  holders = 0;
  signal: Position = NOT_KEPT;
  request: Position = NOT_KEPT;
  order: Position = NOT_KEPT;
}

/** A fill. That of a reversal belongs to two trades: it is the last of one and the first of the other. */
export class TrackedFill {
  order: TrackedOrder;
  position: Position = NOT_KEPT;
  /** The trades that it belongs to, and the tracker until it knows which these are. */
  holders = 0;
  /** The next fill in the same symbol. */
  next: TrackedFill | null = null;

  constructor(order: TrackedOrder) {
    this.order = order;
  }
}

/** The events of an order that ended while a trade was open, as far as none of its fills holds them. */
export class EndedOrder {
  signal: Position = NOT_KEPT;
  request: Position = NOT_KEPT;
  order: Position = NOT_KEPT;
  end: Position = NOT_KEPT;
  next: EndedOrder | null = null;
}

/** An open trade. */
export class TrackedTrade {
  number = 0;
  symbolIndex = 0;
  /** Lots held now, signed. */
  lots = 0;
  open: Position = NOT_KEPT;
  /** Position of POSITION_CLOSE; `NOT_KEPT` before. */
  close: Position = NOT_KEPT;
  firstFill: TrackedFill | null = null;
  lastFill: TrackedFill | null = null;
  /** Newest first. */
  ended: EndedOrder | null = null;

  /** The fill after this one, if it belongs to the trade. */
  after(fill: TrackedFill): TrackedFill | null {
    return fill === this.lastFill ? null : fill.next;
  }
}
