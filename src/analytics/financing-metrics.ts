import type { Stateful, StateReader, StateWriter } from '../foundation/state.ts';
import { roundMoney } from '../market/money.ts';
import { finite } from './annualise.ts';
import { defineMetrics } from './metric.ts';

/** What holding cost and earned, without any trade. Money; 0 where nothing was booked. */
export interface FinancingMetrics {
  readonly dividends: number;
  readonly interestEarned: number;
  readonly borrowCost: number;
  readonly marginInterest: number;
  /** Interest earned less both costs. */
  readonly financing: number;
  /** Of the net result. */
  readonly financingShare: number | null;
}

export const FINANCING_METRICS = defineMetrics<FinancingMetrics>('cost', {
  dividends: {
    label: 'Dividends',
    unit: 'money',
    better: 'higher',
    definition:
      'Cash dividends on what was held, less those paid on short positions, where prices are not adjusted for them. In equity and its returns, and in no trade.',
    formula: 'Σ dividend cash of CORPORATE_ACTION',
  },
  interestEarned: {
    label: 'Interest earned',
    unit: 'money',
    better: 'higher',
    definition: 'Interest on cash, without the proceeds of short sales.',
    formula: 'Σ interest of FINANCING',
  },
  borrowCost: {
    label: 'Borrow cost',
    unit: 'money',
    better: 'lower',
    definition: 'What was paid for the shares that were sold short.',
    formula: 'Σ borrow cost of FINANCING',
  },
  marginInterest: {
    label: 'Margin interest',
    unit: 'money',
    better: 'lower',
    definition: 'Interest on cash below 0.',
    formula: 'Σ margin interest of FINANCING',
  },
  financing: {
    label: 'Financing, net',
    unit: 'money',
    better: 'higher',
    definition:
      'What cash earned less what borrowing cost. It is in equity and its returns, and in no trade and no total of costs.',
    formula: 'interest earned − borrow cost − margin interest',
  },
  financingShare: {
    label: 'Financing of the result',
    unit: 'fraction',
    better: null,
    definition:
      'Net financing as a share of what was won or lost in all; below 0 where one was a gain and the other a loss.',
    formula: 'financing / (E_last − E_−1)',
    nullWhen: 'nothing was won or lost',
  },
});

const INTEREST = 0;
const BORROW = 1;
const MARGIN = 2;
const DIVIDENDS = 3;

/** Sums over FINANCING and CORPORATE_ACTION. */
export class FinancingStatistics implements Stateful {
  readonly #w = new Float64Array(4);

  update(interest: number, borrowCost: number, marginInterest: number): void {
    const w = this.#w;
    // Amounts are whole millionths, and so are their sums.
    w[INTEREST] = roundMoney(w[INTEREST] + interest);
    w[BORROW] = roundMoney(w[BORROW] + borrowCost);
    w[MARGIN] = roundMoney(w[MARGIN] + marginInterest);
  }

  addDividend(amount: number): void {
    this.#w[DIVIDENDS] = roundMoney(this.#w[DIVIDENDS] + amount);
  }

  metrics(initialEquity: number, finalEquity: number): FinancingMetrics {
    const [interestEarned, borrowCost, marginInterest, dividends] = this.#w;
    const financing = roundMoney(interestEarned - borrowCost - marginInterest) + 0;
    const result = finalEquity - initialEquity;
    return {
      dividends: dividends + 0,
      interestEarned,
      borrowCost,
      marginInterest,
      financing,
      financingShare: result === 0 ? null : finite(financing / result),
    };
  }

  save(out: StateWriter): void {
    out.array(this.#w);
  }

  restore(from: StateReader): void {
    from.array(this.#w);
  }
}
