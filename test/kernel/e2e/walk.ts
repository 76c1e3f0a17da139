/** A cell that opens a session `walk` over 400 bars of a random walk, with trades. */
export const WALK = `%%workflow walk
data:
  - { symbol: X, source: { type: random_walk, bars: 400, seed: 11 } }
strategies:
  - { id: trend, type: sma_crossover, params: { fast: 5, slow: 20 } }
portfolios:
  - { id: main, strategies: [trend], cash: 100_000 }`;
