import { expect, test } from 'vitest';
import { UserError } from '../../src/foundation/user-error.ts';
import { compileCondition, conditionPaths } from '../../src/workflows/trace-conditions.ts';

const scope = {
  metrics: { closed_pnl: 12, trade_count: 3, sharpe: null },
  portfolio: { cash: 1, equity: 94_000, gross_exposure: 2, net_exposure: -2 },
};

test.each([
  ['metrics.total_pnl > 0', true],
  ['metrics.closed_pnl == metrics.total_pnl', true],
  ['metrics.total_trades >= 3 && portfolio.equity < 95_000', true],
  ['metrics.sharpe > 0 or metrics.sharpe <= 0', false],
  ['abs(portfolio.net_exposure) == portfolio.gross_exposure', true],
])('%s is %j', (text, expected) => {
  expect(compileCondition(text).test(scope)).toBe(expected);
});

test('a name that conditions cannot read is refused with the nearest', () => {
  expect(() => compileCondition('metrics.sharp > 1')).toThrow(
    expect.objectContaining({ hint: 'did you mean metrics.sharpe?' }),
  );
  expect(() => compileCondition('fill.pnl > 1')).toThrow(UserError);
  expect(conditionPaths()).toContain('portfolio.equity');
});
