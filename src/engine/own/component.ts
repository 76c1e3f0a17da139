import type { z } from 'zod';
import type { EventRecord } from '../../events/event.ts';
import type { EventTypeDefinition } from '../../events/event-type.ts';
import type { Payloads } from '../../events/payloads.ts';
import type { Random } from '../../foundation/random.ts';
import type { ComponentDescription } from '../../foundation/registry.ts';

/** What a component of the user's may use while it handles an event. */
export interface ComponentContext<P, S> {
  readonly params: P;
  /** What `initialState` returned, to be changed in place. Part of the run's state: saved, restored, stepped back. */
  readonly state: S;
  /** Random numbers of this component, seeded by the run's `seed` and its name. Part of the run's state. */
  readonly random: Random;
  /** The container that it lives in. */
  readonly containerId: string;
  /** 1 for the first try; above 1 only on a reliable route, after earlier ones threw. */
  readonly attempt: number;
  /**
   * Publishes an event of a type that `defineEventType` made and `publishes` names. The event being handled is its cause,
   * and it belongs to the same trade. It goes out once the handler has returned; if that throws, it does not.
   *
   * @throws UserError for any other type, or a payload that the type's schema refuses.
   */
  readonly publish: (type: string | EventTypeDefinition, payload: Readonly<Record<string, unknown>>) => void;
}

/** An event of a type that `defineEventType` made: `ALERT(event: EventOf<typeof ALERT>) { … }`. */
export type EventOf<D> =
  D extends EventTypeDefinition<infer P>
    ? Omit<EventRecord, 'payload'> & { readonly payload: Readonly<P> }
    : never;

/** A method, so that a definition with parameters of its own is one with any. */
type Handler<E, P, S> = { handle(event: E, context: ComponentContext<P, S>): void }['handle'];

/** Handlers by event type. Each gets a copy of the event, which it may keep. */
export type ComponentListeners<P, S> = {
  readonly [T in keyof Payloads]?: Handler<EventRecord<T>, P, S>;
} & {
  readonly [T in string]?: Handler<EventRecord, P, S>;
};

/**
 * A component of the user's: hears events, keeps declared state, publishes events of its own types. It must keep nothing
 * outside `state` and draw random numbers from `random` alone, or stepping back would not take them along.
 */
export interface ComponentDefinition<P = unknown, S = unknown> extends ComponentDescription {
  readonly params: z.ZodType<P>;
  /** Types that it publishes, all of the user's own. */
  readonly publishes?: readonly (string | EventTypeDefinition)[];
  /** State of a fresh instance: plain data that `structuredClone` can copy. */
  initialState?(params: P): S;
  readonly listens: ComponentListeners<P, S>;
  /** Plain data for people; the state by default. */
  inspect?(state: S, params: P): Record<string, unknown>;
}

/**
 * Describes a component for a container of your own, with types inferred from its parameters and state.
 *
 * @example
 * export default defineComponent({
 *   type: 'loss_alert',
 *   description: 'Tells of trades that lost more than a limit.',
 *   params: z.strictObject({ limit: z.number().gt(0) }),
 *   publishes: [ALERT],
 *   listens: {
 *     POSITION_CLOSE({ payload }, { params, publish }) {
 *       if (payload.pnl < -params.limit) publish(ALERT, { loss: -payload.pnl });
 *     },
 *   },
 * });
 */
export function defineComponent<P, S = undefined>(
  definition: ComponentDefinition<P, S>,
): ComponentDefinition<P, S> {
  return definition;
}

/** Names of the types that a component publishes. */
export function publishedBy({ publishes = [] }: Pick<ComponentDefinition, 'publishes'>): string[] {
  return publishes.map((type) => (typeof type === 'string' ? type : type.name));
}

/** Names of the types that a component listens to. */
export function heardBy({ listens }: Pick<ComponentDefinition, 'listens'>): string[] {
  return Object.keys(listens);
}
