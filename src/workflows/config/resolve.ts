import { minutesOf } from '../../calendars/trading-calendar.ts';
import type { TradingDays } from '../../market/trading-day.ts';
import type { CheckedComponents } from './components.ts';
import { canonicalMoment } from './moment.ts';
import { deepFreeze } from './plain-copy.ts';
import { routingConfig } from './resolve-routing.ts';
import type { WrittenConfig } from './schema.ts';
import { tracingOf } from './tracing.ts';
import type {
  ComponentConfig,
  DataConfig,
  ExitsConfig,
  Params,
  PortfolioConfig,
  StrategyConfig,
  WorkflowConfig,
} from './workflow-config.ts';

/** Puts a configuration without mistakes into the form that the engine reads: camelCase, components with parameters. */
export function resolve(
  written: WrittenConfig,
  components: CheckedComponents,
  defaultName: string,
  environment: string | null,
): WorkflowConfig {
  const symbols = written.data.map((entry) => entry.symbol);
  return deepFreeze({
    name: written.name ?? defaultName,
    ...given('description', written.description),
    seed: written.seed,
    data: written.data.map(dataConfig),
    align: written.align,
    topology: written.topology,
    strategies: written.strategies.map(
      (strategy, i): StrategyConfig => ({
        id: strategy.id,
        type: strategy.type,
        params: checked<Params>(components.strategies[i]),
        symbols: strategy.symbols ?? symbols,
      }),
    ),
    portfolios: written.portfolios.map((portfolio, i) =>
      portfolioConfig(portfolio, components.portfolios[i]),
    ),
    ...routingConfig(written.containers, written.routes),
    execution: {
      profile: written.execution.profile,
      slippage: checked<ComponentConfig>(components.slippage),
      commission: checked<ComponentConfig>(components.commission),
      closeAtEnd: written.execution.close_at_end,
      ...given('day', written.execution.day && dayConfig(written.execution.day)),
      ...given('financing', written.execution.financing && financingConfig(written.execution.financing)),
    },
    tracing: tracingOf(written, environment),
    ...given('benchmark', written.benchmark),
    metrics: { riskFreeRate: written.metrics.risk_free_rate },
    validation: written.validation,
    onError: written.on_error,
    sequence: written.sequence,
    results: written.results,
  });
}

function dataConfig(entry: WrittenConfig['data'][number]): DataConfig {
  const { symbol, source, from, to, lot_size: lotSize, multiplier, currency } = entry;
  return {
    symbol,
    source,
    ...given('from', from && canonicalMoment(from)),
    ...given('to', to && canonicalMoment(to)),
    lotSize,
    multiplier,
    currency,
    ...given('columns', entry.columns),
    ...given('stamp', entry.stamp),
    ...given('interval', entry.interval),
    ...given('anchor', entry.anchor),
    ...given('partial', entry.partial),
    ...given('timezone', entry.timezone),
    ...given('dateFormat', entry.date_format),
    ...given('adjust', entry.adjust),
    ...given('corporateActions', entry.corporate_actions),
    ...given('calendar', entry.calendar),
    ...given('quality', entry.quality),
  };
}

function portfolioConfig(
  written: WrittenConfig['portfolios'][number],
  components: CheckedComponents['portfolios'][number],
): PortfolioConfig {
  const equal = 1 / written.strategies.length;
  return {
    id: written.id,
    strategies: written.strategies.map((followed) =>
      typeof followed === 'string'
        ? { id: followed, weight: equal }
        : { id: followed.id, weight: followed.weight ?? equal },
    ),
    cash: written.cash,
    direction: written.direction,
    sizing: checked<ComponentConfig>(components.sizing),
    risk: components.risk.map((check) => checked<ComponentConfig>(check)),
    ...given('exits', written.exits && exitsConfig(written.exits)),
    leverage: written.leverage,
  };
}

function dayConfig({ timezone, starts }: NonNullable<WrittenConfig['execution']['day']>): TradingDays {
  return { timeZone: timezone, starts: minutesOf(starts) };
}

function financingConfig(
  written: NonNullable<WrittenConfig['execution']['financing']>,
): NonNullable<WorkflowConfig['execution']['financing']> {
  return {
    borrowPercent: written.borrow_percent,
    interestPercent: written.interest_percent,
    marginPercent: written.margin_percent,
  };
}

function exitsConfig(written: NonNullable<WrittenConfig['portfolios'][number]['exits']>): ExitsConfig {
  return {
    ...given('stopLossPercent', written.stop_loss_percent),
    ...given('takeProfitPercent', written.take_profit_percent),
    ...given('trailingStopPercent', written.trailing_stop_percent),
    ...given('maxBars', written.max_bars),
    liveFrom: written.live_from,
  };
}

/** Absent stays absent: a key holding undefined would show in comparisons and frames. */
function given<K extends string, V>(key: K, value: V | undefined): { [_ in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [_ in K]: V });
}

function checked<T>(component: T | undefined): T {
  if (component === undefined) throw new Error('a component without mistakes has no parameters');
  return component;
}
