import type { DataFrame, Series } from 'danfojs-node';
import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import {
  type ColumnPlot,
  columnsFigure,
  PLOT_KINDS,
  type PlotKind,
  type PlotOptions,
} from '../figures/columns.ts';
import type { Figure } from '../figures/figure.ts';

/** Pictures of a frame's columns: the call itself gives lines, its methods the others. */
export type FramePlot = Figure & { readonly [kind in PlotKind]: (options?: PlotOptions) => Figure };

/** All columns of numbers, against the index. */
export function framePlot(frame: DataFrame): FramePlot {
  const values = frame.values as unknown[][];
  const columns = frame.columns.map((name, i) => ({ name, values: values.map((row) => row[i]) }));
  return plotOf(columns, frame.index);
}

export function seriesPlot(series: Series): FramePlot {
  return plotOf([{ name: series.columns[0], values: series.values as unknown[] }], series.index);
}

function plotOf(columns: readonly ColumnPlot[], index: readonly (string | number)[]): FramePlot {
  const draw = (kind: PlotKind, options: PlotOptions = {}) => {
    const { x, columns: wanted } = options;
    const named = (name: string) => {
      const found = columns.find((column) => column.name === name);
      if (found !== undefined) return found;
      throw new UserError(`the frame has no column "${name}"`, {
        code: 'unknown_column',
        hint: nameHint(
          name,
          columns.map((column) => column.name),
        ),
      });
    };
    const numeric = columns.filter(
      ({ name, values }) => name !== x && values.every((value) => typeof value !== 'string'),
    );
    const shown = wanted === undefined ? numeric : wanted.map(named);
    return columnsFigure(
      kind,
      shown,
      x === undefined ? index : (named(x).values as (string | number)[]),
      options,
    );
  };
  const figure = draw('line');
  return Object.defineProperties(
    figure,
    Object.fromEntries(
      PLOT_KINDS.map((kind) => [kind, { value: (options?: PlotOptions) => draw(kind, options) }]),
    ),
  ) as FramePlot;
}
