import { formatNumber } from '../../analytics/format.ts';
import { escapeHtml, htmlTable } from '../../foundation/html.ts';
import { originText, viewWithOrigin } from '../../workflows/origin/origin.ts';
import { originOf } from '../../workflows/origin/run-origin.ts';
import { eventsText, listEvents } from '../look/event-list.ts';
import { moneyText, unitsText, valueText } from '../look/value-text.ts';
import { alignedRows } from '../look/where.ts';
import type { Session } from '../session.ts';
import { statusOf, statusText } from '../status.ts';
import { eventRowsHtml } from './events-html.ts';

/** Events that say what a run decided and did; the index knows where they stand. */
const TOLD = ['SIGNAL', 'ORDER_REJECTED', 'FILL', 'POSITION_CLOSE'];
const LAST = 5;
const MOST_ROWS = 12;

/** A session at a glance, as HTML and as text: where it stands, what is held, and what happened last. */
export async function sessionView(session: Session): Promise<{
  readonly 'text/html': string;
  readonly 'text/plain': string;
}> {
  const recent = await listEvents(session, { types: TOLD, where: "!(code == 'no_change')", last: LAST });
  const title = session.branch.prepared.config.name;
  const bar = barLine(session);
  const origin = originOf(session.branch.prepared);
  const run = originText(origin);
  const html = [
    `<p><b>${escapeHtml(title)}</b> ${escapeHtml(statusText(statusOf(session)))}<br>${escapeHtml(bar)} <small>${run}</small></p>`,
    holdingsHtml(session),
  ];
  const text = [`${title}  ${statusText(statusOf(session))}`, `${bar}  ${run}`, holdingsText(session)];
  if (recent.events.length > 0) {
    html.push(`<p>What happened last:</p>\n${eventRowsHtml(session, recent.events)}`);
    text.push(eventsText(session, { ...recent, complete: true }).trimEnd());
  }
  const unchanged = unchangedNote(session);
  if (unchanged !== '') {
    html.push(`<p><small>${escapeHtml(unchanged)}</small></p>`);
    text.push(unchanged);
  }
  return viewWithOrigin({ 'text/html': html.join('\n'), 'text/plain': text.join('\n') }, origin);
}

/** How many signals asked for what was held already, and where they are. */
function unchangedNote(session: Session): string {
  const { portfolios } = session.engine.topology;
  const count = portfolios.reduce((sum, { funnel }) => sum + (funnel.counts.rejected.no_change ?? 0), 0);
  if (count === 0) return '';
  const signals = count === 1 ? 'signal' : 'signals';
  return `${formatNumber(count, 0)} ${signals} asked for what was held already: events ORDER_REJECTED where code == 'no_change'`;
}

/** The same without what happened last, at once. */
export function sessionText(session: Session): string {
  const title = session.branch.prepared.config.name;
  return `${title}  ${statusText(statusOf(session))}\n${barLine(session)}\n${holdingsText(session)}`;
}

/** The last bar of the symbol in focus: `SPX  open 1,270.5  high …`. */
function barLine(session: Session): string {
  const { symbols } = session.engine.topology;
  const { bar, series } = symbols.find((one) => one.series.symbol === session.focus.symbol) ?? symbols[0];
  const at = bar.sequenceNumber - 1;
  if (at < 0) return `${series.symbol}  no bar yet`;
  const names = ['open', 'high', 'low', 'close'] as const;
  return [series.symbol, ...names.map((name) => `${name} ${valueText(series[name][at])}`)].join('  ');
}

const HEADINGS = ['portfolio', 'equity', 'cash', 'positions'];

function holdingsHtml(session: Session): string {
  return htmlTable(
    HEADINGS.map((heading, i) => ({ heading, right: i === 1 || i === 2 })),
    holdings(session).map((row) => [...row]),
    omittedNote(session),
  );
}

function holdingsText(session: Session): string {
  const note = omittedNote(session);
  return `${alignedRows([HEADINGS, ...holdings(session)]).trimEnd()}${note === '' ? '' : `\n${note}`}`;
}

function omittedNote(session: Session): string {
  const omitted = session.engine.topology.portfolios.length - MOST_ROWS;
  return omitted > 0 ? `and ${formatNumber(omitted, 0)} portfolios more` : '';
}

function holdings(session: Session): string[][] {
  return session.engine.topology.portfolios.slice(0, MOST_ROWS).map(({ spec, ledger }) => {
    const { positions } = ledger.inspect() as { positions: readonly Position[] };
    const held = positions.map(
      ({ symbol, units, averagePrice, unrealisedPnl }) =>
        `${unitsText(units)} ${symbol} at ${valueText(averagePrice)} (${unrealisedPnl > 0 ? '+' : ''}${moneyText(unrealisedPnl)})`,
    );
    return [spec.id, moneyText(ledger.equity), moneyText(ledger.cash), held.join(', ') || 'flat'];
  });
}

interface Position {
  readonly symbol: string;
  readonly units: number;
  readonly averagePrice: number;
  readonly unrealisedPnl: number;
}
