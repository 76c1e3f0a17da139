import { Figure, type TextSize } from './figure.ts';
import { valueAxis } from './layout.ts';
import { nothing } from './nothing.ts';
import { plotlyText, shortText } from './plain-text.ts';
import { short } from './reduce.ts';
import { textTitle } from './text-form.ts';
import type { Theme } from './theme.ts';

/** What a measure was for each pair of two parameters' values. */
export interface ParameterGrid {
  readonly x: { readonly name: string; readonly values: readonly (number | string)[] };
  readonly y: { readonly name: string; readonly values: readonly (number | string)[] };
  /** Of the measure: `sharpe`. */
  readonly name: string;
  /** By y, then x; NaN where there is none. */
  readonly z: readonly ArrayLike<number>[];
  /** Run of each pair, for `goto`; as `z`. */
  readonly runs?: readonly (readonly string[])[];
  /** Whether less is better. */
  readonly lowerIsBetter?: boolean;
}

/** A measure over two parameters as colours, with the best pair marked. */
export function parameterHeatmap(grid: ParameterGrid): Figure {
  const title = `${grid.name} by ${grid.y.name} and ${grid.x.name}`;
  const best = bestOf(grid);
  if (best === null) return nothing(title, 'no pair of parameters has a value');
  return new Figure({
    title,
    height: 400,
    draw: (theme) => ({
      data: [
        {
          ...heatOf(grid, theme),
          hovertemplate: `${shortText(grid.x.name).replaceAll('%{', '% {')} %{x}<br>${shortText(grid.y.name).replaceAll('%{', '% {')} %{y}<br>%{z:.4~g}<extra></extra>`,
          ...(grid.runs === undefined ? {} : { customdata: grid.runs, meta: { customdata: ['run'] } }),
        },
      ],
      layout: {
        hovermode: 'closest',
        // Categories are counted from 0: a frame around the best.
        shapes: [
          {
            type: 'rect',
            x0: best.column - 0.5,
            x1: best.column + 0.5,
            y0: best.row - 0.5,
            y1: best.row + 0.5,
            line: { color: theme.color('red'), width: 3 },
          },
        ],
        xaxis: { type: 'category', ...valueAxis(theme, shortText(grid.x.name)), showline: false },
        yaxis: { type: 'category', ...valueAxis(theme, shortText(grid.y.name)), showgrid: false },
      },
    }),
    text: (size) => gridText(title, grid, size),
  });
}

/** The same as a surface: a broad hill is to be trusted, a needle is not. Where there is no depth, the heat map. */
export function parameterSurface(grid: ParameterGrid): Figure {
  const flat = parameterHeatmap(grid);
  if (bestOf(grid) === null) return flat;
  const numbers = (values: readonly (number | string)[]) =>
    values.every((value) => typeof value === 'number') ? [...values] : values.map((_, i) => i);
  return new Figure({
    title: flat.title,
    height: 520,
    flat,
    draw: (theme) => {
      const axis = (name: string) => ({
        title: { text: shortText(name) },
        gridcolor: theme.grid,
        color: theme.muted,
        backgroundcolor: theme.paper,
      });
      return {
        data: [
          {
            type: 'surface',
            x: numbers(grid.x.values),
            y: numbers(grid.y.values),
            z: cellsOf(grid),
            colorscale: scaleOf(grid, theme),
            colorbar: { title: { text: shortText(grid.name) }, thickness: 14, outlinewidth: 0 },
          },
        ],
        layout: {
          scene: { xaxis: axis(grid.x.name), yaxis: axis(grid.y.name), zaxis: axis(grid.name) },
          margin: { l: 0, r: 0, t: 60, b: 0 },
        },
      };
    },
    text: (size) => gridText(flat.title, grid, size),
  });
}

function heatOf(grid: ParameterGrid, theme: Theme): Readonly<Record<string, unknown>> {
  const few = grid.x.values.length * grid.y.values.length <= 150;
  return {
    type: 'heatmap',
    x: grid.x.values.map(axisValue),
    y: grid.y.values.map(axisValue),
    z: cellsOf(grid),
    colorscale: scaleOf(grid, theme),
    xgap: 1,
    ygap: 1,
    hoverongaps: false,
    colorbar: { title: { text: shortText(grid.name) }, thickness: 14, outlinewidth: 0 },
    ...(few ? { texttemplate: '%{z:.3~g}', textfont: { size: 11 } } : {}),
  };
}

function axisValue(value: number | string): string {
  return plotlyText(String(value));
}

/** Bright is good. */
function scaleOf({ lowerIsBetter = false }: ParameterGrid, { sequential }: Theme): Theme['sequential'] {
  if (!lowerIsBetter) return sequential;
  return sequential.map(([at, color]) => [1 - at, color] as const).toReversed();
}

function cellsOf({ z }: ParameterGrid): (number | null)[][] {
  return z.map((row) => Array.from(row, (value) => (Number.isFinite(value) ? short(value) : null)));
}

function bestOf({ z, lowerIsBetter = false }: ParameterGrid): { row: number; column: number } | null {
  let best: { row: number; column: number } | null = null;
  z.forEach((cells, row) => {
    for (let column = 0; column < cells.length; column++) {
      if (!Number.isFinite(cells[column])) continue;
      const better =
        best === null ||
        (lowerIsBetter ? cells[column] < z[best.row][best.column] : cells[column] > z[best.row][best.column]);
      if (better) best = { row, column };
    }
  });
  return best;
}

/** A table of numbers, the best with a star. */
function gridText(title: string, grid: ParameterGrid, { width, height }: TextSize): string {
  const best = bestOf(grid);
  const cell = (value: number) => (Number.isFinite(value) ? Number(value.toPrecision(3)).toString() : '');
  const rows = [
    ['', ...grid.x.values.map(String)],
    ...grid.z.map((row, i) => [
      String(grid.y.values[i]),
      ...Array.from(row, (value, j) => cell(value) + (best?.row === i && best.column === j ? '*' : '')),
    ]),
  ];
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  const lines = rows.map((row) => row.map((text, i) => text.padStart(widths[i])).join('  '));
  return [
    textTitle(title, width),
    ...lines.slice(0, Math.max(2, height - 1)).map((line) => line.slice(0, width)),
  ].join('\n');
}
