import type { ChartData } from './pane-data.ts';

/** Names of indicators that are no prices, whatever their values. */
const OSCILLATOR =
  /rsi|adx|stoch|cci|mfi|will|aroon|macd|vol|atr|skew|roc|mom|ret|corr|beta|score|ratio|hurst|obv/i;

/** Indicators that are prices, and are drawn over them. */
export function overlays({ indicators, close }: ChartData): ChartData['indicators'] {
  return indicators.filter(({ name, values }) => isPrice(name, values, close));
}

/** Indicators that are no prices, and need a scale of their own. */
export function oscillators({ indicators, close }: ChartData): ChartData['indicators'] {
  return indicators.filter(({ name, values }) => !isPrice(name, values, close));
}

function isPrice(name: string, values: Float64Array, close: Float64Array): boolean {
  if (OSCILLATOR.test(name)) return false;
  const at = values.findLastIndex((value) => Number.isFinite(value));
  return at >= 0 && values[at] > close[at] / 2 && values[at] < close[at] * 2;
}
