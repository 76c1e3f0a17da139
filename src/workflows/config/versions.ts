import type { Mistakes } from './mistakes.ts';
import { isMap } from './path.ts';
import { WORKFLOW_VERSION } from './schema.ts';

/** What a workflow of an earlier version has to change to be of the next one; in the order of the versions. */
const CHANGES: Readonly<Record<number, string>> = {
  0: 'the drafts before version 1: run "admf validate" without the line "version", which tells each key that is called otherwise now',
};

/**
 * Tells of a configuration whose `version` this ADMF does not read, with what to change. One without a version is of the
 * present one.
 */
export function checkVersion(root: unknown, mistakes: Mistakes): void {
  if (!isMap(root) || !Object.hasOwn(root, 'version')) return;
  const { version } = root;
  if (version === WORKFLOW_VERSION) return;
  const path = ['version'];
  const add = (code: string, message: string, hint: string) => mistakes.add({ code, path, message, hint });
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    add('bad_version', 'expected the version of the format', `write ${WORKFLOW_VERSION}, or remove the key`);
  } else if (version > WORKFLOW_VERSION) {
    const reads = `this ADMF reads version ${WORKFLOW_VERSION}`;
    add('newer_workflow', `the workflow is of version ${version}, ${reads}`, 'update ADMF');
  } else {
    const reads = `this ADMF reads version ${WORKFLOW_VERSION}`;
    add('older_workflow', `the workflow is of version ${version}, ${reads}`, CHANGES[version]);
  }
  // What else is wrong is most likely what changed between the versions.
  mistakes.throwIfAny();
}

/** What drafts of the format and other tools call keys of ours. */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  assets: ['data'],
  broker: ['execution'],
  capital: ['cash'],
  class: ['type'],
  end: ['to'],
  end_date: ['to'],
  fees: ['commission'],
  file: ['source'],
  fill_model: ['profile'],
  initial_capital: ['cash'],
  initial_cash: ['cash'],
  instrument: ['symbol'],
  kind: ['type'],
  name: ['id', 'type'],
  parameters: ['params'],
  path: ['source'],
  period_start: ['from'],
  position_sizing: ['sizing'],
  quantity_step: ['lot_size'],
  random_seed: ['seed'],
  risk_limits: ['risk'],
  rf: ['risk_free_rate'],
  start: ['from'],
  start_date: ['from'],
  ticker: ['symbol'],
  tickers: ['symbols'],
};

/** The key of ours that people mean by a name of elsewhere, among those that are valid in its place. */
export function keyCalledElsewhere(name: string, valid: readonly string[]): string | undefined {
  return Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name].find((key) => valid.includes(key)) : undefined;
}
