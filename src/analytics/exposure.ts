import { finite, ratio } from './annualise.ts';
import { GROSS_MAX, GROSS_SUM, IN_MARKET, NET_SUM, UPDATES } from './equity-words.ts';
import { defineMetrics } from './metric.ts';

/** How much of the account was in the market, and for how long. Fractions. */
export interface ExposureMetrics {
  /** Share of updates with an open position. */
  readonly exposure: number | null;
  /** Mean of Σ|market value| / equity over all updates. */
  readonly averageGrossExposure: number | null;
  readonly maxGrossExposure: number | null;
  /** Mean of Σ market value / equity, shorts counting below 0. */
  readonly averageNetExposure: number | null;
}

const NO_UPDATES = 'there are no updates';
const NO_SHARE = 'there are no updates, or equity was ≤ 0';

export const EXPOSURE_METRICS = defineMetrics<ExposureMetrics>('exposure', {
  exposure: {
    label: 'Exposure',
    unit: 'fraction',
    better: null,
    definition: 'Share of portfolio updates at which any position was open: the time in the market.',
    formula: 'updates with Σ|market value| > 0 / N',
    nullWhen: NO_UPDATES,
  },
  averageGrossExposure: {
    label: 'Average gross exposure',
    unit: 'fraction',
    better: null,
    definition:
      'Market value of all positions, shorts counted as positive, as a share of equity; mean over all updates.',
    formula: 'Σ (Σ|market value| / E_t) / N',
    nullWhen: NO_SHARE,
  },
  maxGrossExposure: {
    label: 'Max gross exposure',
    unit: 'fraction',
    better: null,
    definition: 'Highest gross exposure as a share of equity at any update.',
    formula: 'max (Σ|market value| / E_t)',
    nullWhen: NO_SHARE,
  },
  averageNetExposure: {
    label: 'Average net exposure',
    unit: 'fraction',
    better: null,
    definition:
      'Market value of all positions, shorts counted as negative, as a share of equity; mean over all updates.',
    formula: 'Σ (Σ market value / E_t) / N',
    nullWhen: NO_SHARE,
  },
});

/** @param solvent false once equity was ≤ 0: then there are no shares of equity. */
export function exposureMetrics(w: Float64Array, solvent: boolean): ExposureMetrics {
  const shares = solvent ? w[UPDATES] : 0;
  return {
    exposure: ratio(w[IN_MARKET], w[UPDATES]),
    averageGrossExposure: ratio(w[GROSS_SUM], shares),
    maxGrossExposure: shares > 0 ? finite(w[GROSS_MAX]) : null,
    averageNetExposure: ratio(w[NET_SUM], shares),
  };
}
