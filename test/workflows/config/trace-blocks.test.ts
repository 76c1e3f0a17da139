import { describe, expect, test } from 'vitest';
import { resolveTraceRule, type TraceRule } from '../../../src/tracing/settings/trace-rule.ts';
import { registeredComponents } from '../../../src/workflows/components.ts';
import { loadConfig } from '../../../src/workflows/config/config.ts';

/*
 * One test for each YAML block of the specification of tracing: same keys and nesting, names and values of our own.
 * docs/tracing.md lists them.
 */

const BASE = `
data:
  - { symbol: X, source: x.csv }
strategies:
  - { id: eu_momentum_1, type: buy_and_hold }
  - { id: eu_hmm_1, type: buy_and_hold }
  - { id: eu_ml_1, type: buy_and_hold }
portfolios:
  - { id: first, strategies: [eu_momentum_1], cash: 1000 }
  - { id: phase1_a, strategies: [eu_hmm_1], cash: 1000 }
  - { id: phase2_a, strategies: [eu_ml_1], cash: 1000 }
  - { id: final_a, strategies: [eu_ml_1], cash: 1000 }
  - { id: bold_a, strategies: [eu_ml_1], cash: 1000 }
`;

function rules(yaml: string, environment?: string): (container: string) => TraceRule {
  const config = loadConfig(`${BASE}${yaml}`, 'w.yaml', registeredComponents(), { environment });
  return (container) => resolveTraceRule(container, config.tracing);
}

/** event_tracing of one container, as it stands in the entry of a portfolio. */
const inContainer = (settings: string) =>
  rules(`containers:\n  - id: portfolio_first\n    event_tracing: ${settings}\n`)('portfolio_first');

describe('event_tracing of a container', () => {
  test('minimal mode keeps events until their trade is closed', () => {
    expect(
      inContainer(`
      mode: minimal
      events_to_trace: ['POSITION_OPEN', 'POSITION_CLOSE', 'ORDER']
      retention_policy: trade_complete`),
    ).toMatchObject({
      enabled: true,
      mode: 'minimal',
      retention: 'trade_complete',
      types: ['POSITION_OPEN', 'POSITION_CLOSE', 'ORDER'],
      storage: { backend: 'memory' },
    });
  });

  test('full mode keeps all events on disk', () => {
    const rule = inContainer(`
      mode: full
      events_to_trace: ALL
      storage_backend: disk`);
    expect(rule).toMatchObject({ mode: 'full', retention: 'all', types: 'ALL', maxEvents: null });
    expect(rule.storage).toMatchObject({ backend: 'disk', format: 'jsonl', compression: 'none' });
  });

  test('sliding window mode keeps the latest events', () => {
    expect(
      inContainer(`
      mode: sliding_window
      max_events: 500
      events_to_trace: ['BAR', 'SIGNAL']`),
    ).toMatchObject({ retention: 'sliding_window', maxEvents: 500, types: ['BAR', 'SIGNAL'] });
  });

  test('a list of containers gives each its own settings', () => {
    const rule = rules(`containers:
  - id: portfolio_first
    type: portfolio
    event_tracing:
      enabled: true
      mode: minimal
      retention_policy: trade_complete
      events_to_trace:
        - POSITION_OPEN
        - FILL
      storage_path: ./first/
  - id: strategy_eu_ml_1
    type: strategy
    event_tracing:
      enabled: true
      mode: full
      events_to_trace: ALL
      storage_backend: disk
      storage_config:
        compression: true
        max_file_size_mb: 50
`);
    expect(rule('portfolio_first')).toMatchObject({
      mode: 'minimal',
      types: ['POSITION_OPEN', 'FILL'],
      storage: { backend: 'memory', path: './first/' },
    });
    expect(rule('strategy_eu_ml_1')).toMatchObject({
      mode: 'full',
      types: 'ALL',
      storage: { backend: 'disk', compression: 'gzip', maxFileSize: 50_000_000 },
    });
    expect(rule('portfolio_bold_a').from.types.source).toBe('default');
  });
});

describe('trace_settings', () => {
  test('portfolios alone trace when "*" is disabled', () => {
    const rule = rules(`trace_settings:
  container_settings:
    "portfolio_*":
      enabled: true
      events_to_trace: "ALL"
    "*":
      enabled: false
`);
    expect(rule('portfolio_first')).toMatchObject({
      enabled: true,
      types: 'ALL',
      retention: 'sliding_window',
    });
    for (const id of ['root', 'data_X', 'strategy_eu_ml_1', 'execution_first']) {
      expect(rule(id)).toMatchObject({ enabled: false, mode: 'off' });
    }
  });

  test('all containers trace a few types', () => {
    const rule = rules(`trace_settings:
  events_to_trace: ["POSITION_CLOSE", "FILL", "PORTFOLIO_UPDATE"]
  retention_policy: "trade_complete"
`);
    for (const id of ['root', 'data_X', 'portfolio_first']) {
      expect(rule(id)).toMatchObject({
        enabled: true,
        types: ['POSITION_CLOSE', 'FILL', 'PORTFOLIO_UPDATE'],
        retention: 'trade_complete',
      });
    }
  });

  test('each type of container has its own pattern', () => {
    const rule = rules(`trace_settings:
  container_settings:
    "portfolio_*":
      enabled: true
      events_to_trace: ["POSITION_OPEN", "FILL"]
      retention_policy: "trade_complete"
      max_events: 800
    "strategy_*":
      enabled: true
      events_to_trace: ["SIGNAL"]
      retention_policy: "sliding_window"
      max_events: 50
    "data_*":
      enabled: false
`);
    expect(rule('portfolio_first')).toMatchObject({
      retention: 'trade_complete',
      maxEvents: 800,
      onBudget: 'shrink',
    });
    expect(rule('strategy_eu_ml_1')).toMatchObject({
      types: ['SIGNAL'],
      retention: 'sliding_window',
      maxEvents: 50,
    });
    expect(rule('data_X').enabled).toBe(false);
    expect(rule('features_X')).toMatchObject({
      mode: 'minimal',
      types: 'ALL',
      from: { enabled: { source: 'default' } },
    });
  });

  test('phases of portfolios are told apart by wildcards', () => {
    const rule = rules(`trace_settings:
  container_settings:
    "portfolio_phase1_*":
      enabled: true
      events_to_trace: ["FILL", "POSITION_OPEN"]
      retention_policy: "trade_complete"
      max_events: 60
    "portfolio_phase2_*":
      enabled: true
      events_to_trace: "ALL"
      retention_policy: "sliding_window"
      max_events: 7000
    "portfolio_final_*":
      enabled: true
      events_to_trace: "ALL"
      storage_backend: "disk"
`);
    expect(rule('portfolio_phase1_a')).toMatchObject({ retention: 'trade_complete', maxEvents: 60 });
    expect(rule('portfolio_phase2_a')).toMatchObject({
      types: 'ALL',
      retention: 'sliding_window',
      maxEvents: 7000,
    });
    expect(rule('portfolio_final_a')).toMatchObject({
      types: 'ALL',
      retention: 'all',
      storage: { backend: 'disk' },
    });
    expect(rule('portfolio_first').from.enabled.source).toBe('default');
  });

  test('kinds of strategies are told apart by wildcards in the middle of a name', () => {
    const rule = rules(`trace_settings:
  container_settings:
    "strategy_*_momentum_*":
      enabled: true
      events_to_trace: ["FEATURES", "SIGNAL"]
    "strategy_*_hmm_*":
      enabled: true
      events_to_trace: ["REGIME_CHANGE", "SIGNAL"]
    "strategy_*_ml_*":
      enabled: true
      events_to_trace: "ALL"
      storage_backend: "disk"
`);
    // Bars and features belong to no trade: without a window they would be dropped at once.
    expect(rule('strategy_eu_momentum_1')).toMatchObject({
      types: ['FEATURES', 'SIGNAL'],
      retention: 'sliding_window',
      maxEvents: 1000,
    });
    expect(rule('strategy_eu_hmm_1').types).toEqual(['REGIME_CHANGE', 'SIGNAL']);
    expect(rule('strategy_eu_ml_1')).toMatchObject({
      types: 'ALL',
      retention: 'all',
      storage: { backend: 'disk' },
    });
  });

  test('dynamic rules change the settings when a condition holds', () => {
    const rule = rules(`trace_settings:
  container_settings:
    "portfolio_*":
      enabled: true
      events_to_trace: ["POSITION_CLOSE"]
      dynamic_rules:
        - condition: "metrics.total_pnl > 0"
          action:
            events_to_trace: "ALL"
            storage_backend: "disk"
`)('portfolio_first');
    expect(rule).toMatchObject({
      types: ['POSITION_CLOSE'],
      retention: 'trade_complete',
      storage: { backend: 'memory' },
    });
    expect(rule.dynamicRules).toEqual([
      { condition: 'metrics.total_pnl > 0', change: { types: 'ALL', backend: 'disk' } },
    ]);
  });

  test('a more specific override inherits what it does not say', () => {
    const rule = rules(`trace_settings:
  default:
    enabled: false
  overrides:
    - pattern: "portfolio_*"
      enabled: true
      events_to_trace: ["POSITION_OPEN", "FILL"]
    - pattern: "portfolio_bold_*"
      events_to_trace: "ALL"
      retention_policy: "all"
`);
    expect(rule('data_X').enabled).toBe(false);
    expect(rule('portfolio_first')).toMatchObject({
      enabled: true,
      types: ['POSITION_OPEN', 'FILL'],
      retention: 'trade_complete',
    });
    expect(rule('portfolio_bold_a')).toMatchObject({
      enabled: true,
      types: 'ALL',
      retention: 'all',
      from: {
        enabled: { pattern: 'portfolio_*', source: 'trace_settings.overrides[0]' },
        types: { pattern: 'portfolio_bold_*', source: 'trace_settings.overrides[1]' },
      },
    });
  });
});

test('portfolio_settings is short for the settings of portfolio_*', () => {
  const rule = rules(`portfolio_settings:
  event_tracing: ["POSITION_OPEN", "POSITION_CLOSE"]
  retention_policy: "trade_complete"
  sliding_window_size: 0
`);
  expect(rule('portfolio_first')).toMatchObject({
    enabled: true,
    mode: 'minimal',
    types: ['POSITION_OPEN', 'POSITION_CLOSE'],
    maxEvents: null,
    from: { types: { pattern: 'portfolio_*', source: 'portfolio_settings.event_tracing' } },
  });
  expect(rule('data_X').from.types.source).toBe('default');
});

describe('environments', () => {
  const both = `development:
  trace_settings:
    events_to_trace: "ALL"
    retention_policy: "all"
    max_events: 50000
    storage_backend: "memory"
production:
  trace_settings:
    container_settings:
      "portfolio_*":
        enabled: true
        events_to_trace: ["FILL", "RISK_BREACH", "ERROR"]
        retention_policy: "sliding_window"
        max_events: 700
      "execution_*":
        enabled: true
        events_to_trace: ["ORDER", "ERROR"]
        retention_policy: "sliding_window"
        max_events: 3000
      "*":
        enabled: false
`;

  test('development sees everything in memory', () => {
    for (const id of ['root', 'data_X', 'portfolio_first']) {
      expect(rules(both, 'development')(id)).toMatchObject({
        types: 'ALL',
        retention: 'all',
        maxEvents: 50_000,
        storage: { backend: 'memory' },
      });
    }
  });

  test('production keeps little, and nothing of other containers', () => {
    const rule = rules(both, 'production');
    expect(rule('portfolio_first')).toMatchObject({
      types: ['FILL', 'RISK_BREACH', 'ERROR'],
      maxEvents: 700,
    });
    expect(rule('execution_first')).toMatchObject({ types: ['ORDER', 'ERROR'], maxEvents: 3000 });
    expect(rule('data_X').enabled).toBe(false);
  });

  test('without a choice neither holds; the workflow may choose, and who runs it before that', () => {
    expect(rules(both)('data_X').from.enabled.source).toBe('default');
    expect(rules(`environment: production\n${both}`)('data_X').enabled).toBe(false);
    expect(rules(`environment: production\n${both}`, 'development')('data_X').enabled).toBe(true);
  });

  test('what the environment says wins over all outside, however specific that is', () => {
    const outside =
      'trace_settings: { overrides: [{ pattern: portfolio_first, max_events: 9, on_budget: stop }] }\n';
    const rule = rules(`${outside}${both}`, 'development')('portfolio_first');
    expect(rule).toMatchObject({ maxEvents: 50_000, onBudget: 'stop' });
    expect(rule.from.maxEvents.source).toBe('development.trace_settings');
  });

  test('of any name stand under environments', () => {
    const rule = rules('environments: { night: { portfolio_settings: { event_tracing: ALL } } }\n', 'night');
    expect(rule('portfolio_first').from.types.source).toBe(
      'environments.night.portfolio_settings.event_tracing',
    );
  });
});
