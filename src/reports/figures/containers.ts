import type { PlotlyJson } from '../static-image/svg.ts';
import { Figure, type TextSize } from './figure.ts';
import { nothing } from './nothing.ts';
import { plotlyText, shortText } from './plain-text.ts';
import type { Theme } from './theme.ts';

/** Containers of a run and the routers between them. */
export interface ContainerMap {
  readonly containers: readonly { readonly id: string; readonly parent: string | null }[];
  readonly routes: readonly {
    readonly kind: string;
    readonly types: readonly string[];
    readonly source: string;
    readonly targets: readonly string[];
  }[];
}

/** Columns of the diagram, by the beginning of a container's id: the way of a bar. */
const STAGES = ['data_', 'features_', 'strategy_', 'portfolio_', 'execution_'];
/** Boxes that fit beneath one another; of more, the first, and how many there are. */
const MOST_IN_COLUMN = 9;

interface Placed {
  readonly id: string;
  readonly label: string;
  readonly column: number;
  readonly y: number;
}

/** The containers as boxes, in the order in which a bar goes through them, with what goes from one to the other. */
export function containersFigure(map: ContainerMap): Figure {
  const title = 'Containers, and what goes between them';
  const { placed, most } = place(map);
  if (placed.length === 0) return nothing(title, 'no containers');
  return new Figure({
    title,
    height: 150 + 62 * most,
    draw: (theme) => drawn(map, placed, most, theme),
    text: (size) => mapText(title, map, size),
  });
}

function stageOf(id: string): number {
  return STAGES.findIndex((start) => id.startsWith(start));
}

function place({ containers }: ContainerMap): { placed: Placed[]; most: number } {
  const used = STAGES.flatMap((_, stage) => {
    const ids = containers.filter(({ id }) => stageOf(id) === stage).map(({ id }) => id);
    return ids.length === 0 ? [] : [ids];
  });
  const most = Math.max(0, ...used.map((ids) => Math.min(ids.length, MOST_IN_COLUMN)));
  const placed = used.flatMap((ids, column) => {
    const shown = ids.length > MOST_IN_COLUMN ? ids.slice(0, MOST_IN_COLUMN - 1) : ids;
    const labels = [...shown, ...(shown.length < ids.length ? [`… ${ids.length - shown.length} more`] : [])];
    return labels.map((label, i) => ({
      id: shown[i] ?? '',
      label,
      column,
      y: (most - labels.length) / 2 + i,
    }));
  });
  return { placed, most };
}

const HALF_WIDTH = 0.4;
const HALF_HEIGHT = 0.28;

function drawn({ routes }: ContainerMap, placed: readonly Placed[], most: number, theme: Theme): PlotlyJson {
  const byId = new Map(placed.map((one) => [one.id, one]));
  const columns = Math.max(...placed.map(({ column }) => column)) + 1;
  const arrows = routes.flatMap(({ types, source, targets }) => {
    const from = byId.get(source);
    if (from === undefined) return [];
    return targets.flatMap((target) => {
      const to = byId.get(target);
      return to === undefined ? [] : [{ from, to, types }];
    });
  });
  const near = arrows.filter(({ from, to }) => Math.abs(to.column - from.column) === 1);
  const far = arrows.filter((arrow) => !near.includes(arrow));
  return {
    data: [
      {
        type: 'scatter',
        mode: 'markers',
        x: placed.map(({ column }) => column),
        y: placed.map(({ y }) => y),
        marker: { size: 30, color: 'rgba(0,0,0,0)' },
        text: placed.map(({ id, label }) => plotlyText(id === '' ? label : `${id}${heardText(routes, id)}`)),
        hoverinfo: 'text',
        customdata: placed.map(({ id }) => [id]),
        meta: { customdata: ['container'] },
        showlegend: false,
      },
    ],
    layout: {
      hovermode: 'closest',
      margin: { l: 16, r: 16, t: 84, b: 48 },
      xaxis: { visible: false, range: [-0.5, columns - 0.5], fixedrange: true },
      yaxis: { visible: false, range: [most - 0.55, -0.45], fixedrange: true },
      shapes: [
        ...far.map((arrow) => aroundShape(arrow, theme)),
        ...placed.map(({ column, y, id }) => ({
          type: 'rect',
          x0: column - HALF_WIDTH,
          x1: column + HALF_WIDTH,
          y0: y - HALF_HEIGHT,
          y1: y + HALF_HEIGHT,
          line: { color: stageColor(id, theme), width: 1.5 },
          fillcolor: theme.paper,
        })),
      ],
      annotations: [
        ...near.map(({ from, to }) => arrowOf(from, to, theme)),
        ...far.map((arrow) => aroundEnd(arrow, theme)),
        ...labelsOf(near, theme),
        ...placed.map(({ column, y, label }) => ({
          x: column,
          y,
          text: boxText(label),
          showarrow: false,
          font: { size: 11, color: theme.text },
        })),
      ],
    },
  };
}

/** What it is above its name. */
function boxText(label: string): string {
  const stage = STAGES.find((start) => label.startsWith(start));
  if (stage === undefined) return shortText(label, 20);
  return `<i>${stage.slice(0, -1)}</i><br><b>${shortText(label.slice(stage.length), 18)}</b>`;
}

function stageColor(id: string, theme: Theme): string {
  const stage = stageOf(id);
  return stage < 0 ? theme.line : theme.lines[stage % theme.lines.length];
}

/** From the edge of one box to the edge of the other. Back is drawn a little lower than there. */
function arrowOf(from: Placed, to: Placed, theme: Theme): Readonly<Record<string, unknown>> {
  const ahead = to.column > from.column;
  const side = ahead ? 1 : -1;
  const shift = ahead ? -0.08 : 0.12;
  return {
    x: to.column - side * HALF_WIDTH,
    y: to.y + shift,
    ax: from.column + side * HALF_WIDTH,
    ay: from.y + shift,
    xref: 'x',
    yref: 'y',
    axref: 'x',
    ayref: 'y',
    text: '',
    showarrow: true,
    arrowhead: 2,
    arrowsize: 1,
    arrowwidth: 1.2,
    arrowcolor: ahead ? theme.muted : theme.color('orange'),
  };
}

interface Arrow {
  readonly from: Placed;
  readonly to: Placed;
  readonly types: readonly string[];
}

/** How far below its box the way past other boxes runs. */
const DETOUR = 0.42;

/** The way from below one box to below another that is not beside it. */
function aroundShape({ from, to }: Arrow, theme: Theme): Readonly<Record<string, unknown>> {
  const y = Math.max(from.y, to.y) + DETOUR;
  return {
    type: 'path',
    path: `M ${from.column} ${from.y + HALF_HEIGHT} L ${from.column} ${y} L ${to.column} ${y} L ${to.column} ${to.y + HALF_HEIGHT}`,
    line: { color: theme.muted, width: 1.2, dash: 'dot' },
    layer: 'below',
  };
}

/** Its end, with what goes there. */
function aroundEnd({ from, to, types }: Arrow, theme: Theme): Readonly<Record<string, unknown>> {
  return {
    ...arrowOf(from, to, theme),
    x: to.column,
    y: to.y + HALF_HEIGHT,
    ax: to.column,
    ay: Math.max(from.y, to.y) + DETOUR + 0.02,
    text: types.map((type) => shortText(type)).join(', '),
    font: { size: 10, color: theme.muted },
  };
}

/** What goes from column to column, once for each, above the boxes. */
function labelsOf(arrows: readonly Arrow[], theme: Theme): Readonly<Record<string, unknown>>[] {
  const spans = new Map<string, { from: number; to: number; types: Set<string> }>();
  for (const { from, to, types } of arrows) {
    const key = `${from.column}:${to.column}`;
    const span = spans.get(key) ?? { from: from.column, to: to.column, types: new Set<string>() };
    for (const type of types) span.types.add(type);
    spans.set(key, span);
  }
  return [...spans.values()].map(({ from, to, types }) => ({
    x: (from + to) / 2,
    // There above the boxes, back below them.
    y: to > from ? 1 : 0,
    yref: 'paper',
    yanchor: to > from ? 'bottom' : 'top',
    showarrow: false,
    text: [...types].map((type) => shortText(type)).join('<br>') + (to > from ? ' →' : ' ←'),
    font: { size: 10, color: to > from ? theme.muted : theme.color('orange') },
  }));
}

function heardText(routes: ContainerMap['routes'], id: string): string {
  const heard = new Set(routes.filter(({ targets }) => targets.includes(id)).flatMap(({ types }) => types));
  return heard.size === 0 ? '' : `, hears ${[...heard].join(', ')}`;
}

/** One line a route, sources in the order of stages. */
function mapText(title: string, { routes }: ContainerMap, { width, height }: TextSize): string {
  const lines = routes
    .filter(({ targets }) => targets.length > 0)
    .map(({ source, types, targets }) => `${source} ──${types.join(', ')}──▶ ${targets.join(', ')}`);
  const shown = lines.slice(0, Math.max(1, height - 1));
  return [title, ...shown]
    .map((line) => (line.length > width ? `${line.slice(0, width - 1)}…` : line))
    .join('\n');
}
