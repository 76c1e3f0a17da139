/**
 * Runs portfolios with a trace in this fresh process and prints what memory they took, as JSON:
 * `<portfolios> <bars> <settings of a container as JSON, or null>`.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Backtest } from '../../src/engine/backtest.ts';
import { resolveTraceRule } from '../../src/tracing/settings/trace-rule.ts';
import { loadWorkflow } from '../../src/workflows/load-workflow.ts';
import { estimateMemory } from '../../src/workflows/trace-memory.ts';
import { RunTraces } from '../../src/workflows/traces.ts';
import { crossoverBars, crossoverSpec, SYMBOL } from '../engines/crossover.ts';
import { busy } from '../tables/portfolio-sets.ts';
import { measureMemory, peakRss } from './memory.ts';

/** All in bytes. */
export interface TraceMemoryReport {
  readonly peakRss: number;
  /** Resident when code and bars are there, and before any portfolio. */
  readonly startRss: number;
  /** Columns that all portfolios share. */
  readonly features: number;
  /** On the heap and in buffers when the run is over. */
  readonly held: number;
  /** What `admf trace explain` expects of one container. */
  readonly expected: number;
  /** Fills of all portfolios; equal in every report of the same work. */
  readonly fills: number;
}

const [count, bars] = process.argv.slice(2, 4).map(Number);
const written = JSON.parse(process.argv[4]) as Record<string, unknown> | null;
const { config } = await loadWorkflow({
  data: [{ symbol: SYMBOL, source: { type: 'random_walk', bars: 100, interval: '1m' } }],
  strategies: [{ id: 's', type: 'buy_and_hold' }],
  portfolios: [{ id: 'p', strategies: ['s'], cash: 1 }],
  trace_settings: { container_settings: { 'portfolio_*': written ?? { enabled: false } } },
});
const folder = mkdtempSync(join(tmpdir(), 'admf-bench-'));

const series = crossoverBars(bars);
const make = (portfolios: number) =>
  new Backtest(
    crossoverSpec(
      series,
      Array.from({ length: portfolios }, (_, i) => busy(i)),
    ),
  );
// One run first, so that compiled code is not counted as memory of portfolios.
make(1).runSync();
const start = await measureMemory();
const backtest = make(count);
const { topology } = backtest.engine;
const traces = new RunTraces(topology, config.tracing, folder);
const result = backtest.runSync();
const peak = peakRss();
const { heapUsed, arrayBuffers } = await measureMemory();
const rule = resolveTraceRule('portfolio_p0', config.tracing);
const report: TraceMemoryReport = {
  peakRss: peak,
  startRss: start.rss,
  features: topology.symbols[0].table.keys.length * bars * Float64Array.BYTES_PER_ELEMENT,
  held: heapUsed + arrayBuffers - start.heapUsed - start.arrayBuffers,
  expected: estimateMemory(rule, 'portfolio', 1, bars).bytes as number,
  fills: result.portfolios.reduce((sum, { funnel }) => sum + funnel.fills, 0),
};
traces.close();
rmSync(folder, { recursive: true });
process.stdout.write(JSON.stringify(report));
