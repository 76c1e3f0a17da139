/**
 * Writes docs/metrics.md from the definitions of metrics, so that it cannot say anything else.
 *
 *     node scripts/metric-docs.ts
 */
import { writeFileSync } from 'node:fs';
import type { MetricGroup, MetricUnit } from '../src/analytics/metric.ts';
import { RUN_METRICS } from '../src/analytics/run-metrics.ts';

const TITLES: Readonly<Record<MetricGroup, string>> = {
  period: 'Period and equity',
  return: 'Returns',
  risk: 'Risk',
  ratio: 'Ratios',
  drawdown: 'Drawdown',
  benchmark: 'Beside the benchmark',
  trade: 'Trades',
  exposure: 'Exposure and turnover',
  cost: 'Costs',
};

const UNITS: Readonly<Record<MetricUnit, string>> = {
  fraction: 'fraction',
  money: 'money',
  count: 'count',
  ratio: 'ratio',
  days: 'days',
  bars: 'bars',
  date: 'date, UTC',
};

const HEAD = `# Metrics

Made by \`node scripts/metric-docs.ts\` from the definitions of the metrics, which \`admf explain metrics.sharpe\` tells too. \`admf run\` shows a dozen, \`--metrics all\` all of
them; result files hold them under the names below, \`null\` where there is no value. A number is finite or null, never infinite.

- E_t is equity at update t, E_−1 the equity before the first bar; r_t = E_t / E_(t−1) − 1 with costs in it, N their number. m is a return of a calendar month, b one of the
  benchmark in the same period. rf is \`metrics.risk_free_rate\` per year, compounded down to a period where one is meant.
- Periods per year are counted, N / (calendar days / 365.25), and not a convention such as 252.
- A fraction of 0.05 is 5 %. Trades are closed round trips, net of the costs of entry and exit.
- Nothing that a portfolio has by itself changes with a benchmark. Without one, those beside it are null.
- \`node scripts/metric-agreement.ts\` compares them with the tests of empyrical-reloaded. Where that has infinity (Sharpe of constant returns, Sortino without a loss), ours is null; where
  it counts NaN as a period without return, ours skips it.
- \`metricsOfEvents\` gets those of periods, returns, risk, ratios, drawdown, trades, exposure and costs out of a trace again, to the last bit; MAE and MFE come from trades and
  the bars of their symbols.
- \`performanceOf\` measures a series of returns that comes from elsewhere, and \`overfittingProbability\` tells of the returns of many trials how likely the best of them is to be chance.
`;

/** The page as text. */
export function metricDocs(): string {
  const sections = (Object.keys(TITLES) as MetricGroup[]).map((group) => {
    const rows = RUN_METRICS.filter((metric) => metric.group === group).map(
      ({ name, label, unit, definition, formula, nullWhen }) => {
        const cells = [
          `\`${name}\``,
          label,
          UNITS[unit],
          [definition, formula === null ? '' : `\`${formula}\``].filter((part) => part !== '').join(' '),
          nullWhen ?? 'never',
        ];
        return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
      },
    );
    return [
      `## ${TITLES[group]}`,
      '',
      '| name | metric | unit | meaning | null when |',
      '|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return `${[HEAD, ...sections]
    .join('\n\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .trimEnd()}\n`;
}

if (import.meta.main) writeFileSync(new URL('../docs/metrics.md', import.meta.url), metricDocs());
