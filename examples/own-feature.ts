import { defineFeature } from 'admf';

/** 1 where a bar closes at its high, 0 at its low. */
export const closeLocation = defineFeature({
  type: 'close_location',
  description: 'Where the close stands between low and high, 0 to 1.',
  inputs: { high: 'high', low: 'low', close: 'close' },
  value: ({ high, low, close }) => (high > low ? (close - low) / (high - low) : null),
});
