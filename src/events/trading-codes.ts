/** Actions, order types and the like as the small numbers that flyweights carry: positions in the lists of payloads.ts. */
export const ACTION = { BUY: 0, SELL: 1, EXIT: 2 } as const;
export const ORDER = { market: 0, limit: 1, stop: 2, trailing_stop: 3 } as const;
export const TIME_IN_FORCE = { GTC: 0, DAY: 1 } as const;
export const RULE = { open: 0, limit: 1, stop: 2, close: 3 } as const;
