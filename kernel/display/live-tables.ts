import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minifySync } from 'rolldown/utils';

/** What our tables begin with: the number of all their rows, and, where it is not too long, all of them as CSV. */
const TABLE = /<table class="dataframe" data-rows="(\d+)"/g;
/** Fewer rows are seen at a glance. */
const FEW = 3;

let script: string | undefined;

/**
 * Lets the tables in a piece of HTML be sorted, filtered and copied as CSV, where a front end runs scripts; nothing is loaded from
 * anywhere. Elsewhere they are what they were.
 */
export function withLiveTables(html: string): string {
  const rows = [...html.matchAll(TABLE)].map(([, count]) => Number(count));
  if (!rows.some((count) => count >= FEW)) return html;
  script ??= readScript();
  return `${html}\n<script>${script}</script>`;
}

/** Short, since it stands in every output that has a table. */
function readScript(): string {
  const name = 'table-view.js';
  const { code } = minifySync(name, readFileSync(join(import.meta.dirname, name), 'utf8'));
  return code.trim();
}
