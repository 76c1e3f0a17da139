import { CONTAINER_TYPES } from '../../tracing/settings/schema.ts';

/** Kinds of containers: those that the engine makes, and the user's own. */
export type ContainerType = (typeof CONTAINER_TYPES)[number] | 'own';

/** A container that a run will have. */
export interface PlannedContainer {
  readonly id: string;
  readonly type: ContainerType;
  /** The symbol, strategy or portfolio that it is for; null for the root and the user's own. */
  readonly of: string | null;
  /** The container above it; null for the root. */
  readonly parent: string | null;
}

/** The containers of a full backtest, in the order in which the engine makes them. */
export function plannedContainers(parts: {
  readonly symbols: readonly string[];
  readonly strategies: readonly string[];
  readonly portfolios: readonly string[];
  readonly own?: readonly { readonly id: string; readonly parent: string }[];
}): PlannedContainer[] {
  const container = (type: ContainerType, of: string, parent = 'root'): PlannedContainer => ({
    id: `${type}_${of}`,
    type,
    of,
    parent,
  });
  return [
    { id: 'root', type: 'root', of: null, parent: null },
    ...parts.symbols
      .toSorted()
      .flatMap((of) => [container('data', of), container('features', of, `data_${of}`)]),
    ...parts.strategies.map((of) => container('strategy', of)),
    ...parts.portfolios.flatMap((of) => [
      container('portfolio', of),
      container('execution', of, `portfolio_${of}`),
    ]),
    ...(parts.own ?? []).map(({ id, parent }): PlannedContainer => ({ id, type: 'own', of: null, parent })),
  ];
}

/** The kind of container that a name is kept for: `portfolio_x` is a portfolio's. */
export function kindOfName(id: string): (typeof CONTAINER_TYPES)[number] | undefined {
  return CONTAINER_TYPES.find((type) => (type === 'root' ? id === type : id.startsWith(`${type}_`)));
}
