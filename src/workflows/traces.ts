import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { namedMetrics } from '../analytics/metrics.ts';
import type { Container } from '../engine/container.ts';
import { kindOf } from '../engine/own/passing-types.ts';
import type { PortfolioNode, Topology } from '../engine/topology.ts';
import { TYPE } from '../events/event-type.ts';
import { RowWriter } from '../tracing/log/row-writer.ts';
import { applyDynamicRule, isSpokenOf, resolveTraceRule } from '../tracing/settings/trace-rule.ts';
import type { TraceSettings } from '../tracing/settings/trace-settings.ts';
import { ContainerTrace } from './container-trace.ts';
import { WINDOW } from './results.ts';
import { type ConditionScope, compileCondition } from './trace-conditions.ts';
import { statsRecord, type TraceStats } from './trace-stats.ts';

/**
 * Slices after which all traces are written out, the busy ones and those that wait for their next event: of a run that is killed
 * then remains what led to what. By bars and not by the clock, so that the same run gives the same files.
 */
const FLUSH_SLICES = 16_384;
/** Containers for which it is that many slices, and longer in proportion for more. */
const FLUSHED_CONTAINERS = 16;

/** The traces of a run: each container's by its rule, dynamic rules, partial results. */
export class RunTraces {
  readonly #topology: Topology;
  readonly #traces = new Map<string, ContainerTrace>();
  #flushAt = 0;

  /**
   * @param folder of the run's results, in which `traces/` or the folder that settings name comes to stand; null when
   *   nothing is written.
   * @throws UserError for a rule that cannot be carried out.
   */
  constructor(topology: Topology, settings: TraceSettings, folder: string | null) {
    this.#topology = topology;
    try {
      this.#open(settings, folder);
    } catch (error) {
      // Files of containers are open already, and nobody will have this to close them.
      this.abandon();
      throw error;
    }
    for (const container of topology.containers) {
      container.add({ componentId: 'memory_stats', inspect: () => statsRecord(this.#statsOf(container)) });
    }
    for (const portfolio of topology.portfolios) {
      const trace = this.#traces.get(portfolio.container.id);
      if (trace === undefined) continue;
      if (trace.rule.dynamicRules.length > 0) this.#watch(portfolio, trace);
      const every = trace.rule.partialResultsEvery;
      if (every !== null && folder !== null) streamPartialResults(portfolio, every, folder);
    }
  }

  #open(settings: TraceSettings, folder: string | null): void {
    const writer = new RowWriter();
    for (const container of this.#topology.containers) {
      const rule = resolveTraceRule(container.id, settings);
      // Without a word about it nothing is kept: trades keep their own lineage.
      if (!isSpokenOf(rule)) continue;
      this.#traces.set(
        container.id,
        new ContainerTrace(container, rule, folder, foreignTypes(container, this.#topology.routers), writer),
      );
    }
  }

  /** Events on disk. */
  get events(): number {
    return [...this.#traces.values()].reduce((sum, trace) => sum + trace.written, 0);
  }

  /** One row a container, in the run's order. */
  get stats(): TraceStats[] {
    return this.#topology.containers.map((container) => this.#statsOf(container));
  }

  #statsOf(container: Container): TraceStats {
    const trace = this.#traces.get(container.id);
    const memory = trace?.tracer?.memoryStats;
    const portfolio = this.#topology.portfolios.find((p) => p.container === container);
    const own = this.#topology.own.containers.find((one) => one.container === container);
    return {
      container: container.id,
      mode: trace?.rule.mode ?? 'off',
      events: published(this.#topology, container),
      eventsInMemory: memory?.eventsInMemory ?? 0,
      bytes: memory?.bytes ?? 0,
      openPositions: portfolio?.ledger.openPositions ?? null,
      eventsDropped: memory?.eventsDropped ?? 0,
      written: trace?.written ?? 0,
      ...(own === undefined ? {} : { routing: own.counts }),
    };
  }

  /** After a step of the run: from time to time, writes what waits. */
  onStep(done: number): void {
    if (done < this.#flushAt) return;
    if (this.#flushAt > 0) for (const trace of this.#traces.values()) trace.flush();
    this.#flushAt = done + FLUSH_SLICES * Math.ceil(this.#traces.size / FLUSHED_CONTAINERS);
  }

  /** Writes what waits, for the last time. Does nothing the second time. */
  close(): void {
    for (const trace of this.#traces.values()) trace.close();
  }

  /** Closes everything, whatever becomes of what waits: for a run whose results are thrown away. */
  abandon(): void {
    for (const trace of this.#traces.values()) trace.abandon();
  }

  /** Asks the conditions whenever a trade is closed, in their order; each holds at most once. */
  #watch(portfolio: PortfolioNode, trace: ContainerTrace): void {
    let waiting = trace.rule.dynamicRules.map(({ condition }, index) => ({
      index,
      condition: compileCondition(condition),
    }));
    const ask = () => {
      if (waiting.length === 0) return;
      const scope = scopeOf(portfolio);
      const met = waiting.filter(({ condition }) => condition.test(scope));
      waiting = waiting.filter((rule) => !met.includes(rule));
      for (const { index } of met) trace.follow(applyDynamicRule(trace.rule, index));
    };
    portfolio.container.bus.listen(TYPE.POSITION_CLOSE, ask, 'dynamic trace rules');
  }
}

/** The market's events are numbered by their bar and not by their bus. */
function published({ symbols }: Topology, container: Container): number {
  const symbol = symbols.find(({ data, features }) => data === container || features === container);
  return container.bus.sequence + (symbol?.bar.sequenceNumber ?? 0);
}

function scopeOf({ metrics, ledger }: PortfolioNode): ConditionScope {
  return {
    metrics: namedMetrics(metrics.metrics),
    portfolio: {
      cash: ledger.cash,
      equity: ledger.equity,
      gross_exposure: ledger.grossExposure,
      net_exposure: ledger.netExposure,
    },
  };
}

/** A line of metrics after every so many closed trades: what a long run has come to, before it ends. */
function streamPartialResults(
  { spec, container, metrics }: PortfolioNode,
  every: number,
  folder: string,
): void {
  const path = join(folder, WINDOW, `portfolio_${spec.id}_partial.ndjson`);
  let trades = 0;
  container.bus.listen(
    TYPE.POSITION_CLOSE,
    (event) => {
      if (++trades % every !== 0) return;
      mkdirSync(join(folder, WINDOW), { recursive: true });
      const record = {
        trades,
        time: new Date(event.timestamp).toISOString(),
        metrics: namedMetrics(metrics.metrics),
      };
      appendFileSync(path, `${JSON.stringify(record)}\n`);
    },
    'partial results',
  );
}

/** Types that only come to a container from others. One of the user's may publish what it hears, but for what it is handed bar by bar. */
function foreignTypes(container: Container, routers: Topology['routers']): ReadonlySet<number> {
  const isUsers = kindOf(container.id) === undefined;
  const heard = routers.filter(({ driven, targets }) => (driven || !isUsers) && targets.includes(container));
  return new Set(heard.flatMap(({ types }) => types));
}
