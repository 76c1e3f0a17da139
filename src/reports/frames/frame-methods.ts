import type * as Danfo from 'danfojs-node';
import { findOrigin } from '../../workflows/origin/origin.ts';
import { timeText } from '../figures/time-text.ts';
import { framePlot, seriesPlot } from './frame-plot.ts';
import { isDateMetric } from './metric-dates.ts';
import { type ShownTable, tableText, tableView } from './show-table.ts';

type Cell = ReturnType<ShownTable['cell']>;

/** Columns of frames that hold UTC milliseconds; Danfo has no times. */
const TIMES = new WeakMap<object, ReadonlySet<string>>();

/** Notes which columns of a frame are times, for how it looks. */
export function noteTimes(frame: object, times: ReadonlySet<string>): void {
  if (times.size > 0) TIMES.set(frame, times);
}

const DISPLAY: unique symbol = Symbol.for('Jupyter.display') as never;
const INSPECT: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** What Danfo's frames lack in Node: `plot`, and how they look in notebooks and at a prompt. */
export function addFrameMethods({ DataFrame, Series }: typeof Danfo): void {
  give(baseOf(DataFrame), {
    plot(this: Danfo.DataFrame) {
      return framePlot(this);
    },
    [DISPLAY](this: Danfo.DataFrame) {
      return tableView(shownFrame(this), findOrigin(this));
    },
    [INSPECT](this: Danfo.DataFrame) {
      return tableText(shownFrame(this));
    },
  });
  give(baseOf(Series), {
    plot(this: Danfo.Series) {
      return seriesPlot(this);
    },
    [DISPLAY](this: Danfo.Series) {
      return tableView(shownSeries(this), findOrigin(this));
    },
    [INSPECT](this: Danfo.Series) {
      return tableText(shownSeries(this));
    },
  });
}

/** What Danfo's own methods return is of the class behind the exported one. */
function baseOf({ prototype }: { readonly prototype: object }): object {
  return Object.getPrototypeOf(prototype) as object;
}

/** Defined anew, since Danfo's own `plot` is there and refuses; not enumerable, so that copies of frames stay as they are. */
function give(prototype: object, methods: object): void {
  for (const key of Reflect.ownKeys(methods)) {
    Object.defineProperty(prototype, key, {
      value: Reflect.get(methods, key) as unknown,
      configurable: true,
      writable: true,
    });
  }
}

function shownFrame(frame: Danfo.DataFrame): ShownTable {
  const values = frame.values as Cell[][];
  const times = TIMES.get(frame);
  const isTime = (column: number) => times?.has(frame.columns[column]) === true;
  const metric = frame.columns.indexOf('metric');
  return {
    columns: frame.columns.map((name, i) => ({
      name,
      type: isTime(i) ? 'time' : frame.dtypes[i] === 'string' ? 'text' : 'number',
    })),
    rows: frame.shape[0],
    index: (row) => String(frame.index[row]),
    cell: (row, column) => {
      const value = values[row]?.[column];
      if (typeof value !== 'number') return value;
      return isTime(column) || isDateMetric(values[row][metric]) ? timeText(value) : value;
    },
  };
}

function shownSeries(series: Danfo.Series): ShownTable {
  const values = series.values as Cell[];
  return {
    columns: [{ name: series.columns[0], type: series.dtypes[0] === 'string' ? 'text' : 'number' }],
    rows: values.length,
    index: (row) => String(series.index[row]),
    cell: (row) => values[row],
  };
}
