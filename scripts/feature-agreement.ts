/**
 * Prints how far features are from the published results of Stock.Indicators on its own test quotes; fails when one is
 * further away than 1e-9.
 *
 *     node scripts/feature-agreement.ts
 */
import { featureRegistry } from '../src/features/index.ts';
import { type Agreement, stockIndicatorsAgreement, TOLERANCE } from '../test/features/stock-indicators.ts';

/** The table as text, a line for each column that was compared. */
export function agreementTable(agreements: readonly Agreement[]): string {
  const width = Math.max(...agreements.map(({ key }) => key.length));
  const lines = agreements.map(({ key, source, figures, from, to, worst }) => {
    const verdict = worst < TOLERANCE ? 'agrees' : 'DIFFERS';
    const cells = [
      key.padEnd(width),
      source.padEnd(21),
      String(figures).padStart(7),
      `${from}–${to}`.padStart(9),
      worst.toExponential(1).padStart(9),
    ];
    return `${cells.join('  ')}  ${verdict}`;
  });
  const head = ['feature'.padEnd(width), 'Stock.Indicators'.padEnd(21), 'figures', '     bars', '    worst'];
  const compared = new Set(agreements.map(({ type }) => type));
  const others = featureRegistry.types.filter((type) => !compared.has(type));
  return [
    head.join('  '),
    ...lines,
    '',
    `${compared.size} of ${featureRegistry.types.length} features compared. It has no results for: ${others.join(', ')}.`,
  ].join('\n');
}

if (import.meta.main) {
  const agreements = stockIndicatorsAgreement();
  console.log(agreementTable(agreements));
  if (agreements.some(({ worst }) => !(worst < TOLERANCE))) process.exitCode = 1;
}
