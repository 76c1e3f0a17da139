import type { EngineEvent } from '../../events/event.ts';

/** A held event; null where it is of a type that is not kept, did not happen, or has been let go. */
export type Held = EngineEvent | null;

/** An order, and its events. */
export class TrackedOrder {
  number = 0;
  /** Lots that have not been filled, signed. */
  left = 0;
  /** The wait for its end, and its fills. With the last of them its events go. */
  holders = 0;
  signal: Held = null;
  request: Held = null;
  order: Held = null;
}

/** A fill. That of a reversal belongs to two trades: it is the last of one and the first of the other. */
export class TrackedFill {
  order: TrackedOrder;
  event: Held = null;
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
  signal: Held = null;
  request: Held = null;
  order: Held = null;
  end: Held = null;
  next: EndedOrder | null = null;
}

/** An open trade. */
export class TrackedTrade {
  /** Container that numbers it, and its number. */
  container = 0;
  number = 0;
  symbolIndex = 0;
  /** Lots held now, signed. */
  lots = 0;
  open: Held = null;
  /** POSITION_CLOSE, while the trade is handed over. */
  close: Held = null;
  firstFill: TrackedFill | null = null;
  lastFill: TrackedFill | null = null;
  /** Newest first. */
  ended: EndedOrder | null = null;

  /** The fill after this one, if it belongs to the trade. */
  after(fill: TrackedFill): TrackedFill | null {
    return fill === this.lastFill ? null : fill.next;
  }
}
