import { describe, expect, test } from 'vitest';
import type { TraceBlock } from '../../../src/tracing/settings/trace-block.ts';
import { blockOf, eventTracingBlock } from '../../../src/tracing/settings/trace-block.ts';
import { applyDynamicRule, resolveTraceRule } from '../../../src/tracing/settings/trace-rule.ts';

const rule = (...blocks: TraceBlock[]) =>
  resolveTraceRule('portfolio_a', { environment: null, layers: [{ environment: null, blocks }] });

describe('a rule', () => {
  test('is minimal in memory when nobody says anything', () => {
    expect(rule()).toMatchObject({
      enabled: true,
      mode: 'minimal',
      types: 'ALL',
      retention: 'trade_complete',
      maxEvents: null,
      storage: { backend: 'memory', format: 'jsonl', compression: 'none', maxFileSize: null, path: 'traces' },
      budgetBytes: null,
      onBudget: 'shrink',
      partialResultsEvery: null,
      dynamicRules: [],
    });
  });

  test('takes the later of equally specific patterns, and an exact name before any pattern', () => {
    const blocks = [
      blockOf('portfolio_a', 'exact', { max_events: 1 }),
      blockOf('portfolio_*', 'first', { max_events: 2, memory_budget_mb: 1 }),
      blockOf('*portfolio_', 'other', { memory_budget_mb: 9 }),
      blockOf('portfolio_*', 'second', { max_events: 3, memory_budget_mb: 2.5 }),
      blockOf(null, 'all', { max_events: 4, partial_results_every: 100 }),
    ];
    const resolved = rule(...blocks);
    expect(resolved).toMatchObject({ maxEvents: 1, budgetBytes: 2_500_000, partialResultsEvery: 100 });
    expect(resolved.from).toMatchObject({
      maxEvents: { pattern: 'portfolio_a', source: 'exact' },
      budget: { source: 'second' },
      partialResultsEvery: { pattern: null, source: 'all' },
      onBudget: { source: 'default' },
    });
  });

  test('of mode full goes to disk, unless anybody asks for memory', () => {
    expect(rule(blockOf(null, 'a', { mode: 'full' })).storage.backend).toBe('disk');
    const memory = blockOf(null, 'b', { storage_backend: 'memory' });
    expect(rule(blockOf('portfolio_*', 'a', { mode: 'full' }), memory).storage.backend).toBe('memory');
  });

  test('does not go to disk for a mode full that another block took back', () => {
    const blocks = [
      blockOf(null, 'a', { mode: 'full' }),
      blockOf('portfolio_*', 'b', { retention_policy: 'trade_complete' }),
    ];
    expect(rule(...blocks)).toMatchObject({ mode: 'minimal', storage: { backend: 'memory' } });
  });

  // Explained as a window of 100, it kept everything.
  test.each([
    { mode: 'sliding_window', max_events: 100 },
    { retention_policy: 'trade_complete', max_events: 100, memory_budget_mb: 1 },
  ] as const)('on disk keeps all, whatever %o says of memory', (settings) => {
    expect(rule(blockOf(null, 'a', { ...settings, storage_backend: 'disk' }))).toMatchObject({
      mode: 'full',
      retention: 'all',
    });
  });

  test('goes to disk when its files are described', () => {
    const resolved = rule(blockOf(null, 'a', { storage_config: { compression: 'zstd' } }));
    expect(resolved).toMatchObject({ retention: 'all', storage: { backend: 'disk', compression: 'zstd' } });
    const columns = (compression: boolean | undefined) =>
      rule(blockOf(null, 'a', { storage_config: { format: 'columnar', compression } })).storage.compression;
    expect([undefined, true, false].map(columns)).toEqual(['zstd', 'zstd', 'none']);
    expect(resolved.from.backend.source).toBe('a');
  });

  test('of retention none traces nothing, until a more specific block keeps something', () => {
    const none = blockOf(null, 'a', { retention_policy: 'none' });
    expect(rule(none)).toMatchObject({ enabled: false, mode: 'off' });
    expect(rule(none, blockOf('portfolio_*', 'b', { retention_policy: 'all' }))).toMatchObject({
      mode: 'full',
    });
  });

  test.each([
    [['FILL', 'SIGNAL'], 'trade_complete', null],
    [['FILL', 'BAR'], 'sliding_window', 1000],
    ['ALL', 'sliding_window', 1000],
  ] as const)('for %j without a retention keeps %s', (types, retention, maxEvents) => {
    expect(rule(blockOf(null, 'a', { events: types as 'ALL' }))).toMatchObject({ retention, maxEvents });
  });

  test('that a container names for itself is enabled', () => {
    const off = blockOf(null, 'a', { enabled: false });
    expect(rule(off, eventTracingBlock('portfolio_a', 'b', ['FILL']))).toMatchObject({
      enabled: true,
      types: ['FILL'],
    });
    expect(rule(off, eventTracingBlock('portfolio_a', 'b', { max_events: 5 })).enabled).toBe(true);
    expect(rule(eventTracingBlock('portfolio_a', 'b', { mode: 'off' })).enabled).toBe(false);
  });
});

describe('a dynamic rule', () => {
  const first = rule(
    blockOf('portfolio_*', 'a', {
      events_to_trace: ['POSITION_CLOSE'],
      memory_budget_mb: 1,
      dynamic_rules: [
        { condition: 'metrics.total_pnl > 0', action: { events_to_trace: 'ALL', storage_backend: 'disk' } },
        { condition: 'portfolio.equity < 1', action: { mode: 'off' } },
      ],
    }),
  );

  test('changes what its action says, and what nobody said follows', () => {
    expect(first).toMatchObject({ retention: 'trade_complete', storage: { backend: 'memory' } });
    expect(applyDynamicRule(first, 0)).toMatchObject({
      types: 'ALL',
      retention: 'all',
      budgetBytes: 1_000_000,
      storage: { backend: 'disk' },
      from: { types: { pattern: 'portfolio_*', source: 'a.dynamic_rules[0]' } },
    });
  });

  test('can end tracing, also after another', () => {
    expect(applyDynamicRule(applyDynamicRule(first, 0), 1)).toMatchObject({ enabled: false, types: 'ALL' });
  });
});
