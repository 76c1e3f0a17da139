import { escapeHtml } from '../../foundation/html.ts';
import { timeText } from '../../tracing/event-text.ts';
import { differenceText } from '../../workflows/config/config-differences.ts';
import type { Forked } from '../forks/fork.ts';

/** What was forked from where, and what is otherwise in it; below it the tree of forks, if there is one. */
export function forkHtml(name: string, forked: Forked, tree: string): string {
  return `${forkLines(name, forked)
    .map((line, i) => `<p>${i === 0 ? `<b>${escapeHtml(line)}</b>` : escapeHtml(line)}</p>`)
    .join('\n')}\n${tree}`;
}

/** `fork-1 branches off main at bar 100 (2000-04-11)`, then a line for each setting that differs, and each note. */
function forkLines(name: string, { from, bar, time, differences, notes }: Forked): string[] {
  const when = Number.isNaN(time) ? '' : ` (${timeText(time)})`;
  return [
    `${name} branches off ${from} at bar ${bar}${when}`,
    ...(differences.length === 0 ? ['no setting differs'] : differences.map(differenceText)),
    ...notes,
  ];
}
