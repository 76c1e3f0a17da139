import type { ErrorPolicy } from '../events/event-bus.ts';
import type { ValidationLevel } from '../events/validation.ts';
import type { ExecutionProfile } from '../execution/broker.ts';
import type { CommissionModel } from '../execution/commission.ts';
import type { SlippageModel } from '../execution/slippage.ts';
import type { FeatureMode, FeatureRequest, FeatureTable } from '../features/index.ts';
import type { BarSeries } from '../market/bar-series.ts';
import type { Instrument } from '../market/instrument.ts';
import type { TradingDays } from '../market/trading-day.ts';
import type { FinancingRates } from '../portfolio/financing.ts';
import type { ExitRules } from '../risk/exit-rules.ts';
import type { RiskLimit } from '../risk/limit.ts';
import type { DirectionRule } from '../risk/order-manager-options.ts';
import type { SizingRule } from '../risk/sizing.ts';
import type { AnyStrategy } from '../strategies/universe.ts';
import type { TracerSettings } from '../tracing/retention.ts';
import type { OwnContainerSpec, RouteSpec } from './own/spec.ts';

/** Everything a backtest is made of, resolved: data loaded, components found, parameters checked. */
export interface BacktestSpec {
  readonly markets: readonly { readonly series: BarSeries; readonly instrument: Instrument }[];
  readonly strategies: readonly StrategySpec[];
  readonly portfolios: readonly PortfolioSpec[];
  readonly execution: {
    readonly profile: ExecutionProfile;
    readonly slippage: SlippageModel;
    readonly commission: CommissionModel;
    readonly closeAtEnd: boolean;
    /** Interest and the cost of borrowing; none when left out. */
    readonly financing?: FinancingRates;
    /** Of DAY orders, daily losses and the hooks of strategies; UTC dates when left out. */
    readonly day?: TradingDays;
  };
  readonly onError: ErrorPolicy;
  readonly validation: ValidationLevel;
  /** `incremental` never holds a feature value ahead of the run; both give the same bits. */
  readonly featureMode: FeatureMode;
  /** Columns that engines of one run share, by symbol; each engine computes its own when left out. Only in `columns` mode. */
  readonly featureTables?: ReadonlyMap<string, FeatureTable>;
  readonly riskFreeRate: number;
  /** Of what strategies draw from `context.random`; 0 when left out. */
  readonly seed?: number;
  /** What a container traces in memory; null or absent: nothing. No result depends on it. */
  readonly tracing?: (containerId: string) => TracerSettings | null;
  /** Containers of the user's, and the routes that lead to them. */
  readonly containers?: readonly OwnContainerSpec[];
  readonly routes?: readonly RouteSpec[];
}

export interface StrategySpec {
  readonly id: string;
  readonly definition: AnyStrategy;
  readonly params: unknown;
  /** Symbols it trades, each by an instance of its own. */
  readonly symbols: readonly string[];
  /** Ours may read bars without copies. */
  readonly trusted: boolean;
}

export interface PortfolioSpec {
  readonly id: string;
  readonly strategies: readonly { readonly id: string; readonly weight: number }[];
  readonly cash: number;
  readonly direction: DirectionRule;
  readonly sizing: {
    readonly type: string;
    readonly rule: SizingRule;
    /** What the rule reads of the symbol in question; nothing when left out. */
    readonly features?: Readonly<Record<string, FeatureRequest>>;
    /** It reads the closed trades. */
    readonly readsTrades?: boolean;
  };
  /** Exits that every position gets; none when left out. */
  readonly exits?: ExitRules;
  /** Checked in this order, buying power last. */
  readonly limits: readonly RiskLimit[];
  readonly leverage: number;
  /** Keep equity at every slice (16 bytes each), or only what the metrics need. */
  readonly keepEquity: boolean;
  /** Keep each closed trade with its signals, orders and fills. */
  readonly keepTrades: boolean;
}
