import type { z } from 'zod';

/** A strategy definition given in code in place of a name; it is kept as it is, whatever else it holds. */
export interface StrategyObject {
  readonly type: string;
  /** Schema of its parameters. */
  readonly params: z.ZodType;
}

export function isDefinition(value: unknown): value is StrategyObject {
  if (value === null || typeof value !== 'object' || !('type' in value) || !('params' in value)) return false;
  const { type, params } = value;
  return typeof type === 'string' && params !== null && typeof params === 'object' && 'safeParse' in params;
}
