import { timeText } from '../../tracing/event-text.ts';
import type { WhyAnswer } from './why.ts';
import { evidence } from './why-text.ts';

/**
 * The chains as a Mermaid flowchart, causes above their effects. Events that several chains share stand there once.
 */
export function whyMermaid({ reports }: WhyAnswer): string {
  const nodes = new Map<string, string>();
  const lines: string[] = ['flowchart TD'];
  const edges = new Set<string>();
  const nodeOf = (id: string, label: readonly string[]) => {
    const known = nodes.get(id);
    if (known !== undefined) return known;
    const node = `n${nodes.size}`;
    nodes.set(id, node);
    lines.push(`  ${node}["${label.map(escaped).join('<br/>')}"]`);
    return node;
  };
  for (const report of reports) {
    let effect: string | undefined;
    for (const frame of report.chain) {
      const { record, position, text } = frame;
      const head = `${record.type} ${record.id}`;
      const when = `bar ${position.bar}, ${timeText(record.timestamp)}`;
      const node = nodeOf(record.id, [head, when, text, ...evidence(frame, report)]);
      if (effect !== undefined) edges.add(`  ${node} --> ${effect}`);
      if (record.type === 'FILL' && report.price !== null) {
        const { bar, rule } = report.price;
        const filled = nodeOf(`bar ${bar} that filled`, [`bar ${bar}`, 'prices that filled the order']);
        edges.add(`  ${filled} -->|"${escaped(rule)}"| ${node}`);
      }
      effect = node;
    }
  }
  return `${[...lines, ...edges].join('\n')}\n`;
}

/** Inside quotes Mermaid reads `#name;` as a character, `<` as HTML and a quote as the end. */
function escaped(text: string): string {
  return text
    .replaceAll('#', '#35;')
    .replaceAll('"', '#quot;')
    .replaceAll('<', '#lt;')
    .replaceAll('>', '#gt;')
    .replaceAll('`', '#96;')
    .replaceAll(/\s+/g, ' ');
}
