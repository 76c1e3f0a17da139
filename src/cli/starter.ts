/** The files of `admf init`, by name; the JSON Schema of workflows is added to them. */
export const STARTER_FILES: Readonly<Record<string, string>> = {
  'workflow.yaml': `# yaml-language-server: $schema=./admf.schema.json
# Run it with:   admf run workflow.yaml
# Check it with: admf validate workflow.yaml
name: my-study

# What is traded. A source is a CSV file beside this one (./prices.csv), a data set
# that comes with ADMF (dataset:sp500-daily, dataset:aapl-daily), or made up
# (generate:gbm?bars=2000&seed=7).
data:
  - { symbol: SPX, source: "dataset:sp500-daily", from: 2000-01-03, to: 2019-12-31 }

# What gives signals: yours, and one that comes with ADMF.
strategies:
  - { id: mine, type: ./my-strategy.ts, params: { period: 55 } }
  - { id: trend, type: sma_crossover, params: { fast: 50, slow: 200 } }

# What trades on signals, each with its own cash.
portfolios:
  - { id: mine, strategies: [mine], cash: 100_000 }
  - { id: both, strategies: [mine, trend], cash: 100_000 }

# How orders become fills: at the next open, a little worse than the price, for a fee.
execution:
  profile: next_open
  slippage: { type: bps, bps: 1 }
  commission: { type: per_share, amount: 0.005, minimum: 1 }

# Buying and holding this symbol stands beside the portfolios.
benchmark: SPX
`,
  'my-strategy.ts': `import { defineStrategy, sma, z } from 'admf';

/** Buys when the close crosses above its average, and leaves when it crosses below. */
export default defineStrategy({
  type: 'close_above_average',
  description: 'Buys a close above its moving average.',
  params: z.strictObject({
    period: z.int().min(2).default(55).describe('bars of the average'),
  }),
  features: ({ period }) => ({ close: 'close', average: sma(period) }),
  decide: ({ close, average }, _bar, when) => {
    // What \`when\` compares becomes the reason of the signal, in results and wherever you ask why.
    if (when.crossover(close, average)) return { action: 'BUY' };
    if (when.crossunder(close, average)) return { action: 'EXIT' };
    return null;
  },
});
`,
  'README.md': `# A study with ADMF

| file | holds |
|---|---|
| \`workflow.yaml\` | data, strategies, portfolios and costs |
| \`my-strategy.ts\` | a strategy of your own |
| \`admf.schema.json\` | lets editors complete and check \`workflow.yaml\` |

\`\`\`sh
admf validate workflow.yaml   # tells every mistake with its place
admf run workflow.yaml        # writes results/my-study_<time>/
\`\`\`

\`run.json\` holds the metrics and everything needed to repeat the run;
\`backtest/window_1/portfolio_mine_results.json\` holds each trade with the signal and the
values that led to it.

The command finds \`admf\` and \`zod\` for \`my-strategy.ts\` by itself. For types in your editor,
install both beside it.
`,
  '.gitignore': `results/
`,
};
