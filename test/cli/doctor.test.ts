import { describe, expect, test } from 'vitest';
import { doctor } from '../../src/cli/doctor.ts';
import type { Check } from '../../src/cli/doctor-check.ts';
import { ENGINE_CHECKS } from '../../src/cli/doctor-checks.ts';
import type { CliEffects } from '../../src/cli/effects.ts';
import { invoke, NOW, pipe } from './invoke.ts';
import { filesBelow, scratchFolder } from './scratch.ts';

async function run(
  checks: readonly Check[],
  argv: readonly string[] = [],
): Promise<{ code: number; text: string }> {
  let text = '';
  const output = { isTTY: false, columns: undefined, write: (more: string) => (text += more) };
  const effects: CliEffects = {
    stdin: pipe(),
    stdout: output,
    stderr: output,
    cwd: '/',
    env: {},
    now: () => NOW,
    onInterrupt: () => () => {},
  };
  return { code: await doctor(argv, effects, [], checks), text };
}

const fine: Check = { name: 'fine', run: () => ({ status: 'ok', found: 'all is well' }) };
const odd: Check = {
  name: 'odd one',
  run: () => ({ status: 'warning', found: 'little space', hint: 'make some' }),
};
const broken: Check = {
  name: 'broken',
  run: () => {
    throw new Error('no such library\n    at somewhere');
  },
};

describe('admf doctor', () => {
  test('tells each check on a line, with what to do, and how many there were', async () => {
    expect(await run([fine, odd])).toEqual({
      code: 0,
      text: `ok      fine     all is well
warning odd one  little space
                hint: make some

nothing failed in 2 checks; one warning
`,
    });
  });

  test('fails when a check fails or throws, and goes on with the others', async () => {
    expect(await run([broken, fine])).toEqual({
      code: 1,
      text: `failed  broken  no such library
ok      fine    all is well

1 of 2 checks failed
`,
    });
  });

  test('gives programs a list', async () => {
    const { text } = await run([fine, broken], ['--json']);
    expect(JSON.parse(text)).toEqual([
      { name: 'fine', status: 'ok', found: 'all is well' },
      { name: 'broken', status: 'failed', found: 'no such library' },
    ]);
  });

  test('passes here, and leaves nothing behind', async () => {
    const cwd = scratchFolder();
    const { code, stdout } = await invoke(['doctor', '--json'], { cwd });
    const rows = JSON.parse(stdout) as { name: string; status: string }[];
    expect(rows.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(rows.map(({ name }) => name)).toEqual(ENGINE_CHECKS.map(({ name }) => name));
    expect([code, filesBelow(cwd)]).toEqual([0, []]);
  });

  test('tells of variables that are laid over workflows', async () => {
    const cwd = scratchFolder();
    const { stdout } = await invoke(['doctor'], { cwd, env: { ADMF_SEED: '7' } });
    expect(stdout).toContain('ADMF_SEED: laid over every workflow');
  });
});
