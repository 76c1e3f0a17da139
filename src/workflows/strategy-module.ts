import type { SizingDefinition } from '../risk/sizing.ts';
import type { StrategyDefinition } from '../strategies/strategy.ts';
import type { AnyStrategy } from '../strategies/universe.ts';
import { loadUserModule, type ModuleKind, type UserModule } from './user-module.ts';

const STRATEGY: ModuleKind = {
  name: 'strategy',
  problem: strategyProblem,
  hint: 'export default defineStrategy({ type, description, params, features, decide })',
};

const SIZING: ModuleKind = {
  name: 'sizing',
  problem: sizingProblem,
  hint: 'export default defineSizing({ type, description, params, create })',
};

type Shown = (path: string) => string;

/** Loads a strategy that a user keeps in a file of their own: its default export, made with `defineStrategy`. */
export function loadStrategyModule(
  path: string,
  baseDirectory: string,
  shown?: Shown,
): Promise<UserModule<AnyStrategy>> {
  return loadUserModule(STRATEGY, path, baseDirectory, shown);
}

/** The same for a sizing rule, made with `defineSizing`. */
export function loadSizingModule(
  path: string,
  baseDirectory: string,
  shown?: Shown,
): Promise<UserModule<SizingDefinition>> {
  return loadUserModule(SIZING, path, baseDirectory, shown);
}

/** What keeps a value from being a strategy definition; undefined when it is one. */
export function strategyProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'has no strategy as its default export';
  const { type, params, features, decide } = value as Partial<StrategyDefinition>;
  const { decideAll } = value as { decideAll?: unknown };
  if (typeof type !== 'string' || type === '') return 'has no type';
  if (typeof (params as { safeParse?: unknown } | undefined)?.safeParse !== 'function') {
    return 'has no params (a zod schema)';
  }
  if (typeof features !== 'function') return 'has no features function';
  if (typeof decide !== 'function' && typeof decideAll !== 'function') return 'has no decide function';
  return undefined;
}

function sizingProblem(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return 'has no sizing rule as its default export';
  const { type, params, create } = value as Partial<SizingDefinition>;
  if (typeof type !== 'string' || type === '') return 'has no type';
  if (typeof (params as { safeParse?: unknown } | undefined)?.safeParse !== 'function') {
    return 'has no params (a zod schema)';
  }
  if (typeof create !== 'function') return 'has no create function';
  return undefined;
}
