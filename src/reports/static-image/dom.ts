import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * The little of a document that is used here, and jsdom behind it. Not by the types of jsdom: they bring those of browsers, which would
 * then stand among the names of every program that imports us, and of every cell of a notebook.
 */

export interface DomNode {
  readonly nodeType: number;
  readonly textContent: string | null;
}

export interface DomElement extends DomNode {
  readonly tagName: string;
  readonly children: Iterable<DomElement>;
  readonly childNodes: Iterable<DomNode>;
  readonly parentElement: DomElement | null;
  readonly classList: { contains(name: string): boolean };
  readonly style?: { getPropertyValue(name: string): string };
  getAttribute(name: string): string | null;
  remove(): void;
}

export interface DomDocument {
  readonly body: { append(element: DomElement): void };
  createElement(name: string): DomElement;
  querySelector(selector: string): DomElement | null;
}

/** Values of `nodeType`. */
export const ELEMENT_NODE = 1;
export const TEXT_NODE = 3;

type Prototype = { readonly prototype: object };

export interface DomWindow {
  readonly document: DomDocument;
  readonly SVGElement: Prototype;
  readonly HTMLCanvasElement: Prototype;
  readonly URL: { createObjectURL: () => string };
  readonly Math: { random: () => number };
  matchMedia: unknown;
  eval(source: string): unknown;
  readonly [name: string]: unknown;
}

interface Jsdom {
  readonly JSDOM: new (
    html: string,
    options?: Readonly<Record<string, unknown>>,
  ) => { readonly window: DomWindow };
  readonly VirtualConsole: new () => object;
}

/** A window in which scripts run that it is given, and which says nothing. Loading jsdom takes a third of a second. */
export function openWindow(html: string): DomWindow {
  const { JSDOM, VirtualConsole } = require('jsdom') as Jsdom;
  const options = {
    runScripts: 'outside-only',
    pretendToBeVisual: true,
    // Warnings of scripts are about browsers.
    virtualConsole: new VirtualConsole(),
  };
  return new JSDOM(html, options).window;
}
