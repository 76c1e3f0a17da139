import { textWidth } from '../static-image/font-metrics.ts';
import type { PlotlyTrace } from '../static-image/svg.ts';
import { FONT_FAMILY, type Theme } from './theme.ts';

type Layout = Readonly<Record<string, unknown>>;

/** What the layout of a figure depends on beside its theme. */
export interface Frame {
  /** Escaped. */
  readonly title: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly data: readonly PlotlyTrace[];
}

/** The layout of every figure: a kind of figure adds to it, and what it says about an axis goes before. */
export function themedLayout(theme: Theme, { title, width, height, data }: Frame, own: Layout): Layout {
  const axes = Object.entries(own).filter(([name]) => /^[xy]axis\d*$/.test(name));
  const rows = legendRows(data, width - 80);
  const rest = Object.entries(own).filter(([name]) => !/^[xy]axis\d*$/.test(name));
  return {
    title: {
      text: title,
      x: 0,
      xref: 'paper',
      xanchor: 'left',
      y: 1,
      yref: 'container',
      yanchor: 'top',
      pad: { t: 14 },
      font: { size: 15, color: theme.text },
    },
    height,
    font: { family: FONT_FAMILY, size: 12, color: theme.text },
    paper_bgcolor: theme.paper,
    plot_bgcolor: theme.paper,
    colorway: theme.lines,
    margin: { l: 56, r: 24, t: 48 + LEGEND_ROW * rows, b: 36 },
    hovermode: 'x unified',
    hoverlabel: { bgcolor: theme.paper, bordercolor: theme.line, font: { color: theme.text } },
    ...(rows === 0 ? {} : { legend: legendOf(theme) }),
    dragmode: 'zoom',
    ...Object.fromEntries(rest),
    ...Object.fromEntries(
      axes.map(([name, axis]) => [
        name,
        { ...axisOf(theme, name), ...(axis as Layout), ...onlyMoment(axis as Layout, data) },
      ]),
    ),
  };
}

/** Where there is one moment only, Plotly would tell milliseconds around it. */
function onlyMoment({ type }: Layout, data: readonly PlotlyTrace[]): Layout {
  if (type !== 'date') return {};
  const moments = new Set<string | number>();
  for (const { x } of data) {
    for (const moment of Array.isArray(x) ? (x as (string | number | null)[]) : [])
      if (moment !== null) moments.add(moment);
    if (moments.size > 1) return {};
  }
  const [moment] = moments;
  return moment === undefined ? {} : { tickmode: 'array', tickvals: [moment], ticktext: [String(moment)] };
}

/** Above the plot, from the left. */
function legendOf(theme: Theme): Layout {
  return {
    orientation: 'h',
    x: 0,
    xanchor: 'left',
    y: 1,
    yanchor: 'bottom',
    font: { size: 12, color: theme.muted },
    bgcolor: 'rgba(0,0,0,0)',
  };
}

/** Height of a row of the legend, which stands between title and plot. */
const LEGEND_ROW = 20;
/** What a legend shows beside a name. */
const SYMBOL_WIDTH = 48;

/** Rows that Plotly breaks a legend into: names stand in columns of one width where one row does not hold them. */
function legendRows(data: readonly PlotlyTrace[], room: number): number {
  const names = data.filter(({ name, showlegend }) => showlegend !== false && name !== undefined);
  if (names.length < 2 && names[0]?.showlegend !== true) return 0;
  const widths = names.map(({ name }) => SYMBOL_WIDTH + textWidth(String(name), 12));
  if (widths.reduce((sum, width) => sum + width, 0) <= room) return 1;
  return Math.ceil(names.length / Math.max(1, Math.floor(room / Math.max(...widths))));
}

function axisOf(theme: Theme, name: string): Layout {
  const across = name.startsWith('x');
  return {
    gridcolor: theme.grid,
    linecolor: theme.line,
    zerolinecolor: theme.line,
    zeroline: false,
    showgrid: !across,
    showline: across,
    ticks: across ? 'outside' : '',
    ticklen: 4,
    tickcolor: theme.line,
    tickfont: { color: theme.muted },
    automargin: true,
  };
}

/** Labels of an axis of fractions: as many decimals as its steps need, or two of them would be called the same. */
export const PERCENT_TICKS = '.3~%';

/** An axis of times, without ranges below it. */
export function timeAxis(more: Layout = {}): Layout {
  return { type: 'date', rangeslider: { visible: false }, ...more };
}

/** An axis with a title beside its numbers. */
export function valueAxis(theme: Theme, title: string, more: Layout = {}): Layout {
  return { title: { text: title, standoff: 8, font: { size: 12, color: theme.muted } }, ...more };
}

/** Panes above one another that share their x axis: `[from, to]` of each, from the top. @param weights of their heights. */
export function domains(weights: readonly number[], gap = 0.05): [number, number][] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const room = 1 - gap * (weights.length - 1);
  let top = 1;
  return weights.map((weight) => {
    const bottom = Math.max(0, top - (weight / whole) * room);
    const domain: [number, number] = [Number(bottom.toFixed(4)), Number(top.toFixed(4))];
    top = bottom - gap;
    return domain;
  });
}
