import type { PlotlyJson } from '../static-image/svg.ts';
import { Figure, type TextSize } from './figure.ts';
import { PERCENT_TICKS, valueAxis } from './layout.ts';
import { nothing } from './nothing.ts';
import { plotlyText } from './plain-text.ts';
import { type EquityLine, periodReturns } from './returns.ts';
import { percentText, textBars, textTable } from './text-form.ts';
import type { Theme } from './theme.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface MonthlyTable {
  readonly years: readonly number[];
  /** By year, twelve months and then the year; NaN where there is none. */
  readonly rows: readonly Float64Array[];
}

/** Returns by month and year, fractions, in UTC. */
function monthlyTable(line: EquityLine): MonthlyTable {
  const years = new Map<number, Float64Array>();
  const rowOf = (time: number) => {
    const year = new Date(time).getUTCFullYear();
    let row = years.get(year);
    if (row === undefined) {
      row = new Float64Array(13).fill(Number.NaN);
      years.set(year, row);
    }
    return row;
  };
  const months = periodReturns(line, 'month');
  months.time.forEach((time, i) => {
    rowOf(time)[new Date(time).getUTCMonth()] = months.returns[i];
  });
  const whole = periodReturns(line, 'year');
  whole.time.forEach((time, i) => {
    rowOf(time)[12] = whole.returns[i];
  });
  return { years: [...years.keys()], rows: [...years.values()] };
}

/** Returns of each month, years beneath one another, with the year's at the end of its row. */
export function monthlyFigure(line: EquityLine): Figure {
  const title = `Returns by month, percent${line.label === '' ? '' : `: ${line.label}`}`;
  if (line.time.length === 0) return nothing(title, 'no equity: the run has no bars');
  const table = monthlyTable(line);
  return new Figure({
    title,
    height: 110 + 24 * table.years.length,
    draw: (theme) => monthsDrawn(table, theme),
    text: (size) => monthsText(title, table, size),
  });
}

function monthsDrawn({ years, rows }: MonthlyTable, theme: Theme): PlotlyJson {
  const percent = (value: number) => (Number.isNaN(value) ? null : Number((100 * value).toFixed(4)));
  // The best and the worst month would leave no colour for the others.
  const sizes = rows.flatMap((row) =>
    [...row.subarray(0, 12)].filter((value) => !Number.isNaN(value)).map(Math.abs),
  );
  const most = 100 * (sizes.sort((a, b) => a - b)[Math.floor(0.95 * (sizes.length - 1))] || 0.01);
  const heat = (columns: readonly string[], from: number, xaxis: string) => {
    const z = rows.map((row) => columns.map((_, i) => percent(row[from + i])));
    return {
      type: 'heatmap',
      x: columns,
      y: years.map(String),
      z,
      text: z.map((row) => row.map((value) => (value === null ? '' : oneDigit(value)))),
      texttemplate: '%{text}',
      textfont: { size: 11 },
      xgap: 2,
      ygap: 2,
      colorscale: theme.diverging,
      zmid: 0,
      zmin: -most,
      zmax: most,
      showscale: false,
      hoverongaps: false,
      hovertemplate: '%{x} %{y}: %{z:.2f} %<extra></extra>',
      xaxis,
    };
  };
  const yearMost = Math.max(most, ...rows.map((row) => Math.abs(percent(row[12]) ?? 0)));
  const top = { side: 'top', showline: false, ticks: '', fixedrange: true };
  return {
    data: [heat(MONTHS, 0, 'x'), { ...heat(['Year'], 12, 'x2'), zmin: -yearMost, zmax: yearMost }],
    layout: {
      hovermode: 'closest',
      margin: { l: 56, r: 24, t: 76, b: 16 },
      xaxis: { ...top, domain: [0, 0.915] },
      xaxis2: { ...top, domain: [0.93, 1] },
      yaxis: { type: 'category', autorange: 'reversed', showgrid: false, fixedrange: true },
    },
  };
}

function monthsText(title: string, { years, rows }: MonthlyTable, size: TextSize): string {
  const cell = (value: number) => (Number.isNaN(value) ? '' : oneDigit(100 * value));
  return textTable(
    title,
    [['', ...MONTHS, 'Year'], ...rows.map((row, i) => [String(years[i]), ...[...row].map(cell)])],
    { ...size, height: Math.max(size.height, rows.length + 2) },
    ' ',
  );
}

/** Without the minus of a zero. */
function oneDigit(value: number): string {
  return (Math.abs(value) < 0.05 ? 0 : value).toFixed(1);
}

/** Names of years that there is room for. */
const MOST_YEARS = 12;

/** Returns of years, beside those of others. */
export function yearlyFigure(lines: readonly EquityLine[]): Figure {
  const title = 'Returns by year';
  const shown = lines.filter(({ time }) => time.length > 0);
  if (shown.length === 0) return nothing(title, 'no equity: the run has no bars');
  const all = shown.map((line) => {
    const { time, returns } = periodReturns(line, 'year');
    return { label: line.label, years: Array.from(time, (one) => new Date(one).getUTCFullYear()), returns };
  });
  const span =
    Math.max(...all.flatMap(({ years }) => years)) - Math.min(...all.flatMap(({ years }) => years));
  return new Figure({
    title,
    height: 320,
    draw: (theme) => ({
      data: all.map(({ label, years, returns }, i) => ({
        type: 'bar',
        name: plotlyText(label),
        x: years,
        y: Array.from(returns, (value) => (Number.isNaN(value) ? null : value)),
        marker: { color: i === 0 ? theme.color('blue') : theme.color('grey', 0.7) },
        hovertemplate: '%{y:.1%}',
      })),
      layout: {
        barmode: 'group',
        bargap: 0.3,
        // Of few years, parts of them would have ticks of their own, each with the name of its year.
        xaxis: { tickformat: 'd', ...(span < MOST_YEARS ? { dtick: 1 } : { nticks: MOST_YEARS }) },
        yaxis: valueAxis(theme, 'return', { tickformat: PERCENT_TICKS, zeroline: true }),
      },
    }),
    text: (size) =>
      textBars(
        title,
        all[0].years.map((year, i) => ({
          label: String(year),
          value: all[0].returns[i],
          text: percentText(all[0].returns[i]),
        })),
        size,
      ),
  });
}
