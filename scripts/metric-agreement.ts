/**
 * Prints how far metrics are from the asserted results of empyrical-reloaded; fails when one is further away than it is
 * asserted there.
 *
 *     node scripts/metric-agreement.ts
 */
import { empyricalAgreement, type MetricAgreement } from '../test/analytics/empyrical.ts';
import { CASES_IN_ALL } from '../test/analytics/empyrical-answers.ts';

/** The table as text, a line for each function that was compared. */
export function agreementTable(agreements: readonly MetricAgreement[]): string {
  const rows = agreements.map(({ name, ours, cases, worst, tolerance, agrees, absent, note }) => {
    const notes = [note, absent === 0 ? '' : `${absent} infinite there, null here`].filter(
      (part) => part !== '',
    );
    const verdict = agrees ? 'agrees' : 'DIFFERS';
    return [
      name,
      ours,
      String(cases),
      worst.toExponential(1),
      tolerance.toExponential(0),
      verdict,
      notes.join('; '),
    ];
  });
  const head = ['empyrical', 'ours', 'cases', 'worst', 'within', '', ''];
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i > 1 && i < 5 ? cell.padStart(widths[i]) : cell.padEnd(widths[i])))
      .join('  ')
      .trimEnd();
  const compared = agreements.reduce((sum, { cases }) => sum + cases, 0);
  return [
    ...[head, ...rows].map(line),
    '',
    `${compared} of ${CASES_IN_ALL} cases compared; the others are of series of wealth, and of generalised Pareto risk, which is fitted here to how far losses lie beyond a threshold, there to the losses.`,
  ].join('\n');
}

if (import.meta.main) {
  const agreements = empyricalAgreement();
  console.log(agreementTable(agreements));
  if (agreements.some(({ agrees }) => !agrees)) process.exitCode = 1;
}
