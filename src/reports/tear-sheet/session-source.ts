import { stringify } from 'yaml';
import { serialiseConfig } from '../../workflows/config/resolved.ts';
import { VERSION } from '../../workflows/version.ts';
import { timeText } from '../figures/time-text.ts';
import type { SessionTables } from '../frames/session-tables.ts';
import type { SheetSource } from './sheet-data.ts';

/** The run of a session up to its cursor. @param notices what the reader must know first. */
export function sessionSource(tables: SessionTables, notices: readonly string[] = []): SheetSource {
  const { session } = tables;
  const { prepared } = session.core.branch;
  const { config, series, fingerprint, dataHash, file } = prepared;
  return {
    tables,
    notices,
    facts: [
      ['Workflow', file ?? config.name ?? 'given in code'],
      ...(config.description === undefined ? [] : [['Description', config.description] as const]),
      ...series.map(
        ({ symbol, length, openTime, closeTime }) =>
          [
            `Data ${symbol}`,
            `${length.toLocaleString('en-US')} bars, ${timeText(openTime[0])} to ${timeText(closeTime[length - 1])}`,
          ] as const,
      ),
      [
        'Execution',
        `${config.execution.profile}, slippage ${config.execution.slippage.type}, commission ${config.execution.commission.type}`,
      ],
      ['Seed', String(config.seed)],
      ['ADMF', VERSION],
      ['Fingerprint of the run', fingerprint],
      ['SHA-256 of the data', dataHash],
    ],
    configuration: stringify(serialiseConfig(config)),
    why: (trade) => session.why(trade).toString(),
  };
}
