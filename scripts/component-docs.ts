/**
 * Writes docs/strategies.md, docs/sizing-and-risk.md and docs/costs.md from the registries, so that they cannot say anything
 * else.
 *
 *     node scripts/component-docs.ts
 */
import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { commissionRegistry } from '../src/execution/commission.ts';
import { slippageRegistry } from '../src/execution/slippage.ts';
import type { ComponentDescription } from '../src/foundation/registry.ts';
import { riskLimitRegistry } from '../src/risk/limits.ts';
import { sizingRegistry } from '../src/risk/sizing.ts';
import { strategyRegistry } from '../src/strategies/index.ts';
import { decidesOnAll } from '../src/strategies/universe.ts';

const MADE =
  'Made by `node scripts/component-docs.ts` from the components themselves. What each does exactly is in [Execution semantics](execution-semantics.md).';

/** The pages as text, by their place in the repository. */
export function componentDocs(): Readonly<Record<string, string>> {
  const [single, several] = [false, true].map((all) =>
    [...strategyRegistry].filter((definition) => decidesOnAll(definition) === all),
  );
  return {
    'docs/strategies.md': page(
      STRATEGIES,
      ['On one symbol', 'strategy', single],
      ['On several symbols at once', 'strategy', several],
    ),
    'docs/sizing-and-risk.md': page(
      SIZING_AND_RISK,
      ['Sizing', 'sizing', sizingRegistry],
      ['Limits', 'limit', riskLimitRegistry],
    ),
    'docs/costs.md': page(
      COSTS,
      ['Slippage', 'model', slippageRegistry],
      ['Commission', 'model', commissionRegistry],
    ),
  };
}

type Section = readonly [title: string, what: string, components: Iterable<ComponentDescription>];

function page(head: string, ...sections: readonly Section[]): string {
  const tables = sections.map(([title, what, components]) =>
    [
      `## ${title}`,
      '',
      `| ${what} | what it does | parameters |`,
      '|---|---|---|',
      ...[...components].map(row),
    ].join('\n'),
  );
  return `${head.trim()}\n\n${tables.join('\n\n')}\n`;
}

function row({ type, description, params }: ComponentDescription): string {
  const { properties = {}, required = [] } = z.toJSONSchema(params, { io: 'input', unrepresentable: 'any' });
  const parameters = Object.entries(properties).map(([name, schema]) => {
    if (typeof schema === 'boolean') return `\`${name}\``;
    const value =
      schema.default === undefined ? '' : ` = ${JSON.stringify(schema.default).replaceAll('"', '')}`;
    const must = required.includes(name) ? ' (must be given)' : '';
    return `\`${name}\`${value}: ${schema.description}${must}`;
  });
  const cells = [`\`${type}\``, description, parameters.join('<br>')];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const STRATEGIES = `# Strategies

${MADE} A workflow names them by type: \`{ id: trend, type: donchian_breakout, params: { entry: 55 } }\`. Every comparison
becomes part of the reason of a signal, so that \`why\` and \`whynot\` can tell it.

A SELL closes a long position where the portfolio is \`long_only\`, and opens a short one where it is not.

## Your own

A function of features and bar is a strategy ([a first script](../README.md#a-first-script)). The folder [examples](../examples/README.md) has one in a file of its own, with a feature and a sizing rule.

- \`defineStrategy\` for one symbol. Signals may ask for exits: \`{ action: 'BUY', stopLoss: 95, takeProfit: 110, trailingStop: 4, maxBars: 20 }\`, in prices, points of price and bars.
- \`defineStatefulStrategy\` for one that remembers: \`onStart\`, \`beforeSession\`, \`onBar\`, \`onFill\`, \`afterSession\`, \`onEnd\`, each with \`context.state\`, plain data that
  \`initialState\` makes. It is saved, restored and stepped back with the run; what is kept elsewhere is not. A session is a UTC date, or what \`execution.day\` says.
- \`defineUniverseStrategy\` for several symbols: \`decideAll(universe, context)\` is asked once a moment, after all bars of that moment, and answers with a list of signals, each with its \`symbol\`. They
  become orders in the order of the list, so put first what frees money. Each member of \`universe.members\` has \`symbol\`, \`bar\`, \`features\`, \`isNew\` and a \`when\` of its own.
- \`named('spread', y - x)\` gives a number of your own a name to be compared under.
`;

const SIZING_AND_RISK = `# Sizing and risk

${MADE}

\`\`\`yaml
portfolios:
  - id: careful
    strategies: [trend]
    cash: 100_000
    sizing: { type: risk_per_trade, percent: 1 }
    exits: { stop_loss_percent: 5, take_profit_percent: 15, trailing_stop_percent: 8, max_bars: 60 }
    risk:
      - { type: max_position, percent: 25 }
      - { type: drawdown_stop, percent: 20, action: close }
\`\`\`

- **Exits** of a portfolio are given to every position, unless its signal asks for one of that kind itself. They are orders of which one cancels the others. \`live_from: entry_bar\` lets the bar
  of the entry fill them.
- **Limits** are checked in this order, buying power last. A refusal is an \`ORDER_REJECTED\` with both numbers. What only reduces a position is never refused, so closing one side of a hedge
  may leave more net exposure than \`max_net_exposure\` allows.
- \`drawdown_stop\` and \`daily_loss\` are watched at every bar and stop a portfolio's trading: \`RISK_BREACH\`.

A sizing rule of your own is a file whose default export \`defineSizing\` made, named by its path: \`sizing: { type: ./own-sizing.ts, percent: 2 }\`.
`;

const COSTS = `# Costs

${MADE}

\`\`\`yaml
execution:
  slippage: { type: volatility, multiple: 0.1 }
  commission: { type: tiered, tiers: [{ from: 0, percent: 0.1 }, { from: 1_000_000, percent: 0.05 }] }
\`\`\`

Slippage moves market and stop orders against the trader; a limit order never fills beyond its limit. Both are numbers of every \`FILL\`.

\`financing: { borrow_percent: 3, interest_percent: 2, margin_percent: 6 }\` beside them, in percent a year, is booked from day to day (\`FINANCING\`): on the value of short positions, on cash
without the proceeds of short sales, and on cash below 0.
`;

if (import.meta.main) {
  for (const [path, text] of Object.entries(componentDocs())) {
    writeFileSync(new URL(`../${path}`, import.meta.url), text);
  }
}
