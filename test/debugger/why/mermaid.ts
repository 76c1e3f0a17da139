/** What a flowchart says: labels of its nodes by name, and its edges. */
export interface Flowchart {
  readonly nodes: ReadonlyMap<string, readonly string[]>;
  readonly edges: readonly { readonly from: string; readonly to: string; readonly label: string | null }[];
}

const NODE = /^ {2}([A-Za-z][A-Za-z0-9]*)\["([^"]*)"\]$/;
const EDGE = /^ {2}([A-Za-z][A-Za-z0-9]*) -->(?:\|"([^"]*)"\|)? ([A-Za-z][A-Za-z0-9]*)$/;
/** Words that Mermaid keeps for itself, which break a chart when a node is called so. */
const KEPT = new Set([
  'end',
  'graph',
  'flowchart',
  'subgraph',
  'click',
  'style',
  'class',
  'classDef',
  'linkStyle',
]);

/**
 * Reads the part of Mermaid's flowchart grammar that we write, strictly: a header with a direction, nodes with quoted
 * labels, each declared once, and edges between declared nodes. Labels hold no quote, no angle bracket but those of
 * line breaks, no backquote (which would begin Markdown), and `#` only in a character by name or number.
 */
export function parseFlowchart(text: string): Flowchart {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const [header, ...lines] = text.slice(0, -1).split('\n');
  if (!/^flowchart (TB|TD|BT|LR|RL)$/.test(header)) throw new Error(`not a header: ${header}`);
  const nodes = new Map<string, string[]>();
  const edges: { from: string; to: string; label: string | null }[] = [];
  for (const line of lines) {
    const node = NODE.exec(line);
    const edge = EDGE.exec(line);
    if (node !== null) {
      if (nodes.has(node[1]) || KEPT.has(node[1])) throw new Error(`bad name: ${line}`);
      nodes.set(node[1], node[2].split('<br/>').map(unescaped));
    } else if (edge !== null) {
      const [, from, label, to] = edge;
      for (const name of [from, to])
        if (!nodes.has(name)) throw new Error(`${name} is not declared: ${line}`);
      edges.push({ from, to, label: label === undefined ? null : unescaped(label) });
    } else {
      throw new Error(`neither a node nor an edge: ${line}`);
    }
  }
  return { nodes, edges };
}

const ENTITIES: Readonly<Record<string, string>> = { quot: '"', lt: '<', gt: '>', amp: '&' };

function unescaped(label: string): string {
  if (/[<>`]/.test(label)) throw new Error(`not escaped: ${label}`);
  const text = label.replaceAll(/#(\w+);/g, (whole, name: string) => {
    const character = /^\d+$/.test(name) ? String.fromCharCode(Number(name)) : ENTITIES[name];
    if (character === undefined) throw new Error(`unknown character ${whole}`);
    return character === '#' ? '\u0000' : character;
  });
  if (text.includes('#')) throw new Error(`a bare #: ${label}`);
  return text.replaceAll('\u0000', '#');
}
