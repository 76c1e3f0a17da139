import { type DebugSession, openDebugSession } from '../src/debugger/debug-session.ts';
import { Random } from '../src/foundation/random.ts';
import { equityFigure } from '../src/reports/figures/equity.ts';
import type { Figure } from '../src/reports/figures/figure.ts';
import { monteCarloFigure } from '../src/reports/figures/monte-carlo.ts';
import { nothing } from '../src/reports/figures/nothing.ts';
import { type ParameterGrid, parameterHeatmap, parameterSurface } from '../src/reports/figures/parameters.ts';
import { regimesFigure } from '../src/reports/figures/regimes.ts';
import { walkForwardFigure } from '../src/reports/figures/walk-forward.ts';
import type { FramePlot } from '../src/reports/frames/frame-plot.ts';
import { rolling } from '../src/reports/frames/rolling.ts';
import { SessionTables } from '../src/reports/frames/session-tables.ts';
import { lineOf, RUN_FIGURE_NAMES } from '../src/reports/run/run-figures.ts';
import { RunReport } from '../src/reports/run/run-report.ts';
import { run } from '../src/workflows/run-workflow.ts';

const WORKFLOW = {
  name: 'sp500-trend',
  data: [{ symbol: 'SPX', source: 'dataset:sp500-daily', from: '2000-01-03', to: '2019-12-31' }],
  strategies: [{ id: 'trend', type: 'sma_crossover', params: { fast: 20, slow: 100 } }],
  portfolios: [
    {
      id: 'balanced',
      strategies: ['trend'],
      cash: 100_000,
      sizing: { type: 'percent_of_equity', percent: 95 },
    },
  ],
  execution: {
    profile: 'next_open',
    slippage: { type: 'bps', bps: 1 },
    commission: { type: 'per_share', amount: 0.005, minimum: 1 },
  },
  benchmark: 'SPX',
};

/** Every kind of figure, with a name. */
export async function galleryFigures(): Promise<(readonly [string, Figure])[]> {
  const session = await openDebugSession(WORKFLOW);
  await session.goto('end');
  const report = new RunReport(new SessionTables(session));
  const figures: [string, Figure][] = [];
  for (const name of RUN_FIGURE_NAMES) figures.push([name, await report.figure(name, optionsFor(name))]);
  figures.push([
    'price, one year',
    await report.figure('price', { from: 2100, to: 2350, indicators: ['sma_20', 'sma_100'] }),
  ]);
  figures.push(['plot', await report.plot('close', 'sma_20', 'sma_100', 'equity', 'drawdown')]);
  figures.push(['df.plot', await frameFigure(report)]);
  figures.push(
    ['parameter heat map', parameterHeatmap(await grid())],
    ['parameter surface', parameterSurface(await grid())],
  );
  figures.push(['walk forward', walkForwardFigure(windows())]);
  figures.push(['Monte Carlo', await monteCarlo(report)]);
  figures.push(['regimes', await regimes(report)]);
  figures.push(['forks compared', await forks(session)]);
  figures.push(['nothing to draw', nothing('Trades: return by exit', 'no trade was closed')]);
  return figures;
}

function optionsFor(name: string) {
  if (name === 'event_flow') return { from: 110, to: 112 };
  if (name === 'price' || name === 'signals') return { indicators: ['sma_20', 'sma_100'] };
  return {};
}

async function frameFigure(report: RunReport): Promise<Figure> {
  const frame = await report.frame('returns');
  const drawable = frame as unknown as { plot(): FramePlot };
  return drawable.plot().hist({ title: "df.plot().hist({ title: '…' })" });
}

/** Sharpe ratios of real runs. */
async function grid(): Promise<ParameterGrid> {
  const fast = [5, 10, 20, 30, 40, 50];
  const slow = [60, 80, 100, 150, 200];
  const z = await Promise.all(
    slow.map(async (slower) =>
      Promise.all(
        fast.map(async (faster) => {
          const strategies = [{ id: 'trend', type: 'sma_crossover', params: { fast: faster, slow: slower } }];
          const { portfolio } = await run({ ...WORKFLOW, strategies, benchmark: undefined });
          return portfolio('balanced').metrics.sharpe ?? Number.NaN;
        }),
      ),
    ),
  );
  return { x: { name: 'fast', values: fast }, y: { name: 'slow', values: slow }, name: 'sharpe', z };
}

/** Made up: walks forward are not built yet. */
function windows() {
  const random = new Random(3);
  return Array.from({ length: 6 }, (_, i) => ({
    name: `window ${i + 1}`,
    trainFrom: Date.UTC(2002 + 2 * i, 0, 1),
    trainTo: Date.UTC(2005 + 2 * i, 0, 1),
    testFrom: Date.UTC(2005 + 2 * i, 0, 1),
    testTo: Date.UTC(2007 + 2 * i, 0, 1),
    inSample: 0.7 + 0.4 * random.normal(),
    outOfSample: 0.3 + 0.4 * random.normal(),
    chosen: `fast=${10 + 5 * i} slow=${100 + 20 * i}`,
  }));
}

/** The trades of the run in other orders. */
async function monteCarlo(report: RunReport): Promise<Figure> {
  const trades = await report.tables.trades();
  const returns = trades.numbers('return');
  const random = new Random(7);
  const grown = (pick: (i: number) => number) => {
    let equity = 100_000;
    return Float64Array.from(returns, (_, i) => {
      equity *= 1 + returns[pick(i)];
      return equity;
    });
  };
  const paths = Array.from({ length: 500 }, () => grown(() => random.uint32() % returns.length));
  return monteCarloFigure({ paths, actual: grown((i) => i) });
}

async function regimes(report: RunReport): Promise<Figure> {
  const table = await report.table('close');
  const close = table.numbers('close');
  const average = rolling(close, 200).mean();
  return regimesFigure({
    label: 'SPX',
    time: table.time as Float64Array,
    values: close,
    regimes: Array.from(close, (value, i) =>
      Number.isNaN(average[i]) ? '' : value > average[i] ? 'above its average of 200 days' : 'below',
    ),
  });
}

async function forks(session: DebugSession): Promise<Figure> {
  await session.goto(2200);
  const fork = await session.fork({ fast: 50 }, { name: 'slower' });
  const tables = [session, fork];
  for (const one of tables) await one.goto('end');
  const lines = await Promise.all(
    tables.map(async (one) => ({ ...(await lineOf(new SessionTables(one), {})), label: one.name })),
  );
  const parted = (lines[0].time as Float64Array)[2199];
  return equityFigure(lines, { title: 'Forks: main and slower', parted, growth: true });
}
