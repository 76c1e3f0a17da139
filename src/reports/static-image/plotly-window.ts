import type { DOMWindow } from 'jsdom';
import { Random } from '../../foundation/random.ts';
import { PixelCanvas } from './pixel-canvas.ts';
import { plotlySource } from './plotly-bundle.ts';
import { type Box, boxOf, pageBoxOf, pathLength, pathPointAt } from './svg-boxes.ts';

/** The part of Plotly that is used here. */
export interface Plotly {
  newPlot(element: Element, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  toImage(element: Element, options: Readonly<Record<string, unknown>>): Promise<string>;
  purge(element: Element): void;
  validate(
    data: unknown,
    layout: unknown,
  ): readonly { readonly msg: string; readonly code: string }[] | undefined;
}

export interface PlotlyWindow {
  readonly plotly: Plotly;
  readonly document: Document;
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
  const [{ JSDOM, VirtualConsole }, source] = await Promise.all([import('jsdom'), plotlySource()]);
  // Plotly's warnings are about browsers.
  const dom = new JSDOM('<!doctype html><body></body>', {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    virtualConsole: new VirtualConsole(),
  });
  const { window } = dom;
  let random = new Random(0);
  const seed = (value: number) => {
    random = new Random(value);
  };
  prepare(window, () => random.uniform());
  window.eval(`${source}\nwindow.Plotly = Plotly;`);
  return { plotly: window.Plotly as Plotly, document: window.document, seed };
}

/** What a browser has and jsdom has not: sizes of what is drawn, and a canvas. */
function prepare(window: DOMWindow, random: () => number): void {
  const rect = (box: Box | undefined) => {
    const { left, top, right, bottom } = box ?? { left: 0, top: 0, right: 0, bottom: 0 };
    return { x: left, y: top, left, top, right, bottom, width: right - left, height: bottom - top };
  };
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return rect(boxOf(this));
    },
    getBoundingClientRect(this: Element) {
      return rect(pageBoxOf(this));
    },
    getComputedTextLength(this: Element) {
      const box = boxOf(this);
      return box === undefined ? 0 : box.right - box.left;
    },
    getTotalLength(this: Element) {
      return pathLength(this.getAttribute('d') ?? '');
    },
    getPointAtLength(this: Element, length: number) {
      const [x, y] = pathPointAt(this.getAttribute('d') ?? '', length);
      return { x, y };
    },
  });
  const canvases = new WeakMap<object, PixelCanvas>();
  Object.assign(window.HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string) {
      if (kind !== '2d') return null;
      const canvas = new PixelCanvas(this.width, this.height);
      canvases.set(this, canvas);
      return canvas;
    },
    toDataURL(this: HTMLCanvasElement) {
      return (canvases.get(this) ?? new PixelCanvas(1, 1)).toDataURL();
    },
  });
  window.URL.createObjectURL = () => '';
  window.Math.random = random;
  const nobody = () => undefined;
  window.matchMedia = () =>
    ({ matches: false, addEventListener: nobody, removeEventListener: nobody }) as unknown as MediaQueryList;
}
