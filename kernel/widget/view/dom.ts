/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

type Child = Node | string;
type Attributes = Readonly<Record<string, string | number | boolean | ((event: never) => unknown)>>;

/** An element with its attributes, listeners (`onclick`) and children. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value as EventListener);
    else if (value === true) element.setAttribute(name, '');
    else if (value !== false) element.setAttribute(name, String(value));
  }
  element.append(...children);
  return element;
}

/** Sets text where it is another: the browser lays out nothing anew otherwise. */
export function setText(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function setAttribute(element: Element, name: string, value: string | null): void {
  if (element.getAttribute(name) === value) return;
  if (value === null) element.removeAttribute(name);
  else element.setAttribute(name, value);
}

/** Children of a list, one for each item, made and dropped only where there are more or fewer. */
export function syncChildren<T, E extends Element>(
  parent: Element,
  items: readonly T[],
  make: () => E,
  update: (element: E, item: T, index: number) => void,
): void {
  while (parent.childElementCount > items.length) parent.lastElementChild?.remove();
  while (parent.childElementCount < items.length) parent.append(make());
  for (const [i, item] of items.entries()) update(parent.children[i] as E, item, i);
}

const SVG = 'http://www.w3.org/2000/svg';

/** An icon of 16 by 16 from the path of its outline. */
export function icon(path: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const outline = document.createElementNS(SVG, 'path');
  outline.setAttribute('d', path);
  svg.append(outline);
  return svg;
}

/** An empty drawing. */
export function drawing(label: string): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'admf-plot');
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  return svg;
}

export const ICONS = {
  play: 'M4 2.5v11l9-5.5z',
  playBack: 'M12 2.5v11L3 8z',
  pause: 'M4 2.5h3v11H4zM9 2.5h3v11H9z',
  next: 'M5 3v10l7-5z',
  back: 'M11 3v10L4 8z',
  start: 'M3 3h2v10H3zM13 3v10L6 8z',
  end: 'M11 3h2v10h-2zM3 3v10l7-5z',
  fill: 'M2 3v10l5-5zM8 13l3-6 3 6z',
  fillBack: 'M14 3v10L9 8zM2 7h6l-3 6z',
  step: 'M3 7h5V4l5 4-5 4V9H3z',
  stepBack: 'M13 7H8V4L3 8l5 4V9h5z',
  in: 'M7 3h2v4h4v2H9v4H7V9H3V7h4z',
  out: 'M3 7h10v2H3z',
  turn: 'M1 6l4-3.5V5h9v2H5v2.500zM15 10l-4 3.5V11H2V9h9V6.500z',
} as const;
