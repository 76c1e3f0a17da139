import type { z } from 'zod';
import { describeSchema, type SettingDescription } from '../../../src/workflows/config/describe-schema.ts';
import { defOf, unwrapped } from '../../../src/workflows/config/expectation.ts';
import { workflowSchema } from '../../../src/workflows/config/schema.ts';

/** One key of the configuration, with its schema. */
export interface ConfigKey extends SettingDescription {
  readonly schema: z.core.$ZodType;
}

/** Every key of the configuration in the order of the schema; the parameters of components are in their registries. */
export function describeConfig(): ConfigKey[] {
  return rowsOf(workflowSchema, '');
}

function rowsOf(schema: z.core.$ZodType, path: string): ConfigKey[] {
  const def = defOf(unwrapped(schema));
  if (def.type === 'array') return rowsOf(def.element, `${path}[]`);
  if (def.type === 'union') return def.options.flatMap((option) => rowsOf(option, path));
  if (def.type !== 'object') return [];
  return Object.entries(def.shape).flatMap(([key, part]) => {
    const at = path === '' ? key : `${path}.${key}`;
    return [{ ...describeSchema(part, at), schema: part }, ...rowsOf(part, at)];
  });
}
