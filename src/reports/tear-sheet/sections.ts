import { formatMetric, formatNumber, NO_VALUE } from '../../analytics/format.ts';
import type { ConfidenceInterval } from '../../analytics/significance/bootstrap.ts';
import { timeText } from '../figures/time-text.ts';
import { type Html, type HtmlPart, html } from './html.ts';
import { type SheetColumn, shownMetrics } from './sheet-data.ts';
import type { WindowReturn } from './window-returns.ts';

const GROUP_TITLES: Readonly<Record<string, string>> = {
  period: 'Run',
  return: 'Returns',
  risk: 'Risk',
  ratio: 'Ratios',
  drawdown: 'Drawdown',
  benchmark: 'Against the benchmark',
  trade: 'Trades',
  exposure: 'Exposure',
  cost: 'Costs',
};

export function percent(value: number | null | undefined, decimals = 2): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? NO_VALUE
    : `${formatNumber(100 * value, decimals)}%`;
}

/** Table with a heading cell at the start of each row. */
export function table(
  caption: string,
  headings: readonly HtmlPart[],
  rows: readonly (readonly HtmlPart[])[],
  note?: HtmlPart,
): Html {
  if (rows.length === 0) return html``;
  return html`<div><div class="table" role="group" tabindex="0" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${headings.map((heading) => (heading === '' ? html`<td></td>` : html`<th scope="col">${heading}</th>`))}</tr></thead>
<tbody>${rows.map(
    ([
      first,
      ...cells
    ]) => html`<tr><th scope="row">${first}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody>
</table></div>
${note === undefined ? null : html`<p class="note">${note}</p>`}</div>`;
}

/** Metrics of all columns side by side, by group; what each means stands behind its name. */
export function metricTables(columns: readonly SheetColumn[]): Html {
  const metrics = shownMetrics(columns);
  const holds = columns.find(({ benchmarkMetrics }) => benchmarkMetrics !== null);
  const headings = [
    '',
    ...columns.map(({ label }) => label),
    ...(holds === undefined ? [] : [`hold ${holds.benchmark?.label}`]),
  ];
  const groups = [...new Set(metrics.map(({ group }) => group))];
  return html`${groups.map((group) =>
    table(
      GROUP_TITLES[group] ?? group,
      headings,
      metrics
        .filter((metric) => metric.group === group)
        .map(({ name, label, unit, definition, formula, nullWhen }) => {
          const values = [
            ...columns.map(({ metrics }) => metrics.get(name) ?? null),
            ...(holds === undefined ? [] : [holds.benchmarkMetrics?.[name] ?? null]),
          ];
          const nothing = nullWhen === null ? '' : ` No value: ${nullWhen}.`;
          const explained = html`<details class="metric"><summary>${label}</summary><p>${definition}${nothing}</p>${
            formula === null ? null : html`<p><code>${formula}</code></p>`
          }</details>`;
          return [
            explained,
            ...values.map((value) => (unit === 'date' ? dateText(value) : formatMetric(value, unit))),
          ];
        }),
    ),
  )}`;
}

/** Days are enough where bars end with their day, one millisecond before midnight. */
function dateText(time: number | null): string {
  if (time === null) return NO_VALUE;
  const isEndOfDay = (time + 1) % 86_400_000 === 0;
  return isEndOfDay ? timeText(time, 10) : timeText(time);
}

const KEY_METRICS = [
  'total_return',
  'cagr',
  'volatility',
  'sharpe',
  'sortino',
  'max_drawdown',
  'trade_count',
  'win_rate',
  'total_costs',
];

/** The figures that are asked for first, large. */
export function keyFigures(columns: readonly SheetColumn[]): Html {
  const metrics = shownMetrics(columns).filter(({ name }) => KEY_METRICS.includes(name));
  return html`${columns.map(
    ({
      label,
      metrics: values,
      benchmarkMetrics,
      benchmark,
    }) => html`<div class="keys" role="group" aria-label="${label}">
${columns.length > 1 ? html`<h3>${label}</h3>` : null}
<dl>${metrics.map(({ name, label: heading, unit }) => {
      const hold = benchmarkMetrics?.[name] ?? null;
      return html`<div><dt>${heading}</dt><dd>${formatMetric(values.get(name) ?? null, unit)}</dd>${
        hold === null || name.startsWith('trade') || name === 'win_rate'
          ? null
          : html`<dd class="hold">${benchmark?.label} ${formatMetric(hold, unit)}</dd>`
      }</div>`;
    })}</dl></div>`,
  )}`;
}

export function confidenceTable({ confidence, benchmark }: SheetColumn): Html {
  if (confidence === null)
    return html`<p class="note">Nothing can be said of how far the figures can be trusted: there are fewer than two daily returns, or they are all the same.</p>`;
  const share = (value: number | null) => percent(value, 1);
  const between = (found: ConfidenceInterval | null, text: (value: number) => string) =>
    found === null ? NO_VALUE : `${text(found.low)} to ${text(found.high)}`;
  const two = (value: number) => formatNumber(value, 2);
  const years = (value: number | null) => (value === null ? NO_VALUE : `${formatNumber(value, 1)} years`);
  return table(
    'How far to trust it',
    ['', 'value', 'what it says'],
    [
      [
        'Probabilistic Sharpe ratio',
        share(confidence.probabilisticSharpe),
        'how probable it is that the true Sharpe ratio is above 0, given length, skew and fat tails of the record (Bailey, López de Prado 2012)',
      ],
      ...(benchmark === null
        ? []
        : [
            [
              `The same over ${benchmark.label}`,
              share(confidence.probabilisticSharpeOverBenchmark),
              'that it is above that of the benchmark',
            ] as const,
          ]),
      [
        'Deflated Sharpe ratio',
        share(confidence.deflatedSharpe),
        confidence.trials === null
          ? 'not computed: say with --trials how many configurations were tried before this one'
          : `the same against the best of ${formatNumber(confidence.trials, 0)} trials without skill (Bailey, López de Prado 2014)`,
      ],
      [
        'Minimum track record',
        years(confidence.minimumTrackRecordYears),
        confidence.minimumTrackRecordYears === null
          ? 'no record is long enough: the Sharpe ratio is not above 0'
          : `for 95 % confidence that the Sharpe ratio is above 0; the record has ${formatNumber(confidence.years, 1)} years`,
      ],
      [
        'Sharpe ratio, 95 %',
        between(confidence.sharpe, two),
        'interval of 1,000 records drawn from the daily returns by the stationary bootstrap (Politis, Romano 1994)',
      ],
      ['CAGR, 95 %', between(confidence.annualReturn, (value) => percent(value, 1)), 'the same'],
      ['Maximum drawdown, 95 %', between(confidence.maxDrawdown, (value) => percent(value, 1)), 'the same'],
    ],
    `Of ${formatNumber(confidence.returns, 0)} daily returns.`,
  );
}

export function drawdownTable({ drawdowns, line }: SheetColumn): Html {
  const at = (row: number) => timeText(line.time[Math.max(0, row)], 10);
  const days = (from: number, to: number) =>
    formatNumber((line.time[Math.max(0, to)] - line.time[Math.max(0, from)]) / 86_400_000, 0);
  return table(
    'Deepest drawdowns',
    ['', 'depth', 'peak', 'trough', 'recovered', 'days to trough', 'days in all'],
    drawdowns.map(({ depth, peak, trough, recovery }, i) => [
      i + 1,
      percent(depth),
      at(peak),
      at(trough),
      recovery === null ? 'not yet' : at(recovery),
      days(peak, trough),
      days(peak, recovery ?? line.time.length - 1),
    ]),
  );
}

export function yearTable({ years, benchmark }: SheetColumn): Html {
  return table(
    'Years',
    ['', 'return', ...(benchmark === null ? [] : [benchmark.label, 'difference'])],
    years.map(({ year, returned, benchmark: other }) => [
      year,
      percent(returned),
      ...(benchmark === null ? [] : [percent(other), percent(other === null ? null : returned - other)]),
    ]),
    'The first and the last year may be cut short by the run.',
  );
}

export function trailingTable({ trailing, benchmark, line }: SheetColumn): Html {
  const names = benchmark === null ? [] : [benchmark.label];
  return table(
    `Up to ${timeText(line.time[line.time.length - 1], 10)}`,
    ['', 'return', 'deepest fall', ...names],
    trailing.map(({ label, returns: [own, other] }) => [
      label,
      ...both(own),
      ...(benchmark === null ? [] : [percent(other?.total)]),
    ]),
  );
}

export function crisisTable({ crises, benchmark }: SheetColumn): Html {
  const names = benchmark === null ? [] : [benchmark.label, `${benchmark.label} deepest fall`];
  return table(
    'In times of stress',
    ['', 'from', 'to', 'return', 'deepest fall', ...names],
    crises.map(({ name, from, to, returns: [own, other] }) => [
      name,
      from,
      to,
      ...both(own),
      ...(benchmark === null ? [] : both(other)),
    ]),
  );
}

const both = (found: WindowReturn | null | undefined) => [percent(found?.total), percent(found?.drawdown)];

/** Which symbols made the result; nothing where there is one only. */
export function symbolTable({ symbols, trades }: SheetColumn): Html {
  if (symbols.length < 2) return html``;
  const money = (value: number) => formatMetric(value, 'money');
  const total = symbols.reduce((sum, { pnl }) => sum + pnl, 0);
  return table(
    'Results by symbol',
    ['', 'trades', 'long', 'won', 'P&L', 'of all P&L', 'best trade', 'worst trade', 'bars held', 'costs'],
    symbols.map(({ symbol, trades: count, longs, winRate, pnl, best, worst, averageBarsHeld, costs }) => [
      symbol,
      formatNumber(count, 0),
      formatNumber(longs, 0),
      percent(winRate, 1),
      money(pnl),
      percent(total === 0 ? null : pnl / total, 1),
      money(best),
      money(worst),
      formatNumber(averageBarsHeld, 1),
      money(costs),
    ]),
    `Of ${formatNumber(trades.length, 0)} closed trades, net of costs; what is still open is not in it. Where winners and losers nearly cancel out, shares of all P&L are large.`,
  );
}

/** What became of the signals, and what stopped those that led to nothing. */
export function funnelTable({ funnel, trades }: SheetColumn): Html {
  const { signals, orderRequests, orders, fills, cancelled, expired, rejected } = funnel;
  const count = (value: number) => formatNumber(value, 0);
  return table(
    'From signals to trades',
    ['', 'number'],
    [
      ['Signals', count(signals)],
      ['Orders asked for', count(orderRequests)],
      ...Object.entries(rejected).map(([code, some]) => [`Refused: ${code}`, count(some)]),
      ['Orders placed', count(orders)],
      ['Cancelled', count(cancelled)],
      ['Expired', count(expired)],
      ['Fills', count(fills)],
      ['Closed trades', count(trades.length)],
    ],
    html`A signal that asks for what is held already is refused as <code>no_change</code>. Every refusal is an event: in <code>admf step</code>, <code>rejection</code> goes to the next other one.`,
  );
}
