import type { ComponentDefinition } from '../engine/own/component.ts';
import { loadUserModule, type UserModule } from './user-module.ts';

/** Loads a component that a user keeps in a file of their own: its default export, made with `defineComponent`. */
export function loadComponentModule(
  path: string,
  baseDirectory: string,
  shown?: (path: string) => string,
): Promise<UserModule<ComponentDefinition>> {
  const kind = {
    name: 'component',
    problem: componentProblem,
    hint: 'export default defineComponent({ type, description, params, listens })',
  };
  return loadUserModule(kind, path, baseDirectory, shown);
}

/** What keeps a value from being the definition of a component; undefined when it is one. */
export function componentProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'has no component as its default export';
  const { type, params, listens, publishes } = value as Partial<ComponentDefinition>;
  if (typeof type !== 'string' || type === '') return 'has no type';
  if (typeof (params as { safeParse?: unknown } | undefined)?.safeParse !== 'function') {
    return 'has no params (a zod schema)';
  }
  if (typeof listens !== 'object' || listens === null)
    return 'listens to nothing (listens: { FILL(event) {} })';
  for (const [event, handler] of Object.entries(listens)) {
    if (typeof handler !== 'function') return `has no function for ${event}`;
  }
  if (publishes !== undefined && !Array.isArray(publishes)) return 'publishes no list of event types';
  return undefined;
}
