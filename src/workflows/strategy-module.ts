import type { StrategyDefinition } from '../strategies/strategy.ts';
import { loadUserModule, type UserModule } from './user-module.ts';

/** Loads a strategy that a user keeps in a file of their own: its default export, made with `defineStrategy`. */
export function loadStrategyModule(
  path: string,
  baseDirectory: string,
  shown?: (path: string) => string,
): Promise<UserModule<StrategyDefinition>> {
  const kind = {
    name: 'strategy',
    problem: strategyProblem,
    hint: 'export default defineStrategy({ type, description, params, features, decide })',
  };
  return loadUserModule(kind, path, baseDirectory, shown);
}

/** What keeps a value from being a strategy definition; undefined when it is one. */
export function strategyProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'has no strategy as its default export';
  const { type, params, features, decide } = value as Partial<StrategyDefinition>;
  if (typeof type !== 'string' || type === '') return 'has no type';
  if (typeof (params as { safeParse?: unknown } | undefined)?.safeParse !== 'function') {
    return 'has no params (a zod schema)';
  }
  if (typeof features !== 'function') return 'has no features function';
  if (typeof decide !== 'function') return 'has no decide function';
  return undefined;
}
