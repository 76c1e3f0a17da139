import type { ColumnMapping } from '../../data/files/columns.ts';
import type { CheckedRequest } from '../../data/load-request.ts';
import type { QualityPolicies } from '../../data/quality/policies.ts';
import type { Adjustment } from '../../data/shape/adjustment.ts';
import type { Alignment } from '../../data/shape/align.ts';
import type { ComponentDescription, Registry } from '../../foundation/registry.ts';
import type { TradingDays } from '../../market/trading-day.ts';
import type { TraceSettings } from '../../tracing/settings/trace-settings.ts';
import type { WrittenRoute } from './routing-schema.ts';
import type { WrittenConfig } from './schema.ts';
import type { StrategyObject } from './strategy-object.ts';

/** What a configuration may name, by family. Registries of richer descriptions fit too. */
export interface ComponentRegistries {
  readonly features?: Registry<ComponentDescription>;
  readonly strategies: Registry<ComponentDescription>;
  readonly sizing: Registry<ComponentDescription>;
  readonly risk: Registry<ComponentDescription>;
  readonly slippage: Registry<ComponentDescription>;
  readonly commission: Registry<ComponentDescription>;
  /** Sources that make prices up. */
  readonly generators?: Registry<ComponentDescription>;
  /** Event types that tracing may name. Left out, any name in capitals is accepted. */
  readonly eventTypes?: readonly string[];
  /** What conditions of tracing may read: `metrics.total_pnl`. Left out, any name is accepted. */
  readonly conditionPaths?: readonly string[];
}

/** Parameters after the component's own schema: checked, defaults filled in. */
export type Params = Readonly<Record<string, unknown>>;

/** A component with its parameters. */
export interface ComponentConfig {
  readonly type: string;
  readonly params: Params;
}

export interface DataConfig {
  readonly symbol: string;
  /** A path, `dataset:…`, `generate:…`, or a generator's type and parameters as they were written. */
  readonly source: string | Readonly<Record<string, unknown> & { type: string }>;
  /** `2000-01-31`, or UTC `2000-01-31T14:30:00.000Z`; see `timeRangeOf`. */
  readonly from?: string;
  readonly to?: string;
  readonly lotSize: number;
  readonly multiplier: number;
  readonly currency: string;
  readonly columns?: ColumnMapping;
  readonly stamp?: 'start' | 'end';
  readonly interval?: string;
  readonly anchor?: string;
  readonly partial?: 'drop' | 'keep';
  readonly timezone?: string;
  readonly dateFormat?: string;
  readonly adjust?: Adjustment;
  readonly corporateActions?: Adjustment;
  readonly calendar?: CheckedRequest['calendar'];
  readonly quality?: QualityPolicies;
}

export interface StrategyConfig {
  readonly id: string;
  /** A registered name, the path of a module as it was written, or a definition given in code. */
  readonly type: string | StrategyObject;
  /** Checked, unless `type` is the path of a module: then as written, for `checkParams` once it is loaded. */
  readonly params: Params;
  readonly symbols: readonly string[];
}

export interface PortfolioConfig {
  readonly id: string;
  readonly strategies: readonly { readonly id: string; readonly weight: number }[];
  readonly cash: number;
  readonly direction: WrittenConfig['portfolios'][number]['direction'];
  readonly sizing: ComponentConfig;
  readonly risk: readonly ComponentConfig[];
  readonly exits?: ExitsConfig;
  readonly leverage: number;
}

/** Exits of every position of a portfolio; percent of its average entry price, bars of its symbol. */
export interface ExitsConfig {
  readonly stopLossPercent?: number;
  readonly takeProfitPercent?: number;
  readonly trailingStopPercent?: number;
  readonly maxBars?: number;
  readonly liveFrom: 'next_bar' | 'entry_bar';
}

/** A container of the user's own. */
export interface OwnContainerConfig {
  readonly id: string;
  readonly parent: string;
  readonly components: readonly {
    /** The path of a module as it was written, or a definition given in code. */
    readonly type: string | StrategyObject;
    /** As written: its schema is known once the module is loaded. */
    readonly params: Params;
  }[];
  readonly memoryBudgetMb?: number;
  readonly onBudget: 'spill' | 'shrink' | 'stop';
}

/** A route of the user's; names of containers. Which keys there are depends on the kind. */
export interface RouteConfig {
  readonly id?: string;
  readonly kind: WrittenRoute['kind'];
  readonly from?: readonly string[];
  readonly events?: readonly string[];
  readonly to?: readonly string[];
  readonly when?: string;
  readonly rules?: readonly { readonly when: string; readonly to: readonly string[] }[];
  readonly otherwise?: readonly string[];
  readonly parent?: string;
  readonly eventsDown?: readonly string[];
  readonly eventsUp?: readonly string[];
  readonly tier: WrittenRoute['tier'];
  readonly batchSize?: number;
  readonly maxRetries?: number;
  readonly scope: WrittenRoute['scope'];
}

/** A configuration that was checked, with every default filled in. Frozen. */
export interface WorkflowConfig {
  readonly name: string;
  readonly description?: string;
  readonly seed: number;
  readonly data: readonly DataConfig[];
  readonly align: Alignment;
  readonly topology: 'full_backtest';
  readonly strategies: readonly StrategyConfig[];
  readonly portfolios: readonly PortfolioConfig[];
  /** Absent where there are none. */
  readonly containers?: readonly OwnContainerConfig[];
  readonly routes?: readonly RouteConfig[];
  readonly execution: {
    readonly profile: 'next_open' | 'same_close';
    readonly slippage: ComponentConfig;
    readonly commission: ComponentConfig;
    readonly closeAtEnd: boolean;
    /** Percent a year. */
    readonly financing?: {
      readonly borrowPercent: number;
      readonly interestPercent: number;
      readonly marginPercent: number;
    };
    readonly day?: TradingDays;
  };
  /** What each container traces is told by `resolveTraceRule`. */
  readonly tracing: TraceSettings;
  readonly benchmark?: string;
  /** Per year, as a fraction. */
  readonly metrics: { readonly riskFreeRate: number };
  readonly validation: 'off' | 'boundary' | 'all';
  readonly onError: 'stop' | 'continue';
  readonly sequence: 'single_pass';
  readonly results: {
    readonly directory: string;
    readonly equity: 'every_bar' | 'none';
    readonly trades: 'all' | 'none';
  };
}
