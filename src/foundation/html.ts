/** Text as it stands in HTML, in attributes too. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** One cell: its text, or markup that is made here and escaped already. */
export type Cell = string | { readonly html: string };

export interface HtmlColumn {
  readonly heading: string;
  /** Numbers stand on the right. */
  readonly right?: boolean;
  /** Not broken into lines: dates and names. */
  readonly whole?: boolean;
}

/** A table as notebooks show frames. @param note below it, as text. */
export function htmlTable(
  columns: readonly HtmlColumn[],
  rows: readonly (readonly Cell[])[],
  note = '',
): string {
  const side = (i: number) =>
    ` style="text-align:${columns[i].right === true ? 'right' : 'left'}${columns[i].whole === true ? ';white-space:nowrap' : ''}"`;
  const line = (tag: 'th' | 'td', cells: readonly Cell[]) =>
    `<tr>${cells.map((cell, i) => `<${tag}${side(i)}>${cellHtml(cell)}</${tag}>`).join('')}</tr>`;
  return [
    '<table class="dataframe">',
    `<thead>${line(
      'th',
      columns.map(({ heading }) => heading),
    )}</thead>`,
    '<tbody>',
    ...rows.map((row) => line('td', row)),
    `</tbody></table>${note === '' ? '' : `<p>${escapeHtml(note)}</p>`}`,
  ].join('\n');
}

/** Lines as they are, in letters of one width. */
export function htmlLines(text: string): string {
  return `<pre>${escapeHtml(text)}</pre>`;
}

export function htmlCode(text: string): Cell {
  return { html: `<code>${escapeHtml(text)}</code>` };
}

function cellHtml(cell: Cell): string {
  return typeof cell === 'string' ? escapeHtml(cell) : cell.html;
}
