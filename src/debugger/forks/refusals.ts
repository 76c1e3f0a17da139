import { UserError, UserErrors } from '../../foundation/user-error.ts';
import type { ConfigDifference } from '../../workflows/config/config-differences.ts';
import { placeName } from '../../workflows/config/config-places.ts';
import type { Path } from '../../workflows/config/path.ts';
import type { WorkflowConfig } from '../../workflows/config/workflow-config.ts';
import { writtenForm } from '../../workflows/config/written-form.ts';
import type { PreparedRun } from '../../workflows/prepare.ts';

/**
 * Refuses what a run cannot take up in its middle: what its past was made with, and what its state is kept in.
 *
 * @throws UserError or UserErrors, one for each change.
 */
export function refuseForeign(
  before: WorkflowConfig,
  after: WorkflowConfig,
  differences: readonly ConfigDifference[],
): void {
  // Several differences of one part are one refusal.
  const reasons = new Map<string, string>();
  for (const { path, name } of differences) {
    const why = reason(before, after, path);
    const isPart = path[0] === 'portfolios' && path[2] === 'strategies';
    if (why !== undefined) reasons.set(isPart ? placeName(writtenForm(before), path.slice(0, 3)) : name, why);
  }
  const refused = [...reasons].map(([name, why]) => refusal(name, why));
  if (refused.length > 0) throw refused.length === 1 ? refused[0] : new UserErrors(refused);
}

/** Refuses another strategy where one of the two has a state: what keeps nothing but its place in the bars can be exchanged. */
export function refuseOtherStates(before: PreparedRun, after: PreparedRun): void {
  for (const [i, { id, definition }] of before.spec.strategies.entries()) {
    const other = after.spec.strategies[i].definition;
    if (before.config.strategies[i].type === after.config.strategies[i].type) continue;
    if (definition.initialState === undefined && other.initialState === undefined) continue;
    const [own, its] = definition.initialState === undefined ? [other, definition] : [definition, other];
    throw refusal(`strategies.${id}.type`, `${own.type} keeps a state that ${its.type} does not have`);
  }
}

/** The data may end earlier, though not before the fork, and not after what was loaded. */
export function refuseWindow(name: string, why: string): never {
  throw new UserError(`${name}: ${why}`, { code: 'bad_window' });
}

function reason(before: WorkflowConfig, after: WorkflowConfig, path: Path): string | undefined {
  const [root, index, key] = path;
  switch (root) {
    case 'name':
      return 'it names the whole run, and a fork has a name of its own';
    case 'seed':
      return 'random numbers have been drawn from it';
    case 'data':
      if (key === 'to') return undefined;
      return key === undefined || key === 'symbol'
        ? 'the run has had these symbols from its beginning'
        : 'the bars before the fork were read with it';
    case 'strategies':
      if (!isSame(ids(before.strategies), ids(after.strategies))) {
        return 'the run has had these strategies from its beginning';
      }
      return key === 'symbols' ? 'the strategy has a state for each of its symbols' : undefined;
    case 'portfolios': {
      if (!isSame(ids(before.portfolios), ids(after.portfolios))) {
        return 'the run has had these portfolios from its beginning';
      }
      if (key === 'cash') return 'the portfolio began with it';
      const followed = (config: WorkflowConfig) => ids(config.portfolios[Number(index)].strategies);
      return key === 'strategies' && !isSame(followed(before), followed(after))
        ? 'the portfolio has followed these strategies from its beginning'
        : undefined;
    }
    case 'containers':
      // What a component keeps may be of any shape, whatever its parameters.
      return path[2] === 'components' && path[4] === 'params'
        ? undefined
        : 'the run has had these containers from its beginning';
    case 'routes':
      return 'events have gone this way from its beginning';
    default:
      return undefined;
  }
}

function ids(entries: readonly { readonly id: string }[]): string[] {
  return entries.map(({ id }) => id);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name, i) => name === b[i]);
}

function refusal(name: string, why: string): UserError {
  return new UserError(`${name} cannot be changed in the middle of a run: ${why}`, {
    code: 'not_in_a_fork',
    hint: 'open the workflow anew with it',
  });
}
