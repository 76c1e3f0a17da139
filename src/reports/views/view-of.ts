import type { PerformanceMetrics } from '../../analytics/metrics.ts';
import { rowsHtml } from '../../debugger/html/printed-html.ts';
import { nodeRows } from '../../debugger/look/look.ts';
import { dataNode } from '../../debugger/look/tree-node.ts';
import { alignedRows } from '../../debugger/look/where.ts';
import type { BacktestResult, PortfolioResult } from '../../engine/backtest.ts';
import { Container } from '../../engine/container.ts';
import type { EventRecord } from '../../events/event.ts';
import type { FillLineage, OrderLineage, TradeLineage } from '../../tracing/trade-lineage.ts';
import { findOrigin, viewWithOrigin } from '../../workflows/origin/origin.ts';
import { runView } from '../../workflows/run-view.ts';
import { eventsView, eventView } from './event-view.ts';
import { metricsView, portfolioView } from './metrics-view.ts';
import { type Plan, planView } from './plan-view.ts';
import { fillView, orderView, tradesView, tradeView } from './trade-view.ts';
import type { View } from './view.ts';

/** Of a list, so many are looked at to tell what it is a list of. */
const SAMPLED = 1000;

/**
 * How data of the engine looks in a notebook, told by its shape: an event, a fill, order or trade with what led to it, lists of
 * events and trades, a container, metrics, a portfolio's result, a run's result, a workflow. Undefined for everything else.
 */
export function viewOf(value: unknown): View | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const view = viewByShape(value);
  return view === undefined ? undefined : viewWithOrigin(view, findOrigin(value));
}

function viewByShape(value: object): View | undefined {
  if (value instanceof Container) return containerView(value);
  if (Array.isArray(value)) return viewOfList(value);
  if (isEvent(value)) return eventView(value);
  if (isTrade(value)) return tradeView(value);
  if (has(value, 'fill', 'order') && isEvent(value.fill)) return fillView(value as unknown as FillLineage);
  if (has(value, 'signal', 'request', 'order') && isEvent(value.request)) {
    return orderView(value as unknown as OrderLineage);
  }
  if (has(value, 'sharpe', 'totalReturn', 'maxDrawdown', 'tradeCount')) {
    return metricsView(value as unknown as PerformanceMetrics);
  }
  if (has(value, 'id', 'initialCash', 'funnel', 'metrics')) {
    return portfolioView(value as unknown as PortfolioResult);
  }
  if (has(value, 'status', 'slices', 'portfolios', 'traceMemory')) {
    const result = value as unknown as BacktestResult;
    return runView({ config: { name: 'run' }, fingerprint: '', result, benchmark: null });
  }
  if (has(value, 'config', 'baseDirectory', 'file')) return planView(value as unknown as Plan);
  return undefined;
}

function viewOfList(list: readonly unknown[]): View | undefined {
  if (list.length === 0) return undefined;
  const sample = list.slice(0, SAMPLED);
  if (sample.every(isEvent)) return eventsView(list as readonly EventRecord[]);
  if (sample.every(isTrade)) return tradesView(list as readonly TradeLineage[]);
  return undefined;
}

/** A container with what its components hold. */
function containerView(container: Container): View {
  const { id, ...rest } = container.inspect();
  const rows = nodeRows(...dataNode(id, rest, true), 0);
  return {
    'text/html': rowsHtml(rows),
    'text/plain': alignedRows(
      rows.map(({ name, depth, text }) => [`${'  '.repeat(depth)}${name}`, text]),
    ).trimEnd(),
  };
}

function has<K extends string>(value: unknown, ...keys: readonly K[]): value is Record<K, unknown> {
  return typeof value === 'object' && value !== null && keys.every((key) => key in value);
}

function isEvent(value: unknown): value is EventRecord {
  return has(value, 'id', 'type', 'sequenceNumber', 'timestamp', 'containerId', 'payload');
}

function isTrade(value: unknown): value is TradeLineage {
  return has(value, 'tradeNumber', 'open', 'fills', 'close') && isEvent(value.close);
}
