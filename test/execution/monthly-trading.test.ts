import { MonthlyTrading } from '../../src/execution/monthly-trading.ts';
import { statefulContract } from '../contracts/stateful-contract.ts';

const MONTHS = [0, 31, 5, 60, 40, 1].map((day) => day * 86_400_000);

statefulContract('MonthlyTrading', {
  create: () => new MonthlyTrading(),
  // Moments come back to months before.
  advance: (trading) =>
    MONTHS.map((time) => {
      const month = trading.at(time);
      month.units += 2;
      month.value += 30;
      return { ...month };
    }),
});
