import { z } from 'zod';
import { readingShape } from '../../data/load-request.ts';
import { expects } from '../../foundation/expects.ts';
import { entryTracing, tracingKeys, tracingSection } from '../../tracing/settings/schema.ts';
import { routingKeys } from './routing-schema.ts';
import { moment, positive, slug, symbol } from './scalars.ts';
import { isDefinition, type StrategyObject } from './strategy-object.ts';

/** Sequences and topologies that the design names and a later version brings. */
export const PLANNED_TOPOLOGIES: readonly string[] = ['signal_generation', 'signal_replay'];
export const PLANNED_SEQUENCES: readonly string[] = ['train_test', 'walk_forward', 'monte_carlo'];

/** Rises when a workflow that was right before would not be any more; see `versions.ts`. */
export const WORKFLOW_VERSION = 1;

/** Sizing of a portfolio that names none. */
export const DEFAULT_SIZING = { type: 'percent_of_equity', percent: 95 } as const;
/** Slippage and commission of an execution that names none. */
export const DEFAULT_COST = { type: 'none' } as const;

/** Component families that stand inline: `sizing: { type: fixed, quantity: 10 }`. */
export type InlineFamily = 'sizing' | 'risk' | 'slippage' | 'commission';

/** Marks the schemas whose keys beside `type` belong to a component of the family, for the JSON Schema. */
export const inlineFamilies = z.registry<{ readonly family: InlineFamily }>();

const inline = (family: InlineFamily, description: string) => {
  const type = z.string().min(1).describe('Name of the component; its parameters stand beside it.');
  const schema = z.looseObject({ type }).describe(description);
  inlineFamilies.add(schema, { family });
  return expects('a map with a type', schema);
};

const dataEntry = z.strictObject({
  symbol: symbol().describe('Name of the instrument in strategies, orders and results.'),
  source: expects(
    'a path, "dataset:name", "generate:name" or a map with a type',
    z.union([
      z.string().min(1),
      z.looseObject({
        type: z.string().min(1).describe('Name of the generator; its parameters stand beside it.'),
      }),
    ]),
  ).describe(
    'Where the bars come from: a file, a folder by symbol, a pattern, dataset:name, generate:name, or { type: generator, ...parameters }.',
  ),
  from: moment()
    .optional()
    .describe('First date (inclusive), or first moment, in UTC unless a zone is given.'),
  to: moment()
    .optional()
    .describe('Last date (the whole day included), or last moment, in UTC unless a zone is given.'),
  lot_size: positive().default(1).describe('Units in one lot: a whole number, or 1 divided by one.'),
  multiplier: positive()
    .default(1)
    .describe('Money per unit and price point: 1 for shares, 50 for an E-mini.'),
  currency: z.string().min(1).default('USD').describe('Currency of the prices.'),
  ...readingShape,
  event_tracing: entryTracing(),
});

const strategyEntry = z.strictObject({
  id: slug().describe('Unique name of this strategy in the workflow.'),
  type: expects(
    'the name of a strategy or the path of a module',
    z.union([z.string().min(1), z.custom<StrategyObject>(isDefinition)]),
  ).describe('A registered strategy, or the path of a module of your own: ./my-strategy.ts.'),
  params: z.record(z.string(), z.unknown()).default({}).describe('Parameters of the strategy.'),
  symbols: z.array(symbol()).nonempty().optional().describe('Symbols it trades; all of data by default.'),
  event_tracing: entryTracing(),
});

const followed = expects(
  'the id of a strategy or { id, weight }',
  z.union([
    expects('the id of a strategy', z.string().min(1)),
    z.strictObject({
      id: expects('the id of a strategy', z.string().min(1)).describe('Strategy of this workflow.'),
      weight: positive()
        .optional()
        .describe('Share of the portfolio, above 0; 1 / number of strategies by default.'),
    }),
  ]),
);

const percent = (most: number) => z.number().gt(0).lt(most);

const exits = z.strictObject({
  stop_loss_percent: percent(100)
    .optional()
    .describe('Close a position when its price is this far on the wrong side of the average entry price.'),
  take_profit_percent: percent(100)
    .optional()
    .describe('Close it when its price is this far on the right side.'),
  trailing_stop_percent: percent(100)
    .optional()
    .describe('Close it when its price has come back this far from its best since the entry.'),
  max_bars: z.int().min(1).optional().describe('Close it after so many bars of its symbol.'),
  live_from: z
    .enum(['next_bar', 'entry_bar'])
    .default('next_bar')
    .describe('Whether the bar that filled the entry may already fill the exit.'),
});

const portfolioEntry = z.strictObject({
  id: slug().describe('Unique name of this portfolio; its container is portfolio_<id>.'),
  strategies: z.array(followed).nonempty().describe('Strategies it follows.'),
  cash: positive().describe('Money at the start.'),
  direction: z
    .enum(['long_only', 'short_only', 'long_short'])
    .default('long_only')
    .describe('Which positions it may hold.'),
  sizing: inline('sizing', 'How large an order is.').default(DEFAULT_SIZING),
  risk: z
    .array(inline('risk', 'A limit that an order must pass.'))
    .default([])
    .describe('Limits, checked in this order.'),
  exits: exits
    .optional()
    .describe('Exits that every position gets, where the signal asks for none of that kind.'),
  leverage: positive().default(1).describe('Gross exposure allowed, as a multiple of equity.'),
  event_tracing: entryTracing(),
});

const execution = z.strictObject({
  profile: z
    .enum(['next_open', 'same_close'])
    .default('next_open')
    .describe(
      'When a market order is filled: at the open of the next bar, or at the close it was decided on.',
    ),
  slippage: inline('slippage', 'How far fills are moved against the trader.').default(DEFAULT_COST),
  commission: inline('commission', 'What a fill costs.').default(DEFAULT_COST),
  financing: z
    .strictObject({
      borrow_percent: z
        .number()
        .min(0)
        .max(1_000)
        .default(0)
        .describe('A year, on the value of short positions.'),
      interest_percent: z
        .number()
        .min(0)
        .max(1_000)
        .default(0)
        .describe('A year, earned on cash without the proceeds of short sales.'),
      margin_percent: z.number().min(0).max(1_000).default(0).describe('A year, paid on cash below 0.'),
    })
    .optional()
    .describe('Interest and the cost of borrowing, from day to day.'),
  day: z
    .strictObject({
      timezone: z.string().min(1).default('UTC').describe('IANA time zone whose days are meant.'),
      starts: z
        .string()
        .regex(/^([01][0-9]|2[0-3]):[0-5][0-9]$/, 'must be a time of day like 18:00')
        .default('00:00')
        .describe('When a day begins by its clocks; from noon on that of the evening before.'),
    })
    .optional()
    .describe('What a day is to DAY orders, daily_loss and the hooks of strategies; a UTC date by default.'),
  close_at_end: z
    .boolean()
    .default(false)
    .describe('Close open positions at the last bar instead of marking them.'),
});

/** The whole configuration as it is written, but for the parameters of components, which their own schemas check. */
export const workflowSchema = z.strictObject({
  name: slug().optional().describe("Name of the workflow and of its results; the file's name by default."),
  description: z.string().optional().describe('A sentence for people.'),
  seed: z.int().default(42).describe('Seed of everything random.'),
  data: z.array(dataEntry).nonempty().describe('What is traded, one entry for each symbol.'),
  align: z
    .enum(['own', 'common', 'union'])
    .default('own')
    .describe(
      'How symbols with different calendars go together: each with its own bars, only bars that all have, or synthetic bars where others have one.',
    ),
  topology: z
    .enum(['full_backtest'])
    .default('full_backtest')
    .describe('Which blueprint of containers is run.'),
  strategies: z.array(strategyEntry).nonempty().describe('What gives signals.'),
  portfolios: z.array(portfolioEntry).nonempty().describe('What trades on signals, each with its own cash.'),
  ...routingKeys,
  execution: execution.prefault({}).describe('How orders become fills.'),
  tracing: tracingSection,
  benchmark: symbol()
    .optional()
    .describe(
      'Symbol of data to compare with: bought at its first bar with the cash of the first portfolio, at the costs of the run, and held.',
    ),
  metrics: z
    .strictObject({
      risk_free_rate: z.number().gt(-1).default(0).describe('Per year, as a fraction: 0.02 is 2 %.'),
    })
    .prefault({})
    .describe('Conventions of the statistics.'),
  validation: z
    .enum(['off', 'boundary', 'all'])
    .default('off')
    .describe('Which events are checked against their schemas: none, those between containers, or all.'),
  on_error: z
    .enum(['stop', 'continue'])
    .default('stop')
    .describe('What an error in a component does to the run.'),
  sequence: z.enum(['single_pass']).default('single_pass').describe('Over which windows the topology runs.'),
  results: z
    .strictObject({
      directory: z.string().min(1).default('results').describe('Folder of the results.'),
      equity: z
        .enum(['every_bar', 'none'])
        .default('every_bar')
        .describe('Whether the equity curve is written.'),
      trades: z.enum(['all', 'none']).default('all').describe('Whether the round trips are written.'),
    })
    .prefault({})
    .describe('What is written to disk.'),
  ...tracingKeys,
  version: z
    .literal(WORKFLOW_VERSION)
    .optional()
    .describe('Version of the format that the file is written in; the present one by default.'),
});

/** A configuration as it is written, after defaults: keys in snake_case. */
export type WrittenConfig = z.output<typeof workflowSchema>;
