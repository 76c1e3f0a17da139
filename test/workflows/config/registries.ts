import { z } from 'zod';
import { type ComponentDescription, Registry } from '../../../src/foundation/registry.ts';
import type { ComponentRegistries } from '../../../src/workflows/config/workflow-config.ts';

/** Components that exercise the checks; small on purpose, so that goldens do not change with the real ones. */
export function testRegistries(): ComponentRegistries {
  const component = (type: string, params: z.ZodType): ComponentDescription => ({
    type,
    description: `The component ${type}.`,
    params,
  });
  const none = component('none', z.strictObject({}));
  return {
    strategies: new Registry('strategy', [
      component(
        'sma_crossover',
        z
          .strictObject({
            fast: z.int().min(1).default(20).describe('Bars of the fast average.'),
            slow: z.int().min(2).default(50).describe('Bars of the slow average.'),
            field: z.enum(['open', 'close']).default('close'),
          })
          .refine(({ fast, slow }) => fast < slow, { error: '"fast" must be below "slow"' }),
      ),
      component(
        'rsi_reversal',
        z
          .strictObject({
            period: z.int().min(2),
            lower: z.number().gt(0).lt(100).default(30),
            upper: z.number().gt(0).lt(100).default(70),
            confirm: z.boolean().default(false),
          })
          .refine(({ lower, upper }) => lower < upper, { error: 'must be below "upper"', path: ['lower'] }),
      ),
      component('buy_and_hold', z.strictObject({})),
    ]),
    sizing: new Registry('sizing', [
      component('percent_of_equity', z.strictObject({ percent: z.number().gt(0).lte(100).default(95) })),
      component('fixed', z.strictObject({ quantity: z.number().gt(0) })),
    ]),
    risk: new Registry('risk check', [
      component(
        'max_position',
        z
          .strictObject({ units: z.number().gt(0).optional(), percent: z.number().gt(0).optional() })
          .refine(({ units, percent }) => (units === undefined) !== (percent === undefined), {
            error: 'give either "units" or "percent"',
          }),
      ),
      component('max_exposure', z.strictObject({ percent: z.number().gt(0) })),
    ]),
    slippage: new Registry('slippage', [none, component('bps', z.strictObject({ bps: z.number().gte(0) }))]),
    commission: new Registry('commission', [
      none,
      component(
        'per_share',
        z.strictObject({ amount: z.number().gte(0), minimum: z.number().gte(0).default(0) }),
      ),
    ]),
    eventTypes: [
      'BAR',
      'FEATURES',
      'SIGNAL',
      'ORDER',
      'FILL',
      'POSITION_OPEN',
      'POSITION_CLOSE',
      'PORTFOLIO_UPDATE',
    ],
    conditionPaths: ['metrics.total_pnl', 'metrics.trade_count', 'portfolio.equity'],
  };
}

/** The example of the design page: every section is used, nothing is wrong. */
export const EXAMPLE = `# yaml-language-server: $schema=./admf.schema.json
name: sp500-trend
data:
  - { symbol: SPX, source: dataset:sp500-daily, from: 2000-01-03, to: 2012-12-31 }
topology: full_backtest
strategies:
  - { id: trend, type: sma_crossover, params: { fast: 20, slow: 100 } }
portfolios:
  - { id: balanced, strategies: [trend], cash: 100_000, sizing: { type: percent_of_equity, percent: 95 } }
execution: { profile: next_open, slippage: { type: bps, bps: 1 }, commission: { type: per_share, amount: 0.005, minimum: 1 } }
tracing:
  default: { mode: minimal }
  overrides: [{ pattern: "portfolio_*", events: [SIGNAL, FILL, POSITION_CLOSE], mode: full }]
sequence: single_pass
`;
