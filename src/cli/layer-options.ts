import type { ConfigLayers } from '../workflows/config/config.ts';
import type { CliEffects } from './effects.ts';

/** Options of every command that reads a workflow: what is laid over the file. */
export const LAYER_OPTIONS = { env: 'string', set: 'strings' } as const;

/** The layers over a workflow that a command line and the process's variables ask for. */
export function layersOf(
  values: { readonly env?: string; readonly set?: readonly string[] },
  { env }: CliEffects,
): ConfigLayers {
  return { environment: values.env, set: values.set, variables: env };
}
