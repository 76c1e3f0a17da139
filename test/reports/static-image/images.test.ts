import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Figure } from '../../../src/reports/figures/figure.ts';
import { findChromium } from '../../../src/reports/static-image/chromium.ts';
import { PixelCanvas } from '../../../src/reports/static-image/pixel-canvas.ts';
import { renderSvg } from '../../../src/reports/static-image/svg.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'admf-images-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const PLOT = {
  data: [{ type: 'bar', x: ['a', 'b'], y: [1, 3], name: 'bars' }],
  layout: { title: { text: 'Two bars' } },
};
const figure = new Figure({ title: 'Two bars', draw: () => PLOT, text: () => 'a 1\nb 3' });

/** Colours of the pixels of a PNG without filters, as `PixelCanvas` makes it. */
function pixelsOf(url: string): number[][] {
  const png = Buffer.from(url.split(',')[1], 'base64');
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)];
  const start = png.indexOf('IDAT') + 4;
  const lines = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  return Array.from({ length: width * height }, (_, i) => {
    const at = Math.floor(i / width) * (4 * width + 1) + 1 + 4 * (i % width);
    return [...lines.subarray(at, at + 4)];
  });
}

test('the same figure is the same SVG, also after others, and ids differ between figures', async () => {
  const first = await renderSvg(PLOT, { width: 300, height: 200 });
  const other = await renderSvg({ ...PLOT, layout: {} }, { width: 300, height: 200 });
  expect(await renderSvg(PLOT, { width: 300, height: 200 })).toBe(first);
  const idsOf = (svg: string) => new Set(svg.match(/(?<= id=")[^"]+/g));
  expect([...idsOf(first)].filter((id) => idsOf(other).has(id))).toEqual([]);
  expect(first).toContain('Two bars');
});

test('what Plotly is given is not written to', async () => {
  const before = JSON.stringify(PLOT);
  await renderSvg(PLOT, { width: 300, height: 200 });
  expect(JSON.stringify(PLOT)).toBe(before);
});

test('a figure that Plotly cannot draw is an error without the whole of Plotly in it', async () => {
  const broken = {
    data: [{ type: 'heatmap', z: 'x' }],
    layout: { xaxis: { rangebreaks: [null], type: 'date' } },
  };
  const error = await renderSvg(broken, { width: 300, height: 200 }).then(
    () => null,
    (reason: unknown) => reason as Error,
  );
  if (error !== null) expect(`${error.stack}`.length).toBeLessThan(5000);
  expect(await renderSvg(PLOT, { width: 300, height: 200 })).toContain('<svg');
});

test('rectangles of heat maps are the pixels that they cover', () => {
  const canvas = new PixelCanvas(3, 2);
  canvas.fillStyle = 'rgba(10,20,30,0.5)';
  canvas.fillRect(3, 0, -2, 1);
  const [a, b, c, d] = pixelsOf(canvas.toDataURL());
  expect([a, b, c, d]).toEqual([
    [0, 0, 0, 0],
    [10, 20, 30, 128],
    [10, 20, 30, 128],
    [0, 0, 0, 0],
  ]);
  const image = canvas.createImageData(1, 1);
  image.data.set([1, 2, 3, 255]);
  canvas.putImageData(image, 0, 1);
  expect(pixelsOf(canvas.toDataURL())[3]).toEqual([1, 2, 3, 255]);
});

test('one bundle holds all forms, and is what a notebook is shown', async () => {
  const bundle = await figure.bundle();
  expect(Object.keys(bundle)).toEqual(['application/vnd.plotly.v1+json', 'image/svg+xml', 'text/plain']);
  expect(bundle['application/vnd.plotly.v1+json'].data).toEqual(PLOT.data);
  expect(bundle['image/svg+xml']).toMatch(/^<svg/);
  expect(bundle['text/plain']).toBe('a 1\nb 3');
  const display = Reflect.get(figure, Symbol.for('Jupyter.display')) as () => Promise<unknown>;
  expect(await display.call(figure)).toEqual(bundle);
  expect(String(figure)).toBe('a 1\nb 3');
});

test('a page works without a network, and its data cannot end its script', async () => {
  const page = await new Figure({
    title: '</title><script>alert(1)</script>',
    draw: () => ({ data: [{ type: 'bar', text: '</script><script>alert(1)' }], layout: {} }),
    text: () => '',
  }).toHtml();
  expect(page).not.toMatch(/(?:src|href)="/);
  expect(page).not.toContain('<script>alert');
  expect(page).toContain("default-src 'none'");
});

test('what cannot be written is told in one line, an ending that no figure has with the nearest', async () => {
  await expect(figure.write(join(folder, 'x.svgg'))).rejects.toMatchObject({ hint: 'did you mean ".svg"?' });
  const nowhere = join(folder, 'none', 'x.txt');
  await expect(figure.write(nowhere)).rejects.toThrow(
    `${nowhere} cannot be written: there is no such folder`,
  );
});

test('Chromium is looked for where it was named, then in the PATH', () => {
  writeFileSync(join(folder, 'google-chrome'), '', { mode: 0o755 });
  writeFileSync(join(folder, 'mine'), '', { mode: 0o755 });
  const PATH = `/nowhere:${folder}`;
  expect(findChromium({ PATH }, 'linux')).toBe(join(folder, 'google-chrome'));
  expect(findChromium({ PATH, ADMF_CHROMIUM: join(folder, 'mine') }, 'linux')).toBe(join(folder, 'mine'));
  expect(findChromium({ PATH, ADMF_CHROMIUM: '/nowhere/chromium' }, 'linux')).toBeNull();
  expect(findChromium({ PATH: '/nowhere' }, 'linux')).toBeNull();
});

test.runIf(findChromium() !== null)('a PNG has two pixels for each of its size', async () => {
  const png = Buffer.from((await figure.toPng({ width: 200, height: 120 })) as Uint8Array);
  expect([...png.subarray(1, 4)]).toEqual([0x50, 0x4e, 0x47]);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([400, 240]);
});

test('without a Chromium there is no PNG, and writing one says what to do', async () => {
  process.env.ADMF_CHROMIUM = '/nowhere/chromium';
  try {
    expect(await figure.toPng()).toBeNull();
    expect(Object.keys(await figure.bundle({ png: true }))).not.toContain('image/png');
    await expect(figure.write(join(folder, 'x.png'))).rejects.toThrow(
      'a PNG needs a Chromium, and none was found',
    );
    expect(existsSync(join(folder, 'x.png'))).toBe(false);
  } finally {
    delete process.env.ADMF_CHROMIUM;
  }
});
