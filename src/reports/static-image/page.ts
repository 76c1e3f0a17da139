import { escapeHtml } from '../../foundation/html.ts';
import { plotlySource } from './plotly-bundle.ts';

/** A page with one figure that needs no network: Plotly and the data stand in it. */
export async function figurePage(
  title: string,
  figure: {
    readonly data: unknown;
    readonly layout: Readonly<Record<string, unknown>>;
    readonly config: unknown;
  },
): Promise<string> {
  const script = (await plotlySource()).replaceAll('</script', '<\\/script');
  const { paper_bgcolor: paper } = figure.layout;
  const background = typeof paper === 'string' ? paper : '#ffffff';
  // It fills the window, whatever height it was meant for.
  const { height: _, ...layout } = figure.layout;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<title>${escapeHtml(title)}</title>
<style>html,body{height:100%;margin:0;background:${escapeHtml(background)}}#figure{height:100%}</style>
</head>
<body>
<div id="figure"></div>
<script>${script}</script>
<script type="application/json" id="data">${jsonInHtml({ ...figure, layout })}</script>
<script>
const { data, layout, config } = JSON.parse(document.getElementById('data').textContent);
Plotly.newPlot('figure', data, layout, config);
</script>
</body>
</html>
`;
}

/** JSON that cannot end the script element it stands in. */
export function jsonInHtml(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
