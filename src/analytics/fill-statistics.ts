import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import { roundMoney } from '../market/money.ts';
import { ratio } from './annualise.ts';
import type { CostMetrics, FillMetrics } from './fill-metrics.ts';

const FILLS = 0;
const NOTIONAL = 1;
const COMMISSION = 2;
const SLIPPAGE = 3;

/** Sums over fills. */
export class FillStatistics implements Stateful {
  readonly #w = new Float64Array(4);

  update(notional: number, commission: number, slippageCost: number): void {
    const w = this.#w;
    w[FILLS]++;
    w[NOTIONAL] += notional;
    w[COMMISSION] += commission;
    w[SLIPPAGE] += slippageCost;
  }

  metrics(initialEquity: number, averageEquity: number | null, years: number): FillMetrics & CostMetrics {
    const w = this.#w;
    // Commissions are whole millionths, so their sum is too; this takes the last bits' dust off it.
    const totalCommission = roundMoney(w[COMMISSION]);
    const totalCosts = totalCommission + w[SLIPPAGE];
    return {
      fillCount: w[FILLS],
      tradedNotional: w[NOTIONAL],
      turnover: ratio(w[NOTIONAL], averageEquity === null || averageEquity <= 0 ? 0 : averageEquity * years),
      totalCommission,
      totalSlippage: w[SLIPPAGE],
      totalCosts,
      costShare: totalCosts / initialEquity,
    };
  }

  save(out: StateWriter): void {
    out.array(this.#w);
  }

  restore(from: StateReader): void {
    from.array(this.#w);
  }
}
