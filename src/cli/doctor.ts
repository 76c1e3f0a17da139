import type { Check, Finding } from './doctor-check.ts';
import { ENGINE_CHECKS } from './doctor-checks.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { parseOptions } from './options.ts';
import { styleFor } from './style.ts';

/** `admf doctor`. @param more checks besides those of the engine, told after them. */
export async function doctor(
  argv: readonly string[],
  effects: CliEffects,
  more: readonly Check[] = [],
  checks: readonly Check[] = [...ENGINE_CHECKS, ...more],
): Promise<number> {
  const { values } = parseOptions(argv, { command: 'doctor', options: { json: 'boolean' } });
  const { stdout, env } = effects;
  const style = styleFor(hasColor(stdout, env));
  const width = Math.max(...checks.map(({ name }) => name.length));
  const rows: (Finding & { readonly name: string })[] = [];
  for (const check of checks) {
    const finding = await checked(check, effects);
    rows.push({ name: check.name, ...finding });
    if (values.json === true) continue;
    const { status, found, hint } = finding;
    const [mark, color] = MARKS[status];
    stdout.write(`${style(color, mark)} ${check.name.padEnd(width)}  ${found}\n`);
    if (hint !== undefined) stdout.write(`${' '.repeat(width + 9)}${style('cyan', 'hint:')} ${hint}\n`);
  }
  const count = (wanted: Finding['status']) => rows.filter(({ status }) => status === wanted).length;
  const failed = count('failed');
  if (values.json === true) stdout.write(`${JSON.stringify(rows)}\n`);
  else
    stdout.write(
      `\n${failed === 0 ? summary(rows.length, count('warning')) : `${failed} of ${rows.length} checks failed`}\n`,
    );
  return failed === 0 ? 0 : 1;
}

function summary(all: number, warnings: number): string {
  if (warnings === 0) return `all ${all} checks passed`;
  return `nothing failed in ${all} checks; ${warnings === 1 ? 'one warning' : `${warnings} warnings`}`;
}

const MARKS = {
  ok: ['ok     ', 'green'],
  warning: ['warning', 'yellow'],
  failed: ['failed ', 'red'],
} as const;

/** A check that throws has failed: that is what it is for. */
async function checked(check: Check, effects: CliEffects): Promise<Finding> {
  try {
    return await check.run(effects);
  } catch (error) {
    return { status: 'failed', found: error instanceof Error ? error.message.split('\n')[0] : String(error) };
  }
}
