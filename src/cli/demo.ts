import { once } from 'node:events';
import { resolve } from 'node:path';
import { formatNumber } from '../analytics/format.ts';
import { equityChart } from '../reports/equity-chart.ts';
import type { TradeLineage } from '../tracing/trade-lineage.ts';
import type { PortfolioConfig, StrategyConfig } from '../workflows/config/workflow-config.ts';
import type { WorkflowRun } from '../workflows/run-workflow.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { parseOptions } from './options.ts';
import type { Parts } from './parts.ts';
import { interruptLine, resultsOption } from './run.ts';
import { commandName, type Style, styleFor } from './style.ts';
import { metricsTable, ranLine, remarks, shownFolder } from './summary.ts';
import { DEMO_WORKFLOW, walkDemo } from './tour.ts';
import { tradeLines } from './trade-lines.ts';
import { INTERRUPTED, watchedRun } from './watched-run.ts';

/** Lines longer than this are hard to follow, however wide the terminal is. */
const WIDEST = 110;
const DEFAULT_WIDTH = 80;
const CHART_HEIGHT = 15;
const TRADES_SHOWN = 5;
/** Of the names in the demonstration. */
const NAME_WIDTH = 10;

/** `admf demo`: what a newcomer sees first. */
export async function demo(argv: readonly string[], effects: CliEffects, parts: Parts = {}): Promise<number> {
  const { values } = parseOptions(argv, {
    command: 'demo',
    options: { results: 'string', 'no-results': 'boolean' },
  });
  const { cwd, stdout, stderr } = effects;
  const results = resultsOption(values, resolve(cwd, 'results'), effects);
  const watched = await watchedRun(DEMO_WORKFLOW, { results, progress: true }, effects);
  if (watched.run !== null && !watched.interrupted) stdout.write(page(watched.run, watched.took, effects));
  if (!watched.interrupted) return offerWalk(effects, parts);
  stderr.write(`${interruptLine(watched, effects)}\n`);
  return INTERRUPTED;
}

/** On a terminal, the run can be walked through at once. Nobody is asked in a pipe, or where machines run it. */
async function offerWalk(effects: CliEffects, { terminal }: Parts): Promise<number> {
  const { stdin, stdout, env } = effects;
  const isCi = (env.CI ?? '') !== '' && env.CI !== 'false';
  if (terminal === undefined || isCi || !stdin.isTTY || !stdout.isTTY || env.TERM === 'dumb') return 0;
  stdout.write('\nEnter walks through this run bar by bar, any other key ends: ');
  const key = await pressedKey(stdin);
  stdout.write('\n');
  return key === '\r' || key === '\n' ? walkDemo(await terminal(), effects) : 0;
}

async function pressedKey(stdin: CliEffects['stdin']): Promise<string> {
  stdin.setRawMode(true);
  try {
    const [typed] = (await once(stdin.stream, 'data')) as [Buffer | string];
    return String(typed);
  } finally {
    stdin.setRawMode(false);
    stdin.stream.pause();
  }
}

function page(run: WorkflowRun, took: number, { stdout, env, cwd }: CliEffects): string {
  const color = hasColor(stdout, env);
  const style = styleFor(color);
  const width = Math.min(stdout.columns ?? DEFAULT_WIDTH, WIDEST);
  const { config, directory } = run;
  const trades = lastTrades(run);
  const sections = [
    [
      ranLine(run, took, style),
      ...config.strategies.map(strategyLine),
      ...config.portfolios.map(portfolioLine),
    ],
    [style('bold', 'Equity'), ...chartOf(run, width, color)],
    metricsTable(run, width, style),
    remarks(run, style),
    [
      style(
        'bold',
        `The last ${trades.length} trades of "${config.portfolios[trades[0]?.portfolio ?? 0].id}", and why`,
      ),
      ...trades.flatMap(({ trade }) => tradeLines(trade, width, style)),
    ],
    directory === null
      ? []
      : [
          `${style('bold', 'Results')}  ${shownFolder(directory, cwd)}`,
          '  run.json, trades, equity and the why of each trade',
        ],
    whatNext(style, commandName(env)),
  ];
  return `${sections
    .filter((section) => section.length > 0)
    .map((section) => section.join('\n'))
    .join('\n\n')}\n`;
}

function strategyLine({ id, type, params }: StrategyConfig): string {
  const values = Object.entries(params).map(([name, value]) => `${name} ${String(value)}`);
  return `  ${id.padEnd(NAME_WIDTH)}  ${typeof type === 'string' ? type : type.type} (${values.join(', ')})`;
}

function portfolioLine({ id, strategies }: PortfolioConfig): string {
  const followed = strategies.map((s) => `${formatNumber(s.weight * 100, 0)}% ${s.id}`);
  return `  ${id.padEnd(NAME_WIDTH)}  follows ${followed.join(', ')}`;
}

function chartOf({ result, benchmark }: WorkflowRun, width: number, color: boolean): string[] {
  const held = benchmark?.portfolio.equityCurve ?? null;
  const lines = [
    ...(held === null ? [] : [{ label: `hold ${benchmark?.symbol ?? ''}`, ...held }]),
    ...result.portfolios.flatMap(({ id, equityCurve }) =>
      equityCurve === null ? [] : [{ label: id, ...equityCurve }],
    ),
  ];
  const colors = color ? '16' : 'none';
  return equityChart(lines, { width, height: CHART_HEIGHT, colors })
    .split('\n')
    .map((line) => line.trimEnd());
}

interface PortfolioTrade {
  readonly portfolio: number;
  readonly trade: TradeLineage;
}

/** Of the last portfolio, which follows every strategy. */
function lastTrades({ result }: WorkflowRun): PortfolioTrade[] {
  const portfolio = result.portfolios.length - 1;
  return (result.portfolios[portfolio].trades ?? [])
    .slice(-TRADES_SHOWN)
    .map((trade) => ({ portfolio, trade }));
}

function whatNext(style: Style, admf: string): string[] {
  const commands = [
    [`${admf} init my-study`, 'a workflow and a strategy of your own'],
    [`${admf} run my-study/workflow.yaml`, 'run them'],
    [`${admf} tour`, 'walk through a run, key by key'],
    [`${admf} help`, 'all commands'],
  ];
  const width = Math.max(...commands.map(([command]) => command.length));
  return [
    style('bold', 'Try next'),
    ...commands.map(
      ([command, what]) => `  ${style('cyan', command)}${' '.repeat(width - command.length)}  ${what}`,
    ),
  ];
}
