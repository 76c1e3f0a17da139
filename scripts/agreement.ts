/**
 * Prints every table of agreement with answers that are not ours: features beside Stock.Indicators, metrics beside
 * empyrical-reloaded, the engine beside the naive one; fails when anything differs.
 *
 *     node scripts/agreement.ts
 */
import { empyricalAgreement } from '../test/analytics/empyrical.ts';
import { stockIndicatorsAgreement, TOLERANCE } from '../test/features/stock-indicators.ts';
import { agrees, engineAgreement, agreementTable as engineTable } from './engine-agreement.ts';
import { agreementTable as featureTable } from './feature-agreement.ts';
import { agreementTable as metricTable } from './metric-agreement.ts';

const features = stockIndicatorsAgreement();
const metrics = empyricalAgreement();
const engine = engineAgreement(1000, 1);
const tables = [
  ['Features', featureTable(features)],
  ['Metrics', metricTable(metrics)],
  ['Engine', engineTable(engine)],
];
console.log(
  tables.map(([title, table]) => `── ${title} ${'─'.repeat(100 - title.length)}\n\n${table}`).join('\n\n'),
);

const allAgree =
  features.every(({ worst }) => worst < TOLERANCE) && metrics.every((one) => one.agrees) && agrees(engine);
if (!allAgree) process.exitCode = 1;
