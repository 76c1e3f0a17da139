import { UserError } from '../foundation/user-error.ts';
import { registeredComponents } from '../workflows/components.ts';
import { describeSchema, inlineYaml } from '../workflows/config/describe-schema.ts';
import { shapeOf } from '../workflows/config/explain.ts';
import { type ComponentFamily, componentFamilies } from '../workflows/config/families.ts';
import { hintFor } from '../workflows/config/hint.ts';
import { type CliEffects, hasColor } from './effects.ts';
import { parseOptions } from './options.ts';
import { type Style, styleFor } from './style.ts';
import { wrapped } from './wrap.ts';

const WIDTH = 100;

/** `admf components [family]`. */
export async function components(argv: readonly string[], effects: CliEffects): Promise<number> {
  const { values, argument } = parseOptions(argv, {
    command: 'components',
    options: { json: 'boolean' },
    argument: { name: '[family]', required: false },
  });
  const all = componentFamilies(registeredComponents());
  const families = argument === undefined ? all : all.filter(({ name }) => name === argument);
  if (families.length === 0) {
    throw new UserError(`admf components: there is no family "${argument}"`, {
      code: 'unknown_family',
      hint: hintFor(
        argument ?? '',
        all.map(({ name }) => name),
      ),
    });
  }
  const { stdout, env } = effects;
  if (values.json === true) stdout.write(`${JSON.stringify(families.flatMap(rowsOf))}\n`);
  else {
    const width = Math.min(stdout.columns ?? WIDTH, WIDTH);
    const style = styleFor(hasColor(stdout, env));
    stdout.write(`${families.map((family) => familyText(family, width, style)).join('\n\n')}\n`);
  }
  return 0;
}

function rowsOf({ name, key, registry }: ComponentFamily) {
  return [...registry].map(({ type, description, params }) => ({
    family: name,
    key,
    type,
    description,
    params: Object.entries(shapeOf(params)).map(([param, schema]) => {
      const { path: _, keys: __, ...rest } = describeSchema(schema, param);
      return { name: param, ...rest };
    }),
  }));
}

function familyText(family: ComponentFamily, width: number, style: Style): string {
  const rows = rowsOf(family);
  const column = Math.max(...rows.map(({ type }) => type.length)) + 2;
  const where = family.key === null ? '' : style('dim', `  ${family.key}.type`);
  const lines = rows.flatMap(({ type, description, params }) => {
    const told = params.map((param) =>
      param.default === undefined ? param.name : `${param.name}=${inlineYaml(param.default)}`,
    );
    const text = told.length === 0 ? description : `${description} ${told.join(' ')}`;
    const [first = '', ...rest] = wrapped(text, width - column - 2, '');
    return [
      `  ${style('cyan', type)}${' '.repeat(column - type.length)}${first}`,
      ...rest.map((line) => `  ${' '.repeat(column)}${line}`),
    ];
  });
  return [`${style('bold', family.name)} (${rows.length})${where}`, ...lines].join('\n');
}
