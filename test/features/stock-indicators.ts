import { featureKey } from '../../src/features/index.ts';
import { compute } from './compute.ts';
import { STOCK_INDICATORS_ANSWERS } from './stock-indicators-answers.ts';
import { stockIndicatorsCloses, stockIndicatorsQuotes } from './stock-indicators-quotes.ts';

export interface Agreement {
  readonly key: string;
  /** File and field of the results it was compared with. */
  readonly source: string;
  readonly type: string;
  readonly figures: number;
  /** Bars of the first and the last figure. */
  readonly from: number;
  readonly to: number;
  /** Largest distance, as a share of the figure where that is above 1. */
  readonly worst: number;
}

export const TOLERANCE = 1e-9;

/** Our columns beside the figures of Stock.Indicators. */
export function stockIndicatorsAgreement(): Agreement[] {
  return STOCK_INDICATORS_ANSWERS.map(({ request, source, quotes, bars, values }) => {
    const column = compute(quotes === 'first 80' ? stockIndicatorsQuotes : stockIndicatorsCloses, request);
    const distances = values.map(
      (value, i) => Math.abs(column[bars[i]] - value) / Math.max(1, Math.abs(value)),
    );
    return {
      key: featureKey(request),
      source,
      type: request.type,
      figures: bars.length,
      from: bars[0],
      to: bars[bars.length - 1],
      worst: Math.max(...distances),
    };
  });
}
