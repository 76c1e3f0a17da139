import { Random } from '../../foundation/random.ts';
import { type DomDocument, type DomElement, type DomWindow, openWindow } from './dom.ts';
import { PixelCanvas } from './pixel-canvas.ts';
import { plotlySource } from './plotly-bundle.ts';
import { type Box, boxOf, pageBoxOf, pathLength, pathPointAt } from './svg-boxes.ts';

/** The part of Plotly that is used here. */
export interface Plotly {
  newPlot(element: DomElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  toImage(element: DomElement, options: Readonly<Record<string, unknown>>): Promise<string>;
  purge(element: DomElement): void;
  validate(
    data: unknown,
    layout: unknown,
  ): readonly { readonly msg: string; readonly code: string }[] | undefined;
}

export interface PlotlyWindow {
  readonly plotly: Plotly;
  readonly document: DomDocument;
  /** What Plotly draws random ids from; the same seed, the same picture. */
  seed(value: number): void;
}

let opened: Promise<PlotlyWindow> | undefined;

/** Plotly in a window without a screen, made at the first call, which takes about a second. */
export function plotlyWindow(): Promise<PlotlyWindow> {
  opened ??= open();
  return opened;
}

async function open(): Promise<PlotlyWindow> {
  const source = await plotlySource();
  const window = openWindow('<!doctype html><body></body>');
  let random = new Random(0);
  const seed = (value: number) => {
    random = new Random(value);
  };
  prepare(window, () => random.uniform());
  window.eval(`${source}\nwindow.Plotly = Plotly;`);
  return { plotly: window.Plotly as Plotly, document: window.document, seed };
}

interface Canvas {
  readonly width: number;
  readonly height: number;
}

/** What a browser has and jsdom has not: sizes of what is drawn, and a canvas. */
function prepare(window: DomWindow, random: () => number): void {
  const rect = (box: Box | undefined) => {
    const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: 0, bottom: 0 };
    return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
  };
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: DomElement) {
      return rect(boxOf(this));
    },
    getBoundingClientRect(this: DomElement) {
      return rect(pageBoxOf(this));
    },
    getComputedTextLength(this: DomElement) {
      const box = boxOf(this);
      return box === undefined ? 0 : box.right - box.left;
    },
    getTotalLength(this: DomElement) {
      return pathLength(this.getAttribute('d') ?? '');
    },
    getPointAtLength(this: DomElement, length: number) {
      const [x, y] = pathPointAt(this.getAttribute('d') ?? '', length);
      return { x, y };
    },
  });
  const canvases = new WeakMap<object, PixelCanvas>();
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: Canvas, kind: string) {
      if (kind !== '2d') return null;
      const canvas = new PixelCanvas(this.width, this.height);
      canvases.set(this, canvas);
      return canvas;
    },
    toDataURL(this: Canvas) {
      return (canvases.get(this) ?? new PixelCanvas(1, 1)).toDataURL();
    },
  });
  window.URL.createObjectURL = () => '';
  window.Math.random = random;
  const nobody = () => undefined;
  window.matchMedia = () => ({ matches: false, addEventListener: nobody, removeEventListener: nobody });
}
