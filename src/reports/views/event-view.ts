import { NO_VALUE } from '../../analytics/format.ts';
import { nodeRows } from '../../debugger/look/look.ts';
import { dataNode } from '../../debugger/look/tree-node.ts';
import { alignedRows } from '../../debugger/look/where.ts';
import type { EventRecord } from '../../events/event.ts';
import type { Condition } from '../../events/payloads.ts';
import { type Cell, escapeHtml, htmlCode, htmlTable } from '../../foundation/html.ts';
import { conditionText, eventText, timeText } from '../../tracing/event-text.ts';
import { tableView } from '../frames/show-table.ts';
import type { View } from './view.ts';

/** One event: what it says, when, what led to it, and its fields. */
export function eventView(event: EventRecord): View {
  const { type, id, timestamp, causationId, correlationId, sourceId } = event;
  const about: [string, string | null][] = [
    ['source', sourceId],
    ['caused by', causationId],
    ['trade', correlationId],
  ];
  const known = about.filter((row): row is [string, string] => row[1] !== null && row[1] !== '');
  const fields = payloadRows(event);
  const text = eventText(event);
  const when = timeText(timestamp);
  return {
    'text/html': [
      `<p><b>${escapeHtml(type)}</b> <code>${escapeHtml(id)}</code> <small>${escapeHtml(when)}</small><br>${escapeHtml(text)}</p>`,
      htmlTable(
        [{ heading: 'field', whole: true }, { heading: 'value' }],
        [...known.map(([name, value]): Cell[] => [name, htmlCode(value)]), ...fields],
        '',
        { live: false },
      ),
    ].join('\n'),
    'text/plain': `${type} ${id}  ${when}\n${text}\n${alignedRows([...known, ...fields]).trimEnd()}`,
  };
}

function payloadRows({ payload }: EventRecord): [string, string][] {
  const { conditions, ...rest } = payload as Readonly<Record<string, unknown>>;
  const rows = Object.entries(rest).flatMap(([name, value]) => {
    const [label, node] = dataNode(name, value, true);
    const [head, ...below] = nodeRows(label, node, 0);
    if (below.length === 0) return head.text === NO_VALUE ? [] : [[head.name, head.text] as [string, string]];
    return below.map(({ name: inner, text }): [string, string] => [`${label}.${inner}`, text]);
  });
  const tested = (Array.isArray(conditions) ? (conditions as Condition[]) : []).map(
    (condition): [string, string] => ['condition', conditionLine(condition)],
  );
  return [...rows, ...tested];
}

/** Of a trace that another program made, a condition may be anything. */
function conditionLine(condition: Condition): string {
  try {
    return conditionText(condition);
  } catch {
    return JSON.stringify(condition);
  }
}

/** Events as a table: type, id, time, cause, what. */
export function eventsView(events: readonly EventRecord[]): View {
  const columns = ['type', 'id', 'time', 'cause', 'what'] as const;
  const cell = (row: number, column: number): string | null => {
    const event = events[row];
    switch (columns[column]) {
      case 'type':
        return event.type;
      case 'id':
        return event.id;
      case 'time':
        return timeText(event.timestamp);
      case 'cause':
        return event.causationId;
      default:
        return eventText(event);
    }
  };
  return tableView({
    columns: columns.map((name) => ({ name, type: name === 'time' ? 'time' : 'text' })),
    rows: events.length,
    index: String,
    cell,
  });
}
