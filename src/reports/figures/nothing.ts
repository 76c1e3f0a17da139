import type { PlotlyJson } from '../static-image/svg.ts';
import { Figure } from './figure.ts';
import { plotlyText } from './plain-text.ts';
import { textNothing } from './text-form.ts';
import type { Theme } from './theme.ts';

/** A figure that says why there is nothing to draw. */
export function nothing(title: string, why: string): Figure {
  return new Figure({
    title,
    height: 160,
    draw: (theme) => nothingDrawn(theme, why),
    text: (size) => textNothing(title, why, size),
  });
}

function nothingDrawn(theme: Theme, why: string): PlotlyJson {
  const place = { x: 0.5, y: 0.5, xref: 'paper', yref: 'paper', showarrow: false };
  return {
    data: [],
    layout: {
      xaxis: { visible: false },
      yaxis: { visible: false },
      annotations: [{ ...place, text: plotlyText(why), font: { size: 14, color: theme.muted } }],
    },
  };
}
