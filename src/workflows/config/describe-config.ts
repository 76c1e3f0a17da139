import type { z } from 'zod';
import { defOf, expectationOf, unwrapped } from './expectation.ts';
import { workflowSchema } from './schema.ts';

/** One key of the configuration, for help, documentation and `admf explain`. */
export interface ConfigKey {
  /** `portfolios[].cash` */
  readonly path: string;
  /** What it accepts, in words: "a number > 0". */
  readonly expects: string;
  readonly description: string;
  readonly required: boolean;
  /** Absent when required, or when leaving the key out means something of its own. */
  readonly default?: unknown;
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
    const outer = defOf(part);
    const hasDefault = outer.type === 'default';
    const row: ConfigKey = {
      path: at,
      expects: expectationOf(part),
      description: descriptionOf(part),
      required: !['default', 'prefault', 'optional'].includes(outer.type),
      ...(hasDefault ? { default: outer.defaultValue } : {}),
    };
    return [row, ...rowsOf(part, at)];
  });
}

function descriptionOf(schema: z.core.$ZodType): string {
  const own = (schema as z.ZodType).description;
  const inner = unwrapped(schema);
  return own ?? (inner === schema ? '' : ((inner as z.ZodType).description ?? ''));
}
