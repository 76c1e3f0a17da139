/**
 * Draws `docs/demo.svg`, the picture at the head of the README: what `npm start` prints, in its own colours.
 *
 *   node scripts/make-picture.ts
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../src/cli/main.ts';

const COLUMNS = 96;
const CELL = { width: 8.4, height: 17 };
const MARGIN = 16;
const INK = '#d6dae0';
const PAPER = '#12161c';
const GREY = '#8b949e';
const SIXTEEN = ['#000', '#e0705a', '#4cb38a', '#e6b450', '#5aa9e6', '#b48ead', '#56c2d6', '#d6dae0'];

/** A run of characters in one style. */
interface Span {
  readonly text: string;
  readonly color: string;
  readonly bold: boolean;
  readonly dim: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'admf-picture-'));
let output = '';
await main(['demo'], {
  stdin: { isTTY: false, stream: process.stdin, setRawMode: () => {} },
  stdout: {
    write: (text) => {
      output += text;
    },
    isTTY: true,
    columns: COLUMNS,
  },
  stderr: { write: () => {}, isTTY: false, columns: undefined },
  cwd: folder,
  env: { COLORTERM: 'truecolor', TERM: 'xterm-256color' },
  now: Date.now,
  onInterrupt: () => () => {},
});

// The place and the duration of this run are nobody's business.
const text = output.replaceAll(/,? in \d+\.\d+ s/g, '').split('\n');
const results = text.findIndex((line) => line.includes('Results'));
const next = text.findIndex((line) => line.includes('Try next'));
const shown = [...text.slice(0, results), ...text.slice(next)];
writeFileSync(
  new URL('../docs/demo.svg', import.meta.url),
  svg(shown.slice(0, shown.findLastIndex(Boolean) + 1)),
);

function svg(lines: readonly string[]): string {
  const width = Math.ceil(COLUMNS * CELL.width + 2 * MARGIN);
  const height = Math.ceil((lines.length + 1) * CELL.height + 2 * MARGIN);
  const rows = ['$ npm ci && npm start', ...lines].map((line, row) => {
    let column = 0;
    const spans = spansOf(line).map((span) => {
      // A place for each character: fonts do not agree on the width of braille.
      const places = Array.from(span.text, () => (MARGIN + column++ * CELL.width).toFixed(1)).join(' ');
      const weight = span.bold ? ' font-weight="bold"' : '';
      const opacity = span.dim ? ' opacity="0.6"' : '';
      return span.text.trim() === ''
        ? ''
        : `<tspan x="${places}" fill="${span.color}"${weight}${opacity}>${xmlText(span.text)}</tspan>`;
    });
    const y = MARGIN + (row + 0.8) * CELL.height;
    return `<text y="${y.toFixed(1)}" xml:space="preserve">${spans.join('')}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="What npm start prints: an equity chart, a table of metrics and the last trades with their reasons">
<rect width="${width}" height="${height}" rx="8" fill="${PAPER}"/>
<g font-family="'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="${INK}">
${rows.join('\n')}
</g>
</svg>
`;
}

/** Cuts a line at its escape codes. */
function spansOf(line: string): Span[] {
  const spans: Span[] = [];
  let style = { color: INK, bold: false, dim: false };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape codes begin with one.
  for (const part of line.split(/(\x1b\[[0-9;]*m)/)) {
    if (part.startsWith('\x1b[')) style = styled(style, part.slice(2, -1).split(';').map(Number));
    else if (part !== '') spans.push({ text: part, ...style });
  }
  return spans;
}

function styled(style: Omit<Span, 'text'>, codes: readonly number[]): Omit<Span, 'text'> {
  let next = style;
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code === 0) next = { color: INK, bold: false, dim: false };
    else if (code === 1) next = { ...next, bold: true };
    else if (code === 2) next = { ...next, dim: true };
    else if (code === 22) next = { ...next, bold: false, dim: false };
    else if (code === 39) next = { ...next, color: INK };
    else if (code >= 30 && code <= 37) next = { ...next, color: SIXTEEN[code - 30] };
    else if (code >= 90 && code <= 97) next = { ...next, color: code === 90 ? GREY : SIXTEEN[code - 90] };
    else if (code === 38 && codes[i + 1] === 2) {
      next = { ...next, color: `rgb(${codes.slice(i + 2, i + 5).join(',')})` };
      i += 4;
    }
  }
  return next;
}

function xmlText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
