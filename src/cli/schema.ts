import { registeredComponents } from '../workflows/components.ts';
import { configJsonSchema } from '../workflows/config/json-schema.ts';
import type { CliEffects } from './effects.ts';
import { parseOptions } from './options.ts';

/** `admf schema`. */
export async function schema(argv: readonly string[], { stdout }: CliEffects): Promise<number> {
  parseOptions(argv, { command: 'schema', options: {} });
  stdout.write(schemaText());
  return 0;
}

/** The JSON Schema of workflows with every component that is registered, as a file holds it. */
export function schemaText(): string {
  return `${JSON.stringify(configJsonSchema(registeredComponents()), null, 2)}\n`;
}
