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

/** A cell as data. */
export type CsvCell = number | string | boolean | null | undefined;

export interface HtmlColumn {
  readonly heading: string;
  /** Numbers stand on the right. */
  readonly right?: boolean;
  /** Not broken into lines: dates and names. */
  readonly whole?: boolean;
  /** Sentences, which no narrow page may squeeze. */
  readonly wide?: boolean;
}

/**
 * A table as notebooks show frames.
 *
 * @param note below it, as text.
 * @param options.live whether front ends may sort and filter it; not one whose rows mean something in their order alone.
 * @param options.csv the cells as data, to sort by and to copy.
 */
export function htmlTable(
  columns: readonly HtmlColumn[],
  rows: readonly (readonly Cell[])[],
  note = '',
  { live = true, csv }: { readonly live?: boolean; readonly csv?: readonly (readonly CsvCell[])[] } = {},
): string {
  const side = (i: number) =>
    ` style="text-align:${columns[i].right === true ? 'right' : 'left'}${columns[i].whole === true ? ';white-space:nowrap' : ''}"`;
  const line = (tag: 'th' | 'td', cells: readonly Cell[]) =>
    `<tr>${cells.map((cell, i) => `<${tag}${side(i)}>${cellHtml(cell)}</${tag}>`).join('')}</tr>`;
  // A block in the heading keeps the column wide: front ends set widths of cells themselves.
  const heads = columns.map(
    ({ heading, wide }): Cell =>
      wide === true ? { html: `<div style="min-width:14em">${escapeHtml(heading)}</div>` } : heading,
  );
  return [
    live ? tableTag(rows.length, dataOf(columns, csv)) : '<table class="dataframe">',
    `<thead>${line('th', heads)}</thead>`,
    '<tbody>',
    ...rows.map((row) => line('td', row)),
    `</tbody></table>${note === '' ? '' : `<p>${escapeHtml(note)}</p>`}`,
  ].join('\n');
}

function dataOf(columns: readonly HtmlColumn[], csv: readonly (readonly CsvCell[])[] | undefined) {
  return csv === undefined
    ? undefined
    : { names: columns.map(({ heading }) => heading), row: (row: number) => csv[row] };
}

/** Characters of CSV that a table carries besides what is seen of it. */
const MOST_CSV = 24_000;
/** Rows that are looked at to find out whether they are too many. */
const MOST_ROWS = 2000;

/**
 * How a table begins: with the number of all its rows, and all of them as CSV where they are not too many, for front ends that
 * sort, filter and copy.
 *
 * @param csv names of the columns, and the cells of a row as data: numbers whole, nothing as null.
 */
export function tableTag(
  rows: number,
  csv?: { readonly names: readonly string[]; readonly row: (row: number) => readonly CsvCell[] },
): string {
  const text = csv === undefined || rows > MOST_ROWS ? undefined : csvText(rows, csv.names, csv.row);
  return `<table class="dataframe" data-rows="${rows}"${text === undefined ? '' : ` data-csv="${escapeHtml(text)}"`}>`;
}

function csvText(
  rows: number,
  names: readonly string[],
  row: (row: number) => readonly CsvCell[],
): string | undefined {
  let text = csvLine(names);
  for (let at = 0; at < rows; at++) {
    text += csvLine(row(at));
    if (text.length > MOST_CSV) return undefined;
  }
  return text;
}

function csvLine(cells: readonly CsvCell[]): string {
  const texts = cells.map((cell) => {
    if (cell === null || cell === undefined || Number.isNaN(cell)) return '';
    const line = String(cell);
    return /[",\n\r]/.test(line) ? `"${line.replaceAll('"', '""')}"` : line;
  });
  return `${texts.join(',')}\n`;
}

/** A date, or a number with an exponent below 0: browsers part them at their hyphens. */
const HYPHENED = /\b\d[\w.:]*(?:-\d[\w.:]*)+/g;

/** Lines as they are, in letters of one width; one that is too long for its page goes on below, parted between words. */
export function htmlLines(text: string): string {
  const lines = escapeHtml(text).replaceAll(HYPHENED, '<span style="white-space:nowrap">$&</span>');
  // JupyterLab parts words and numbers of outputs wherever a line ends, unless the element itself says otherwise.
  return `<pre style="word-break:normal;overflow-wrap:anywhere">${lines}</pre>`;
}

export function htmlCode(text: string): Cell {
  // Some front ends break code at hyphens.
  return { html: `<code style="white-space:nowrap">${escapeHtml(text)}</code>` };
}

function cellHtml(cell: Cell): string {
  return typeof cell === 'string' ? escapeHtml(cell) : cell.html;
}
