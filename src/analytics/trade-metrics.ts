import { defineMetrics } from './metric.ts';

/** All of closed round trips only, and net of entry and exit costs unless the name says gross. */
export interface TradeMetrics {
  readonly tradeCount: number;
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
