import { registeredComponents } from '../workflows/components.ts';
import { inlineYaml, type SettingDescription } from '../workflows/config/describe-schema.ts';
import { type Explanation, explain } from '../workflows/config/explain.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { parseOptions } from './options.ts';
import { type Style, styleFor } from './style.ts';
import { wrapped } from './wrap.ts';

/** Characters in a line of text that goes to a file or a pipe, and at most on a terminal. */
const WIDTH = 100;

/** `admf explain [name]`. */
export async function explainCommand(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument = '' } = parseOptions(argv, {
    command: 'explain',
    options: { json: 'boolean' },
    argument: { name: '[name]', required: false },
  });
  const found = explain(argument, registeredComponents());
  const { stdout, env } = effects;
  if (values.json === true) stdout.write(`${JSON.stringify(found)}\n`);
  else stdout.write(textOf(found, Math.min(stdout.columns ?? WIDTH, WIDTH), styleFor(hasColor(stdout, env))));
  return 0;
}

function textOf(found: Explanation, width: number, style: Style): string {
  const { path, kind, expects, required, description, unit, allowed, example, parts, formula, nullWhen } =
    found;
  const title = path === '' ? 'workflow' : path;
  const isKey = kind === 'setting' || kind === 'parameter';
  const lines = [
    `${style('bold', title)}: ${expects}${isKey && required ? ', required' : ''}`,
    ...wrapped(description, width, '  '),
  ];
  const facts: [string, string | undefined][] = [
    ['default', isKey && 'default' in found ? inlineYaml(found.default) : undefined],
    ['unit', unit],
    ['allowed', allowed?.join(', ')],
    ['formula', formula],
    ['null when', nullWhen],
    ['example', example === undefined ? undefined : inlineYaml(example)],
  ];
  const told = facts.filter(([, text]) => text !== undefined) as [string, string][];
  if (told.length > 0) lines.push('');
  for (const [name, text] of told) {
    const [first, ...rest] = wrapped(name === 'example' ? unbraced(text) : text, width - 13, '');
    lines.push(
      `  ${style('dim', name.padEnd(11))}${first}`,
      ...rest.map((line) => `  ${' '.repeat(11)}${line}`),
    );
  }
  if (parts.length > 0) lines.push('', ...partLines(parts, width, style));
  if (parts.length > 0)
    lines.push(
      '',
      style(
        'dim',
        `  more: admf explain ${path === '' ? '' : `${path.replaceAll('[]', '')}.`}${parts[0].path}`,
      ),
    );
  return `${lines.join('\n')}\n`;
}

function partLines(parts: readonly SettingDescription[], width: number, style: Style): string[] {
  const column = Math.max(...parts.map((part) => part.path.length)) + 2;
  return parts.flatMap((part) => {
    const needed = part.required ? ' (required)' : '';
    const byDefault = part.default === undefined ? '' : ` (default ${inlineYaml(part.default)})`;
    const [first = '', ...rest] = wrapped(`${part.description}${needed}${byDefault}`, width - column - 2, '');
    return [
      `  ${style('cyan', part.path)}${' '.repeat(column - part.path.length)}${first}`,
      ...rest.map((line) => `  ${' '.repeat(column)}${line}`),
    ];
  });
}

/** `{ seed: 7 }` as one would write it in a file: `seed: 7`. */
function unbraced(text: string): string {
  const inner = /^\{ ([^:{}[\]]+): (.*) \}$/s.exec(text);
  return inner === null || (inner[2].includes(', ') && !/^[{[].*[}\]]$/s.test(inner[2]))
    ? text
    : `${inner[1]}: ${inner[2]}`;
}
