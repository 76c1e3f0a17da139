import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CURVE_METRICS } from '../../src/analytics/curve-metrics.ts';
import { curveMetrics } from '../../src/analytics/curve-statistics.ts';
import { METRICS } from '../../src/analytics/metrics.ts';
import { metricsOfEvents } from '../../src/analytics/metrics-of-events.ts';
import type { Container } from '../../src/engine/container.ts';
import type { EventRecord } from '../../src/events/event.ts';
import { readTrace } from '../../src/tracing/stores/read-trace.ts';
import { run, type WorkflowRun } from '../../src/workflows/run-workflow.ts';
import { scratchFolder } from '../cli/scratch.ts';

const base = {
  name: 'traced',
  data: [{ symbol: 'SPX', source: 'dataset:sp500-daily' }],
  strategies: [
    { id: 'trend', type: 'sma_crossover', params: { fast: 20, slow: 100 } },
    { id: 'rev', type: 'rsi_mean_reversion', params: { period: 3, oversold: 15, overbought: 85, exit: 55 } },
  ],
  portfolios: [
    { id: 'a', strategies: ['trend'], cash: 100_000, direction: 'long_short' },
    { id: 'b', strategies: ['rev', 'trend'], cash: 100_000 },
  ],
};

const traced = (trace_settings: Record<string, unknown>): Promise<WorkflowRun> =>
  run({ ...base, trace_settings }, { results: scratchFolder() });

const eventsOf = ({ directory }: WorkflowRun, container?: string): Promise<EventRecord[]> =>
  Array.fromAsync(readTrace(directory as string, { container }));

const full = (format: string) => ({ enabled: true, mode: 'full', storage_config: { format } });

describe('trace settings are carried out', () => {
  test('to the same events on disk in every format', async () => {
    const [lines, columns, arrow] = await Promise.all(
      ['jsonl', 'columnar', 'arrow'].map((format) => traced(full(format))),
    );
    const plain = await traced({
      mode: 'full',
      storage_config: { format: 'columnar', compression: false },
    });
    const events = await eventsOf(lines);
    expect(events.filter(({ type }) => type === 'BAR')).toHaveLength(5105);
    expect(await eventsOf(columns)).toEqual(events);
    expect(await eventsOf(arrow)).toEqual(events);
    expect(await eventsOf(plain)).toEqual(events);
    const [small, large] = [columns, plain].map(({ directory }) => {
      return statSync(join(directory as string, 'traces', 'portfolio_a.trace')).size;
    });
    expect(large).toBeGreaterThan(3 * small);
  });

  test('without changing any result, metrics included, whatever is kept', async () => {
    const untraced = (await run(base)).result.portfolios;
    const settings = [
      full('columnar'),
      full('arrow'),
      { enabled: true, retention_policy: 'trade_complete', events_to_trace: ['FILL', 'POSITION_CLOSE'] },
      { enabled: true, retention_policy: 'sliding_window', max_events: 50 },
      { enabled: true, retention_policy: 'all', memory_budget_mb: 0.05, on_budget: 'spill' },
    ];
    for (const setting of settings) {
      expect((await traced(setting)).result.portfolios.map((p) => p.metrics)).toEqual(
        untraced.map((p) => p.metrics),
      );
    }
  });

  test('to the same metrics of the demo from minimal, sliding window and full, each taken from its own events', async () => {
    const demo = join(import.meta.dirname, '..', '..', 'data', 'demo', 'demo.yaml');
    const workflow = readFileSync(demo, 'utf8');
    const ran = async (trace_settings: Record<string, unknown>) => {
      const results = scratchFolder();
      const path = join(results, 'demo.yaml');
      writeFileSync(path, `${workflow}\ntrace_settings: ${JSON.stringify(trace_settings)}\n`);
      const done = await run(path, { results });
      const portfolios = done.stats.filter(({ container }) => container.startsWith('portfolio_'));
      return { ...done, portfolios, metrics: done.result.portfolios.map((p) => p.metrics) };
    };
    const minimal = await ran({ mode: 'minimal' });
    const window = await ran({ mode: 'sliding_window', max_events: 100, events_to_trace: 'ALL' });
    const whole = await ran({ mode: 'full', storage_config: { format: 'columnar' } });
    // They kept what their settings say, so that the metrics cannot come from the same events.
    expect(minimal.portfolios.map((p) => [p.eventsInMemory, p.written])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(window.portfolios.map((p) => [p.eventsInMemory, p.written])).toEqual([
      [100, 0],
      [100, 0],
    ]);
    expect(whole.portfolios.every((p) => p.written === p.events && p.written > 5000)).toBe(true);
    expect(minimal.metrics[0].tradeCount).toBe(9);
    expect(window.metrics).toEqual(minimal.metrics);
    expect(whole.metrics).toEqual(minimal.metrics);
    // And what is on disk comes to them again.
    for (const { id, metrics, equityCurve } of whole.result.portfolios) {
      const events = readTrace(whole.directory as string, { container: `*_${id}` });
      const options = { initialEquity: 100_000, startTime: whole.result.from };
      expect(await metricsOfEvents(events, options)).toEqual({
        ...metrics,
        ...curveMetrics(equityCurve, metrics),
      });
    }
  });

  test('completely enough that every metric comes out of the files again, to the last bit', async () => {
    for (const format of ['jsonl', 'columnar', 'arrow']) {
      const ran = await run(
        {
          ...base,
          execution: {
            slippage: { type: 'bps', bps: 2 },
            commission: { type: 'per_share', amount: 0.01, minimum: 1 },
            financing: { borrow_percent: 3, interest_percent: 2 },
          },
          trace_settings: full(format),
        },
        { results: scratchFolder() },
      );
      for (const portfolio of ran.result.portfolios) {
        const { id, metrics, initialCash, equityCurve } = portfolio;
        expect(metrics.interestEarned).toBeGreaterThan(0);
        const events = readTrace(ran.directory as string, { container: `*_${id}` });
        const again = await metricsOfEvents(events, {
          initialEquity: initialCash,
          startTime: ran.result.from,
        });
        expect(again).toEqual({ ...metrics, ...curveMetrics(equityCurve, metrics) });
        expect(
          [...METRICS, ...CURVE_METRICS].filter(({ property }) => again[property] === undefined),
        ).toEqual([]);
      }
    }
  });

  test('in memory by retention, and told container by container', async () => {
    let portfolio: Container | undefined;
    const trace_settings = {
      container_settings: {
        '*': { enabled: false },
        portfolio_a: {
          enabled: true,
          events_to_trace: 'ALL',
          retention_policy: 'sliding_window',
          max_events: 100,
        },
        portfolio_b: { enabled: true, retention_policy: 'trade_complete' },
      },
    };
    const { stats, directory } = await run(
      { ...base, trace_settings },
      {
        results: scratchFolder(),
        onReady: (containers) => {
          portfolio = containers.get('portfolio_a');
        },
      },
    );
    const row = (id: string) => stats.find(({ container }) => container === id);
    expect(row('portfolio_a')).toMatchObject({
      mode: 'sliding_window',
      eventsInMemory: 100,
      openPositions: 1,
    });
    expect(row('portfolio_a')?.eventsDropped).toBeGreaterThan(5000);
    // `inspect()` of the container says the same as `run.json`.
    expect(portfolio?.inspect().components.memory_stats).toMatchObject({
      tracing: 'sliding_window',
      events_in_memory: 100,
      open_positions: 1,
    });
    // b ends flat: nothing of its trades is left.
    expect(row('portfolio_b')).toMatchObject({ mode: 'minimal', eventsInMemory: 0, openPositions: 0 });
    expect(row('data_SPX')).toMatchObject({ mode: 'off', events: 5105, eventsInMemory: 0, written: 0 });
    const record = JSON.parse(readFileSync(join(directory as string, 'run.json'), 'utf8')) as {
      containers: { id: string; events_in_memory: number }[];
    };
    expect(record.containers.find(({ id }) => id === 'portfolio_a')?.events_in_memory).toBe(100);
  });

  test('spilling to disk what no longer fits, and losing none', async () => {
    const { stats, ...ran } = await traced({
      container_settings: {
        '*': { enabled: false },
        portfolio_b: {
          enabled: true,
          events_to_trace: ['PORTFOLIO_UPDATE'],
          retention_policy: 'all',
          max_events: 1000,
          on_budget: 'spill',
        },
      },
    });
    const row = stats.find(({ container }) => container === 'portfolio_b');
    // What was still in memory at the end was not on disk, and nobody said so.
    const spilled = (await eventsOf({ stats, ...ran })).filter(({ type }) => type === 'PORTFOLIO_UPDATE');
    expect(row?.eventsInMemory).toBeGreaterThan(0);
    expect(row?.eventsInMemory).toBeLessThanOrEqual(1000);
    expect(spilled.map(({ timestamp }) => timestamp)).toEqual([
      ...(ran.result.portfolios[1].equityCurve?.timestamp ?? []),
    ]);
  });

  test('spilling nothing in a run that writes nothing: the latest events are kept', async () => {
    const spill = { enabled: true, retention_policy: 'all', max_events: 1000, on_budget: 'spill' };
    const { stats } = await run({ ...base, trace_settings: spill });
    const row = stats.find(({ container }) => container === 'portfolio_b');
    expect(row?.written).toBe(0);
    expect(row?.eventsInMemory).toBeLessThanOrEqual(1000);
    expect(row?.eventsDropped).toBeGreaterThan(4000);
  });

  test('from the trade on at which the condition of a dynamic rule first holds', async () => {
    const ran = await traced({
      container_settings: {
        '*': { enabled: false },
        portfolio_b: {
          enabled: true,
          events_to_trace: ['POSITION_CLOSE'],
          dynamic_rules: [
            {
              condition: 'metrics.total_pnl > 5000',
              action: { events_to_trace: ['FILL', 'POSITION_CLOSE'], storage_backend: 'disk' },
            },
          ],
        },
      },
    });
    const trades = ran.result.portfolios[1].trades ?? [];
    let pnl = 0;
    const first = trades.findIndex(({ close }) => {
      pnl += close.payload.pnl;
      return pnl > 5000;
    });
    expect(first).toBeGreaterThan(3);
    const written = (await eventsOf(ran, 'portfolio_b')).filter(({ type }) => type === 'POSITION_CLOSE');
    expect(written).toEqual(trades.slice(first + 1).map(({ close }) => close));
  });

  test('with partial results after every so many trades, each what the metrics were then', async () => {
    const ran = await traced({
      container_settings: {
        portfolio_b: { enabled: true, events_to_trace: ['FILL'], partial_results_every: 20 },
      },
    });
    const path = join(ran.directory as string, 'backtest', 'window_1', 'portfolio_b_partial.ndjson');
    const lines = readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { trades: number; metrics: Record<string, number> });
    const trades = ran.result.portfolios[1].trades ?? [];
    expect(lines.map((line) => line.trades)).toEqual(
      Array.from({ length: Math.floor(trades.length / 20) }, (_, i) => 20 * (i + 1)),
    );
    for (const { trades: count, metrics } of lines) {
      const sum = trades.slice(0, count).reduce((total, { close }) => total + close.payload.pnl, 0);
      expect(metrics.closed_pnl).toBeCloseTo(sum, 6);
      // Every update up to then has been counted: as many as bars before the one that filled.
      expect(metrics.updates).toBe(trades[count - 1].close.payload.exitIndex);
    }
  });

  test('and refused where they cannot be', async () => {
    const rotated = { mode: 'full', storage_config: { format: 'columnar', max_file_size_mb: 1 } };
    await expect(traced(rotated)).rejects.toThrow('columnar traces are one file, without max_file_size_mb');
  });
});
