import {
  type ConfigDifference,
  configDifferences,
  differenceText,
} from '../../workflows/config/config-differences.ts';
import type { WrittenForm } from '../../workflows/config/written-form.ts';
import type { PreparedRun } from '../../workflows/prepare.ts';
import { VERSION } from '../../workflows/version.ts';
import { plainForm } from './plain-form.ts';
import type { SessionFile } from './session-schema.ts';

/** What differs between the run of a session file and the run of its workflow as it is now. */
export interface RunDifferences {
  /** Versions of the engine, where they differ. */
  readonly engine: { readonly saved: string; readonly now: string } | null;
  readonly configuration: readonly ConfigDifference[];
  /** Whether the bars are others. */
  readonly data: boolean;
  /** Strategies whose modules have changed. */
  readonly code: readonly string[];
}

/** Undefined when the run is the same. */
export function runDifferences(file: SessionFile, prepared: PreparedRun): RunDifferences | undefined {
  if (file.fingerprint === prepared.fingerprint) return undefined;
  const { codeHashes } = prepared;
  const strategies = new Set([...Object.keys(file.codeHashes), ...Object.keys(codeHashes)]);
  return {
    engine: file.engine === VERSION ? null : { saved: file.engine, now: VERSION },
    configuration: configDifferences(file.configuration as WrittenForm, plainForm(prepared.config)),
    data: file.dataHash !== prepared.dataHash,
    code: [...strategies].filter((id) => file.codeHashes[id] !== codeHashes[id]),
  };
}

/** A line for each difference. */
export function runDifferenceLines(differences: RunDifferences): string[] {
  const { engine, configuration, data, code } = differences;
  const lines = [
    ...configuration.map((one) => `configuration: ${differenceText(one)}`),
    ...(data ? ['data: the bars are not the same'] : []),
    ...code.map((id) => `code: the module of strategy ${id} has changed`),
    ...(engine === null ? [] : [`engine: version ${engine.saved} → ${engine.now}`]),
  ];
  return lines.length > 0 ? lines : ['code: a strategy that was given in code has changed'];
}
