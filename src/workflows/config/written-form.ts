import { isMap } from './path.ts';
import { isDefinition } from './strategy-object.ts';
import type { ComponentConfig, OwnContainerConfig, RouteConfig, WorkflowConfig } from './workflow-config.ts';

/** A configuration as it is written: maps and lists, keys in snake_case. */
export type WrittenForm = Record<string, unknown>;

/**
 * A checked configuration in the form in which it is written, every default filled in: `checkConfig` gives the same
 * again. All but tracing, on which no result depends.
 */
export function writtenForm(config: WorkflowConfig): WrittenForm {
  const {
    data,
    strategies,
    portfolios,
    containers,
    routes,
    execution,
    metrics,
    onError,
    results,
    tracing: _,
    ...same
  } = config;
  return plainParts({
    ...same,
    data: data.map(({ lotSize, dateFormat, ...entry }) => ({
      ...entry,
      lot_size: lotSize,
      ...(dateFormat === undefined ? {} : { date_format: dateFormat }),
    })),
    strategies,
    portfolios: portfolios.map(({ sizing, risk, ...portfolio }) => ({
      ...portfolio,
      sizing: inline(sizing),
      risk: risk.map(inline),
    })),
    ...(containers === undefined ? {} : { containers: containers.map(writtenContainer) }),
    ...(routes === undefined ? {} : { routes: routes.map(writtenRoute) }),
    execution: {
      profile: execution.profile,
      slippage: inline(execution.slippage),
      commission: inline(execution.commission),
      close_at_end: execution.closeAtEnd,
    },
    metrics: { risk_free_rate: metrics.riskFreeRate },
    on_error: onError,
    results,
  }) as WrittenForm;
}

function inline({ type, params }: ComponentConfig): WrittenForm {
  return { type, ...params };
}

function writtenContainer({ memoryBudgetMb, onBudget, ...container }: OwnContainerConfig): WrittenForm {
  const budget = memoryBudgetMb === undefined ? {} : { memory_budget_mb: memoryBudgetMb };
  return { ...container, ...budget, on_budget: onBudget };
}

function writtenRoute({ eventsDown, eventsUp, batchSize, maxRetries, ...route }: RouteConfig): WrittenForm {
  return {
    ...route,
    ...(eventsDown === undefined ? {} : { events_down: eventsDown }),
    ...(eventsUp === undefined ? {} : { events_up: eventsUp }),
    ...(batchSize === undefined ? {} : { batch_size: batchSize }),
    ...(maxRetries === undefined ? {} : { max_retries: maxRetries }),
  };
}

/** Maps and lists are copied, so that they may be changed; a strategy given in code stays what it is. */
export function plainParts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainParts);
  if (!isMap(value) || isDefinition(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plainParts(part)]));
}
