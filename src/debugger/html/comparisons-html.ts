import { formatMetric, formatNumber } from '../../analytics/format.ts';
import { htmlCode, htmlLines, htmlTable } from '../../foundation/html.ts';
import { timeText } from '../../tracing/event-text.ts';
import type { ComparedPortfolio, Comparison } from '../forks/compare.ts';
import { compareText, differenceOf, HEADLINES } from '../forks/compare-text.ts';
import { changesText, type ForkNode } from '../forks/fork-tree.ts';
import { deltaText, type StateDiff, sideText } from '../look/state-diff.ts';

/** Values that differ between two states. */
export function diffHtml({ before, after, changes, same }: StateDiff): string {
  if (changes.length === 0) return htmlLines(`${before} and ${after} are the same in all ${same} values`);
  const count = changes.length === 1 ? '1 value differs' : `${changes.length} values differ`;
  return htmlTable(
    [
      { heading: '' },
      { heading: before, right: true },
      { heading: after, right: true },
      { heading: 'change', right: true },
    ],
    changes.map((change) => [
      htmlCode(change.path),
      sideText(change.before, change.unit),
      sideText(change.after, change.unit),
      change.delta === null ? '' : deltaText(change.delta, change.unit),
    ]),
    `${count}, ${same} are the same`,
  );
}

/** Two runs side by side: where they part in words, then the metrics of each portfolio. */
export function comparisonHtml(comparison: Comparison): string {
  const where = compareText(comparison, { portfolios: [] }).trimEnd();
  const tables = comparison.portfolios.filter(differs).map((one) => portfolioHtml(one, comparison));
  return [htmlLines(where), ...tables].join('\n');
}

function differs({ firstDifference, trades, metrics }: ComparedPortfolio): boolean {
  if (firstDifference !== null || trades.onlyInA.length + trades.onlyInB.length > 0) return true;
  return metrics.some(({ a, b }) => a !== b);
}

function portfolioHtml({ id, metrics, trades }: ComparedPortfolio, { a, b }: Comparison): string {
  const count = (list: readonly unknown[]) => formatNumber(list.length, 0);
  return htmlTable(
    [
      { heading: `Portfolio ${id}` },
      { heading: a, right: true },
      { heading: b, right: true },
      { heading: 'difference', right: true },
    ],
    metrics
      .filter(({ name }) => HEADLINES.includes(name))
      .map((metric) => [
        metric.label,
        formatMetric(metric.a, metric.unit),
        formatMetric(metric.b, metric.unit),
        differenceOf(metric),
      ]),
    `trades closed since: ${formatNumber(trades.common, 0)} in both, ${count(trades.onlyInA)} only in ${a}, ${count(trades.onlyInB)} only in ${b}`,
  );
}

/** The tree of forks, a row for each run. */
export function forksHtml(root: ForkNode, portfolio: string): string {
  const place = (bar: number, time: number | null) => `${bar}${time === null ? '' : ` (${timeText(time)})`}`;
  const rows: string[][] = [];
  const add = (node: ForkNode, depth: number) => {
    rows.push([
      `${' '.repeat(3 * depth)}${depth === 0 ? '' : '└ '}${node.name}${node.current ? ' *' : ''}`,
      depth === 0 ? '' : place(node.from, node.fromTime),
      place(node.bar, node.time),
      formatNumber(node.equity[portfolio], 2),
      depth === 0 ? '' : changesText(node.differences),
    ]);
    for (const child of node.children) add(child, depth + 1);
  };
  add(root, 0);
  return htmlTable(
    [
      { heading: 'run' },
      { heading: 'forked at bar', right: true },
      { heading: 'at bar', right: true },
      { heading: `${portfolio} equity`, right: true },
      { heading: 'changed' },
    ],
    rows,
  );
}
