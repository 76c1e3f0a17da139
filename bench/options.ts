import { parseArgs } from 'node:util';
import { nameHint } from '../src/foundation/nearest-name.ts';
import { UserError } from '../src/foundation/user-error.ts';
import type { Table } from './tables/table.ts';

export interface BenchOptions {
  /** Names of the tables to print. */
  readonly only: readonly string[];
  readonly quick: boolean;
}

/**
 * Reads the command line: `--only <table>,<table>` and `--quick`.
 *
 * @throws UserError for anything else, with the nearest name.
 */
export function parseOptions(
  args: readonly string[],
  choice: readonly Pick<Table, 'name' | 'onlyByName'>[],
): BenchOptions {
  const tables = choice.map(({ name }) => name);
  const { values, tokens } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, quick: { type: 'boolean', default: false } },
    strict: false,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind === 'option' && !['only', 'quick'].includes(token.name)) {
      throw new UserError(`unknown option ${token.rawName}`, {
        code: 'unknown_option',
        hint: nameHint(token.name, ['only', 'quick']),
      });
    }
    if (token.kind === 'positional') {
      throw new UserError(`unexpected argument "${token.value}"`, {
        code: 'unexpected_argument',
        hint: `--only ${token.value} picks a table`,
      });
    }
  }
  const only =
    typeof values.only === 'string'
      ? values.only.split(',').map((name) => name.trim())
      : choice.filter(({ onlyByName }) => onlyByName !== true).map(({ name }) => name);
  if (values.only === true) {
    throw new UserError('--only has no table', {
      code: 'missing_value',
      hint: `one of ${tables.join(', ')}`,
    });
  }
  for (const name of only) {
    if (!tables.includes(name)) {
      throw new UserError(`there is no table "${name}"`, {
        code: 'unknown_table',
        hint: nameHint(name, tables),
      });
    }
  }
  return { only, quick: values.quick === true };
}
