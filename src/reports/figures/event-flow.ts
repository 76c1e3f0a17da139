import type { PlotlyTrace } from '../static-image/svg.ts';
import { Figure, type TextSize } from './figure.ts';
import { nothing } from './nothing.ts';
import { plotlyText, shortText } from './plain-text.ts';
import { textTitle } from './text-form.ts';
import type { Theme } from './theme.ts';
import { timeText } from './time-text.ts';

/** An event among others. */
export interface FlowEvent {
  /** `execution_main/fill-12`, for `goto` and `why`. */
  readonly id: string;
  readonly type: string;
  readonly container: string;
  /** UTC milliseconds. */
  readonly time: number;
  /** Number of its bar, from 1. */
  readonly bar: number;
  /** Id of the event that led to it. */
  readonly cause: string | null;
  /** What it says, in a line. */
  readonly text?: string;
}

/** Events that can be told apart on a screen. */
const MOST_EVENTS = 200;

const SYMBOLS: Readonly<Record<string, string>> = {
  BAR: 'line-ns-open',
  FEATURES: 'line-ns-open',
  SIGNAL: 'diamond',
  ORDER_REQUEST: 'circle-open',
  ORDER: 'circle',
  FILL: 'square',
  POSITION_OPEN: 'triangle-up',
  POSITION_CLOSE: 'triangle-down',
  ORDER_REJECTED: 'x',
};

/** How events led to one another: in their order from left to right, each on the row of its container. */
export function eventFlowFigure(events: readonly FlowEvent[]): Figure {
  const shown = events.slice(0, MOST_EVENTS);
  const some = shown.length < events.length ? `, the first ${shown.length} of ${events.length}` : '';
  const title = `How events led to one another${some}`;
  if (shown.length === 0) return nothing(title, 'no events');
  const rows = containersOf(shown);
  return new Figure({
    title,
    height: 130 + 44 * rows.length,
    draw: (theme) => ({
      data: [causesTrace(shown, theme), ...typeTraces(shown, theme)],
      layout: {
        hovermode: 'closest',
        legend: {
          orientation: 'v',
          x: 1.02,
          xanchor: 'left',
          y: 1,
          yanchor: 'top',
          font: { color: theme.muted },
        },
        margin: { l: 56, r: 24, t: 48, b: 36 },
        xaxis: barTicks(shown),
        yaxis: {
          type: 'category',
          categoryorder: 'array',
          categoryarray: rows.map((row) => shortText(row)),
          autorange: 'reversed',
          tickfont: { color: theme.text },
        },
      },
    }),
    text: (size) => flowText(title, shown, size),
  });
}

/** Containers with what they are caused by before them, as far as that goes. */
function containersOf(events: readonly FlowEvent[]): string[] {
  const stage = (name: string) => STAGES.findIndex((start) => name.startsWith(start));
  return [...new Set(events.map(({ container }) => container))].sort(
    (a, b) => stage(a) - stage(b) || (a < b ? -1 : 1),
  );
}

const STAGES = ['root', 'data_', 'features_', 'strategy_', 'portfolio_', 'execution_'];

/** A tick where a bar begins. */
function barTicks(events: readonly FlowEvent[]): Readonly<Record<string, unknown>> {
  const starts = events.flatMap(({ bar, time }, i) =>
    i === 0 || events[i - 1].bar !== bar ? [{ i, bar, time }] : [],
  );
  const every = Math.ceil(starts.length / 8);
  const ticks = starts.filter((_, i) => i % every === 0);
  return {
    tickmode: 'array',
    tickvals: ticks.map(({ i }) => i),
    ticktext: ticks.map(({ bar, time }) => `bar ${bar}<br>${timeText(time, 10)}`),
    showgrid: true,
    range: [-1, events.length],
  };
}

function causesTrace(events: readonly FlowEvent[], theme: Theme): PlotlyTrace {
  const place = new Map(events.map(({ id }, i) => [id, i]));
  const x: (number | null)[] = [];
  const y: (string | null)[] = [];
  events.forEach(({ cause, container }, i) => {
    const from = cause === null ? undefined : place.get(cause);
    if (from === undefined) return;
    x.push(from, i, null);
    y.push(shortText(events[from].container), shortText(container), null);
  });
  return {
    type: 'scatter',
    mode: 'lines',
    name: 'led to',
    x,
    y,
    line: { color: theme.color('grey', 0.5), width: 1 },
    hoverinfo: 'skip',
    showlegend: false,
  };
}

function typeTraces(events: readonly FlowEvent[], theme: Theme): PlotlyTrace[] {
  const types = [...new Set(events.map(({ type }) => type))];
  return types.map((type, i) => {
    const places = events.flatMap((event, at) => (event.type === type ? [at] : []));
    const color = theme.lines[i % theme.lines.length];
    return {
      type: 'scatter',
      mode: 'markers',
      name: plotlyText(type),
      x: places,
      y: places.map((at) => shortText(events[at].container)),
      marker: {
        symbol: SYMBOLS[type] ?? 'circle',
        size: 11,
        color,
        line: { color: (SYMBOLS[type] ?? '').endsWith('-open') ? color : theme.paper, width: 1.5 },
      },
      text: places.map((at) =>
        plotlyText(`${events[at].id}${events[at].text === undefined ? '' : `: ${events[at].text}`}`),
      ),
      hoverinfo: 'text',
      customdata: places.map((at) => [events[at].id, events[at].bar]),
      meta: { customdata: ['id', 'bar'] },
    };
  });
}

/** Each event beneath the one that led to it. */
function flowText(title: string, events: readonly FlowEvent[], { width, height, tier }: TextSize): string {
  const known = new Set(events.map(({ id }) => id));
  const children = new Map<string | null, FlowEvent[]>();
  for (const event of events) {
    const cause = event.cause !== null && known.has(event.cause) ? event.cause : null;
    children.set(cause, [...(children.get(cause) ?? []), event]);
  }
  const [branch, last, line] = tier === 'ascii' ? ['|- ', '`- ', '|  '] : ['├─ ', '└─ ', '│  '];
  const lines: string[] = [];
  const write = (event: FlowEvent, before: string, own: string) => {
    lines.push(
      `${before}${own}${event.type}  ${event.id}${event.text === undefined ? '' : `  ${event.text}`}`,
    );
    const below = children.get(event.id) ?? [];
    const indent = before + (own === '' ? '' : own === last ? '   ' : line);
    below.forEach((child, i) => {
      write(child, indent, i === below.length - 1 ? last : branch);
    });
  };
  for (const event of children.get(null) ?? []) write(event, '', '');
  const room = Math.max(1, height - 1);
  const shown =
    lines.length > room ? [...lines.slice(0, room - 1), `… ${lines.length - room + 1} more`] : lines;
  return [
    textTitle(title, width),
    ...shown.map((text) =>
      textTitle(
        text.replace(/^( +)/, (s) => '\u00a0'.repeat(s.length)),
        width,
      ),
    ),
  ]
    .join('\n')
    .replaceAll('\u00a0', ' ');
}
