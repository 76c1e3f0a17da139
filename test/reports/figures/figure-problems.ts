import { plotlyWindow } from '../../../src/reports/static-image/plotly-window.ts';
import type { PlotlyJson } from '../../../src/reports/static-image/svg.ts';

/**
 * What Plotly finds wrong with a figure: unknown attributes, values that it does not take, traces that it cannot show. Empty when all
 * is well. Attributes that come to nothing, such as the colour of a grid that is off, are no mistakes.
 */
export async function figureProblems({ data, layout }: PlotlyJson): Promise<string[]> {
  const { plotly } = await plotlyWindow();
  const copy = JSON.parse(JSON.stringify([data, layout])) as [unknown, unknown];
  return (plotly.validate(...copy) ?? []).filter(({ code }) => code !== 'unused').map(({ msg }) => msg);
}
