import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { equityFigure } from '../figures/equity.ts';
import type { Figure } from '../figures/figure.ts';
import { themeNamed } from '../figures/theme.ts';
import { timeText } from '../figures/time-text.ts';
import { plotlySource } from '../static-image/plotly-bundle.ts';
import { Html, html } from './html.ts';
import {
  confidenceTable,
  crisisTable,
  drawdownTable,
  funnelTable,
  keyFigures,
  metricTables,
  symbolTable,
  trailingTable,
  yearTable,
} from './sections.ts';
import { noticesOf, type SheetColumn, type SheetFigure, type SheetTrade } from './sheet-data.ts';

const pack = promisify(gzip);

/** Trades that the page lists; of more, those that won and lost the most. */
const MOST_TRADES = 10_000;

export interface PageOptions {
  readonly title?: string;
}

/** A tear sheet as one HTML file that needs no network: tables, interactive figures, trades with their why. */
export async function sheetPage(columns: readonly SheetColumn[], options: PageOptions = {}): Promise<string> {
  const [plotly, client, style] = await Promise.all([
    plotlySource(),
    readFile(join(import.meta.dirname, 'tear-sheet.js'), 'utf8'),
    readFile(join(import.meta.dirname, 'tear-sheet.css'), 'utf8'),
  ]);
  const title = options.title ?? titleOf(columns);
  const figures: Record<string, unknown> = {};
  const place: Place = (id, figure, label, symbol) => {
    const { data, layout, config } = figure.toPlotly();
    // The page fits each to the width it has.
    const { width: _, ...fluid } = layout;
    figures[id] = { data, layout: fluid, config };
    const of =
      symbol === undefined
        ? null
        : html` data-symbol="${symbol.name}"${symbol.isShown ? null : html` hidden`}`;
    return html`<figure class="plot" id="${id}" data-height="${figure.height}" aria-label="${label}"${of}><div class="canvas"></div></figure>`;
  };
  const body = bodyOf(columns, title, place);
  const scripts = [plotly, client].map((text) => text.replaceAll('</script', '<\\/script'));
  const hashes = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  const data = { figures, trades: tradesData(columns), themes: themeColors() };
  // Figures and chains of causes repeat themselves: a tenth of the size, and the browser unpacks it in no time.
  const packed = (await pack(JSON.stringify(data))).toString('base64');
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${new Html(hashes.join(' '))}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
${body}
<script type="application/gzip" id="sheet-data">${packed}</script>
<script>${new Html(scripts[0])}</script>
<script>${new Html(scripts[1])}</script>
</body>
</html>
`.text;
}

/** @param symbol of one of several charts of prices, of which one is seen at a time. */
type Place = (
  id: string,
  figure: Figure,
  label: string,
  symbol?: { readonly name: string; readonly isShown: boolean },
) => Html;

function titleOf(columns: readonly SheetColumn[]): string {
  return `${[...new Set(columns.map(({ source }) => source.tables.name))].join(', ')}: tear sheet`;
}

function bodyOf(columns: readonly SheetColumn[], title: string, place: Place): Html {
  const sources = [...new Set(columns.map(({ source }) => source))];
  const [first] = columns;
  const spans = columns.filter(({ line }) => line.time.length > 0);
  const from = Math.min(...spans.map(({ line }) => line.time[0]));
  const to = Math.max(...spans.map(({ line }) => line.time[line.time.length - 1]));
  // The benchmark second, as in all figures: it is the grey one.
  const [own, ...others] = columns.map(({ line }) => line);
  const lines = [own, ...(first.benchmark === null ? [] : [first.benchmark]), ...others];
  const notices = [...new Set(columns.flatMap(noticesOf))];
  return html`<a class="skip" href="#content">Skip to the content</a>
<header>
<h1>${title}</h1>
<p>${spans.length === 0 ? 'no bars' : `${timeText(from, 10)} to ${timeText(to, 10)}`} · ${[...new Set(sources.flatMap(({ tables }) => tables.symbols))].join(', ')}</p>
<button type="button" id="theme" aria-pressed="false">Dark</button>
<nav aria-label="Sections"><a href="#overview">Overview</a> <a href="#metrics">Metrics</a> ${columns.map(
    ({ label }, i) => html`<a href="#column-${i}">${label}</a> `,
  )}<a href="#about">About the run</a></nav>
</header>
<main id="content">
${notices.map((notice) => html`<p class="notice" role="alert">${notice}</p>`)}
<noscript><p class="notice">Charts and the list of trades need JavaScript; all other numbers stand in the tables.</p></noscript>
<section id="overview"><h2>Overview</h2>
${keyFigures(columns)}
${place('equity', equityFigure(lines, columns.length > 1 ? { growth: true } : {}), 'Equity and drawdown')}
</section>
<section id="metrics"><h2>Metrics</h2>
<p class="note">Open a name to read what it means and how it is computed. Returns are those of marked equity from bar to bar; trade figures are net of costs.</p>
<div class="metrics" style="--columns: ${columns.length + (first.benchmark === null ? 0 : 1)}">${metricTables(columns)}</div>
</section>
${columns.map((column, i) => columnSection(column, i, columns.length, place))}
<section id="about"><h2>About the run</h2>
${sources.map(
  ({ facts, configuration, tables }) => html`${sources.length > 1 ? html`<h3>${tables.name}</h3>` : null}
<dl class="facts">${facts.map(([name, value]) => html`<div class="fact"><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
<details><summary>Configuration</summary><pre tabindex="0">${configuration}</pre></details>`,
)}
</section>
</main>`;
}

function columnSection(column: SheetColumn, index: number, count: number, place: Place): Html {
  const { label, figures } = column;
  const by = (...names: readonly string[]) =>
    figures.filter(({ name }) => names.includes(name)).map((one) => figureOf(one, index, place));
  return html`<section id="column-${index}"><h2>${count > 1 ? label : 'In detail'}</h2>
<h3>Prices and trades</h3>
${pricesSection(figures, index, place)}
${tradesSection(column, index)}
${symbolTable(column)}
<div class="grid">${by('trades', 'excursions')}</div>
<h3>Returns</h3>
<div class="grid">${by('monthly', 'yearly', 'distribution', 'returns_by_period')}</div>
<div class="grid">${yearTable(column)}${trailingTable(column)}</div>
<h3>Risk</h3>
<div class="grid">${by('drawdown', 'rolling_sharpe', 'rolling_volatility', 'rolling_beta')}</div>
${drawdownTable(column)}
${crisisTable(column)}
${confidenceTable(column)}
<h3>Orders and exposure</h3>
<div class="grid">${by('exposure', 'funnel')}</div>
${funnelTable(column)}
</section>`;
}

/** Charts of the symbols that were dealt in: one is seen, and the others are chosen, or come up with their trades. */
function pricesSection(figures: readonly SheetFigure[], index: number, place: Place): Html {
  const prices = figures.filter(({ name }) => name === 'price');
  const drawn = prices.flatMap(({ figure, symbol = '' }) => (figure === null ? [] : [{ figure, symbol }]));
  if (drawn.length === 0) return html`${prices.slice(0, 1).map((one) => figureOf(one, index, place))}`;
  const choice = html`<label class="pick">Symbol <select>${drawn.map(({ symbol }) => html`<option>${symbol}</option>`)}</select></label>`;
  return html`<div class="prices" data-column="${index}">
${drawn.length > 1 ? choice : null}
${drawn.map(({ figure, symbol }, i) =>
  place(`price-${i}-${index}`, figure, figure.title, { name: symbol, isShown: i === 0 }),
)}
</div>`;
}

function figureOf({ name, figure, problem }: SheetFigure, index: number, place: Place): Html {
  if (figure !== null) return place(`${name}-${index}`, figure, figure.title);
  return html`<p class="note">${name.replaceAll('_', ' ')}: ${problem}</p>`;
}

const TRADE_COLUMNS: readonly (readonly [string, string, string?])[] = [
  ['id', 'trade'],
  ['symbol', 'symbol'],
  ['direction', 'side'],
  ['quantity', 'units', 'number'],
  ['entryTime', 'entry', 'time'],
  ['entryPrice', 'at', 'price'],
  ['exitTime', 'exit', 'time'],
  ['exitPrice', 'at', 'price'],
  ['barsHeld', 'bars', 'number'],
  ['pnl', 'P&L', 'money'],
  ['returned', 'return', 'percent'],
  ['mae', 'MAE', 'percent'],
  ['mfe', 'MFE', 'percent'],
  ['costs', 'costs', 'money'],
];

function tradesSection({ trades, label }: SheetColumn, index: number): Html {
  if (trades.length === 0) return html`<p class="note">No trade was closed.</p>`;
  return html`<div class="trades" data-column="${index}">
<h4 id="trades-${index}-heading">Trades of ${label}</h4>
${trades.length > MOST_TRADES ? html`<p class="note">Of ${trades.length.toLocaleString('en')} trades these are the ${MOST_TRADES.toLocaleString('en')} that won or lost the most; <code>admf report --json</code> lists all.</p>` : null}
<div class="tools"><label>Filter <input type="search" placeholder="SPX long, pnl &lt; 0" aria-describedby="trades-${index}-help"></label>
<span id="trades-${index}-help" class="note">words, or a column with &lt; or &gt;: <code>pnl &lt; 0</code>, <code>bars &gt; 20</code></span>
<output aria-live="polite"></output>
<button type="button" class="copy">Copy as CSV</button></div>
<div class="table" role="group" tabindex="0" aria-labelledby="trades-${index}-heading"><table aria-labelledby="trades-${index}-heading">
<thead><tr>${TRADE_COLUMNS.map(([key, heading, kind]) => html`<th scope="col" data-key="${key}" data-kind="${kind ?? 'text'}"><button type="button">${heading}</button></th>`)}</tr></thead>
<tbody></tbody>
</table></div>
<div class="pages"><button type="button" class="previous">Previous</button><span></span><button type="button" class="next">Next</button></div>
<div class="why" tabindex="-1" hidden><h5></h5><pre tabindex="0"></pre></div>
</div>`;
}

/** Columns, which take less room than a record a trade. */
function tradesData(columns: readonly SheetColumn[]) {
  return columns.map(({ trades: all, whys }) => {
    const trades = listed(all);
    return {
      count: trades.length,
      columns: Object.fromEntries(
        ([...TRADE_COLUMNS.map(([key]) => key), 'entryBar', 'exitBar'] as (keyof SheetTrade)[]).map((key) => [
          key,
          trades.map((trade) =>
            typeof trade[key] === 'number' ? (Number.isFinite(trade[key]) ? trade[key] : null) : trade[key],
          ),
        ]),
      ),
      whys: Object.fromEntries(whys),
    };
  });
}

function listed(trades: readonly SheetTrade[]): readonly SheetTrade[] {
  if (trades.length <= MOST_TRADES) return trades;
  const least = trades.map(({ pnl }) => Math.abs(pnl)).sort((a, b) => b - a)[MOST_TRADES - 1];
  return trades.filter(({ pnl }) => Math.abs(pnl) >= least).slice(0, MOST_TRADES);
}

/** What the dark page writes where a figure was made for the light one. */
function themeColors() {
  const [light, dark] = [themeNamed('light'), themeNamed('dark')];
  const pairs = (['paper', 'text', 'muted', 'grid', 'line'] as const).map((name): [string, string] => [
    light[name],
    dark[name],
  ]);
  return {
    colors: Object.fromEntries<string>(pairs),
    scales: [[light.diverging, dark.diverging]],
  };
}
