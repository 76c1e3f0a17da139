import { Figure } from './figure.ts';
import { PERCENT_TICKS, timeAxis, valueAxis } from './layout.ts';
import { lineTrace } from './lines.ts';
import { nothing } from './nothing.ts';
import { textChart } from './text-form.ts';

export interface ExposureInput {
  /** UTC milliseconds. */
  readonly time: ArrayLike<number>;
  readonly equity: ArrayLike<number>;
  /** Market value of all positions, shorts counted as positive. */
  readonly gross: ArrayLike<number>;
  /** Shorts counted as negative, where it is known. */
  readonly net?: ArrayLike<number>;
  readonly bar?: ArrayLike<number>;
}

/** How much of the account was in the market: gross is leverage, net is direction. Shares of equity. */
export function exposureFigure({ time, equity, gross, net, bar }: ExposureInput): Figure {
  const title = 'Exposure and leverage';
  if (time.length === 0) return nothing(title, 'no equity: the run has no bars');
  const share = (values: ArrayLike<number>) =>
    Float64Array.from({ length: time.length }, (_, i) =>
      equity[i] > 0 ? values[i] / equity[i] : Number.NaN,
    );
  const shares = share(gross);
  // Without shorts the two are one.
  const differs = net !== undefined && Array.from(net).some((value, i) => value !== gross[i]);
  const netShares = differs ? share(net) : null;
  return new Figure({
    title,
    height: 280,
    draw: (theme) => ({
      data: [
        lineTrace(
          { label: 'gross (leverage)', time, values: shares, bar },
          { color: theme.color('blue'), fill: theme.color('blue', 0.15), format: '.1%', width: 1 },
        ),
        ...(netShares === null
          ? []
          : [
              lineTrace(
                { label: 'net', time, values: netShares, bar },
                { color: theme.color('orange'), format: '.1%', width: 1 },
              ),
            ]),
      ],
      layout: {
        xaxis: timeAxis(),
        yaxis: valueAxis(theme, 'share of equity', {
          tickformat: PERCENT_TICKS,
          rangemode: 'tozero',
          zeroline: true,
        }),
        shapes: [
          {
            type: 'line',
            xref: 'paper',
            x0: 0,
            x1: 1,
            y0: 1,
            y1: 1,
            line: { color: theme.line, width: 1, dash: 'dot' },
          },
        ],
      },
    }),
    text: (size) =>
      textChart(title, size, {
        times: time,
        panes: [
          {
            yFormat: { style: 'percent' },
            layers: [
              { type: 'area', label: 'gross', values: shares, baseline: 0, color: 'blue' },
              ...(netShares === null
                ? []
                : [{ type: 'line', label: 'net', values: netShares, color: 'orange' } as const]),
            ],
          },
        ],
      }),
  });
}
