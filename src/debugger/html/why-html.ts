import { escapeHtml } from '../../foundation/html.ts';
import { timeText } from '../../tracing/event-text.ts';
import type { WhyAnswer, WhyReport } from '../why/why.ts';
import { whyReportLine } from '../why/why-line.ts';
import { evidence, timelineText } from '../why/why-text.ts';

/** A chain of causes as lists within one another: the event, below it what is known of it, then its cause. */
export function whyHtml({ subject, reports }: WhyAnswer): string {
  const single = reports.length === 1 && reports[0].chain[0].record.id === subject;
  const head = single ? '' : `<p><b>${escapeHtml(subject)}</b></p>\n`;
  return `${head}${reports.map(reportHtml).join('\n')}`;
}

function reportHtml(report: WhyReport): string {
  const timeline =
    report.timeline.length < 2 ? '' : `\n<p>timeline: ${escapeHtml(timelineText(report.timeline))}</p>`;
  return `<p>${escapeHtml(whyReportLine(report))}</p>\n${chainHtml(report, 0)}${timeline}`;
}

function chainHtml(report: WhyReport, depth: number): string {
  const frame = report.chain[depth];
  if (frame === undefined) return '';
  const { record, position, text } = frame;
  const when = `bar ${position.bar}, ${timeText(record.timestamp)}`;
  const known = [text, ...evidence(frame, report)].map((line) => escapeHtml(line)).join('<br>');
  const cause = chainHtml(report, depth + 1);
  return `<ul><li><b>${escapeHtml(record.type)}</b> <code>${escapeHtml(record.id)}</code> <small>${escapeHtml(when)}</small><br>${known}${cause}</li></ul>`;
}
