import { UserError } from '../foundation/user-error.ts';
import { registeredComponents } from '../workflows/components.ts';
import { explainableNames } from '../workflows/config/explain.ts';
import { componentFamilies } from '../workflows/config/families.ts';
import { hintFor } from '../workflows/config/hint.ts';
import {
  bashCompletion,
  type CompletedCommand,
  fishCompletion,
  zshCompletion,
} from './completion-scripts.ts';
import { DATA_ACTIONS } from './data.ts';
import type { CliEffects } from './effects.ts';
import { COMMANDS, optionsOf } from './help.ts';
import { parseOptions } from './options.ts';

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** `admf completion <bash|zsh|fish>`. */
export async function completion(argv: readonly string[], { stdout }: CliEffects): Promise<number> {
  const { argument } = parseOptions(argv, {
    command: 'completion',
    options: {},
    argument: { name: '<bash|zsh|fish>', required: true },
  });
  if (argument === undefined || !Object.hasOwn(SHELLS, argument)) {
    throw new UserError(`admf completion: there is no script for "${argument}"`, {
      code: 'unknown_shell',
      hint: hintFor(argument ?? '', Object.keys(SHELLS)),
    });
  }
  stdout.write(SHELLS[argument as keyof typeof SHELLS](completedCommands()));
  return 0;
}

/** What can follow each command, by its help. */
export function completedCommands(): CompletedCommand[] {
  const registries = registeredComponents();
  const words: Readonly<Record<string, readonly string[]>> = {
    config: ['print'],
    data: DATA_ACTIONS,
    trace: ['explain'],
    kernel: ['install', 'uninstall', 'list', 'start', 'papermill'],
    notebook: ['run', 'new'],
    completion: Object.keys(SHELLS),
    components: componentFamilies(registries).map(({ name }) => name),
    explain: explainableNames(registries),
    help: Object.keys(COMMANDS),
  };
  return Object.entries(COMMANDS).map(([name, { usage, summary }]) => ({
    name,
    summary,
    options: [...optionsOf(name), { name: '--help', value: null, meaning: 'tell what the command does' }],
    words: words[name] ?? [],
    workflow: usage.includes('<workflow.yaml>'),
    run: usage.includes('<run folder'),
  }));
}
