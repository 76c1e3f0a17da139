import { expect, test } from 'vitest';
import { type DomElement, openWindow } from '../../../src/reports/static-image/dom.ts';
import { textWidth } from '../../../src/reports/static-image/font-metrics.ts';
import { boxOf, pageBoxOf, pathLength, pathPointAt } from '../../../src/reports/static-image/svg-boxes.ts';

const SVG = 'http://www.w3.org/2000/svg';

function elementOf(markup: string): DomElement {
  const { document } = openWindow(`<svg xmlns="${SVG}">${markup}</svg>`);
  return document.querySelector('[id=it]') as DomElement;
}

test('text is as wide as in Arial, regular and bold', () => {
  // Widths of the Adobe font metrics of Helvetica: H 722, a 556, l 222, bold H 722, a 556, l 278.
  expect(textWidth('Hal', 10)).toBeCloseTo(15);
  expect(textWidth('Hal', 10, true)).toBeCloseTo(15.56);
  expect(textWidth('', 12)).toBe(0);
  // Minus and hyphen differ: 584 and 333.
  expect(textWidth('−', 1000)).toBe(584);
  expect(textWidth('-', 1000)).toBe(333);
});

test('Chinese letters and emoji fill a square, accents that stand on letters take no room', () => {
  expect(textWidth('漢', 20)).toBe(20);
  expect(textWidth('😀', 20)).toBe(20);
  expect(textWidth('e\u0301', 1000)).toBe(textWidth('e', 1000));
});

test('a text box hangs at its anchor, lines below one another, and inherits its font', () => {
  const width = textWidth('Hal', 10);
  const box = boxOf(
    elementOf(`<g font-size="10"><text id="it" x="100" y="50" text-anchor="end">Hal</text></g>`),
  );
  expect(box).toEqual({ left: 100 - width, right: 100, top: 50 - 9.05, bottom: 50 + 2.12 });
  const lines = boxOf(
    elementOf(
      `<text id="it" x="0" y="0" style="font-size: 10px"><tspan class="line" dy="0em">Hal</tspan><tspan class="line" dy="1.3em">Hal Hal</tspan></text>`,
    ),
  );
  expect(lines).toEqual({ left: 0, right: textWidth('Hal Hal', 10), top: -9.05, bottom: 13 + 2.12 });
});

test('a group holds what is in it, moved, turned and scaled', () => {
  const box = boxOf(
    elementOf(
      `<g id="it"><rect x="0" y="0" width="10" height="20" transform="translate(5,5) rotate(90) scale(2)"/><defs><rect width="999" height="999"/></defs></g>`,
    ),
  );
  expect(box?.left).toBeCloseTo(-35);
  expect(box?.right).toBeCloseTo(5);
  expect(box?.top).toBeCloseTo(5);
  expect(box?.bottom).toBeCloseTo(25);
});

test('on the page, what stands above an element moves it', () => {
  const box = pageBoxOf(
    elementOf(
      `<g transform="translate(100,10)"><circle id="it" cx="0" cy="0" r="3" transform="translate(1,0)"/></g>`,
    ),
  );
  expect(box).toEqual({ left: 98, right: 104, top: 7, bottom: 13 });
});

test('paths have boxes, lengths and points on the way, relative or not', () => {
  expect(boxOf(elementOf(`<path id="it" d="M0,0h10v5l-2,-8Z"/>`))).toEqual({
    left: 0,
    right: 10,
    top: -3,
    bottom: 5,
  });
  expect(pathLength('M0,0L3,4L3,14')).toBe(15);
  expect(pathPointAt('M0,0L3,4L3,14', 10)).toEqual([3, 9]);
  expect(pathPointAt('M0,0L3,4', 99)).toEqual([3, 4]);
});

test('what draws nothing has no box', () => {
  expect(boxOf(elementOf('<g id="it"></g>'))).toBeUndefined();
  expect(boxOf(elementOf('<text id="it"></text>'))).toBeUndefined();
});
