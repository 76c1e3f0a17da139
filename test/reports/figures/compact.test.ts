import { expect, test } from 'vitest';
import { compactPlotly, thinnedPlotly } from '../../../src/reports/figures/compact-plotly.ts';
import { Figure } from '../../../src/reports/figures/figure.ts';
import { compactSvg } from '../../../src/reports/static-image/compact-svg.ts';
import { renderSvg } from '../../../src/reports/static-image/svg.ts';

const days = Array.from({ length: 3000 }, (_, i) =>
  new Date(Date.UTC(2000, 0, 1 + i)).toISOString().slice(0, 10),
);
const values = days.map((_, i) => (i === 1234 ? 999.5 : Math.sin(i / 100) * 100));
const line = { type: 'scatter', mode: 'lines', x: days, y: values, name: 'line' };
const layout = { xaxis: { type: 'date' } };

/** What a packed column holds. */
function unpacked(column: unknown): number[] {
  const { dtype, bdata } = column as { dtype: string; bdata: string };
  const { buffer, byteOffset, byteLength } = Uint8Array.from(Buffer.from(bdata, 'base64'));
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  return Array.from(dtype === 'f8' ? new Float64Array(bytes) : new Float32Array(bytes));
}

test('a long line is thinned to what its pixels show, with its extremes', () => {
  const [trace] = thinnedPlotly({ data: [line], layout }).data;
  const y = trace.y as number[];
  expect(y.length).toBeLessThanOrEqual(800);
  expect(y).toContain(999.5);
  expect((trace.x as string[])[y.indexOf(999.5)]).toBe(days[1234]);
});

test('what each point of a line stands for is thinned with it; marks and texts keep all', () => {
  const [trace] = thinnedPlotly({ data: [{ ...line, customdata: days.map((_, i) => i) }], layout }).data;
  const bars = trace.customdata as number[];
  expect(bars.map((bar) => values[bar])).toEqual(trace.y);
  const marks = { ...line, mode: 'markers' };
  const told = { ...line, text: days };
  expect(thinnedPlotly({ data: [marks, told], layout }).data).toEqual([marks, told]);
});

test('long columns are typed arrays that hold the same to seven digits, times to the millisecond, gaps as NaN', () => {
  const y = [...values.slice(0, 99), null];
  const trace = {
    type: 'scatter',
    mode: 'markers',
    x: days.slice(0, 100),
    y,
    open: [1e9 + 1, ...y.slice(1)],
  };
  const [packed] = compactPlotly({ data: [trace], layout }).data;
  expect(unpacked(packed.x)).toEqual(trace.x.map((text) => Date.parse(text)));
  const got = unpacked(packed.y);
  expect(got[99]).toBeNaN();
  for (const [i, value] of values.slice(0, 99).entries()) expect(got[i]).toBeCloseTo(value, 4);
  expect(unpacked(packed.open)[0]).toBe(1e9 + 1);
});

test('short columns, names and lists within lists stay as they are', () => {
  const trace = { type: 'bar', x: ['a', 'b'], y: [1, 2], text: ['x', 'y'] };
  const names = { type: 'bar', x: days.map((day) => `on ${day}`), y: [1, 2] };
  expect(compactPlotly({ data: [trace, names], layout }).data).toEqual([trace, names]);
});

test('Plotly takes the packed figure, and draws the same of it', async () => {
  const figure = { data: [line, { ...line, mode: 'markers' }], layout };
  const packed = compactPlotly(figure);
  const size = { width: 400, height: 300 };
  const pathsOf = (svg: string) => svg.match(/<path[^>]* d="[^"]{200,}"/g)?.length;
  const [drawn, thin] = [await renderSvg(packed, size), await renderSvg(thinnedPlotly(figure), size)];
  expect(pathsOf(drawn)).toBe(pathsOf(thin));
  expect(drawn.length).toBe(thin.length);
});

test('an SVG draws candles of one colour together and marks of one shape by reference, at the same places', () => {
  const candle = (colour: string, d: string) =>
    `<path style="opacity: 1; stroke: ${colour};" class="box" d="${d}"/>`;
  const mark = (x: number) =>
    `<path class="point" transform="translate(${x},2.123456)" style="fill: red;" d="M-5,0H5L0,-4.123456Z"/>`;
  const svg = `<svg><g>${candle('blue', 'M1,1.00000000002H2')}${candle('red', 'M3,1H4')}${candle('blue', 'M5,1H6')}</g><g>${mark(1)}${mark(2.5)}</g><g><path d="M0,0H1"/></g></svg>`;
  const compact = compactSvg(svg);
  expect(compact).toContain(
    '<path style="stroke: blue;" d="M1,1H2M5,1H6"/><path style="stroke: red;" d="M3,1H4"/>',
  );
  const [, id] =
    /<defs><path id="([^"]+)" style="fill: red;" d="M-5,0H5L0,-4.12Z"\/><\/defs>/.exec(compact) ?? [];
  expect(compact).toContain(`<use href="#${id}" x="1" y="2.12"/><use href="#${id}" x="2.5" y="2.12"/>`);
  expect(compact).toContain('<g><path d="M0,0H1"/></g>');
});

test('marks that are turned as well as moved stay as they are', () => {
  const turned = '<path transform="translate(1,2)rotate(45)" d="M0,0H1"/>';
  expect(compactSvg(`<svg>${turned}${turned}</svg>`)).toBe(`<svg>${turned}${turned}</svg>`);
});

test('what a notebook keeps of a figure is short; what is asked for as Plotly data or as SVG is whole', async () => {
  const figure = new Figure({ title: 'line', draw: () => ({ data: [line], layout }), text: () => '' });
  const { 'application/vnd.plotly.v1+json': kept, 'image/svg+xml': svg } = await figure.bundle();
  expect(unpacked(kept.data[0].y).length).toBeLessThanOrEqual(800);
  expect(figure.toPlotly().data[0].y).toBe(values);
  expect(svg.length).toBeLessThan((await figure.toSvg()).length);
});
