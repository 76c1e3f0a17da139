import type { EventRecord } from '../../events/event.ts';
import type { ComponentDefinition } from './component.ts';
import type { MemoryBudget, Tier } from './own-container.ts';

export const ROUTE_KINDS = ['pipe', 'broadcast', 'filter', 'selective', 'hierarchical'] as const;
export type RouteKind = (typeof ROUTE_KINDS)[number];

/**
 * Where in the tree of containers a route may lead: up and down from where it begins and to those beside it, only down, only
 * beside, or anywhere.
 */
export const ROUTE_SCOPES = ['family', 'descendants', 'siblings', 'run'] as const;
export type RouteScope = (typeof ROUTE_SCOPES)[number];

/** A container of the user's, with its components found and their parameters checked. */
export interface OwnContainerSpec {
  readonly id: string;
  /** Any container of the run. */
  readonly parent: string;
  readonly components: readonly { readonly definition: ComponentDefinition; readonly params: unknown }[];
  /** For state and queues together; null when there is no budget. */
  readonly budget: MemoryBudget | null;
}

/** Whether an event takes a way; asked with a copy. */
export type Accepts = (event: EventRecord) => boolean;

interface RouteSpecBase {
  /** In messages, counts and dead letters. */
  readonly name: string;
  readonly tier: Tier;
  /** Fast: events in a batch; null: those of a slice. */
  readonly batchSize: number | null;
  /** Reliable: how often an event comes again after the first time. */
  readonly maxRetries: number;
  readonly scope: RouteScope;
}

/** A route of the user's from containers to containers, all by name. */
export interface DirectRouteSpec extends RouteSpecBase {
  readonly kind: 'pipe' | 'broadcast' | 'filter' | 'selective';
  readonly from: readonly string[];
  readonly events: readonly string[];
  /** The first that accepts an event has it; the last may accept all that is left. Those of no kind but `selective` have one. */
  readonly ways: readonly { readonly accepts: Accepts | null; readonly to: readonly string[] }[];
}

/** Context from a container down to all of the user's below it, results up from them. */
export interface HierarchicalRouteSpec extends RouteSpecBase {
  readonly kind: 'hierarchical';
  readonly parent: string;
  readonly down: readonly string[];
  readonly up: readonly string[];
}

export type RouteSpec = DirectRouteSpec | HierarchicalRouteSpec;

/** From one container, for some types, by name. */
export interface PlannedLink {
  /** Number of the route. */
  readonly route: number;
  readonly from: string;
  readonly types: readonly string[];
  readonly ways: readonly { readonly accepts: Accepts | null; readonly to: readonly string[] }[];
}
