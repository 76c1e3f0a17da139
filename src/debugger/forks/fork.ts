import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { BarSeries } from '../../market/bar-series.ts';
import { registeredComponents } from '../../workflows/components.ts';
import { checkConfig } from '../../workflows/config/config.ts';
import { type ConfigDifference, configDifferences } from '../../workflows/config/config-differences.ts';
import { NamedPlaces } from '../../workflows/config/config-places.ts';
import { momentOf } from '../../workflows/config/moment.ts';
import { quoted } from '../../workflows/config/path.ts';
import type { DataConfig, WorkflowConfig } from '../../workflows/config/workflow-config.ts';
import { writtenForm } from '../../workflows/config/written-form.ts';
import { barsWithin } from '../../workflows/load-market-data.ts';
import { inheritSource } from '../../workflows/origin/config-source.ts';
import { rememberIngredients } from '../../workflows/origin/run-origin.ts';
import { type PreparedRun, prepare } from '../../workflows/prepare.ts';
import { Branch } from '../branch.ts';
import { endOf } from '../position.ts';
import { Recording } from '../recording.ts';
import { debugSpec, Session } from '../session.ts';
import { applyChanges, type Changes, changeText, readChanges } from './change.ts';
import { forkFingerprint } from './fork-fingerprint.ts';
import { refuseForeign, refuseOtherStates, refuseWindow } from './refusals.ts';

/** What a fork is called. */
export interface ForkOptions {
  /** Letters, digits, "-", "_" and "."; `fork-1` and so on by default. */
  readonly name?: string;
  readonly signal?: AbortSignal;
}

/** What came of forking. */
export interface Forked {
  /** Stands at the end of the bar at which it was forked. */
  readonly session: Session;
  /** The run whose past it shares. */
  readonly from: string;
  readonly bar: number;
  readonly time: number;
  /** Against the run that it was forked from. */
  readonly differences: readonly ConfigDifference[];
  /** What was not done quite as asked: the cursor stood inside a bar, or in the past of another run. */
  readonly notes: readonly string[];
}

/**
 * Branches off at the cursor: a new session with the same past and another future. Inside a bar, it branches off at the end
 * of the bar before. Nothing is loaded or run again.
 *
 * @param changes settings by their paths in the configuration, or by as much of them as leaves no doubt:
 *   `['strategies.trend.params.fast=10', 'slippage=5bps']` or `{ fast: 10 }`.
 * @param name of the fork; `fork-1` and so on by default.
 * @throws UserError or UserErrors for settings that do not exist, values that the configuration's schema refuses, and what
 *   cannot be changed in the middle of a run.
 */
export async function fork(session: Session, changes: Changes = [], name?: string): Promise<Session> {
  return (await forkRun(session, changes, { name })).session;
}

/** `fork`, with all that there is to say about it. */
export async function forkRun(
  session: Session,
  changes: Changes = [],
  options: ForkOptions = {},
): Promise<Forked> {
  checkedName(session.tree, options.name);
  const { bar, event } = session.position;
  const at = event === null ? bar : bar - 1;
  const parent = session.branch.ownerOf(endOf(at));
  const { prepared, done, differences } = await changed(parent, at, changes, options.signal);
  const { recording } = parent;
  recording.seek(at);
  const origin = recording.engine.save();
  const checkpointBytes = recording.checkpoints.budget;
  const own = new Recording(
    { ...debugSpec(prepared.spec), featureTables: sharedTables(recording, prepared.spec.markets) },
    { checkpointBytes, origin, timeline: recording.engine.timeline },
  );
  if (own.engine.slices <= at) {
    const end = at === 0 ? 'it has no bars' : `bar ${at} is its last`;
    throw new UserError(`there is nothing left to run in a fork here: ${end}`, {
      code: 'nothing_to_run',
      hint: 'go back first',
    });
  }
  // Another fork may have been made meanwhile.
  const name = checkedName(session.tree, options.name);
  const branch = new Branch(name, prepared, own, parent, done);
  const forked = new Session(branch, session.tree, endOf(at), session.options);
  forked.focus = session.focus;
  const notes: string[] = [];
  if (event !== null) {
    notes.push(`the cursor stood inside bar ${bar}, so it branches off at the end of bar ${at}`);
  }
  if (parent !== session.branch) {
    notes.push(
      `bar ${at} lies in the past that ${session.branch.name} shares with ${parent.name}, so it is a fork of ${parent.name}`,
    );
  }
  const { config } = prepared;
  for (const [id, hash] of Object.entries(prepared.codeHashes)) {
    if (parent.prepared.codeHashes[id] === hash || isTypeChanged(parent.prepared, prepared, id)) continue;
    notes.push(
      `the module of ${config.strategies.some((one) => one.id === id) ? 'strategy ' : ''}${id} has changed since ${parent.name} was opened; the fork runs it as it is now`,
    );
  }
  return { session: forked, from: parent.name, bar: at, time: forked.time, differences, notes };
}

/** The configuration of a branch with changes, checked and made ready on the bars that are loaded. */
async function changed(parent: Branch, bar: number, changes: Changes, signal: AbortSignal | undefined) {
  const { config, file, baseDirectory } = parent.prepared;
  const before = writtenForm(config);
  const written = writtenForm(config);
  const applied = applyChanges(written, readChanges(changes));
  const locator = new NamedPlaces(written);
  const wanted = checkConfig(written, registeredComponents(), { name: config.name, locator });
  const after = writtenForm(wanted);
  const differences = configDifferences(before, after);
  refuseForeign(config, wanted, differences);
  const series = windows(parent, wanted, bar);
  const isSame = own(parent).every((bars, i) => bars === series[i]);
  const prepared = await prepare(
    { config: wanted, file, baseDirectory },
    { signal, series, dataHash: isSame ? parent.prepared.dataHash : undefined },
  );
  refuseOtherStates(parent.prepared, prepared);
  const forked: PreparedRun = {
    ...prepared,
    // No result depends on what is traced, and its written form is not kept.
    config: { ...wanted, tracing: config.tracing },
    fingerprint: forkFingerprint(parent.prepared, bar, prepared),
  };
  inheritSource(forked.config, config);
  rememberIngredients(forked);
  return { done: applied.map(({ name, value }) => changeText(name, value)), differences, prepared: forked };
}

function isTypeChanged(before: PreparedRun, after: PreparedRun, id: string): boolean {
  const typeIn = ({ config }: PreparedRun) => config.strategies.find((strategy) => strategy.id === id)?.type;
  return typeIn(before) !== typeIn(after);
}

/** In the order of the configuration. */
function own({ prepared }: Branch): readonly BarSeries[] {
  return prepared.spec.markets.map(({ series }) => series);
}

/** The bars that each entry's range leaves of those loaded. */
function windows(parent: Branch, wanted: WorkflowConfig, bar: number): readonly BarSeries[] {
  let root = parent;
  while (root.parent !== null) root = root.parent;
  const now = bar === 0 ? Number.NEGATIVE_INFINITY : parent.recording.engine.timeline.time(bar - 1);
  const current = own(parent);
  return wanted.data.map((entry, i) => {
    if (entry.to === parent.prepared.config.data[i].to) return current[i];
    return windowOf(entry, root.prepared.config.data[i], own(root)[i], now);
  });
}

function windowOf(entry: DataConfig, loaded: DataConfig, series: BarSeries, now: number): BarSeries {
  const name = `data.${entry.symbol}.to`;
  const end = ({ to }: DataConfig) =>
    (to === undefined ? undefined : momentOf(to, 'to')) ?? Number.POSITIVE_INFINITY;
  if (end(entry) > end(loaded)) {
    refuseWindow(name, `the bars were loaded up to ${loaded.to}; open the workflow anew for later ones`);
  }
  if (end(entry) < now) refuseWindow(name, `${entry.to} lies before the bar at which the run is forked`);
  return barsWithin(series, entry);
}

/** Columns of features are computed once, for all runs on the same bars. */
function sharedTables(recording: Recording, markets: PreparedRun['spec']['markets']) {
  const known = new Map(recording.engine.topology.symbols.map(({ series, table }) => [series, table]));
  return new Map(
    markets.flatMap(({ series }) => {
      const table = known.get(series);
      return table === undefined ? [] : [[series.symbol, table.derive()] as const];
    }),
  );
}

function checkedName(tree: ReadonlyMap<string, Session>, name: string | undefined): string {
  if (name === undefined) {
    let number = 1;
    while (tree.has(`fork-${number}`)) number++;
    return `fork-${number}`;
  }
  if (!/^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$/.test(name)) {
    throw new UserError(`a fork cannot be called ${quoted(name)}`, {
      code: 'bad_fork_name',
      hint: 'letters, digits, "-", "_" and "." with a letter or digit at both ends',
    });
  }
  if (tree.has(name)) {
    throw new UserError(`there is a run called ${name} already`, {
      code: 'fork_exists',
      hint: 'give the fork another name',
    });
  }
  return name;
}

/** The session of a fork by its name, `main` for the first. @throws UserError with the nearest name. */
export function sessionNamed(session: Session, name: string): Session {
  const found = session.tree.get(name);
  if (found !== undefined) return found;
  throw new UserError(`there is no fork ${quoted(name)}`, {
    code: 'unknown_fork',
    hint: nameHint(name, session.tree.keys()),
  });
}
