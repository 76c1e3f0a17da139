import { defineMetrics } from './metric.ts';

/** All of closed round trips only, and net of entry and exit costs unless the name says gross. */
export interface TradeMetrics {
  readonly tradeCount: number;
  /** Calendar days. */
  readonly tradesPerDay: number | null;
  readonly longTrades: number;
  readonly shortTrades: number;
  /** Share of trades with net pnl > 0; a trade at exactly 0 is neither won nor lost, but counted. */
  readonly winRate: number | null;
  /** Sum of wins / |sum of losses|. */
  readonly profitFactor: number | null;
  /** Average win / |average loss|. */
  readonly payoffRatio: number | null;
  /** Net pnl per trade, money. */
  readonly expectancy: number | null;
  /** Mean of each trade's net pnl as a fraction of its entry value. */
  readonly averageTradeReturn: number | null;
  /** Money > 0. */
  readonly averageWin: number | null;
  /** Money < 0. */
  readonly averageLoss: number | null;
  /** Money > 0. */
  readonly largestWin: number | null;
  /** Money < 0. */
  readonly largestLoss: number | null;
  /** Longest run of won trades in order of closing; a trade at exactly 0 ends it. */
  readonly maxConsecutiveWins: number;
  readonly maxConsecutiveLosses: number;
  readonly wonTrades: number;
  readonly lostTrades: number;
  /** Share of trades with net pnl < 0. */
  readonly lossRate: number | null;
  /** Sum of net pnl of won trades, money ≥ 0. */
  readonly wonPnl: number;
  /** Sum of net pnl of lost trades, money ≤ 0. */
  readonly lostPnl: number;
  readonly longPnl: number;
  readonly shortPnl: number;
  readonly longWinRate: number | null;
  readonly shortWinRate: number | null;
  /** Sample standard deviation (ddof 1) of net pnl, money. */
  readonly pnlDeviation: number | null;
  /** Fraction of the value at entry. */
  readonly bestTradeReturn: number | null;
  readonly worstTradeReturn: number | null;
  readonly systemQuality: number | null;
  readonly kelly: number | null;
  readonly cpcIndex: number | null;
  readonly averageBarsWon: number | null;
  readonly averageBarsLost: number | null;
  /** Calendar days. */
  readonly longestHoldingDays: number | null;
  readonly shortestHoldingDays: number | null;
  readonly averageBarsHeld: number | null;
  /** Calendar days from entry to exit. */
  readonly averageHoldingDays: number | null;
  /** Pnl of closed trades before costs, money. */
  readonly closedGrossPnl: number;
  /** Costs of closed trades, money. */
  readonly closedCosts: number;
  /** Pnl of closed trades after costs, money. */
  readonly closedPnl: number;
}

const NO_TRADES = 'no trade is closed';
const NO_WINS = 'no trade was won';
const NO_LOSSES = 'no trade was lost';

export const TRADE_METRICS = defineMetrics<TradeMetrics>('trade', {
  tradeCount: { label: 'Trades', unit: 'count', better: null, definition: 'Closed round trips.' },
  tradesPerDay: {
    label: 'Trades per day',
    unit: 'ratio',
    better: null,
    definition: 'Closed round trips per calendar day of the run, weekends included.',
    formula: 'trades / elapsed days',
    nullWhen: 'no time has passed',
  },
  longTrades: {
    label: 'Long trades',
    unit: 'count',
    better: null,
    definition: 'Closed round trips that were long.',
  },
  shortTrades: {
    label: 'Short trades',
    unit: 'count',
    better: null,
    definition: 'Closed round trips that were short.',
  },
  winRate: {
    label: 'Win rate',
    unit: 'fraction',
    better: 'higher',
    definition:
      'Share of closed trades with net pnl above 0. A trade at exactly 0 counts as a trade, not as a win.',
    formula: 'wins / trades',
    nullWhen: NO_TRADES,
  },
  profitFactor: {
    label: 'Profit factor',
    unit: 'ratio',
    better: 'higher',
    definition: 'Net profit of the won trades per unit of net loss of the lost ones.',
    formula: 'Σ wins / |Σ losses|',
    nullWhen: NO_LOSSES,
  },
  payoffRatio: {
    label: 'Payoff ratio',
    unit: 'ratio',
    better: 'higher',
    definition: 'Size of the average won trade against the average lost one.',
    formula: 'average win / |average loss|',
    nullWhen: `${NO_WINS}, or ${NO_LOSSES}`,
  },
  expectancy: {
    label: 'Expectancy',
    unit: 'money',
    better: 'higher',
    definition: 'Net pnl per closed trade.',
    formula: 'Σ pnl / trades',
    nullWhen: NO_TRADES,
  },
  averageTradeReturn: {
    label: 'Average trade return',
    unit: 'fraction',
    better: 'higher',
    definition:
      'Mean over closed trades of net pnl as a fraction of the value at entry, each trade weighing the same.',
    formula: 'Σ (return of trade) / trades',
    nullWhen: NO_TRADES,
  },
  averageWin: {
    label: 'Average win',
    unit: 'money',
    better: 'higher',
    definition: 'Mean net pnl of the trades above 0.',
    nullWhen: NO_WINS,
  },
  averageLoss: {
    label: 'Average loss',
    unit: 'money',
    better: 'higher',
    definition: 'Mean net pnl of the trades below 0, a negative amount.',
    nullWhen: NO_LOSSES,
  },
  largestWin: {
    label: 'Largest win',
    unit: 'money',
    better: 'higher',
    definition: 'Highest net pnl of a won trade.',
    nullWhen: NO_WINS,
  },
  largestLoss: {
    label: 'Largest loss',
    unit: 'money',
    better: 'higher',
    definition: 'Lowest net pnl of a lost trade, a negative amount.',
    nullWhen: NO_LOSSES,
  },
  maxConsecutiveWins: {
    label: 'Max consecutive wins',
    unit: 'count',
    better: 'higher',
    definition: 'Longest run of won trades in the order in which they closed. A trade at exactly 0 ends it.',
  },
  maxConsecutiveLosses: {
    label: 'Max consecutive losses',
    unit: 'count',
    better: 'lower',
    definition: 'Longest run of lost trades in the order in which they closed. A trade at exactly 0 ends it.',
  },
  wonTrades: {
    label: 'Won trades',
    unit: 'count',
    better: 'higher',
    definition: 'Closed trades with net pnl above 0.',
  },
  lostTrades: {
    label: 'Lost trades',
    unit: 'count',
    better: 'lower',
    definition: 'Closed trades with net pnl below 0.',
  },
  lossRate: {
    label: 'Loss rate',
    unit: 'fraction',
    better: 'lower',
    definition: 'Share of closed trades with net pnl below 0.',
    formula: 'losses / trades',
    nullWhen: NO_TRADES,
  },
  wonPnl: {
    label: 'Won, net',
    unit: 'money',
    better: 'higher',
    definition: 'Net pnl of all won trades.',
    formula: 'Σ wins',
  },
  lostPnl: {
    label: 'Lost, net',
    unit: 'money',
    better: 'higher',
    definition: 'Net pnl of all lost trades, a negative amount.',
    formula: 'Σ losses',
  },
  longPnl: {
    label: 'Pnl of long trades',
    unit: 'money',
    better: 'higher',
    definition: 'Net pnl of all closed long trades.',
  },
  shortPnl: {
    label: 'Pnl of short trades',
    unit: 'money',
    better: 'higher',
    definition: 'Net pnl of all closed short trades.',
  },
  longWinRate: {
    label: 'Win rate, long',
    unit: 'fraction',
    better: 'higher',
    definition: 'Share of closed long trades with net pnl above 0.',
    formula: 'long wins / long trades',
    nullWhen: 'no long trade is closed',
  },
  shortWinRate: {
    label: 'Win rate, short',
    unit: 'fraction',
    better: 'higher',
    definition: 'Share of closed short trades with net pnl above 0.',
    formula: 'short wins / short trades',
    nullWhen: 'no short trade is closed',
  },
  pnlDeviation: {
    label: 'Deviation of pnl',
    unit: 'money',
    better: 'lower',
    definition: 'Sample standard deviation (ddof 1) of the net pnl of closed trades.',
    formula: '√(Σ(pnl − mean pnl)² / (trades − 1))',
    nullWhen: 'fewer than two trades are closed',
  },
  bestTradeReturn: {
    label: 'Best trade',
    unit: 'fraction',
    better: 'higher',
    definition: 'Highest net pnl of a closed trade as a fraction of its value at entry.',
    nullWhen: NO_TRADES,
  },
  worstTradeReturn: {
    label: 'Worst trade',
    unit: 'fraction',
    better: 'higher',
    definition: 'Lowest net pnl of a closed trade as a fraction of its value at entry.',
    nullWhen: NO_TRADES,
  },
  systemQuality: {
    label: 'System quality number',
    unit: 'ratio',
    better: 'higher',
    definition:
      'Expectancy in units of its own standard error (Van Tharp): how far from chance the trades are.',
    formula: '√trades × expectancy / deviation of pnl',
    nullWhen: 'fewer than two trades are closed, or all have the same pnl',
  },
  kelly: {
    label: 'Kelly fraction',
    unit: 'fraction',
    better: 'higher',
    definition:
      'Share of the money to risk on each trade for the fastest growth, if trades go on as they did; below 0 is not to trade.',
    formula: 'win rate − loss rate / payoff ratio',
    nullWhen: `${NO_WINS}, or ${NO_LOSSES}`,
  },
  cpcIndex: {
    label: 'CPC index',
    unit: 'ratio',
    better: 'higher',
    definition:
      'Profit factor, win rate and payoff ratio in one number, of closed trades (cumulative profit coefficient): above 1.2 is taken for good.',
    formula: 'profit factor × win rate × payoff ratio',
    nullWhen: `${NO_WINS}, or ${NO_LOSSES}`,
  },
  averageBarsWon: {
    label: 'Average bars held, won',
    unit: 'bars',
    better: null,
    definition: 'Mean number of bars a won trade was held.',
    nullWhen: NO_WINS,
  },
  averageBarsLost: {
    label: 'Average bars held, lost',
    unit: 'bars',
    better: null,
    definition: 'Mean number of bars a lost trade was held.',
    nullWhen: NO_LOSSES,
  },
  longestHoldingDays: {
    label: 'Longest holding time',
    unit: 'days',
    better: null,
    definition: 'Longest calendar time from entry to exit of a closed trade.',
    nullWhen: NO_TRADES,
  },
  shortestHoldingDays: {
    label: 'Shortest holding time',
    unit: 'days',
    better: null,
    definition: 'Shortest calendar time from entry to exit of a closed trade.',
    nullWhen: NO_TRADES,
  },
  averageBarsHeld: {
    label: 'Average bars held',
    unit: 'bars',
    better: null,
    definition: 'Mean number of bars a closed trade was held.',
    nullWhen: NO_TRADES,
  },
  averageHoldingDays: {
    label: 'Average holding time',
    unit: 'days',
    better: null,
    definition: 'Mean calendar time from entry to exit of a closed trade.',
    nullWhen: NO_TRADES,
  },
  closedGrossPnl: {
    label: 'Closed pnl, gross',
    unit: 'money',
    better: 'higher',
    definition: 'Pnl of closed trades before costs.',
  },
  closedCosts: {
    label: 'Closed costs',
    unit: 'money',
    better: 'lower',
    definition: 'Costs booked on closed trades.',
  },
  closedPnl: {
    label: 'Closed pnl, net',
    unit: 'money',
    better: 'higher',
    definition: 'Pnl of closed trades after costs.',
  },
});
