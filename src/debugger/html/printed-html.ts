import { escapeHtml, htmlCode, htmlLines, htmlTable } from '../../foundation/html.ts';
import type { Listing, Printed, PrintedRow } from '../look/look.ts';

/** Names that are shown of a part of a subtree; all are in the data. */
const MOST_ROWS = 200;
/** A part with more names is folded up. */
const MANY = 16;

/** A value alone, or a subtree with a row for each name, deeper ones further in. */
export function printedHtml({ rows }: Printed): string {
  return rows.length === 1 ? htmlLines(rows[0].text) : rowsHtml(rows);
}

/** A subtree: its own values, then what stands one level below it, part by part; long parts are folded up. */
export function rowsHtml([head, ...below]: readonly PrintedRow[]): string {
  const parts: PrintedRow[][] = [];
  for (const row of below) {
    if (row.depth === 1) parts.push([]);
    parts.at(-1)?.push(row);
  }
  const values = parts.filter((part) => part.length === 1).flat();
  const groups = parts.filter((part) => part.length > 1);
  return [
    `<p><b>${escapeHtml(head.name)}</b> ${escapeHtml(head.text)}</p>`,
    ...(values.length === 0 ? [] : [tableOf(values, 1)]),
    ...groups.map(([{ name }, ...rows]) => {
      const open = rows.length > MANY ? '' : ' open';
      return `<details${open}><summary>${escapeHtml(name)}</summary>\n${tableOf(rows, 2)}</details>`;
    }),
  ].join('\n');
}

function tableOf(rows: readonly PrintedRow[], depthOfFirst: number): string {
  const left = rows.length - MOST_ROWS;
  return htmlTable(
    [{ heading: 'name', whole: true }, { heading: 'value' }],
    rows.slice(0, MOST_ROWS).map(({ name, depth, text }, i) => {
      const isBranch = rows[i + 1] !== undefined && rows[i + 1].depth > depth;
      const shown = escapeHtml(name);
      const indent = '&nbsp;'.repeat(4 * (depth - depthOfFirst));
      return [{ html: `${indent}${isBranch ? `<b>${shown}</b>` : shown}` }, text];
    }),
    left > 0 ? `and ${left} names more` : '',
    { live: false },
  );
}

/** Names and values one level below a place of the container tree. */
export function listingHtml({ path, names }: Listing): string {
  return htmlTable(
    [{ heading: path, whole: true }, { heading: '' }],
    names.map(({ name, kind, text }) => [htmlCode(kind === 'value' ? name : `${name}/`), text]),
    '',
    { live: false },
  );
}
