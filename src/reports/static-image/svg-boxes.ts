import { type DomElement, ELEMENT_NODE, TEXT_NODE } from './dom.ts';
import { ASCENT, DESCENT, textWidth } from './font-metrics.ts';

/** An axis-parallel rectangle in pixels; undefined stands for nothing to be seen. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** a c e / b d f, as in SVG. */
type Matrix = readonly [number, number, number, number, number, number];
const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** Elements that are defined but not drawn where they stand. */
const NOT_DRAWN = new Set(['defs', 'clippath', 'style', 'title', 'desc', 'lineargradient', 'pattern']);

/** The box around what an element draws, in its own coordinates, as `getBBox` gives it. */
export function boxOf(element: DomElement): Box | undefined {
  switch (element.tagName.toLowerCase()) {
    case 'text':
      return textBox(element);
    case 'tspan':
      return lineBox(element.textContent ?? '', 0, 0, fontOf(element));
    case 'rect':
    case 'image':
    case 'foreignobject':
      return rectangle(element);
    case 'circle':
    case 'ellipse':
      return ellipse(element);
    case 'line':
      return around([numbers(element, 'x1', 'y1'), numbers(element, 'x2', 'y2')]);
    case 'path':
      return around(pathPoints(element.getAttribute('d') ?? ''));
    default:
      return NOT_DRAWN.has(element.tagName.toLowerCase()) ? undefined : childrenBox(element);
  }
}

/** The same in the coordinates of the page, as `getBoundingClientRect` gives it. */
export function pageBoxOf(element: DomElement): Box | undefined {
  let box = boxOf(element);
  for (let at: DomElement | null = element; at !== null && box !== undefined; at = at.parentElement) {
    box = transformed(box, matrixOf(at.getAttribute('transform')));
    if (at.tagName.toLowerCase() === 'svg') break;
  }
  return box;
}

function childrenBox(element: DomElement): Box | undefined {
  return union(
    [...element.children].map((child) => {
      const box = boxOf(child);
      return box === undefined ? undefined : transformed(box, matrixOf(child.getAttribute('transform')));
    }),
  );
}

interface Font {
  readonly size: number;
  readonly bold: boolean;
  readonly anchor: string;
}

/** What is set on the element or inherited, as attribute or style. */
function fontOf(element: DomElement): Font {
  const size = Number.parseFloat(inherited(element, 'font-size') ?? '');
  const weight = inherited(element, 'font-weight') ?? '';
  return {
    size: Number.isFinite(size) ? size : 12,
    bold: weight === 'bold' || Number(weight) >= 600,
    anchor: inherited(element, 'text-anchor') ?? 'start',
  };
}

function inherited(element: DomElement, property: string): string | undefined {
  for (let at: DomElement | null = element; at !== null; at = at.parentElement) {
    const styled = at.style?.getPropertyValue(property);
    const value = styled !== undefined && styled !== '' ? styled : at.getAttribute(property);
    if (value !== null && value !== '') return value;
  }
  return undefined;
}

/** Lines are tspans with a `dy` in em from the first base line; what is in them, bold or small, runs on. */
function textBox(element: DomElement): Box | undefined {
  const font = fontOf(element);
  const [x, y] = numbers(element, 'x', 'y');
  const lines = [...element.children].filter((child) => child.classList.contains('line'));
  if (lines.length === 0) return lineBox(runsOf(element), x, y, font);
  return union(
    lines.map((line) => {
      const dy = Number.parseFloat(line.getAttribute('dy') ?? '0') || 0;
      const ownX = line.getAttribute('x');
      return lineBox(runsOf(line), ownX === null ? x : Number(ownX), y + dy * font.size, font);
    }),
  );
}

interface Run {
  readonly text: string;
  readonly font: Font;
}

function runsOf(element: DomElement): Run[] {
  return [...element.childNodes].flatMap((node): Run[] => {
    if (node.nodeType === TEXT_NODE) return [{ text: node.textContent ?? '', font: fontOf(element) }];
    return node.nodeType === ELEMENT_NODE ? runsOf(node as DomElement) : [];
  });
}

function lineBox(content: string | readonly Run[], x: number, y: number, font: Font): Box | undefined {
  const runs = typeof content === 'string' ? [{ text: content, font }] : content;
  // A zero-width space is what Plotly puts where nothing is.
  const width = runs.reduce(
    (sum, run) => sum + textWidth(run.text.replaceAll('\u200b', ''), run.font.size, run.font.bold),
    0,
  );
  if (runs.every(({ text }) => text === '')) return undefined;
  const left = font.anchor === 'middle' ? x - width / 2 : font.anchor === 'end' ? x - width : x;
  return { left, right: left + width, top: y - ASCENT * font.size, bottom: y + DESCENT * font.size };
}

function rectangle(element: DomElement): Box {
  const [x, y, width, height] = numbers(element, 'x', 'y', 'width', 'height');
  return { left: x, top: y, right: x + width, bottom: y + height };
}

function ellipse(element: DomElement): Box {
  const [cx, cy, r, rx, ry] = numbers(element, 'cx', 'cy', 'r', 'rx', 'ry');
  return { left: cx - (r || rx), right: cx + (r || rx), top: cy - (r || ry), bottom: cy + (r || ry) };
}

function numbers(element: DomElement, ...names: readonly string[]): number[] {
  return names.map((name) => Number.parseFloat(element.getAttribute(name) ?? '') || 0);
}

/** Length of a path of straight pieces. */
export function pathLength(path: string): number {
  const points = pathPoints(path);
  return points.reduce((sum, point, i) => (i === 0 ? 0 : sum + distance(points[i - 1], point)), 0);
}

/** The point at a length of such a path from its start. */
export function pathPointAt(path: string, length: number): readonly [x: number, y: number] {
  const points = pathPoints(path);
  let left = Math.max(0, length);
  for (let i = 1; i < points.length; i++) {
    const [[x, y], [toX, toY]] = [points[i - 1], points[i]];
    const piece = distance(points[i - 1], points[i]);
    if (piece > 0 && left <= piece) return [x + ((toX - x) * left) / piece, y + ((toY - y) * left) / piece];
    left -= piece;
  }
  return points.at(-1) ?? [0, 0];
}

function distance([x, y]: readonly number[], [toX, toY]: readonly number[]): number {
  return Math.hypot(toX - x, toY - y);
}

/** End points of a path's segments; curves are taken by their control points, which lie outside at worst. */
function pathPoints(path: string): [number, number][] {
  const points: [number, number][] = [];
  let x = 0;
  let y = 0;
  for (const [, letter, rest] of path.matchAll(/([A-Za-z])([^A-Za-z]*)/g)) {
    const values = (rest.match(/-?(?:\d*\.\d+|\d+\.?)(?:e[-+]?\d+)?/g) ?? []).map(Number);
    const upper = letter.toUpperCase();
    const relative = letter !== upper;
    const go = (toX: number, toY: number) => {
      points.push([toX, toY]);
      return [toX, toY] as const;
    };
    if (upper === 'H') for (const value of values) [x, y] = go(relative ? x + value : value, y);
    else if (upper === 'V') for (const value of values) [x, y] = go(x, relative ? y + value : value);
    else if (upper !== 'Z') {
      const size = { C: 6, S: 4, Q: 4, A: 7 }[upper] ?? 2;
      for (let i = 0; i + size <= values.length; i += size) {
        const first = upper === 'A' ? size - 2 : 0;
        const [startX, startY] = relative ? [x, y] : [0, 0];
        for (let j = first; j < size; j += 2) {
          [x, y] = go(startX + values[i + j], startY + values[i + j + 1]);
        }
      }
    }
  }
  return points;
}

function around(points: readonly (readonly number[])[]): Box | undefined {
  if (points.length === 0) return undefined;
  const box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
  for (const [x, y] of points) {
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
  }
  return box;
}

function union(boxes: readonly (Box | undefined)[]): Box | undefined {
  return around(
    boxes.flatMap((box) =>
      box === undefined
        ? []
        : [
            [box.left, box.top],
            [box.right, box.bottom],
          ],
    ),
  );
}

function transformed({ left, top, right, bottom }: Box, [a, b, c, d, e, f]: Matrix): Box {
  const corners = [
    [left, top],
    [right, top],
    [left, bottom],
    [right, bottom],
  ].map(([x, y]) => [a * x + c * y + e, b * x + d * y + f]);
  return around(corners) as Box;
}

/** The matrix of a `transform` attribute: translate, scale, rotate and matrix, one after another. */
function matrixOf(transform: string | null): Matrix {
  let matrix = IDENTITY;
  for (const [, name, rest] of (transform ?? '').matchAll(/(\w+)\(([^)]*)\)/g)) {
    const values = rest
      .split(/[\s,]+/)
      .filter((part) => part !== '')
      .map(Number);
    matrix = times(matrix, step(name, values));
  }
  return matrix;
}

function step(name: string, values: readonly number[]): Matrix {
  const [first = 0, second = 0] = values;
  if (name === 'translate') return [1, 0, 0, 1, first, second];
  if (name === 'scale') return [first, 0, 0, values.length > 1 ? second : first, 0, 0];
  if (name === 'matrix' && values.length === 6) return values as unknown as Matrix;
  if (name !== 'rotate') return IDENTITY;
  const angle = (first * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [, x = 0, y = 0] = values;
  return times(times([1, 0, 0, 1, x, y], [cos, sin, -sin, cos, 0, 0]), [1, 0, 0, 1, -x, -y]);
}

function times([a, b, c, d, e, f]: Matrix, [g, h, i, j, k, l]: Matrix): Matrix {
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}
