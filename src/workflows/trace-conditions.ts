import { METRICS } from '../analytics/metrics.ts';
import { bindExpression, type Expression } from '../tracing/expression/expression.ts';
import { fieldAt } from '../tracing/expression/value.ts';

/** What conditions of trace settings are asked about: a portfolio's metrics so far, and its account. */
export interface ConditionScope {
  /** Metrics by their snake_case names, as in results. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Money in the account's currency. */
  readonly portfolio: Readonly<Record<(typeof ACCOUNT)[number], number>>;
}

const ACCOUNT = ['cash', 'equity', 'gross_exposure', 'net_exposure'] as const;

/** Other words for metrics, by which people look for them. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  total_pnl: 'closed_pnl',
  total_trades: 'trade_count',
};

/** Every name that a condition may read. */
export function conditionPaths(): string[] {
  return [
    ...ACCOUNT.map((name) => `portfolio.${name}`),
    ...[...METRICS.map(({ name }) => name), ...Object.keys(OTHER_NAMES)].map((name) => `metrics.${name}`),
  ];
}

/** Compiles a condition such as `metrics.total_pnl > 0`. @throws UserError with the column of a mistake. */
export function compileCondition(text: string): Expression<ConditionScope> {
  const bind = ([part, name]: readonly string[]) => {
    const key = part === 'metrics' && Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name] : name;
    return (scope: ConditionScope) => fieldAt(scope, [part, key]);
  };
  return bindExpression(text, bind, { name: 'condition', paths: conditionPaths() });
}
