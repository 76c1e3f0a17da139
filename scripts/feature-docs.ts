/**
 * Writes docs/features.md from the registry of features, so that it cannot say anything else.
 *
 *     node scripts/feature-docs.ts
 */
import { writeFileSync } from 'node:fs';
import type { z } from 'zod';
import {
  type FeatureDefinition,
  FeatureTable,
  featureKey,
  featureRegistry,
  isFeatureRequest,
} from '../src/features/index.ts';
import { BarSeries } from '../src/market/bar-series.ts';

/** What each group holds; a feature that none names, or two, is a mistake. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  Averages: ['sma', 'ema', 'wma', 'dema', 'tema', 'hma', 'kama', 'vwma', 'rolling_vwap', 'vwap'],
  'Trend and channels': [
    'macd',
    'macd_aligned',
    'adx',
    'aroon',
    'supertrend',
    'bollinger',
    'donchian',
    'keltner',
    'highest',
    'lowest',
  ],
  'Momentum and oscillators': [
    'momentum',
    'roc',
    'rsi',
    'stochastic',
    'fast_stochastic',
    'williams_r',
    'cci',
    'efficiency_ratio',
  ],
  Volume: ['obv', 'mfi', 'money_flow', 'turnover'],
  'Returns and volatility': [
    'returns',
    'overnight_return',
    'intraday_return',
    'true_range',
    'atr',
    'std_dev',
    'volatility',
    'parkinson_volatility',
    'garman_klass_volatility',
    'rogers_satchell_volatility',
    'yang_zhang_volatility',
    'bar_variance',
  ],
  Statistics: ['z_score', 'skew', 'correlation', 'beta', 'autocorrelation', 'half_life', 'hurst'],
  'Prices and the calendar': ['typical_price', 'blend', 'calendar'],
};

const HEAD = `# Features

Made by \`node scripts/feature-docs.ts\` from the features themselves. Each is also a function of the public API, its name in camel
case: \`sma(20)\`, \`bollinger(20, 2).upper\`, \`zScore(50)\`. As plain data, in YAML and in a run's fingerprint, a request is
\`{ type: bollinger, params: { period: 20 }, output: upper }\`; parameters left out take the defaults below.

- A \`period\` is a number of bars where nothing else is said, and a \`source\` is a field of the bar (open, high, low,
  close, volume) or another feature: \`ema(9, { source: rsi(14) })\`. Equal requests share one column, whoever makes them; what a feature is made of is shared too.
- Before its warm-up a feature is absent (NaN), never 0. **First bar** is the index of the first bar with all outputs, with default parameters.
- While a window holds an absent value the feature is absent; a recursive one (EMA, ATR, …) starts anew after it, seed included.
- Bar by bar and in whole columns give the same bits. Sums over windows never subtract, so nothing drifts however long the series.
- \`node scripts/feature-agreement.ts\` compares them with the published results of Stock.Indicators, to 1e-9.

## Your own

A feature is one function, in a file or a notebook cell; strategies ask for it like for any other.

\`\`\`ts
import { defineFeature, periodParam, sma, sourceParam, z } from 'admf';

// Of one bar: its inputs are numbers.
export const closeLocation = defineFeature({
  type: 'close_location',
  description: 'Where the close stands between low and high, 0 to 1.',
  inputs: { high: 'high', low: 'low', close: 'close' },
  value: ({ high, low, close }) => (high > low ? (close - low) / (high - low) : null),
});

// Over a window: its inputs are arrays, oldest first.
export const medianPrice = defineFeature({
  type: 'median_price',
  description: 'Median of the last period values.',
  params: z.strictObject({ period: periodParam(21), source: sourceParam() }),
  inputs: ({ source }) => ({ x: source }),
  window: ({ period }) => period,
  value: ({ x }) => x.sort()[x.length >> 1],
});

const smoothed = sma(5, { source: medianPrice({ period: 9 }) });
\`\`\`

It is asked only where none of its inputs is absent, and sees copies of the last values and nothing later. \`null\` means that there is no value. A
feature with running state or several outputs is a [\`FeatureDefinition\`](../src/features/feature.ts), passed to \`defineFeature\` as a whole.
`;

/** Meanings that the page explains once. */
const SAID_ABOVE = new Set([
  'number of bars',
  'what it is computed from: a bar field, or another feature',
  'another feature, or a bar field',
]);

/** The page as text. */
export function featureDocs(): string {
  const named = Object.values(GROUPS).flat();
  const unlike = featureRegistry.types.filter((type) => named.filter((name) => name === type).length !== 1);
  if (unlike.length > 0) throw new Error(`name these in exactly one group: ${unlike.join(', ')}`);
  const sections = Object.entries(GROUPS).map(([title, types]) => {
    const rows = types.map((type) => row(featureRegistry.get(type)));
    return [
      `## ${title}`,
      '',
      '| feature | what it is | parameters | outputs | first bar |',
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return `${[HEAD, ...sections].join('\n')}`
    .replaceAll(/\n(## )/g, '\n\n$1')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()
    .concat('\n');
}

function row(definition: FeatureDefinition): string {
  const { type, description, outputs } = definition;
  const output = outputs.length === 1 ? {} : { output: outputs[0] };
  const table = new FeatureTable(BarSeries.allocate('ANY', 0), 'columns');
  const cells = [
    `\`${type}\``,
    description,
    parameters(definition),
    outputs.length === 1 ? '' : outputs.map((name) => `\`${name}\``).join(', '),
    String(table.warmUp({ type, ...output })),
  ];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

function parameters({ params }: FeatureDefinition): string {
  const defaults = params.parse({}) as Readonly<Record<string, unknown>>;
  return Object.entries(params.shape)
    .map(([name, schema]) => {
      const value = defaults[name];
      const shown = isFeatureRequest(value) ? featureKey(value) : String(value);
      const meaning = (schema as z.ZodType).description ?? '';
      return `\`${name}\` = ${shown}${SAID_ABOVE.has(meaning) ? '' : ` (${meaning})`}`;
    })
    .join('<br>');
}

if (import.meta.main) writeFileSync(new URL('../docs/features.md', import.meta.url), featureDocs());
