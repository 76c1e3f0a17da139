import { escapeHtml } from '../src/foundation/html.ts';
import type { Figure } from '../src/reports/figures/figure.ts';
import type { ThemeName } from '../src/reports/figures/theme.ts';
import { jsonInHtml } from '../src/reports/static-image/page.ts';
import { plotlySource } from '../src/reports/static-image/plotly-bundle.ts';

/** A page with each figure three times side by side. */
export async function galleryPage(
  figures: readonly (readonly [string, Figure])[],
  theme: ThemeName,
): Promise<string> {
  const sections: string[] = [];
  for (const [i, [name, figure]] of figures.entries()) {
    const svg = await figure.toSvg({ theme, width: 620 });
    const plotly = figure.toPlotly({ theme });
    const drawn = plotly.data.some(({ type }) => type === 'surface')
      ? '<p>a surface: JupyterLab draws it, this page has no 3D</p>'
      : `<div class="plotly" id="p${i}"></div><script type="application/json" class="figure" data-for="p${i}">${jsonInHtml(plotly)}</script>`;
    const kilobytes = Math.round(JSON.stringify(plotly).length / 1024);
    sections.push(`<section><h2>${escapeHtml(name)} <small>${kilobytes} kB JSON, ${Math.round(svg.length / 1024)} kB SVG</small></h2>
<div class="forms"><div>${drawn}</div><div>${svg}</div><pre>${escapeHtml(figure.toText({ width: 78, height: 22, tier: 'block' }))}</pre></div></section>`);
  }
  const dark = theme === 'dark';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Figures of ADMF</title><style>
body{font:14px Arial,sans-serif;margin:16px;background:${dark ? '#0c0f12' : '#f4f5f7'};color:${dark ? '#e6eaee' : '#1f2933'}}
h2{font-size:15px;margin:24px 0 6px}small{font-weight:normal;opacity:.6}
.forms{display:grid;grid-template-columns:620px 620px auto;gap:12px;align-items:start}
pre{font:12px/1.15 "DejaVu Sans Mono",monospace;margin:0;background:${dark ? '#14181d' : '#fff'};padding:8px}
.plotly{width:620px}
</style></head><body><script>${(await plotlySource()).replaceAll('</script', '<\\/script')}</script>
${sections.join('\n')}
<script>
for (const script of document.querySelectorAll('script.figure')) {
  const { data, layout, config } = JSON.parse(script.textContent);
  Plotly.newPlot(script.dataset.for, data, layout, config);
}
</script></body></html>`;
}
