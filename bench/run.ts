/**
 * `npm run bench [-- --only single,memory] [--quick]`: prints tables of what the engine takes, beside what the same
 * work takes by other means, in one run. Read bench/README.md before believing any of it.
 */

import { renderUserErrors } from '../src/foundation/render-user-errors.ts';
import { UserError } from '../src/foundation/user-error.ts';
import { FULL, QUICK } from './harness/scale.ts';
import { machineLine } from './machine.ts';
import { parseOptions } from './options.ts';
import { TABLES } from './tables/index.ts';

try {
  const { only, quick } = parseOptions(process.argv.slice(2), TABLES);
  console.log(machineLine());
  if (quick) console.log('quick: a fraction of the work, so the figures say nothing about speed');
  console.log();
  for (const table of TABLES) {
    if (!only.includes(table.name)) continue;
    console.log(`## ${table.title}  (--only ${table.name})\n`);
    await table.run(quick ? QUICK : FULL, console.log);
  }
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  process.stderr.write(renderUserErrors(error, { color: process.stderr.isTTY }));
  process.exitCode = error.exitCode;
}
