import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { completedCommands } from '../../src/cli/completion.ts';
import { COMMANDS } from '../../src/cli/help.ts';
import { invoke } from './invoke.ts';
import { scratchFolder } from './scratch.ts';

const script = async (shell: string) => (await invoke(['completion', shell], { cwd: '/' })).stdout;

describe('completion', () => {
  let bash = '';
  beforeAll(async () => {
    bash = await script('bash');
  });

  /** What bash offers when Tab is pressed behind `typed`. */
  function offered(typed: string, cwd = '/'): string[] {
    const words = typed.split(' ');
    const press = `
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_admf; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const seen = execFileSync('bash', ['--norc', '-c', `${bash}${press}`], { cwd, encoding: 'utf8' });
    return seen.split('\n').filter((line) => line !== '');
  }

  test.skipIf(process.platform === 'win32')('in bash offers commands, options and names', () => {
    expect(offered('admf va')).toEqual(['validate']);
    expect(offered('admf run w.yaml --no')).toEqual(['--no-results']);
    expect(offered('admf config pr')).toEqual(['print']);
    expect(offered('admf explain strategies.sma')).toEqual(['strategies.sma_crossover']);
    expect(offered('admf explain metrics.max_drawdown_r')).toEqual(['metrics.max_drawdown_recovery_date']);
    expect(offered('admf completion z')).toEqual(['zsh']);
    expect(offered('admf doctor x')).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')(
    'in bash offers workflow files and folders, also with spaces',
    () => {
      const cwd = scratchFolder({ 'flow.yaml': '', 'flow two.toml': '', 'flow.txt': '', 'flow.yml': '' });
      mkdirSync(join(cwd, 'flows'));
      expect(offered('admf run flow', cwd).toSorted()).toEqual([
        'flow two.toml',
        'flow.yaml',
        'flow.yml',
        'flows',
      ]);
      expect(offered('admf config print flow.y', cwd).toSorted()).toEqual(['flow.yaml', 'flow.yml']);
      expect(offered('admf why flow.t', cwd)).toEqual(['flow.txt']);
    },
  );

  test('has every command in every shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const text = await script(shell);
      for (const name of Object.keys(COMMANDS)) expect([shell, text.includes(name)]).toEqual([shell, true]);
    }
  });

  test('offers only options that the command takes', async () => {
    for (const { name, options, words } of completedCommands()) {
      if (name === 'kernel' || name === 'help') continue;
      // What "admf data" takes depends on what it is to do.
      const actions = name === 'data' ? words.filter((word) => word !== 'generate') : words.slice(0, 1);
      for (const option of options) {
        const value = option.value === null ? [] : ['x'];
        const tries = (actions.length === 0 ? [[]] : actions.map((word) => [word])).map((action) =>
          invoke([name, ...action, option.name, ...value], { cwd: '/nowhere' }),
        );
        const refused = (await Promise.all(tries)).filter(({ stderr }) =>
          stderr.includes('there is no option'),
        );
        expect([name, option.name, refused.length < tries.length]).toEqual([name, option.name, true]);
      }
    }
  });
});
