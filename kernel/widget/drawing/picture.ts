import type { TreeRow } from '../../../src/index.ts';
import { escapeHtml } from '../../display/escape-html.ts';
import type { EventLine, Frame } from '../frame.ts';
import { drawAccount } from './account-chart.ts';
import { CHART_STYLE } from './chart-style.ts';
import { LIGHT, withColors } from './colors.ts';
import { drawPrice } from './price-chart.ts';
import { priceReadout } from './readout.ts';
import { numberText, percentText } from './scale.ts';
import { textAt } from './svg.ts';

const WIDTH = 1000;
const HEIGHT = 600;
const HEAD = 34;
const FOOT = 24;
/** Where the lists beside the charts begin, and those below them. */
const SIDE = 650;
const PRICE = 270;
const ACCOUNT = 100;
const LOW = HEAD + PRICE + ACCOUNT;
const WHY = 330;
const ROW = 16;
/** Mean width of a character at 11.5 pixels. */
const CHARACTER = 5.9;

const HOW_TO_LIVE =
  'A picture of the stepper. In JupyterLab with anywidget (pip install anywidget) it can be played and stepped.';

let styles: string | undefined;

/** What the widget shows, as a picture: for pages without scripts, and front ends without anywidget. */
export function pictureOf(frame: Frame): string {
  styles ??= styleOf();
  const side = WIDTH - SIDE;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="admf-picture" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">`,
    `<title>${escapeHtml(`${frame.title}, ${frame.status}`)}</title><style>${styles}</style>`,
    `<rect class="sheet" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="6"/>`,
    head(frame),
    plot(
      8,
      HEAD,
      { width: SIDE - 8, height: PRICE },
      drawPrice(frame.chart, { width: SIDE - 8, height: PRICE }, frame.predictions.given),
    ),
    readout(frame),
    plot(
      8,
      HEAD + PRICE,
      { width: SIDE - 8, height: ACCOUNT },
      drawAccount(frame.chart, { width: SIDE - 8, height: ACCOUNT }),
    ),
    lines([
      [0, HEAD, WIDTH],
      [0, HEAD + PRICE, SIDE],
      [0, LOW, SIDE],
      [SIDE, WHY, side],
      [0, HEIGHT - FOOT, WIDTH],
    ]),
    `<path class="rule" d="M${SIDE + 0.5} ${HEAD}V${HEIGHT - FOOT}"/>`,
    events(frame, LOW, HEIGHT - FOOT),
    state(frame, HEAD, WHY),
    why(frame, WHY, HEIGHT - FOOT),
    textAt(10, HEIGHT - 8, HOW_TO_LIVE, { class: 'muted' }),
    '</svg>',
  ].join('\n');
}

function styleOf(): string {
  const own = `
.admf-picture { font: 11.5px var(--admf-font); font-variant-numeric: tabular-nums; }
.admf-picture text { fill: var(--admf-text); }
.admf-picture .sheet { fill: var(--admf-paper); stroke: var(--admf-line); }
.admf-picture .rule { stroke: var(--admf-line); }
.admf-picture .muted { fill: var(--admf-muted); }
.admf-picture .heading { fill: var(--admf-muted); font-weight: 600; font-size: 11px; letter-spacing: 0.05em; }
.admf-picture .strong { font-weight: 700; }
.admf-picture .blue { fill: var(--admf-blue); font-weight: 600; }
.admf-picture .orange { fill: var(--admf-orange); font-weight: 600; }
.admf-picture .purple { fill: var(--admf-purple); font-weight: 600; }
.admf-picture .green { fill: var(--admf-green); font-weight: 600; }
.admf-picture .red { fill: var(--admf-red); font-weight: 600; }
.admf-picture .cyan { fill: var(--admf-cyan); font-weight: 600; }`;
  return withColors(CHART_STYLE.replaceAll('.admf-plot', '.admf-picture .admf-plot') + own, LIGHT);
}

function plot(
  x: number,
  y: number,
  { width, height }: { width: number; height: number },
  content: string,
): string {
  return `<svg class="admf-plot" x="${x}" y="${y}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${content}</svg>`;
}

function lines(all: readonly (readonly [x: number, y: number, width: number])[]): string {
  return `<path class="rule" d="${all.map(([x, y, width]) => `M${x} ${y + 0.5}h${width}`).join('')}"/>`;
}

function head({ title, run, bar, bars, moment, event, equity, chart, focus }: Frame): string {
  const drawdown = chart.drawdown.at(-1);
  const where = `bar ${numberText(bar, 0)} / ${numberText(bars, 0)} · ${moment}${event === null ? '' : ` · event ${event}`}`;
  const worth = `${focus.portfolio} · equity ${numberText(equity, 2)}${drawdown === undefined ? '' : ` · drawdown ${percentText(drawdown)}`}`;
  return [
    textAt(12, 22, run === 'main' ? title : `${title} · ${run}`, { class: 'strong' }),
    textAt(SIDE - 8, 22, where, { class: 'strong', 'text-anchor': 'end' }),
    textAt(WIDTH - 12, 22, worth, { 'text-anchor': 'end' }),
  ].join('');
}

const LOOKS: Readonly<Record<string, string>> = {
  up: 'blue',
  down: 'orange',
  line0: 'purple',
  line1: 'green',
  line2: 'red',
  line3: 'cyan',
};

function readout({ chart }: Frame): string {
  const last = chart.close.length - 1;
  if (last < 0) return '';
  const values = priceReadout(chart, last).map(
    ({ name, text, look }) =>
      `<tspan class="muted" dx="8">${escapeHtml(name)}</tspan><tspan class="${LOOKS[look] ?? ''}" dx="4">${escapeHtml(text)}</tspan>`,
  );
  return `<text x="16" y="${HEAD + 16}"><tspan class="strong">${escapeHtml(chart.symbol)}</tspan>${values.join('')}</text>`;
}

const TYPES: Readonly<Record<string, string>> = {
  SIGNAL: 'purple',
  POSITION_OPEN: 'green',
  POSITION_CLOSE: 'green',
  ORDER_REJECTED: 'red',
  ERROR: 'red',
};

/** The last events that say something; those of every bar only where there is room left. */
function events({ events: { rows } }: Frame, top: number, bottom: number): string {
  const room = Math.floor((bottom - top - 28) / ROW);
  const shown = rows.slice(-room);
  const texts = shown.map((line, i) => eventAt(line, top + 36 + i * ROW));
  return `${textAt(12, top + 18, 'EVENTS', { class: 'heading' })}${texts.join('')}`;
}

function eventAt({ name, type, bar, moment, isQuiet, text }: EventLine, y: number): string {
  const typed = type === 'FILL' ? (text.startsWith('sell') ? 'orange' : 'blue') : (TYPES[type] ?? 'muted');
  const look = isQuiet ? 'muted' : typed;
  return [
    textAt(48, y, String(bar), { class: 'muted', 'text-anchor': 'end' }),
    textAt(58, y, clip(name, 90), { class: look }),
    textAt(156, y, clip(text, SIDE - 156 - 120), look === 'muted' ? { class: 'muted' } : {}),
    textAt(SIDE - 10, y, moment, { class: 'muted', 'text-anchor': 'end' }),
  ].join('');
}

function state({ tree }: Frame, top: number, bottom: number): string {
  const room = Math.floor((bottom - top - 28) / ROW);
  // What is open says most; what lies behind it comes where there is room.
  const open = tree.findIndex(({ isExpanded }) => isExpanded);
  const from = Math.max(0, Math.min(open, tree.length - room));
  const rows = tree.slice(from, from + room).map((line, i) => stateAt(line, top + 36 + i * ROW));
  const heading = `${textAt(SIDE + 12, top + 18, 'STATE', { class: 'heading' })}${textAt(SIDE + 60, top + 18, 'Δ to the bar before', { class: 'muted' })}`;
  return `${heading}${rows.join('')}`;
}

function stateAt({ name, depth, isBranch, isExpanded, text, before, direction }: TreeRow, y: number): string {
  const x = SIDE + 12 + 12 * depth;
  const glyph = direction > 0 ? '▲' : direction < 0 ? '▼' : 'Δ';
  const look = direction > 0 ? 'blue' : direction < 0 ? 'orange' : 'purple';
  const label = textAt(
    x,
    y,
    clip(`${isBranch ? (isExpanded ? '▾ ' : '▸ ') : ''}${name}`, 0.88 * (SIDE + 136 - x)),
    isBranch ? { class: 'strong' } : {},
  );
  if (isBranch)
    return isExpanded
      ? label
      : `${label}${textAt(SIDE + 140, y, clip(text, WIDTH - SIDE - 150), { class: 'muted' })}`;
  const value = textAt(SIDE + 232, y, clip(text, 110), {
    'text-anchor': 'end',
    ...(before === null ? {} : { class: 'strong' }),
  });
  if (before === null) return `${label}${value}`;
  return `${label}${value}${textAt(SIDE + 238, y, glyph, { class: look })}${textAt(SIDE + 254, y, clip(`was ${before}`, WIDTH - SIDE - 264), { class: 'muted' })}`;
}

function why({ why: { subject, whynot, lines: told } }: Frame, top: number, bottom: number): string {
  const room = Math.floor((bottom - top - 28) / 15);
  // The first line says in one what the others say one by one.
  const chain = told.slice(told.indexOf('') + 1);
  const wrapped = chain.flatMap((line) => wrap(line, Math.floor((WIDTH - SIDE - 24) / CHARACTER)));
  const shown = wrapped.length > room ? [...wrapped.slice(0, room - 1), '…'] : wrapped;
  return [
    textAt(SIDE + 12, top + 18, whynot ? 'WHY NOT' : 'WHY', { class: 'heading' }),
    textAt(SIDE + 48, top + 18, clip(subject, WIDTH - SIDE - 60), { class: 'muted' }),
    ...shown.map((line, i) => textAt(SIDE + 12, top + 36 + i * 15, line, { 'xml:space': 'preserve' })),
  ].join('');
}

function clip(text: string, width: number): string {
  const most = Math.floor(width / CHARACTER);
  return text.length <= most ? text : `${text.slice(0, Math.max(1, most - 1))}…`;
}

/** Lines of at most so many characters, broken between words; what hangs together keeps its indent. */
function wrap(line: string, most: number): string[] {
  const [indent] = /^ */.exec(line) ?? [''];
  const found: string[] = [];
  let row = '';
  for (const word of line.trim().split(/ +/)) {
    if (row !== '' && row.length + 1 + word.length > most) {
      found.push(row);
      row = `${indent}  ${word}`;
    } else row = row === '' ? `${indent}${word}` : `${row} ${word}`;
  }
  return [...found, row].map((one) => (one.length > most ? `${one.slice(0, most - 1)}…` : one));
}

/** The same in text: where the session stands, what it holds. */
export function textOf({ text, note }: Frame): string {
  return note === null ? text : `${text}\n${note.text}`;
}
