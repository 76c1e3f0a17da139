import { createHash } from 'node:crypto';
import { compactSvg } from './compact-svg.ts';
import { plotlyWindow } from './plotly-window.ts';

/** Plain data, see https://plotly.com/javascript/reference/. */
export type PlotlyTrace = Readonly<Record<string, unknown>>;

/** What Plotly is given. */
export interface PlotlyJson {
  readonly data: readonly PlotlyTrace[];
  readonly layout: Readonly<Record<string, unknown>>;
}

export interface ImageSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

let queue: Promise<unknown> = Promise.resolve();

/**
 * A figure as SVG, drawn by Plotly without a browser. The same figure gives the same text; ids inside differ between figures, so
 * that several may stand in one page.
 */
export function renderSvg(figure: PlotlyJson, size: ImageSize): Promise<string> {
  // One at a time: there is one window, and one sequence of ids.
  const drawn = queue.then(() => draw(figure, size));
  queue = drawn.catch(() => undefined);
  return drawn;
}

async function draw({ data, layout }: PlotlyJson, { width, height }: ImageSize): Promise<string> {
  const page = await plotlyWindow();
  const { plotly, document } = page;
  const text = JSON.stringify([data, layout, width, height]);
  page.seed(createHash('sha256').update(text).digest().readUInt32LE());
  // Plotly writes into what it is given.
  const [ownData, ownLayout] = JSON.parse(text) as [unknown, Record<string, unknown>];
  const element = document.createElement('div');
  document.body.append(element);
  try {
    await plotly.newPlot(
      element,
      ownData,
      { ...ownLayout, width, height, autosize: false },
      { staticPlot: true },
    );
    const svg = await plotly.toImage(element, { format: 'svg', width, height, imageDataOnly: true });
    return compactSvg(svg.replaceAll('\u00a0', '&#160;'));
  } catch (error) {
    // With its own stack Node would print the line of Plotly it came from: a megabyte.
    throw new Error(
      `Plotly cannot draw the figure: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    plotly.purge(element);
    element.remove();
  }
}
