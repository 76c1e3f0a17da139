import { UserError } from '../foundation/user-error.ts';
import { registeredComponents } from '../workflows/components.ts';
import { configLines } from '../workflows/config/config-text.ts';
import { type ConfigValue, configValues, valueName, wholeConfig } from '../workflows/config/config-values.ts';
import { hintFor } from '../workflows/config/hint.ts';
import { loadWorkflow } from '../workflows/load-workflow.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { LAYER_OPTIONS, layersOf } from './layer-options.ts';
import { parseOptions } from './options.ts';
import { styleFor } from './style.ts';

/** The layers of a configuration, each winning over those before it. */
const PRECEDENCE = 'defaults < workflow file < environment < ADMF_ variables < --set';

/** `admf config print <workflow.yaml>`. */
export async function config(argv: readonly string[], effects: CliEffects): Promise<number> {
  const [what, ...rest] = argv;
  if (what === 'print') return await print(rest, effects);
  const message = what === undefined ? 'admf config: say what to do' : `admf config: there is no "${what}"`;
  throw new UserError(message, { code: 'bad_command_line', hint: hintFor(what ?? '', ['print']) });
}

async function print(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'config',
    options: {
      ...LAYER_OPTIONS,
      resolved: 'boolean',
      sources: 'boolean',
      'diff-defaults': 'boolean',
      json: 'boolean',
    },
    argument: { name: '<workflow.yaml>', required: true },
  });
  const loaded = await loadWorkflow(argument as string, {
    baseDirectory: effects.cwd,
    ...layersOf(values, effects),
  });
  const { resolved = false, 'diff-defaults': diff = false } = values;
  const tree = wholeConfig(loaded.config, resolved);
  const all = configValues(loaded.config, tree, registeredComponents());
  const shown = diff ? all.filter(({ isDefault }) => !isDefault) : all;
  const { stdout, env } = effects;
  if (values.json === true) {
    stdout.write(`${JSON.stringify(shown.map(jsonOf))}\n`);
    return 0;
  }
  const style = styleFor(hasColor(stdout, env));
  const lines = configLines(tree, shown);
  const width = Math.min(60, Math.max(0, ...lines.map(({ text }) => text.length)));
  const text = lines.map((line) =>
    values.sources === true && line.value !== undefined
      ? `${line.text.padEnd(width)}  ${style('dim', `# ${line.value.source.name}`)}`
      : line.text,
  );
  if (values.sources === true) text.unshift(style('dim', `# ${PRECEDENCE}`));
  stdout.write(`${text.join('\n')}\n`);
  return 0;
}

function jsonOf(value: ConfigValue): Record<string, unknown> {
  return { path: valueName(value), value: value.value, source: value.source, is_default: value.isDefault };
}
