import type { CONTAINER_TYPES } from '../../tracing/settings/schema.ts';

export type ContainerType = (typeof CONTAINER_TYPES)[number];

/** A container that a run will have. */
export interface PlannedContainer {
  readonly id: string;
  readonly type: ContainerType;
  /** The symbol, strategy or portfolio that it is for; null for the root. */
  readonly of: string | null;
}

/** The containers of a full backtest, in the order in which the engine makes them. */
export function plannedContainers(parts: {
  readonly symbols: readonly string[];
  readonly strategies: readonly string[];
  readonly portfolios: readonly string[];
}): PlannedContainer[] {
  const container = (type: ContainerType, of: string): PlannedContainer => ({
    id: `${type}_${of}`,
    type,
    of,
  });
  return [
    { id: 'root', type: 'root', of: null },
    ...parts.symbols.toSorted().flatMap((of) => [container('data', of), container('features', of)]),
    ...parts.strategies.map((of) => container('strategy', of)),
    ...parts.portfolios.flatMap((of) => [container('portfolio', of), container('execution', of)]),
  ];
}
